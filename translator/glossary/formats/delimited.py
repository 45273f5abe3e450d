r"""Text tables (TSV, CSV) held so that nothing is lost: every character of the file is kept.

A line that starts with ``#`` is a comment. In tab-separated tables an entry is always one line:
line ends, tabs and a leading ``#`` inside a value are written ``\x0a``, ``\x0d``, ``\x09``,
``\x23``; ``\x5c`` is a backslash where it would otherwise be mistaken for one of these. (The
shorter ``\n`` and ``\t`` would turn ``\nabla`` and ``\theta`` into white space.) In all other
tables such values are quoted as RFC 4180 defines. Cells quoted by a spreadsheet are understood in
both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from translator.glossary.formats.columns import Header, read_header

DELIMITERS = ("\t", ",", ";", "|")

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LINE_END = re.compile(r"\r\n|\r|\n")
_ESCAPED = re.compile(r"\\x(09|0a|0d|23|5c)")
_MUST_ESCAPE = re.compile(r"[\t\n\r]|\\(?=x(?:09|0a|0d|23|5c))")
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """One entry line, header, comment or blank line, as it stands in the file.

    Attributes:
        line: number of its first line.
        cells: raw text between the delimiters; None for a comment or blank line.
        end: line end(s) as written, "" for a last line without one.
        text: the raw line of a comment or blank line, "" otherwise.
    """

    line: int
    cells: tuple[str, ...] | None
    end: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A whole text table.

    Attributes:
        delimiter: one of `DELIMITERS`.
        records: in file order.
        header_at: index of the header in ``records``, None if there is no record with cells.
        header: its meaning; unusable if no column is the source.
    """

    delimiter: str
    records: tuple[Record, ...]
    header_at: int | None
    header: Header

    def text(self) -> str:
        """Returns the file's text: `parse` of it gives an equal table."""
        lines = (
            record.text if record.cells is None else self.delimiter.join(record.cells)
            for record in self.records
        )
        return "".join(line + record.end for line, record in zip(lines, self.records, strict=True))

    def rows(self) -> Iterable[Record]:
        """Yields the records below the header, comments and blank lines left out."""
        if self.header_at is not None:
            yield from (r for r in self.records[self.header_at + 1 :] if r.cells is not None)

    @property
    def newline(self) -> str:
        """The line end that new lines get: the file's first one."""
        return next((record.end for record in self.records if record.end), "\n")


def parse(text: str, delimiters: Sequence[str] = DELIMITERS) -> Table:
    """Returns ``text`` as a table; the delimiter is the one that makes the best header.

    Args:
        text: without byte order mark.
        delimiters: those to be considered; earlier ones win ties.
    """
    first = _first_line(text)
    delimiter = max(delimiters, key=lambda candidate: _fit(first, candidate))
    declared = _SEPARATOR_LINE.match(first)
    if declared:
        delimiter = declared[1]
    records = _tab_records(text) if delimiter == "\t" else _quoted_records(text, delimiter)
    header_at = next((i for i, record in enumerate(records) if record.cells is not None), None)
    cells = records[header_at].cells if header_at is not None else None
    header = read_header(decode_cells(Record(0, cells, ""), delimiter))
    return Table(delimiter, tuple(records), header_at, header)


def decode_cell(raw: str, delimiter: str) -> str:
    """Returns the value that the raw cell stands for, without white space around it."""
    value = raw.strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        inside = value[1:-1]
        if '"' not in inside.replace('""', ""):
            value = inside.replace('""', '"').strip()
    if delimiter == "\t" and "\\x" in value:
        value = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), value)
    return value


def decode_cells(record: Record, delimiter: str) -> list[str]:
    """Returns the values of all cells of ``record``; see `decode_cell`."""
    return [
        decode_cell(raw, delimiter) if '"' in raw or "\\" in raw else raw.strip()
        for raw in record.cells or ()
    ]


def encode_cell(value: str, delimiter: str, *, first: bool = False, like: str = "") -> str:
    """Returns the raw cell for ``value``.

    Args:
        value: any text.
        delimiter: of the table.
        first: whether it opens the line, where ``#`` would make a comment of it.
        like: the raw cell that it replaces: if that was quoted, the new one is.
    """
    value = value.strip()
    if delimiter == "\t":
        raw = _MUST_ESCAPE.sub(lambda char: f"\\x{ord(char[0]):02x}", value)
        if first and raw.startswith("#"):
            raw = "\\x23" + raw[1:]
        quoted = _looks_quoted(raw) or _looks_quoted(like.strip())
    else:
        raw = value
        special = (delimiter, '"', "\n", "\r")
        quoted = any(char in value for char in special) or _looks_quoted(like.strip())
        quoted = quoted or (first and value.startswith("#"))
    return '"' + raw.replace('"', '""') + '"' if quoted else raw


def _looks_quoted(raw: str) -> bool:
    return len(raw) > 1 and raw[0] == raw[-1] == '"'


def _first_line(text: str) -> str:
    for line in _LINE.finditer(text):
        stripped = line.group().strip()
        if stripped and not stripped.startswith("#"):
            return stripped
    return ""


def _fit(line: str, delimiter: str) -> tuple[int, int]:
    cells = [decode_cell(cell, delimiter) for cell in line.split(delimiter)]
    known = sum(field is not None for field in read_header(cells).fields)
    return known, len(cells)


def _tab_records(text: str) -> list[Record]:
    records = []
    for number, whole in enumerate(_LINE.findall(text), start=1):
        line = whole.rstrip("\r\n")
        end = whole[len(line) :]
        if _is_aside(line):
            records.append(Record(number, None, end, line))
        else:
            records.append(Record(number, tuple(line.split("\t")), end))
    return records


def _quoted_records(text: str, delimiter: str) -> list[Record]:
    mark = re.escape(delimiter)
    cell = re.compile(rf'[ ]*"(?:[^"]++|"")*+"[ ]*(?={mark}|[\r\n]|\Z)|[^\r\n{mark}]*')
    records = []
    position, number = 0, 1
    while position < len(text):
        line = _LINE.match(text, position)
        whole = line.group() if line else ""
        bare = whole.rstrip("\r\n")
        if _is_aside(bare.replace(delimiter, "")) or _SEPARATOR_LINE.match(bare):
            records.append(Record(number, None, whole[len(bare) :], bare))
            position, number = position + len(whole), number + 1
            continue
        cells = []
        while True:
            found = cell.match(text, position)
            cells.append(found.group() if found else "")
            position += len(cells[-1])
            if not text.startswith(delimiter, position):
                break
            position += 1
        ending = _LINE_END.match(text, position)
        end = ending.group() if ending else ""
        position += len(end)
        records.append(Record(number, tuple(cells), end))
        number += sum(len(_LINE_END.findall(raw)) for raw in cells) + 1
    return records


def _is_aside(line: str) -> bool:
    return line.startswith("#") or not line.strip()
