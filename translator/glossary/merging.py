"""Bringing two glossaries together without losing anything: blanks never erase what is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from translator.glossary.formats.columns import FIELDS, LIST_FIELDS, cell_of
from translator.glossary.keys import same_source, source_keys
from translator.glossary.term import CaseRule, Term, TermState

_DEFAULTS = {
    "do_not_translate": False,
    "case": CaseRule.ANY,
    "state": TermState.APPROVED,
}


class Prefer(StrEnum):
    """Whose value stays where both sides fill in a field differently."""

    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field that two entries fill in differently, as cells show it."""

    source: str
    field: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """An entry after merging.

    Attributes:
        old: the entry before, None if it is new.
        new: the entry now; ``old`` itself if nothing changed.
        conflicts: the fields about which the two sides disagreed.
    """

    old: Term | None
    new: Term
    conflicts: tuple[FieldConflict, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the entry is new or differs from before."""
        return self.old is None or self.old is not self.new


def merge_terms(
    ours: Sequence[Term],
    theirs: Sequence[Term],
    *,
    given: Sequence[frozenset[str | None]] = (),
    prefer: Prefer = Prefer.OURS,
) -> tuple[Merged, ...]:
    """Returns all entries of ``ours`` in their order, then the new ones of ``theirs``.

    Entries are the same if their sources compare equal (`source_keys`). Lists are united; any
    other field takes the side that fills it in, and ``prefer``'s value if both do.

    Args:
        ours: the glossary merged into.
        theirs: what is merged; a source that comes twice is merged twice.
        given: for each of ``theirs`` the fields its file fills in, see `Reading.given`.
        prefer: see `Prefer`.
    """
    entries = [Merged(term, term) for term in ours]
    index: dict[str, list[int]] = {}
    for position, key in enumerate(source_keys(term.source for term in ours)):
        index.setdefault(key, []).append(position)
    keys = source_keys(term.source for term in theirs)
    for number, (term, key) in enumerate(zip(theirs, keys, strict=True)):
        places = [i for i in index.get(key, ()) if same_source(entries[i].new, term)]
        if not places:
            index.setdefault(key, []).append(len(entries))
            entries.append(Merged(None, term))
            continue
        place = entries[places[0]]
        filled = given[number] if given else _filled(term)
        new, conflicts = merge_entry(place.new, term, given=filled, prefer=prefer)
        entries[places[0]] = Merged(place.old, new, place.conflicts + conflicts)
    return tuple(entries)


def merge_entry(
    ours: Term, theirs: Term, *, given: frozenset[str | None], prefer: Prefer
) -> tuple[Term, tuple[FieldConflict, ...]]:
    """Returns one entry with what both know, and the fields in which they contradict each other.

    The source, its spelling included, and the line stay ours.
    """
    changes: dict[str, Any] = {}
    conflicts: list[FieldConflict] = []
    for field in FIELDS:
        mine, other = getattr(ours, field), getattr(theirs, field)
        if field in ("source", *LIST_FIELDS) or mine == other or field not in given:
            continue
        # A default counts as a blank, but for the state, which a person sets on purpose.
        unset = field != "state" and mine == _DEFAULTS.get(field, "")
        if not unset:
            conflict = FieldConflict(ours.source, field, cell_of(ours, field), "")
            conflicts.append(replace(conflict, theirs=cell_of(theirs, field)))
        if unset or prefer is Prefer.THEIRS:
            changes[field] = other
    target = changes.get("target", ours.target)
    changes |= _united_lists(ours, theirs, target, prefer)
    known = {name for name, _ in ours.extra}
    extra = tuple((n, v) for n, v in theirs.extra if n not in known)
    changes["extra"] = ours.extra + extra
    merged = replace(ours, **changes)
    return (ours if merged == ours else merged), tuple(conflicts)


def _united_lists(ours: Term, theirs: Term, target: str, prefer: Prefer) -> dict[str, Any]:
    """Unites variants and forbidden targets; what one side forbids and the other admits: prefer."""
    variants, forbidden = ours.variants, ours.forbidden
    if prefer is Prefer.THEIRS:
        variants = tuple(v for v in variants if v not in theirs.forbidden and v != target)
        admitted = {target, *theirs.variants}
        forbidden = tuple(f for f in forbidden if f not in admitted)
    variants += tuple(v for v in theirs.variants if v not in {*variants, *forbidden, target})
    forbidden += tuple(f for f in theirs.forbidden if f not in {*variants, *forbidden, target})
    return {"variants": variants, "forbidden": forbidden}


def _filled(term: Term) -> frozenset[str | None]:
    """Returns the fields that differ from a blank entry's."""
    return frozenset(f for f in FIELDS if getattr(term, f) != _DEFAULTS.get(f, ""))


def merge_glossaries(
    glossaries: Iterable[Sequence[Term]],
) -> tuple[tuple[Term, ...], tuple[FieldConflict, ...]]:
    """Returns one glossary made of several, the most important first, and their conflicts."""
    merged: tuple[Term, ...] = ()
    conflicts: list[FieldConflict] = []
    for glossary in glossaries:
        entries = merge_terms(merged, glossary)
        merged = tuple(entry.new for entry in entries)
        conflicts.extend(conflict for entry in entries for conflict in entry.conflicts)
    return merged, tuple(conflicts)
