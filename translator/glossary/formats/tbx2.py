"""TBX version 2 (TBX-Basic "martif"), for tools that do not read version 3 yet."""

from __future__ import annotations

from collections.abc import Sequence

from translator.glossary.formats.tbx import VERSION_2, read, render
from translator.glossary.term import Term

__all__ = ["SUFFIXES", "read", "write"]

SUFFIXES: tuple[str, ...] = ()
"""No ending of its own: the ending .tbx gives version 3."""


def write(terms: Sequence[Term]) -> bytes:
    """Returns a TBX version 2 file."""
    return render(terms, VERSION_2)
