"""Markdown (CommonMark with the table extension of GitHub)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from translator import files
from translator.document import Document, Section, Turn
from translator.documents import view
from translator.documents.writer import Layout, Options

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|~#$^])")
_BLOCK_START = re.compile(r"^(?:([-+=])|(\d{1,9})([.)]))")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def write(document: Document, path: Path, options: Options) -> None:
    """Writes Markdown in which every text arrives letter by letter, whatever signs it holds.

    TABLE gives one table a turn, INTERLEAVED the Chinese as a block quote above its English.
    """
    title = view.document_title(document)
    blocks = [f"# {escape(title.english)}"]
    if options.layout.bilingual and title.chinese:
        blocks.append(f"*{escape(title.chinese)}*")
    for section in document.sections:
        blocks += _section(document, section, options)
    if options.layout.bilingual:
        blocks += [*_to_check(document, options), *_dropped(document)]
    files.write_text(path, "\n\n".join(blocks) + "\n")


def escape(text: str) -> str:
    """Returns ``text`` in one line with every sign escaped that Markdown would act upon."""
    plain = view.one_line(_CONTROL.sub(" ", text)).replace("\ufffe", "")
    return _SPECIAL.sub(r"\\\1", plain)


def _lead(text: str) -> str:
    """Escapes a text that begins a block, where list markers and rules act too."""
    return _BLOCK_START.sub(
        lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}",
        escape(text),
    )


def _section(document: Document, section: Section, options: Options) -> Iterator[str]:
    heading = view.section_heading(section)
    yield f"## {escape(heading.english)}"
    if options.layout.bilingual and heading.segment:
        yield f"*{escape(heading.chinese)}*"
    for turn in section.turns:
        yield from _turn(document, turn, options)


def _turn(document: Document, turn: Turn, options: Options) -> Iterator[str]:
    speaker = document.speaker(turn.speaker)
    if options.layout is Layout.TABLE:
        if turn.segments:
            head = (speaker.name, speaker.romanised) if turn.speaker else ("中文", "English")
            yield _table(turn, *head)
        return
    for index, segments in enumerate(view.paragraphs(turn)):
        named = turn.speaker and index == 0
        if options.layout is Layout.INTERLEAVED:
            chinese = view.chinese_paragraph(segments)
            yield "> " + (
                f"**{escape(speaker.name)}：** {escape(chinese)}" if named else _lead(chinese)
            )
        english = view.english_paragraph(segments)
        yield f"**{escape(speaker.romanised)}:** {escape(english)}" if named else _lead(english)


def _table(turn: Turn, chinese_head: str, english_head: str) -> str:
    rows = [f"| **{escape(chinese_head)}** | **{escape(english_head)}** |", "|---|---|"]
    rows += [f"| {escape(s.source)} | {escape(view.english(s))} |" for s in turn.segments]
    return "\n".join(rows)


def _to_check(document: Document, options: Options) -> Iterator[str]:
    entries = [
        f"- {_lead(segment.source)} → {escape(view.english(segment))} ({escape('; '.join(why))})"
        for segment in document.segments()
        if (why := view.reasons(segment, options.findings.get(segment.id, ())))
    ]
    if entries:
        yield "## To check"
        yield "\n".join(entries)


def _dropped(document: Document) -> Iterator[str]:
    if document.dropped:
        yield "## Left out"
        yield "\n".join(
            f"- {_lead(line.text)} (line {line.line}: {escape(line.reason)})"
            for line in document.dropped
        )
