from __future__ import annotations

import pytest

from tests.documents.examples import panel
from translator.document import Rung, State
from translator.documents.edits import with_target

SEGMENT = next(segment for segment in panel().segments() if segment.id == "b1")


@pytest.mark.parametrize(
    ("target", "rendering"),
    [
        ("It is about generalization.", "generalization"),
        ("GENERALIZATION is hard.", "GENERALIZATION"),
        ("Models travel badly.", None),
        ("", None),
    ],
)
def test_terms_follow_the_edit(target: str, rendering: str | None) -> None:
    edited = with_target(SEGMENT, target)
    (use,) = edited.terms
    assert (edited.target, edited.state) == (target, State.EDITED)
    if rendering is None:
        assert (use.rung, use.target_start, use.target_end) == (Rung.FAILED, None, None)
    else:
        assert use.rung is Rung.PERSON
        assert target[use.target_start : use.target_end] == rendering


def test_what_spoke_of_the_machine_is_forgotten() -> None:
    edited = with_target(SEGMENT, "Hard to say.", State.APPROVED)
    assert edited.state is State.APPROVED
    assert (edited.score, edited.confidence) == (None, None)
    assert (edited.source, edited.start_ms, edited.line) == (SEGMENT.source, 1200, 9)
