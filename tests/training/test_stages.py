from __future__ import annotations

from pathlib import Path

import pytest

from translator.errors import InputError, UsageError
from translator.training.settings import CleaningSettings
from translator.training.stages import Stages


def _write(folder: Path) -> None:
    (folder / "result").write_text("done", encoding="utf-8")


def test_a_stage_is_made_once_for_the_same_inputs(tmp_path: Path) -> None:
    seen: list[tuple[str, bool]] = []
    source = tmp_path / "in.txt"
    source.write_text("one", encoding="utf-8")
    with Stages(tmp_path / "work", lambda name, done: seen.append((name, done))) as stages:
        first = stages.run("a", {"file": source, "limits": CleaningSettings()}, _write)
        again = stages.run("a", {"file": source, "limits": CleaningSettings()}, _write)
        source.write_text("two", encoding="utf-8")
        other = stages.run("a", {"file": source, "limits": CleaningSettings()}, _write)
        third = stages.run("a", {"file": source, "limits": CleaningSettings(longest=9)}, _write)
    assert first == again
    assert len({first, other, third}) == 3
    assert seen == [("a", False), ("a", True), ("a", False), ("a", False)]


def test_later_stages_follow_earlier_ones(tmp_path: Path) -> None:
    with Stages(tmp_path) as stages:
        names = {
            stages.run("b", {"from": stages.run("a", {"x": x}, _write)}, _write).name
            for x in (1, 2, 1)
        }
    assert len(names) == 2


def test_a_failure_leaves_no_stage(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        _write(folder)
        raise InputError("no")

    with Stages(tmp_path) as stages:
        with pytest.raises(InputError):
            stages.run("a", {}, fail)
        assert (stages.run("a", {}, _write) / "result").exists()


@pytest.mark.parametrize("resumable", [True, False])
def test_only_resumable_stages_keep_what_they_had(tmp_path: Path, resumable: bool) -> None:
    def count(folder: Path) -> None:
        with (folder / "tries").open("a", encoding="utf-8") as tries:
            tries.write("x")
        if (folder / "tries").read_text(encoding="utf-8") != "xx":
            raise InputError("again")

    with Stages(tmp_path) as stages:
        for expected in (False, resumable):
            try:
                stages.run("a", {}, count, resumable=resumable)
                succeeded = True
            except InputError:
                succeeded = False
            assert succeeded is expected


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    with Stages(tmp_path), pytest.raises(UsageError, match="another run"), Stages(tmp_path):
        pass


def test_a_missing_input_is_named(tmp_path: Path) -> None:
    with Stages(tmp_path) as stages, pytest.raises(InputError, match="gone"):
        stages.run("a", {"file": tmp_path / "gone"}, _write)
