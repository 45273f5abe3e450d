"""What changed between two glossaries, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from translator.glossary.formats.columns import FIELDS, cell_of
from translator.glossary.keys import source_keys
from translator.glossary.merging import Merged
from translator.glossary.term import Term


class ChangeKind(StrEnum):
    """What happened to an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after, as cells show it ("" is blank)."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that differs.

    Attributes:
        kind: see `ChangeKind`.
        source, target: of the entry as it is now (of a removed one, as it was).
        fields: what differs; for an added or removed entry all that is filled in but those two.
    """

    kind: ChangeKind
    source: str
    target: str
    fields: tuple[FieldChange, ...]


def compare(old: Sequence[Term], new: Sequence[Term]) -> tuple[EntryChange, ...]:
    """Returns the differences by entry: removed and changed in old order, then added in new order.

    Entries belong together if their sources compare equal (`source_keys`); of several with one
    source the first belongs to the first, the second to the second.
    """
    waiting: dict[str, list[Term]] = {}
    for key, term in zip(source_keys(t.source for t in new), new, strict=True):
        waiting.setdefault(key, []).append(term)
    changes: list[EntryChange] = []
    paired: set[int] = set()
    for key, term in zip(source_keys(t.source for t in old), old, strict=True):
        partner = waiting[key].pop(0) if waiting.get(key) else None
        if partner is None:
            changes.append(_whole(ChangeKind.REMOVED, term))
            continue
        paired.add(id(partner))
        fields = field_changes(term, partner)
        if fields:
            changes.append(EntryChange(ChangeKind.CHANGED, partner.source, partner.target, fields))
    changes += (_whole(ChangeKind.ADDED, term) for term in new if id(term) not in paired)
    return tuple(changes)


def changes_of_merge(entries: Iterable[Merged]) -> tuple[EntryChange, ...]:
    """Returns what a merge changes, in the order of its entries."""
    changes = []
    for entry in entries:
        if entry.old is None:
            changes.append(_whole(ChangeKind.ADDED, entry.new))
        elif fields := field_changes(entry.old, entry.new):
            changes.append(
                EntryChange(ChangeKind.CHANGED, entry.new.source, entry.new.target, fields)
            )
    return tuple(changes)


def field_changes(old: Term, new: Term) -> tuple[FieldChange, ...]:
    """Returns the fields (and unknown columns) in which two entries differ."""
    changes = [
        FieldChange(field, cell_of(old, field), cell_of(new, field))
        for field in FIELDS
        if getattr(old, field) != getattr(new, field)
    ]
    before, after = dict(old.extra), dict(new.extra)
    for name in dict.fromkeys((*before, *after)):
        if before.get(name, "") != after.get(name, ""):
            changes.append(FieldChange(name, before.get(name, ""), after.get(name, "")))
    return tuple(changes)


def _whole(kind: ChangeKind, term: Term) -> EntryChange:
    blank = Term(term.source, term.target)
    pair = (term, blank) if kind is ChangeKind.REMOVED else (blank, term)
    return EntryChange(kind, term.source, term.target, field_changes(*pair))
