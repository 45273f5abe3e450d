"""The toy language from pairs to a package that translates; needs the extra ``training``."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from pathlib import Path

import pytest

from tests.training.conftest import ToyRun
from tests.training.toy import sentences, write_configuration
from translator.engine.packages import load_package
from translator.errors import InputError, InterruptedWorkError
from translator.training.config import read_settings
from translator.training.evaluation import TermRow, translate, translate_hinted

torch = pytest.importorskip("torch")
pytest.importorskip("sacrebleu")
pytest.importorskip("jieba")

from translator.training.adaptation import AdaptationSettings, adapt  # noqa: E402
from translator.training.checkpoint import Checkpoint  # noqa: E402
from translator.training.recipe import Watcher, train_package  # noqa: E402
from translator.training.trainer import CHECKPOINT, Report  # noqa: E402


def test_the_package_says_what_it_is(toy_run: ToyRun) -> None:
    package = load_package(toy_run.archive)
    assert package.name == "translate-zh_en-9_1"
    assert package.version == "9.1"
    assert package.licence == "MIT"
    assert package.term_hints
    facts = toy_run.facts
    assert facts["data"]["pairs"] == {"toy": 300}
    assert facts["data"]["statement"]
    assert facts["training"]["steps"] == 240
    assert facts["scores"][0]["segments"] == 30
    assert facts["scores"][0]["bleu"] > 60
    assert json.loads((package.path / "metadata.json").read_text("utf-8")) == facts


def test_it_translates_sentences_it_has_not_seen(toy_run: ToyRun) -> None:
    pairs = sentences(30)
    targets = translate(load_package(toy_run.archive), [pair.source for pair in pairs], threads=1)
    right = sum(target == pair.target for target, pair in zip(targets, pairs, strict=True))
    assert right >= 20


def test_it_follows_hints(toy_run: ToyRun) -> None:
    rows = [TermRow(p.source, p.target, (("的", "of"),)) for p in sentences(10)]
    assert len(translate_hinted(load_package(toy_run.archive), rows, threads=1)) == 10


def test_nothing_is_done_twice(toy_run: ToyRun) -> None:
    seen: list[tuple[str, bool]] = []
    archive = toy_run.archive.with_name("again.argosmodel")
    watcher = Watcher(on_stage=lambda name, done: seen.append((name, done)))
    work = toy_run.configuration.parent / "work"
    train_package(read_settings(toy_run.configuration), work, archive, watcher)
    assert all(done for _, done in seen)
    assert [name for name, _ in seen] == [
        "clean", "vocabulary", "align", "encode", "train", "export", "package",
    ]  # fmt: skip
    assert archive.read_bytes() == toy_run.archive.read_bytes()


def test_the_archive_has_one_folder(toy_run: ToyRun) -> None:
    with zipfile.ZipFile(toy_run.archive) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {"translate-zh_en-9_1"}
    assert not any("stage.json" in name or name.endswith(".pt") for name in names)


def test_a_stopped_run_ends_where_an_undisturbed_one_does(tmp_path: Path) -> None:
    configuration = write_configuration(tmp_path, steps=24, pairs=90)
    settings = read_settings(configuration)
    train_package(settings, tmp_path / "whole", tmp_path / "whole.argosmodel")

    def stop(_report: Report) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("translator.training.trainer._REPORT_SECONDS", 0.0)
        watcher = Watcher(on_report=stop)
        for _ in range(3):
            with pytest.raises(InterruptedWorkError):
                train_package(settings, tmp_path / "parts", tmp_path / "p.argosmodel", watcher)
    train_package(settings, tmp_path / "parts", tmp_path / "parts.argosmodel")
    states = [
        Checkpoint.load(next((tmp_path / name).glob("train-*")) / CHECKPOINT)
        for name in ("whole", "parts")
    ]
    assert states[0].progress.step == states[1].progress.step == 24
    for name, weight in states[0].weights.items():
        torch.testing.assert_close(weight, states[1].weights[name], rtol=1e-4, atol=1e-5)


def test_nothing_left_after_cleaning(tmp_path: Path) -> None:
    configuration = write_configuration(tmp_path)
    (tmp_path / "toy.tsv").write_text("English only\tEnglish only\n", encoding="utf-8")
    with pytest.raises(InputError, match="no training pair is left"):
        train_package(read_settings(configuration), tmp_path / "w", tmp_path / "a.argosmodel")


def test_a_corpus_that_is_not_there(tmp_path: Path) -> None:
    configuration = write_configuration(tmp_path)
    (tmp_path / "toy.tsv").unlink()
    with pytest.raises(InputError, match=r"toy\.tsv"):
        train_package(read_settings(configuration), tmp_path / "w", tmp_path / "a.argosmodel")


SETTINGS = AdaptationSettings(
    epochs=12, learning_rate=5e-3, matrix_learning_rate=5e-3, tokens=400, threads=1
)


def _user_file(folder: Path) -> Path:
    """Segments of a user who says "crimson"."""
    pairs = [pair for pair in sentences(500, seed=4) if "红色" in pair.source][:90]
    rows = [f"{pair.source}\t{pair.target.replace('red', 'crimson')}\n" for pair in pairs]
    file = folder / "user.tsv"
    file.write_text("".join(rows), encoding="utf-8")
    return file


def _replay_file(folder: Path) -> Path:
    """General sentences that say nothing about the matter."""
    pairs = [pair for pair in sentences(300) if "红色" not in pair.source]
    file = folder / "replay.tsv"
    file.write_text("".join(f"{p.source}\t{p.target}\n" for p in pairs), encoding="utf-8")
    return file


def test_adaptation_learns_and_remembers(toy_run: ToyRun, tmp_path: Path) -> None:
    package = load_package(toy_run.archive)
    archive = tmp_path / "mine.argosmodel"
    replay = _replay_file(tmp_path)
    result = adapt(package, [_user_file(tmp_path)], archive, replay=replay, settings=SETTINGS)
    assert result.accepted
    assert result.after.user > result.before.user
    adapted = load_package(archive)
    assert adapted.version == "9.1.1"
    red, green = translate(adapted, ["老师喜欢红色的汽车。", "老师喜欢绿色的汽车。"], threads=1)
    assert "crimson" in red
    assert "green" in green
    facts = json.loads((adapted.path / "metadata.json").read_text("utf-8"))
    assert facts["adapted"]["from"] == package.name
    assert facts["licence"] == "MIT"


def test_adaptation_that_forgets_is_refused(toy_run: ToyRun, tmp_path: Path) -> None:
    archive = tmp_path / "mine.argosmodel"
    notes: list[str] = []
    result = adapt(
        load_package(toy_run.archive),
        [_user_file(tmp_path)],
        archive,
        replay=_replay_file(tmp_path),
        settings=dataclasses.replace(SETTINGS, epochs=1, tolerance=-50.0),
        on_note=notes.append,
    )
    assert not result.accepted
    assert not archive.exists()
    assert "general text" in result.verdict
    assert [note for note in notes if note.startswith("with 50%")]


def test_adaptation_without_replay_holds_on_to_the_weights(toy_run: ToyRun, tmp_path: Path) -> None:
    result = adapt(
        load_package(toy_run.archive),
        [_user_file(tmp_path)],
        tmp_path / "mine.argosmodel",
        replay=None,
        settings=dataclasses.replace(SETTINGS, epochs=2),
    )
    assert result.before.general is None
    assert result.replayed_pairs == 0
    assert result.user_pairs + result.held_out_pairs == 90


def test_adaptation_needs_pairs(toy_run: ToyRun, tmp_path: Path) -> None:
    file = tmp_path / "few.tsv"
    file.write_text("老师\tTeacher\n", encoding="utf-8")
    with pytest.raises(InputError, match="1 of 1 pairs can be used, and 20 are needed"):
        adapt(load_package(toy_run.archive), [file], tmp_path / "a.argosmodel")


def test_other_weights_to_start_from_keep_what_is_encoded(toy_run: ToyRun, tmp_path: Path) -> None:
    settings = read_settings(toy_run.configuration)
    start, work = toy_run.archive, tmp_path / "work"
    for round_ in range(2):
        seen: dict[str, bool] = {}
        training = dataclasses.replace(settings.training, start=start, steps=2)
        archive = tmp_path / f"{round_}.argosmodel"
        facts = train_package(
            dataclasses.replace(settings, training=training),
            work,
            archive,
            Watcher(on_stage=seen.__setitem__),
        )
        origin = facts["training"]["started_from"]
        assert (origin["package"], origin["training"]["steps"]) == (
            "translate-zh_en-9_1",
            2 if round_ else 240,
        )
        assert seen["encode"] is seen["vocabulary"] is (round_ == 1)
        assert seen["train"] is False
        start = archive
