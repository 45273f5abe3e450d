"""Text tables as files: encodings, byte order marks and the entries of a whole table."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from translator.errors import InputError, OutputError
from translator.glossary.formats.base import Reading
from translator.glossary.formats.columns import Problem, given_fields, read_row
from translator.glossary.formats.delimited import Table, decode_cells, parse
from translator.glossary.term import Term

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the text of a file became bytes.

    Attributes:
        name: codec name.
        mark: the byte order mark in front, b"" if there is none.
    """

    name: str = "utf-8"
    mark: bytes = b""

    def encode(self, text: str, *, where: str) -> bytes:
        """Returns the bytes of ``text``.

        Raises:
            OutputError: the encoding has no such character.
        """
        try:
            return self.mark + text.encode(self.name)
        except UnicodeEncodeError as error:
            letter = text[error.start]
            raise OutputError(
                f"the file's encoding {self.name} cannot hold “{letter}”",
                where=where,
                advice="Save the glossary as UTF-8 first",
            ) from error


def decode_text(data: bytes, *, where: str) -> tuple[str, Encoding]:
    """Returns the text of a glossary file without byte order mark, and how it was encoded.

    Raises:
        InputError: it is no text.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], name, where), Encoding(name, mark)
    try:
        text, name = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        from translator.reading.encoding import decode

        text, name = decode(data, where=where)
    if "\0" in text:
        raise InputError("is not a text file", where=where, advice="Name a TSV or CSV file")
    return text, Encoding(name)


def read_text_table(data: bytes, *, where: str, glossary: str) -> Reading:
    """Returns the entries of a text table.

    Raises:
        InputError: it is no text, or its first line does not name a source column.
    """
    text, _ = decode_text(data, where=where)
    table = parse(text)
    check_header(table, where=where)
    terms: list[Term] = []
    problems: list[Problem] = []
    given: list[frozenset[str | None]] = []
    for record in table.rows():
        cells = decode_cells(record, table.delimiter)
        term, wrong = read_row(table.header, cells, record.line, glossary)
        if term:
            terms.append(term)
            given.append(given_fields(table.header, cells))
        problems.extend(wrong)
    return Reading(tuple(terms), tuple(problems), tuple(given))


def check_header(table: Table, *, where: str) -> None:
    """Makes sure that a table that holds anything names its columns.

    Raises:
        InputError: its first line names no source column.
    """
    if table.header_at is None or table.header.usable:
        return
    names = ", ".join(f"“{name}”" for name in table.header.names[:6])
    raise InputError(
        f"the first line does not name the columns; it holds {names}",
        where=f"{where}, line {table.records[table.header_at].line}",
        advice="Put a line with the column names source and target at the top",
    )


def _strictly(data: bytes, name: str, where: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise InputError(
            f"is not valid {name.upper()} although it starts with its byte order mark", where=where
        ) from error
