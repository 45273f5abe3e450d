from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.documents.examples import panel
from translator.document import State
from translator.documents import FORMATS, aligned


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.aligned.json"
    aligned.write(panel(), path)
    return path


def export(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from translator.cli.app import main; main()", "export"]
        + [str(argument) for argument in arguments],
        check=False,
        capture_output=True,
        text=True,
    )


def test_writes_every_format_next_to_the_input_and_prints_the_paths(talk: Path) -> None:
    done = export(talk, "--to", ",".join(FORMATS))
    assert done.returncode == 0, done.stderr
    names = [Path(line).name for line in done.stdout.splitlines()]
    assert names == [
        "talk.en.md",
        "talk.en.html",
        "talk.en.docx",
        "talk.en.xlsx",
        "talk.en.txt",
        "talk.en.tmx",
        "talk.en.xlf",
        "talk.aligned.json",
    ]
    assert all((talk.parent / name).stat().st_size for name in names)
    assert done.stderr == ""


def test_folder_layout_and_script(talk: Path, tmp_path: Path) -> None:
    options = ("--layout", "interleaved", "--script", "s2tw", "-o", tmp_path / "out")
    done = export(talk, "--to", "md", *options)
    assert done.returncode == 0, done.stderr
    assert "> 週末的討論很熱鬧。" in (tmp_path / "out" / "talk.en.md").read_text(encoding="utf-8")


def test_json_report(talk: Path) -> None:
    done = export(talk, "--to", "txt", "--json")
    assert json.loads(done.stdout) == {
        "written": [{"format": "txt", "path": str(talk.parent / "talk.en.txt")}]
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--to", "pdf"), "unknown format 'pdf'. Choose from md, html, docx"),
        ((), "no format given. Choose from md"),
        (("--to", "md", "--script", "elvish"), "unknown Chinese variant 'elvish'"),
        (("--to", "md", "--layout", "diagonal"), "diagonal"),
    ],
)
def test_wrong_options_are_told(talk: Path, arguments: tuple[str, ...], message: str) -> None:
    done = export(talk, *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in talk.parent.iterdir()] == [talk.name]


def test_damaged_input_is_told(talk: Path) -> None:
    talk.write_text(talk.read_text(encoding="utf-8")[:-10], encoding="utf-8")
    done = export(talk, "--to", "md")
    assert done.returncode == 3
    assert "damaged JSON" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_persons_work_is_never_overwritten(talk: Path, tmp_path: Path) -> None:
    other = tmp_path / "out" / "talk.aligned.json"
    machine = panel().map_segments(lambda s: replace(s, state=State.MACHINE))
    aligned.write(panel(), other)
    before = other.read_bytes()
    aligned.write(machine, talk)
    for extra in ((), ("--force",)):
        done = export(talk, "--to", "md,json", "-o", other.parent, *extra)
        assert done.returncode == 3
        assert "would be lost" in done.stderr
        assert other.read_bytes() == before
        assert not (other.parent / "talk.en.md").exists(), "refused before anything was written"


def test_same_names_are_refused(talk: Path, tmp_path: Path) -> None:
    twin = tmp_path / "other" / talk.name
    aligned.write(panel(), twin)
    done = export(talk, twin, "--to", "md", "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "several inputs" in done.stderr


def test_round_trip_through_a_translators_tool(talk: Path) -> None:
    returned = talk.parent / "talk.en.xlf"
    assert export(talk, "--to", "xliff").returncode == 0
    text = returned.read_text(encoding="utf-8")
    returned.write_text(text.replace("lively", "heated"), encoding="utf-8")
    done = export(talk, "--merge", returned, "--to", "txt", "--json", "--quiet")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["merged"] == {"changed": ["a1"], "stale": [], "unknown": []}
    assert done.stderr == ""
    states = {s.id: s.state for s in aligned.read(talk).segments()}
    assert states["a1"] is State.EDITED
    assert "heated" in (talk.parent / "talk.en.txt").read_text(encoding="utf-8")


def test_merge_takes_one_document(talk: Path) -> None:
    done = export(talk, talk, "--merge", talk)
    assert done.returncode == 2
    assert "one aligned document" in done.stderr


def test_help_names_every_format_and_loads_no_writer() -> None:
    done = export("--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in FORMATS)
    heavy = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, translator.cli.export; "
            "print({'docx', 'openpyxl', 'lxml', 'jinja2', 'opencc'} & set(sys.modules))",
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    assert heavy.stdout == "set()\n"
