"""Several glossaries at once, in an order of priority, ready for matching."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from translator.glossary.term import Match, Term, TermState
from translator.resources import glossaries_folder

if TYPE_CHECKING:
    from translator.glossary.matching import Matcher
    from translator.segmenting.script import NormalisedText

_TRANSLATING_FIELDS = ("source", "target", "variants", "forbidden", "do_not_translate", "case")
"""What changes a translation; notes and examples do not."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Entries of different opinion on one source; ``kept`` has priority over ``dropped``."""

    source: str
    kept: Term
    dropped: tuple[Term, ...]


class TermBase:
    """The terms that a translation must obey; immutable.

    An obsolete entry is never matched, and it also silences entries of the same source in the
    glossaries after its own: that is how a project switches a shipped term off.

    Args:
        glossaries: the entries of each glossary, the most important glossary first.
    """

    def __init__(self, glossaries: Sequence[Sequence[Term]] = ()) -> None:
        self._glossaries = tuple(tuple(glossary) for glossary in glossaries)

    @classmethod
    def load(cls, paths: Iterable[Path] = (), shipped: bool = True) -> TermBase:
        """Reads glossary files.

        Args:
            paths: the user's files, the most important first.
            shipped: whether the glossaries that come with the product follow them.

        Raises:
            InputError: a file cannot be read or is no glossary.
        """
        from translator.glossary.formats import read_glossary

        files = [Path(path) for path in paths]
        if shipped:
            files += shipped_files()
        return cls([read_glossary(path) for path in files])

    def with_terms(self, terms: Iterable[Term]) -> TermBase:
        """Returns a term base in which ``terms`` (names of persons, say) outrank all others."""
        added = tuple(terms)
        if not added:
            return self
        extended = TermBase((added, *self._glossaries))
        extended.__dict__["_keyed"] = (*_keyed(added), *self._keyed)
        return extended

    def match(self, text: str) -> tuple[Match, ...]:
        """Returns the terms in ``text``, by start, with offsets in ``text`` as it is written."""
        if not text or not self.terms:
            return ()
        normalise = _normaliser()
        return self._matcher.find(normalise(text))

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The entries in force, by priority: one per source (two if they differ in case only)."""
        return tuple(term for _, term in self._in_force)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Sources for which a less important entry asks for another translation, by source."""
        rivals: dict[str, list[Term]] = {}
        for key, term in self._keyed:
            rivals.setdefault(key, []).append(term)
        return tuple(
            Conflict(kept.source, kept, tuple(dropped))
            for _, (kept, *rest) in sorted(rivals.items())
            if (dropped := [term for term in rest if _differ(kept, term)])
        )

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change whenever a translation could."""
        digest = hashlib.sha256()
        for term in self.terms:
            digest.update(repr([getattr(term, name) for name in _TRANSLATING_FIELDS]).encode())
        return digest.hexdigest()[:16]

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    @cached_property
    def _keyed(self) -> tuple[tuple[str, Term], ...]:
        """Every entry with its source as it is compared, by priority."""
        return _keyed([term for glossary in self._glossaries for term in glossary])

    @cached_property
    def _in_force(self) -> tuple[tuple[str, Term], ...]:
        first: dict[str, Term] = {}
        for key, term in self._keyed:
            if key and (key not in first or _revived(first[key], term)):
                first[key] = term
        return tuple(item for item in first.items() if item[1].state is not TermState.OBSOLETE)

    @cached_property
    def _matcher(self) -> Matcher:
        from translator.glossary.matching import Matcher

        return Matcher(self._in_force)


def _keyed(entries: Sequence[Term]) -> tuple[tuple[str, Term], ...]:
    """Returns every entry with its source as it is compared."""
    from translator.glossary.keys import compact_sources

    return tuple(zip(compact_sources([term.source for term in entries]), entries, strict=True))


def _revived(old: Term, new: Term) -> bool:
    """Within one glossary an entry in force beats an obsolete one of the same source."""
    return old.state is TermState.OBSOLETE and bool(new.glossary) and old.glossary == new.glossary


def _differ(kept: Term, other: Term) -> bool:
    """Whether following ``other`` instead of ``kept`` could change a translation."""
    if TermState.OBSOLETE in (kept.state, other.state):
        return False
    admitted = {form.casefold() for form in (kept.target, *kept.variants)}
    return (
        other.target.casefold() not in admitted
        or kept.target.casefold() in {form.casefold() for form in other.forbidden}
        or kept.do_not_translate != other.do_not_translate
    )


def shipped_files() -> list[Path]:
    """Returns the glossaries that come with the product, the most important first.

    Do-not-translate lists come first: a name beats a translation of it.
    """
    found = glossaries_folder().glob("*.tsv")
    return sorted(found, key=lambda path: ("do-not-translate" not in path.name, path.name))


def _normaliser() -> Callable[[str], NormalisedText]:
    from translator.segmenting.script import normalise

    return normalise
