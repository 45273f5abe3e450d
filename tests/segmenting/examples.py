"""Helpers of this room: articles from inline text, documents as an outline to compare with."""

from __future__ import annotations

from translator.document import Article, Block, Document, Turn
from translator.reading import read_bytes
from translator.segmenting import segment


def plain(text: str) -> Article:
    """Returns an article with a block for each line of ``text`` that is not empty."""
    lines = enumerate(text.split("\n"), 1)
    return Article("a.txt", tuple(Block(line.strip(), n) for n, line in lines if line.strip()))


def markdown(text: str) -> Article:
    """Returns ``text`` as the Markdown reader sees it."""
    return read_bytes(text.encode(), origin="a.md")


def outline(document: Document) -> str:
    """Returns title (=), sections (#), turns (one paragraph a line, ``|`` between sentences)."""
    lines = [f"= {document.title.source}"] if document.title else []
    for section in document.sections:
        heading = section.heading.source if section.heading else ""
        lines.append(" ".join(p for p in ("#", section.kind.value, section.number, heading) if p))
        lines += [line for turn in section.turns for line in _paragraphs(turn)]
    return "\n".join(lines)


def _paragraphs(turn: Turn) -> list[str]:
    paragraphs: dict[int, list[str]] = {}
    for one in turn.segments:
        paragraphs.setdefault(one.paragraph, []).append(one.source)
    texts = [" | ".join(sources) for sources in paragraphs.values()]
    first = f"{turn.speaker}: " if turn.speaker else "- "
    return [(first if not n else "  ") + text for n, text in enumerate(texts)]


def segmented(text: str) -> str:
    """Returns the outline of ``text`` read as plain text."""
    return outline(segment(plain(text)))


def reasons(document: Document) -> dict[str, str]:
    """Returns the dropped lines with the reason of each."""
    return {line.text: line.reason for line in document.dropped}
