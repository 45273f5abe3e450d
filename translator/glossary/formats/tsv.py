"""Tab-separated glossaries, the format that people edit and that version control shows best."""

from __future__ import annotations

from collections.abc import Sequence

from translator.glossary.formats import delimited
from translator.glossary.formats.base import Reading
from translator.glossary.formats.columns import table_of
from translator.glossary.formats.textfile import read_text_table
from translator.glossary.term import Term

SUFFIXES = (".tsv", ".txt", ".tab")


def read(data: bytes, *, where: str, glossary: str) -> Reading:
    """Returns the entries of a text table; see `GlossaryFormat.read`."""
    return read_text_table(data, where=where, glossary=glossary)


def write(terms: Sequence[Term]) -> bytes:
    """Returns a tab-separated table in UTF-8 with line feeds."""
    return render(terms, "\t", "\n").encode()


def render(terms: Sequence[Term], delimiter: str, newline: str) -> str:
    """Returns the text of a new table for ``terms``."""
    header, rows = table_of(terms)
    lines = []
    for row in (header, *rows):
        cells = [
            delimited.encode_cell(value, delimiter, first=column == 0)
            for column, value in enumerate(row)
        ]
        while len(cells) > 2 and not cells[-1]:
            cells.pop()
        lines.append(delimiter.join(cells) + newline)
    return "".join(lines)
