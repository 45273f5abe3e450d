"""Excel workbooks: the glossary is the first sheet whose first filled row names the columns."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from translator.errors import InputError
from translator.glossary.formats.base import Reading
from translator.glossary.formats.columns import (
    Header,
    Problem,
    given_fields,
    read_header,
    read_row,
    table_of,
)
from translator.glossary.term import Term

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

SUFFIXES = (".xlsx", ".xlsm")

_MAX_UNPACKED = 400 * 1024 * 1024
_HEADER_ROWS = 20
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WIDTHS = {"source": 22, "target": 36, "variants": 36, "forbidden": 28, "note": 40, "example": 40}


def read(data: bytes, *, where: str, glossary: str) -> Reading:
    """Returns the entries of the first sheet with a header; see `GlossaryFormat.read`.

    A formula counts as the value that Excel last computed for it, never as the formula.
    """
    workbook = _open(data, where)
    for sheet in workbook.worksheets:
        rows = enumerate(sheet.iter_rows(values_only=True), start=1)
        header = _find_header(rows)
        if header:
            return _read_rows(rows, header, glossary)
    raise InputError(
        "no sheet names its columns",
        where=where,
        advice="Put a row with the words source and target at the top of the first sheet",
    )


def write(terms: Sequence[Term]) -> bytes:
    """Returns a workbook whose cells are all text, with a frozen header and filters."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    header, rows = table_of(terms)
    workbook = Workbook(write_only=True)
    sheet: Any = workbook.create_sheet("Glossary")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(rows) + 1}"
    for number, name in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, 16)
    for row_number, row in enumerate((header, *rows)):
        cells: list[Any] = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=_ILLEGAL.sub("", value) or None)
            if value:
                # A string whatever it looks like: "=1+1" must never become a formula.
                cell.data_type = "s"
                cell.style = "Normal"
                cell.quotePrefix = value[0] in "=+-@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if row_number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    return _packed(workbook)


def _open(data: bytes, where: str) -> Workbook:
    import warnings

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > _MAX_UNPACKED:
                raise InputError("unpacks to far more than a glossary holds", where=where)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except InputError:
        raise
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise InputError(
            "is not a readable Excel workbook",
            where=where,
            advice="Open it in a spreadsheet and save it again as .xlsx",
        ) from error
    except Exception as error:  # openpyxl lets its XML parsers' own errors through
        raise InputError(f"is a damaged Excel workbook ({error})", where=where) from error


def _find_header(rows: Iterator[tuple[int, tuple[Any, ...]]]) -> Header | None:
    for number, row in rows:
        header = read_header([_shown(value) for value in row])
        if header.usable:
            return header
        if number >= _HEADER_ROWS:
            break
    return None


def _read_rows(
    rows: Iterator[tuple[int, tuple[Any, ...]]], header: Header, glossary: str
) -> Reading:
    terms: list[Term] = []
    problems: list[Problem] = []
    given: list[frozenset[str | None]] = []
    for number, row in rows:
        if not any(row):  # sheets may be formatted down to their millionth row
            continue
        cells = [_shown(value) for value in row]
        term, wrong = read_row(header, cells, number, glossary)
        if term:
            terms.append(term)
            given.append(given_fields(header, cells))
        problems.extend(wrong)
    return Reading(tuple(terms), tuple(problems), tuple(given))


def _shown(value: object) -> str:
    """Returns a cell's value as a person reads it: 2.0 is "2", an empty cell ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _packed(workbook: Workbook) -> bytes:
    """Returns the workbook's bytes with fixed dates, so that equal glossaries give equal files."""
    workbook.properties.creator = "translator"
    workbook.properties.created = workbook.properties.modified = _EPOCH
    written = io.BytesIO()
    workbook.save(written)
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(written) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content
                )
            new.writestr(zipfile.ZipInfo(item.filename, (2000, 1, 1, 0, 0, 0)), content, 8)
    return packed.getvalue()
