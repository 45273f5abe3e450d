"""Comma- (or semicolon-) separated glossaries, as spreadsheets save them."""

from __future__ import annotations

from collections.abc import Sequence

from translator.glossary.formats.base import Reading
from translator.glossary.formats.textfile import read_text_table
from translator.glossary.formats.tsv import render
from translator.glossary.term import Term

__all__ = ["SUFFIXES", "read", "write"]

SUFFIXES = (".csv",)


def read(data: bytes, *, where: str, glossary: str) -> Reading:
    """Returns the entries of a text table; see `GlossaryFormat.read`."""
    return read_text_table(data, where=where, glossary=glossary)


def write(terms: Sequence[Term]) -> bytes:
    """Returns RFC 4180 CSV in UTF-8, with the byte order mark by which Excel knows UTF-8."""
    return b"\xef\xbb\xbf" + render(terms, ",", "\r\n").encode()
