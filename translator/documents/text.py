"""Plain text: a transcript that reads well in any editor and feeds any other tool."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from translator import files
from translator.document import Document, Section
from translator.documents import view
from translator.documents.writer import Layout, Options


def write(document: Document, path: Path, options: Options) -> None:
    """Writes the transcript as UTF-8 text, paragraphs apart by an empty line.

    A turn begins with its speaker ("Mao Haitao: …"). Plain text has no columns, so both bilingual
    layouts set each Chinese paragraph above its English.
    """
    blocks = [*_title(document, options)]
    for section in document.sections:
        blocks += _section(document, section, options)
    files.write_text(path, "\n\n".join(filter(str.strip, blocks)) + "\n")


def _title(document: Document, options: Options) -> Iterator[str]:
    if document.title:
        yield _lines(view.document_title(document), options, "=")


def _section(document: Document, section: Section, options: Options) -> Iterator[str]:
    heading = view.section_heading(section)
    if section.heading or section.number:
        yield _lines(heading, options, "-")
    for turn in section.turns:
        speaker = document.speaker(turn.speaker)
        for index, segments in enumerate(view.paragraphs(turn)):
            english = view.english_paragraph(segments)
            chinese = view.chinese_paragraph(segments)
            if turn.speaker and index == 0:
                english = f"{speaker.romanised}: {english}"
                chinese = f"{speaker.name}：{chinese}"
            shown = [english] if options.layout is Layout.ENGLISH else [chinese, english]
            yield "\n".join(view.one_line(text) for text in shown)


def _lines(heading: view.Heading, options: Options, rule: str) -> str:
    english = view.one_line(heading.english)
    lines = [english, rule * min(len(english), 72)]
    if options.layout.bilingual and heading.chinese and heading.chinese != heading.english:
        lines.insert(0, view.one_line(heading.chinese))
    return "\n".join(lines)
