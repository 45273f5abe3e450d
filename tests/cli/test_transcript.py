from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.talks import PANEL, command, environment, run


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    (folder / "panel.zh.txt").write_text(PANEL, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def undisturbed(home: Path) -> str:
    """The aligned document of a run that nothing disturbs."""
    done = run(home, "transcript", "panel.zh.txt", "-o", "undisturbed", "--memory", "calm.sqlite")
    assert done.returncode == 0, done.stderr
    return (home / "undisturbed/panel.aligned.json").read_text(encoding="utf-8")


def test_all_formats_are_written_and_named_on_stdout(home: Path) -> None:
    formats = "md,html,docx,xlsx,txt,tmx,xliff,json"
    done = run(home, "transcript", "panel.zh.txt", "-o", "all", "--to", formats)
    assert done.returncode == 0, done.stderr
    written = [home / line for line in done.stdout.splitlines()]
    assert len(written) == 8
    assert all(path.stat().st_size > 500 for path in written)
    assert "Terms honoured" in done.stderr


def test_sections_speakers_and_names(undisturbed: str) -> None:
    document = json.loads(undisturbed)
    assert {s["name"]: s["romanised"] for s in document["speakers"]} == {
        "陆一帆": "Lu Yifan",
        "周敏": "Zhou Min",
    }
    assert [s["kind"] for s in document["sections"]] == ["introduction", "body", "body", "closing"]
    assert [line["text"] for line in document["dropped"]] == ["点击蓝字关注我们", "阅读原文"]
    targets = [
        segment["target"]
        for section in document["sections"]
        for turn in section["turns"]
        for segment in turn["segments"]
    ]
    assert all(targets)
    text = " ".join(targets).lower()
    for term in ("robust", "overfit", "transfer learning", "self-supervised learning", "generaliz"):
        assert term in text


def test_a_summary_for_programs(home: Path) -> None:
    done = run(home, "transcript", "panel.zh.txt", "-o", "json", "--json", "--quiet")
    assert done.returncode == 0
    assert done.stderr == ""
    (summary,) = json.loads(done.stdout)
    assert summary["finished"] is True
    assert summary["segments"] == summary["translated"] + summary["reused"]
    assert summary["terms"]["found"] >= summary["terms"]["honoured"] > 0
    assert summary["outputs"][0].endswith("panel.aligned.json")


def test_changing_one_sentence_translates_one_sentence(home: Path) -> None:
    memory = ("--memory", "change.sqlite", "--json", "-q")
    run(home, "transcript", "panel.zh.txt", "-o", "first", *memory)
    (home / "edited").mkdir()
    changed = PANEL.replace("当然,它的训练成本也更高。", "当然,它也更贵。")
    (home / "edited/panel.zh.txt").write_text(changed, encoding="utf-8")
    done = run(home, "transcript", "edited/panel.zh.txt", "-o", "second", *memory)
    assert json.loads(done.stdout)[0]["translated"] == 1


def test_a_persons_work_outlives_a_new_run(home: Path) -> None:
    arguments = ("transcript", "panel.zh.txt", "-o", "kept", "--json", "-q")
    run(home, *arguments)
    path = home / "kept/panel.aligned.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    segment = document["sections"][1]["turns"][0]["segments"][0]
    segment |= {"target": "There is no single yardstick.", "state": "approved"}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    done = run(home, *arguments)
    assert json.loads(done.stdout)[0]["kept"] == 1
    again = json.loads(path.read_text(encoding="utf-8"))
    assert again["sections"][1]["turns"][0]["segments"][0]["target"] == segment["target"]


def test_standard_input_and_a_bad_file_among_good_ones(home: Path) -> None:
    done = run(home, "transcript", "-", "-o", "piped", "--to", "txt", "-q", text="今天很冷。")
    assert done.returncode == 0, done.stderr
    assert (home / "piped/stdin.en.txt").is_file()
    (home / "empty.txt").write_text(" \n")
    done = run(home, "transcript", "empty.txt", "missing.txt", "panel.zh.txt", "-o", "mixed", "-q")
    assert done.returncode == 3
    assert done.stderr.count("error:") == 2
    assert "Traceback" not in done.stderr
    assert (home / "mixed/panel.aligned.json").is_file()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--to", "pdf"), 2, "unknown format 'pdf'"),
        (("--script", "klingon"), 2, "klingon"),
        (("--engine", "no-such-package"), 4, "no-such-package"),
        (("--glossary", "no-such-file.tsv"), 3, "no-such-file.tsv"),
        (("--speakers", "no-such-file.tsv"), 3, "no-such-file.tsv"),
    ],
)
def test_mistakes_are_told_in_one_line(
    home: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = run(home, "transcript", "panel.zh.txt", "-o", "wrong", *arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_two_inputs_never_share_one_output(home: Path) -> None:
    (home / "other").mkdir()
    (home / "other/panel.txt").write_text("你好。", encoding="utf-8")
    done = run(home, "transcript", "panel.zh.txt", "other/panel.txt", "-o", "same")
    assert done.returncode == 2
    assert not (home / "same").exists()


def test_interrupting_leaves_a_valid_document_and_code_5(home: Path, undisturbed: str) -> None:
    arguments = ("transcript", "panel.zh.txt", "-o", "stopped", "--memory", "stopped.sqlite")
    process = subprocess.Popen(
        command(arguments), env=environment(home), cwd=home, stderr=subprocess.PIPE, text=True
    )
    memory = home / "stopped.sqlite"
    while not memory.exists() and process.poll() is None:
        time.sleep(0.01)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, messages = process.communicate(timeout=60)
    if process.returncode != 0:  # else it was faster than the signal
        assert process.returncode == 5, messages
        assert "Interrupted" in messages
        assert json.loads((home / "stopped/panel.aligned.json").read_text(encoding="utf-8"))
    assert run(home, *arguments).returncode == 0
    assert (home / "stopped/panel.aligned.json").read_text(encoding="utf-8") == undisturbed


def test_killed_thirty_times_it_ends_like_an_undisturbed_run(home: Path, undisturbed: str) -> None:
    chance = random.Random(20)
    arguments = ("transcript", "panel.zh.txt", "-o", "killed", "--memory", "killed.sqlite", "-q")
    aligned = home / "killed/panel.aligned.json"
    began = time.monotonic()
    assert run(home, *arguments).returncode == 0
    duration = time.monotonic() - began
    for _ in range(30):
        if aligned.exists():
            aligned.unlink()
            for file in home.glob("killed.sqlite*"):
                file.unlink()
        process = subprocess.Popen(
            command(arguments), env=environment(home), cwd=home, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.3, 1) * duration)
        process.kill()
        process.wait()
        if aligned.exists():
            assert aligned.read_text(encoding="utf-8") == undisturbed
    done = run(home, *arguments)
    assert done.returncode == 0, done.stderr
    assert aligned.read_text(encoding="utf-8") == undisturbed


def test_an_aligned_document_is_translated_anew_with_a_persons_work_kept(
    home: Path, undisturbed: str
) -> None:
    document = json.loads(undisturbed)
    segment = document["sections"][1]["turns"][0]["segments"][0]
    segment |= {"target": "By a person.", "state": "edited"}
    edited = home / "by-person/panel.aligned.json"
    edited.parent.mkdir()
    edited.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    # The other way round: a document without that work does not write over it.
    for path in ("by-person/panel.aligned.json", "undisturbed/panel.aligned.json"):
        done = run(home, "transcript", path, "-o", "anew", "--memory", "calm.sqlite", "-q")
        assert done.returncode == 0, done.stderr
        assert "By a person." in (home / "anew/panel.aligned.json").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_is_refused_before_the_work(home: Path) -> None:
    (home / "file").write_text("", encoding="utf-8")
    done = run(home, "transcript", "panel.zh.txt", "-o", "file/below", "--memory", "none.sqlite")
    assert (done.returncode, done.stdout) == (3, "")
    assert "file/below: cannot write" in done.stderr
    assert not (home / "none.sqlite").exists()
