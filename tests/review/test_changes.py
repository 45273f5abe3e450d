from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.review.bench import document
from translator.document import Document, Segment, State
from translator.errors import UsageError
from translator.review import edits
from translator.review.changes import (
    Change,
    MisplacedChangeError,
    apply,
    content,
    from_plain,
    rebase,
    to_plain,
)
from translator.review.history import inverse


def _segment(doc: Document, name: str) -> Segment:
    return next(s for s in doc.segments() if s.id == name)


def _with(doc: Document, name: str, target: str) -> Document:
    return doc.map_segments(lambda s: replace(s, target=target) if s.id == name else s)


def _reword(doc: Document, name: str, target: str) -> Change:
    return edits.reworded(_segment(doc, name), target)


@pytest.mark.parametrize("name", ["t", "h", "s0", "s7"])
def test_apply_replaces_titles_headings_and_sentences(name: str) -> None:
    doc = document()
    change = _reword(doc, name, "New words.")
    changed = apply(doc, change)
    assert _segment(changed, name).target == "New words."
    assert apply(changed, change.undone) == doc


def test_apply_refuses_segments_that_are_not_neighbours() -> None:
    doc = document()
    change = Change((_segment(doc, "s0"), _segment(doc, "s2")), (_segment(doc, "s0"),))
    with pytest.raises(MisplacedChangeError):
        apply(doc, change)


def test_a_split_and_what_undoes_it() -> None:
    doc = document()
    segment = _segment(doc, "s1")
    change = edits.split(segment, 6, 38, {s.id for s in doc.segments()})
    first, second = change.after
    assert (first.source, second.source) == ("学习率太大,", "误差降不下来。")
    assert first.target == "The learning rate is too large, so the"
    assert [use.source for use in first.terms] == ["学习率"]
    assert second.terms == ()
    assert apply(apply(doc, change), change.undone) == doc


@pytest.mark.parametrize(("source_at", "target_at"), [(0, 5), (99, 5), (3, 0), (3, 99)])
def test_a_split_leaves_no_source_empty(source_at: int, target_at: int) -> None:
    segment = _segment(document(), "s1")
    if 0 < source_at < len(segment.source):
        assert len(edits.split(segment, source_at, target_at, set()).after) == 2
    else:
        with pytest.raises(UsageError):
            edits.split(segment, source_at, target_at, set())


def test_split_times_lie_inside_and_meet() -> None:
    segment = _segment(document(timed=True), "s1")
    first, second = edits.split(segment, 6, 31, set()).after
    assert first.start_ms == 3000
    assert first.end_ms == second.start_ms
    assert second.end_ms == 5500
    with pytest.raises(UsageError):
        edits.split(segment, 6, 31, set(), at_ms=9000)


def test_a_merge_moves_terms_and_keeps_the_first_id() -> None:
    doc = document(timed=True)
    first, second = edits.neighbours(doc, "s0")
    (whole,) = edits.merged(first, second).after
    assert whole.id == "s0"
    assert whole.source[whole.terms[0].start : whole.terms[0].end] == "学习率"
    use = whole.terms[0]
    assert whole.target[use.target_start : use.target_end] == "learning rate"
    assert (whole.start_ms, whole.end_ms) == (0, 5500)


def test_no_merge_across_turns() -> None:
    with pytest.raises(UsageError):
        edits.neighbours(document(), "s3")


@pytest.mark.parametrize(
    ("target", "approve", "state"),
    [
        ("Let us talk about data first.", None, State.MACHINE),
        ("Let us talk about data first.", True, State.APPROVED),
        ("Other words.", None, State.EDITED),
        ("Other words.", True, State.APPROVED),
        ("Let us talk about data first.", False, State.EDITED),
        ("  ", True, State.UNTRANSLATED),
    ],
)
def test_states(target: str, approve: bool | None, state: State) -> None:
    change = edits.reworded(_segment(document(), "s0"), target, approve=approve)
    assert change.after[0].state is state


def test_rebase_brings_changes_into_a_file_that_changed_elsewhere() -> None:
    doc = document()
    mine = _reword(doc, "s0", "Mine.")
    theirs = _with(doc, "s5", "Theirs.")
    merged, made, clashes = rebase(theirs, [mine])
    assert _segment(merged, "s0").target == "Mine."
    assert _segment(merged, "s5").target == "Theirs."
    assert len(made) == 1
    assert not clashes


def test_rebase_keeps_their_version_where_both_changed_and_tells_it() -> None:
    doc = document()
    theirs = _with(doc, "s0", "Theirs.")
    merged, made, clashes = rebase(theirs, [_reword(doc, "s0", "Mine.")])
    assert _segment(merged, "s0").target == "Theirs."
    assert not made
    assert [(c.id, c.mine.target, c.theirs and c.theirs.target) for c in clashes] == [
        ("s0", "Mine.", "Theirs.")
    ]


def test_rebase_tells_of_segments_that_are_gone() -> None:
    doc = document()
    section = doc.sections[0]
    theirs = replace(doc, sections=(replace(section, turns=section.turns[1:]),))
    _merged, _made, clashes = rebase(theirs, [_reword(doc, "s0", "Mine.")])
    assert clashes[0].theirs is None


def test_rebase_recognises_what_is_there_already() -> None:
    doc = document()
    split = edits.split(_segment(doc, "s1"), 6, 31, set())
    once = apply(doc, split)
    again, made, clashes = rebase(once, [split])
    assert again == once
    assert not made
    assert not clashes


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_run_of_changes_can_be_replayed_from_any_point_and_undone(data: st.DataObject) -> None:
    states = [document()]
    changes: list[Change] = []
    for _ in range(data.draw(st.integers(1, 12))):
        doc = states[-1]
        texts = [s for s in doc.segments() if s.id not in ("t", "h")]
        segment = data.draw(st.sampled_from(texts))
        kind = data.draw(st.sampled_from(["word", "approve", "split", "merge"]))
        try:
            if kind == "word":
                change = edits.reworded(segment, data.draw(st.sampled_from(["A.", "B.", "C."])))
            elif kind == "approve":
                change = edits.reworded(segment, segment.target, approve=True)
            elif kind == "split":
                taken = {s.id for s in doc.segments()}
                at = data.draw(st.integers(1, len(segment.source)))
                change = edits.split(segment, at, at, taken)
            else:
                change = edits.merged(*edits.neighbours(doc, segment.id))
        except UsageError:
            continue
        states.append(apply(doc, change))
        changes.append(change)
    replayed, _, clashes = rebase(states[0], changes)
    assert not clashes
    assert [*map(content, replayed.segments())] == [*map(content, states[-1].segments())]
    back = states[-1]
    for change in inverse(tuple(changes)):
        back = apply(back, change)
    assert [*map(content, back.segments())] == [*map(content, states[0].segments())]


def test_segments_survive_the_journal() -> None:
    for segment in document(timed=True).segments():
        assert from_plain(to_plain(segment)) == segment
