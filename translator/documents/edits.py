"""A person's change of a segment, in the one place that knows what becomes stale by it."""

from __future__ import annotations

from dataclasses import replace

from translator.document import Rung, Segment, State, TermUse
from translator.glossary.realisation import judge
from translator.glossary.term import Match, Term


def with_target(segment: Segment, target: str, state: State = State.EDITED) -> Segment:
    """Returns the segment with a target written by a person.

    The terms are looked up in the new wording (`Rung.PERSON`, or failed where they are gone); score
    and confidence, which spoke of the machine's target, are forgotten.
    """
    matches = [Match(use.start, use.end, _entry(use, segment.target)) for use in segment.terms]
    return replace(
        segment,
        target=target,
        state=state,
        terms=judge(matches, target, Rung.PERSON),
        score=None,
        confidence=None,
    )


def _entry(use: TermUse, old_target: str) -> Term:
    """Returns the glossary entry as far as the segment tells it, its last rendering included."""
    rendering = ""
    if use.target_start is not None and use.target_end is not None:
        rendering = old_target[use.target_start : use.target_end]
    return Term(
        source=use.source,
        target=use.target,
        variants=(rendering,) if rendering.strip() else (),
        note=use.note,
        glossary=use.glossary,
    )
