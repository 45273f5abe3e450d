from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.review.bench import write
from translator.document import Segment, State
from translator.documents import aligned
from translator.errors import InputError, OutputError
from translator.review import edits
from translator.review.changes import Change
from translator.review.commits import Commit, StaleError
from translator.review.sources import AlignedSource
from translator.review.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path)


@pytest.fixture
def opened() -> Iterator[Callable[[Path], Store]]:
    stores: list[Store] = []

    def make(path: Path) -> Store:
        stores.append(Store(AlignedSource(path)))
        return stores[-1]

    yield make
    for store in stores:
        store._closing.set()  # as if killed: nothing is written any more
        store._wake.set()
        store._keeper.join()


def _journal(path: Path) -> Path:
    return path.with_name("talk.aligned.journal")


def _write_words(store: Store, name: str, target: str, group: str = "") -> Commit | None:
    segment = store.segment(name)
    return store.change(lambda _: [edits.reworded(segment, target)], label="target", group=group)


def _targets(path: Path) -> dict[str, str]:
    return {s.id: s.target for s in aligned.read(path).segments()}


def _crash(store: Store, path: Path) -> bytes:
    """Stops the store without its last words; returns the file as it was before they were saved."""
    store._closing.set()
    store._wake.set()
    store._keeper.join()
    return path.read_bytes()


def test_a_change_is_in_the_journal_when_it_is_acknowledged(
    path: Path, opened: Callable[[Path], Store]
) -> None:
    store = opened(path)
    _write_words(store, "s0", "Mine.")
    lines = [json.loads(line) for line in _journal(path).read_text("utf-8").splitlines()]
    assert lines[-1]["changes"][0][1][0]["target"] == "Mine."


def test_closing_writes_the_file_and_removes_the_journal(path: Path) -> None:
    store = Store(AlignedSource(path))
    _write_words(store, "s0", "Mine.")
    store.close()
    assert _targets(path)["s0"] == "Mine."
    assert not _journal(path).exists()


def test_a_session_without_changes_leaves_the_file_alone(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'\n  "', b'\n   "'))  # formatted otherwise
    before = path.read_bytes()
    Store(AlignedSource(path)).close()
    assert path.read_bytes() == before


def test_a_journal_left_over_is_replayed_with_its_history(
    path: Path, opened: Callable[[Path], Store]
) -> None:
    before = path.read_bytes()
    store = opened(path)
    _write_words(store, "s0", "One.")
    _write_words(store, "s0", "Two.")
    store.undo()
    _crash(store, path)
    path.write_bytes(before)  # the file never was replaced
    again = opened(path)
    assert again.segment("s0").target == "One."
    assert again.recovered
    assert again.redo() is not None
    assert again.segment("s0").target == "Two."
    again.undo()
    again.undo()
    assert again.segment("s0").target == "Let us talk about data first."


def test_half_a_line_at_the_end_of_the_journal_is_cut_off(
    path: Path, opened: Callable[[Path], Store]
) -> None:
    before = path.read_bytes()
    store = opened(path)
    _write_words(store, "s0", "One.")
    _crash(store, path)
    path.write_bytes(before)
    with _journal(path).open("ab") as journal:
        journal.write(b'{"number": 2, "how": "ed')
    again = opened(path)
    assert again.segment("s0").target == "One."
    _write_words(again, "s1", "More.")
    again.close()
    assert _targets(path)["s1"] == "More."


def test_typing_is_undone_as_one_step(path: Path, opened: Callable[[Path], Store]) -> None:
    store = opened(path)
    for text in ("H", "He", "Hel", "Hello"):
        _write_words(store, "s0", text, group="typing")
    assert store.snapshot().undo == 1
    store.undo()
    assert store.segment("s0").target == "Let us talk about data first."
    store.redo()
    assert store.segment("s0").target == "Hello"


def test_undo_has_no_limit(path: Path, opened: Callable[[Path], Store]) -> None:
    store = opened(path)
    for number in range(300):
        _write_words(store, "s0", f"Version {number}.")
    for _ in range(300):
        assert store.undo()
    assert store.undo() is None
    assert store.segment("s0").state is State.MACHINE


def test_two_tabs_never_overwrite_each_other(path: Path, opened: Callable[[Path], Store]) -> None:
    store = opened(path)
    segment = store.segment("s0", 0)
    make = lambda _: [edits.reworded(segment, "First.")]  # noqa: E731
    store.change(make, expected={"s0": 0}, label="target")
    with pytest.raises(StaleError) as caught:
        store.change(make, expected={"s0": 0}, label="target")
    assert caught.value.segment
    assert caught.value.segment.target == "First."
    assert caught.value.revision == 1


def _outside(path: Path, change: Callable[[Segment], Segment]) -> None:
    aligned.write(aligned.read(path).map_segments(change), path)


def _as(name: str, target: str) -> Callable[[Segment], Segment]:
    return lambda s: replace(s, target=target) if s.id == name else s


def test_a_change_from_outside_is_taken_in(path: Path, opened: Callable[[Path], Store]) -> None:
    commits: list[Commit] = []
    store = Store(AlignedSource(path), on_commit=commits.append)
    _outside(path, _as("s5", "Theirs."))
    store.save()
    assert store.segment("s5").target == "Theirs."
    assert commits[-1].changes is None
    assert store.snapshot().revisions["s5"] == 1
    store.close()


def test_both_sides_are_merged_by_segment(path: Path, opened: Callable[[Path], Store]) -> None:
    store = opened(path)
    _write_words(store, "s0", "Mine.")
    _outside(path, _as("s5", "Theirs."))
    store.save()
    assert _targets(path)["s0"] == "Mine."
    assert _targets(path)["s5"] == "Theirs."
    assert not store.snapshot().clashes


def test_a_clash_shows_both_and_overwrites_neither(
    path: Path, opened: Callable[[Path], Store]
) -> None:
    before = path.read_bytes()
    store = opened(path)
    _write_words(store, "s0", "Mine.")
    _crash(store, path)
    path.write_bytes(before)
    _outside(path, _as("s0", "Theirs."))
    again = opened(path)
    (clash,) = again.snapshot().clashes
    assert (clash.mine.target, clash.theirs and clash.theirs.target) == ("Mine.", "Theirs.")
    assert again.segment("s0").target == "Theirs."
    again.close()
    assert _journal(path).exists(), "an unsettled clash must outlive the session"
    third = opened(path)
    third.settle("s0", mine=True)
    third.close()
    assert _targets(path)["s0"] == "Mine."
    assert not _journal(path).exists()


def test_a_file_damaged_by_others_is_left_alone_until_it_is_mended(
    path: Path, opened: Callable[[Path], Store]
) -> None:
    store = opened(path)
    good = path.read_bytes()
    path.write_text("{ not json", encoding="utf-8")
    _write_words(store, "s0", "Mine.")
    with pytest.raises(InputError):
        store.save()
    assert path.read_text("utf-8") == "{ not json"
    path.write_bytes(good)
    store.save()
    assert _targets(path)["s0"] == "Mine."


def test_a_deleted_file_is_written_again(path: Path, opened: Callable[[Path], Store]) -> None:
    store = opened(path)
    path.unlink()
    store.save()
    assert _targets(path)["s0"] == "Let us talk about data first."


def test_a_full_disk_refuses_the_change_and_keeps_the_document(
    path: Path, opened: Callable[[Path], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(path)
    _write_words(store, "s0", "Kept.")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("translator.review.journal.os.fsync", full)
    with pytest.raises(OutputError):
        _write_words(store, "s1", "Lost.")
    monkeypatch.undo()
    assert store.segment("s1").target != "Lost."
    assert "Lost" not in _journal(path).read_text("utf-8")


def test_the_file_is_saved_without_being_asked(path: Path, opened: Callable[[Path], Store]) -> None:
    store = opened(path)
    _write_words(store, "s0", "Mine.")
    until = time.monotonic() + 20
    while _targets(path)["s0"] != "Mine." and time.monotonic() < until:
        time.sleep(0.05)
    assert _targets(path)["s0"] == "Mine."


def test_splits_survive_a_crash(path: Path, opened: Callable[[Path], Store]) -> None:
    before = path.read_bytes()
    store = opened(path)
    segment = store.segment("s1")
    store.change(
        lambda d: [edits.split(segment, 6, 31, {s.id for s in d.segments()})], label="split"
    )
    part = store.segment("s1~2")
    store.change(lambda _: [edits.reworded(part, "Second half.")], label="target")
    saved = _crash(store, path)
    for content in (before, saved):
        path.write_bytes(content)
        again = opened(path)
        assert again.segment("s1~2").target == "Second half."
        _crash(again, path)


def test_changes_of_marks_are_passed_by_by_undo(
    path: Path, opened: Callable[[Path], Store]
) -> None:
    store = opened(path)
    _write_words(store, "s0", "Mine.")
    segment = store.segment("s1")
    store.change(
        lambda _: [Change((segment,), (replace(segment, terms=()),))], label="terms", aside=True
    )
    store.undo()
    assert store.segment("s0").target == "Let us talk about data first."
    assert store.segment("s1").terms == ()
