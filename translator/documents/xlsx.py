"""Excel: every segment in a row to filter and sort, with terms and dropped lines on sheets."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from translator import files
from translator.document import Document, Section, State, Turn
from translator.documents import view
from translator.documents.archive import without_times
from translator.documents.writer import Options

_MAX_CELL = 32_767  # characters, Excel specifications and limits
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
_FILLS = {
    State.UNTRANSLATED: PatternFill("solid", fgColor="FBE3DD"),
    State.EDITED: PatternFill("solid", fgColor="E3EEF9"),
    State.APPROVED: PatternFill("solid", fgColor="E2F0E4"),
}
_TO_CHECK = PatternFill("solid", fgColor="FDF0D5")
_HEAD = PatternFill("solid", fgColor="EFEBE2")
_WRAPPED = Alignment(wrap_text=True, vertical="top")

_SEGMENT_COLUMNS = (
    ("Id", 10),
    ("Section", 22),
    ("Speaker", 16),
    ("Source", 52),
    ("Target", 60),
    ("State", 13),
    ("Confidence", 11),
    ("Terms", 32),
    ("Findings", 36),
    ("Notes", 28),
)
_TERM_COLUMNS = (("Chinese", 24), ("English", 32), ("Note", 48), ("Uses", 8))
_DROPPED_COLUMNS = (("Line", 8), ("Text", 72), ("Reason", 36))


def write(document: Document, path: Path, options: Options) -> None:
    """Writes the sheets Segments, Terms and Dropped.

    No text is ever taken for a formula: every string is stored as text, and one that begins like a
    formula is marked as quoted, so that it stays text when a person edits the cell. Texts beyond
    Excel's limit of 32,767 characters are cut. The same document gives the same bytes.
    """
    book = Workbook(write_only=True)
    book.properties.title = view.holdable(view.document_title(document).english)[:255]
    book.properties.creator = "translator"
    _sheet(book, "Segments", _SEGMENT_COLUMNS, _segment_rows(document, options))
    _sheet(
        book,
        "Terms",
        _TERM_COLUMNS,
        (
            ([term.source, term.target, term.note, term.count], None)
            for term in view.terms(document)
        ),
    )
    _sheet(
        book,
        "Dropped",
        _DROPPED_COLUMNS,
        (([line.line, line.text, line.reason], None) for line in document.dropped),
    )
    buffer = io.BytesIO()
    book.save(buffer)
    files.write_bytes(path, without_times(buffer.getvalue()))


_Row = tuple[Sequence[str | float | None], PatternFill | None]


def _segment_rows(document: Document, options: Options) -> Iterable[_Row]:
    for section, turn, segment in view.located(document):
        found = options.findings.get(segment.id, ())
        values: list[str | float | None] = [
            segment.id,
            view.section_heading(section).english if section else "",
            _speaker(document, section, turn),
            segment.source,
            segment.target,
            segment.state.value,
            None if segment.confidence is None else round(segment.confidence, 2),
            "\n".join(f"{use.source} → {use.target} ({use.rung.value})" for use in segment.terms),
            "\n".join(finding.message for finding in found),
            "\n".join(segment.notes),
        ]
        fill = _FILLS.get(segment.state)
        if segment.state is State.MACHINE and view.reasons(segment, found):
            fill = _TO_CHECK
        yield values, fill


def _speaker(document: Document, section: Section | None, turn: Turn | None) -> str:
    if turn is None:
        return "(heading)" if section else "(title)"
    return document.speaker(turn.speaker).romanised if turn.speaker else ""


def _sheet(
    book: Workbook, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[_Row]
) -> None:
    sheet: Any = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for number, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    head = [_cell(sheet, label) for label, _ in columns]
    for cell in head:
        cell.font = Font(bold=True)
        cell.fill = _HEAD
    sheet.append(head)
    count = 0
    for values, fill in rows:
        count += 1
        cells = [_cell(sheet, value) for value in values]
        if fill:
            for cell in cells:
                cell.fill = fill
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"


def _cell(sheet: Any, value: str | float | None) -> Any:
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
    else:
        text = view.holdable(value)[:_MAX_CELL]
        cell = WriteOnlyCell(sheet, text)
        cell.data_type = "s"
        if text.startswith(_FORMULA_START):
            cell.quotePrefix = True
    cell.alignment = _WRAPPED
    return cell
