"""What a reviewer can do to segments, as changes; pure functions."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import replace

from translator.document import Document, Segment, State
from translator.documents.edits import with_target
from translator.documents.view import glued
from translator.errors import UsageError
from translator.review.changes import Change

PART_MARK = "~"
"""Between the id of a segment and the number of a part that was split off it."""

_SHORTEST_MS = 1


def reworded(segment: Segment, target: str, *, approve: bool | None = None) -> Change:
    """Returns the change to a new wording.

    Args:
        segment: as it is.
        target: the new wording; an empty one makes the segment untranslated.
        approve: approve it, or withdraw the approval; None: a new wording is *edited*.
    """
    if not target.strip():
        state = State.UNTRANSLATED
    elif approve:
        state = State.APPROVED
    elif approve is False or target != segment.target:
        state = State.EDITED
    else:
        state = segment.state
    if target == segment.target:
        return Change(
            (segment,), (segment if state is segment.state else _in_state(segment, state),)
        )
    return Change((segment,), (judged(with_target(segment, target, state)),))


def restored(segment: Segment, original: Segment | None) -> Change:
    """Returns the change back to ``original``; without one, an approval is withdrawn."""
    if original is not None and original != segment:
        return Change((segment,), (replace(original, id=segment.id),))
    if segment.state is State.APPROVED:
        return Change((segment,), (_in_state(segment, State.EDITED),))
    return Change((segment,), (segment,))


def split(
    segment: Segment,
    source_at: int,
    target_at: int,
    taken: Collection[str],
    *,
    at_ms: int | None = None,
) -> Change:
    """Returns the change that cuts a segment in two.

    Args:
        segment: what is cut; its first part keeps the id.
        source_at: where the source is cut.
        target_at: where the target is cut.
        taken: all ids of the document.
        at_ms: when the second part begins; None: in proportion to the source (or target).

    Raises:
        UsageError: a part would be empty, or the time does not lie inside.
    """
    sources = _cut(segment.source, source_at)
    targets = _cut(segment.target, target_at)
    if not any(sources[0] + targets[0]) or not any(sources[1] + targets[1]):
        raise UsageError("one part would be empty", advice="Split inside the text")
    if segment.source.strip() and not (sources[0] and sources[1]):
        raise UsageError("one part would have no source", advice="Split inside the source as well")
    name = segment.id.partition(PART_MARK)[0]
    number = 2
    while f"{name}{PART_MARK}{number}" in taken:
        number += 1
    middle = _middle(segment, source_at, target_at, at_ms)
    uses = (
        tuple(use for use in segment.terms if use.end <= source_at),
        tuple(
            replace(use, start=use.start - offset, end=use.end - offset)
            for offset in [len(segment.source) - len(segment.source[source_at:].lstrip())]
            for use in segment.terms
            if use.start >= offset
        ),
    )
    first = replace(segment, source=sources[0], terms=uses[0], end_ms=middle)
    second = replace(
        segment,
        id=f"{name}{PART_MARK}{number}",
        source=sources[1],
        terms=uses[1],
        start_ms=middle,
        notes=(),
    )
    parts = zip((first, second), targets, strict=True)
    return Change((segment,), tuple(judged(with_target(p, t, _state(t))) for p, t in parts))


def merged(first: Segment, second: Segment) -> Change:
    """Returns the change that makes one segment of two neighbours; it has the id of the first."""
    gap = "" if glued(first.source, second.source) or not first.source else " "
    offset = len(first.source) + len(gap)
    moved = tuple(
        replace(use, start=use.start + offset, end=use.end + offset) for use in second.terms
    )
    target = " ".join(filter(None, (first.target.rstrip(), second.target.lstrip())))
    both = (first.state, second.state)
    state = State.APPROVED if set(both) == {State.APPROVED} else _state(target)
    # Spans in the old targets mean nothing in the new one; it is looked through anyway.
    uses = tuple(replace(use, target_start=None, target_end=None) for use in (*first.terms, *moved))
    whole = replace(
        first,
        source=first.source + gap + second.source,
        terms=uses,
        end_ms=second.end_ms if second.end_ms is not None else first.end_ms,
        notes=tuple(dict.fromkeys((*first.notes, *second.notes))),
    )
    return Change((first, second), (judged(with_target(whole, target, state)),))


def retimed(segment: Segment, start_ms: int, end_ms: int) -> Change:
    """Returns the change of a segment's times.

    Raises:
        UsageError: it would end before it begins.
    """
    if start_ms < 0 or end_ms < start_ms + _SHORTEST_MS:
        raise UsageError("a cue must end after it begins", advice="Choose other times")
    return Change((segment,), (replace(segment, start_ms=start_ms, end_ms=end_ms),))


def judged(segment: Segment) -> Segment:
    """Returns the segment with its confidence told anew from what the checks find."""
    from translator.checks.confidence import confidence
    from translator.checks.document import check_segment

    return replace(segment, confidence=confidence(segment, check_segment(segment)))


def neighbours(document: Document, name: str) -> tuple[Segment, Segment]:
    """Returns a segment and the one after it in the same turn.

    Raises:
        UsageError: it is the last of its turn, or a heading.
    """
    for section in document.sections:
        for turn in section.turns:
            for first, second in itertools.pairwise(turn.segments):
                if first.id == name:
                    return first, second
    raise UsageError(
        "there is no next segment in this turn", advice="Only segments of one turn can be merged"
    )


def _in_state(segment: Segment, state: State) -> Segment:
    changed = replace(segment, state=state)
    return judged(changed) if state.by_person else changed


def _state(target: str) -> State:
    return State.EDITED if target.strip() else State.UNTRANSLATED


def _cut(text: str, at: int) -> tuple[str, str]:
    at = max(0, min(at, len(text)))
    return text[:at].rstrip(), text[at:].lstrip()


def _middle(segment: Segment, source_at: int, target_at: int, at_ms: int | None) -> int | None:
    start, end = segment.start_ms, segment.end_ms
    if start is None or end is None:
        return None
    if at_ms is None:
        text, at = (segment.source, source_at) if segment.source else (segment.target, target_at)
        at_ms = start + round((end - start) * at / max(1, len(text)))
        at_ms = max(start + _SHORTEST_MS, min(at_ms, end - _SHORTEST_MS))
    if not start < at_ms < end:
        raise UsageError("the split lies outside of the cue", advice="Move the playhead into it")
    return at_ms
