"""What a glossary format has to offer, and how to add one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from translator.glossary.formats.columns import Problem
from translator.glossary.term import Term


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format found in a file.

    Attributes:
        terms: the entries, in file order; rows without source or target are no entries.
        problems: what is wrong with rows, in file order; reading goes on after each.
        given: for each entry the fields that the file fills in, so that a blank can be told from
            a default; empty where a format cannot tell.
    """

    terms: tuple[Term, ...]
    problems: tuple[Problem, ...] = ()
    given: tuple[frozenset[str | None], ...] = ()


class GlossaryFormat(Protocol):
    """A file format for glossaries; each is a module of this package with these names.

    To add a format: write ``formats/NAME.py`` with the three names below, import heavy packages
    inside its functions, and add it to ``_FORMATS`` in ``formats/__init__.py``, with how its files
    begin. The tests in ``tests/glossary/formats/test_round_trip.py`` pick it up from there. Every
    field of `Term` must survive ``read(write(terms))``; line numbers and glossary name need not.
    """

    SUFFIXES: tuple[str, ...]
    """File name endings with a dot, lower case; the first is used for new files."""

    def read(self, data: bytes, *, where: str, glossary: str) -> Reading:
        """Returns the entries in ``data``.

        Args:
            data: the whole file.
            where: the file as messages should name it.
            glossary: the name that the entries get in `Term.glossary`.

        Raises:
            InputError: ``data`` is not in this format, or names no columns.
        """

    def write(self, terms: Sequence[Term]) -> bytes:
        """Returns a new file that holds ``terms`` in the given order, always the same bytes."""
