"""Changes of a document as values that can be applied, undone, journalled and brought elsewhere.

Every change replaces neighbouring segments by others: a new wording replaces one by one, a split
one by two, a merge two by one. What undoes a change is the same change the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from translator.document import Document, Rung, Section, Segment, State, TermUse, Turn


@dataclass(frozen=True, slots=True)
class Change:
    """Neighbouring segments before and after; both hold at least one."""

    before: tuple[Segment, ...]
    after: tuple[Segment, ...]

    @property
    def undone(self) -> Change:
        """What takes the change back."""
        return Change(self.after, self.before)

    @property
    def structural(self) -> bool:
        """Whether segments come or go."""
        return [s.id for s in self.before] != [s.id for s in self.after]


@dataclass(frozen=True, slots=True)
class Clash:
    """A segment that was changed in two places.

    Attributes:
        id: of the segment.
        mine: what was written in the workbench, the first part if it was split.
        theirs: what the file holds now, None if it no longer has the segment.
    """

    id: str
    mine: Segment
    theirs: Segment | None


class MisplacedChangeError(Exception):
    """The segments that a change is about are not, or no longer, neighbours in the document."""


def content(segment: Segment) -> tuple[object, ...]:
    """Returns what a person can change in a segment; marks and scores are left out."""
    return (
        segment.source,
        segment.target,
        segment.state,
        segment.start_ms,
        segment.end_ms,
        segment.notes,
    )


def apply(document: Document, change: Change) -> Document:
    """Returns the document with the segments of ``change.before``, found by id, replaced.

    Raises:
        MisplacedChangeError: they are not there, not neighbours, or are a heading to be split.
    """
    ids = [segment.id for segment in change.before]
    if document.title and document.title.id == ids[0]:
        return replace(document, title=_single(change))
    for number, section in enumerate(document.sections):
        changed = _in_section(section, ids, change)
        if changed:
            sections = document.sections
            return replace(
                document, sections=(*sections[:number], changed, *sections[number + 1 :])
            )
    raise MisplacedChangeError(ids[0])


def _in_section(section: Section, ids: list[str], change: Change) -> Section | None:
    if section.heading and section.heading.id == ids[0]:
        return replace(section, heading=_single(change))
    for number, turn in enumerate(section.turns):
        for at, segment in enumerate(turn.segments):
            if segment.id != ids[0]:
                continue
            end = at + len(ids)
            if [s.id for s in turn.segments[at:end]] != ids:
                raise MisplacedChangeError(ids[0])
            new = Turn(turn.speaker, (*turn.segments[:at], *change.after, *turn.segments[end:]))
            turns = (*section.turns[:number], new, *section.turns[number + 1 :])
            return replace(section, turns=turns)
    return None


def _single(change: Change) -> Segment:
    if change.structural:
        raise MisplacedChangeError(change.before[0].id)
    return change.after[0]


def rebase(
    document: Document, changes: Iterable[Change]
) -> tuple[Document, tuple[Change, ...], tuple[Clash, ...]]:
    """Brings changes that were made elsewhere into a document that may have changed meanwhile.

    A segment that still is as it was at any point of ``changes`` takes the last of them; one that
    is different was changed by somebody else and stays as it is.

    Args:
        document: as it is now.
        changes: in the order in which they were made.

    Returns:
        The new document, the changes that were made to ``document``, and the clashes by segment.
    """
    changes = tuple(changes)
    known: dict[str, set[tuple[object, ...]]] = {}
    for change in changes:
        for segment in (*change.before, *change.after):
            known.setdefault(segment.id, set()).add(content(segment))
    present = {segment.id: segment for segment in document.segments()}
    made: list[Change] = []
    clashes: dict[str, Clash] = {}
    for change in changes:
        ids = [segment.id for segment in change.before]
        if change.structural and _done_already(change, present, known):
            continue
        ours = [present[i] for i in ids if i in present and content(present[i]) in known[i]]
        try:
            if len(ours) < len(ids):
                raise MisplacedChangeError(ids[0])
            step = Change(tuple(ours), change.after)
            document = apply(document, step)
        except MisplacedChangeError:
            clashes[ids[0]] = Clash(ids[0], change.after[0], present.get(ids[0]))
            continue
        made.append(step)
        for segment in step.before:
            del present[segment.id]
        present.update((segment.id, segment) for segment in step.after)
    real = tuple(c for c in made if [*map(content, c.before)] != [*map(content, c.after)])
    return document, real, tuple(clashes.values())


def _done_already(
    change: Change,
    present: Mapping[str, Segment],
    known: Mapping[str, set[tuple[object, ...]]],
) -> bool:
    """Whether the document has the segments after a split or merge, and not those before."""
    after = {segment.id for segment in change.after}
    gone = {segment.id for segment in change.before} - after
    if not all(i in present and content(present[i]) in known[i] for i in after):
        return False
    if gone:
        return not any(i in present for i in gone)
    return content(present[change.after[0].id]) != content(change.before[0])


def to_plain(segment: Segment) -> dict[str, Any]:
    """Returns the segment as JSON values; the inverse of `from_plain`."""
    return asdict(segment)


def from_plain(data: Mapping[str, Any]) -> Segment:
    """Returns the segment written as JSON values.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    terms = tuple(TermUse(**{**use, "rung": Rung(use["rung"])}) for use in data["terms"])
    known = {**data, "terms": terms, "notes": tuple(data["notes"]), "state": State(data["state"])}
    return Segment(**known)
