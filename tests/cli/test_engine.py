from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from tests.engine.conftest import copy, home, pack, package
from translator.cli.commands import app
from translator.engine.packages import Package, preferred_name
from translator.errors import EngineError, UsageError

__all__ = ["copy", "home", "package"]


def run(*arguments: str, text: str | None = None, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["engine", *arguments], input=text)
    assert result.exit_code == code, (result.output, result.exception)
    return result


def data(*arguments: str, text: str | None = None) -> Any:
    return json.loads(run(*arguments, "--json", text=text).stdout)


def test_list_marks_the_chosen(package: Package, copy: Path) -> None:
    run("install", str(copy))
    listed = run("list").stdout
    assert [line.split()[:2] for line in listed.splitlines() if "*" in line] == [
        ["*", package.name]
    ]
    assert copy.name in listed
    assert [(p["name"], p["chosen"]) for p in data("list")] == [
        (package.name, True),
        (copy.name, False),
    ]


def test_list_tells_of_damaged_packages_and_goes_on(copy: Path) -> None:
    installed = Path(data("install", str(copy))["path"])
    (installed / "model/model.bin").unlink()
    result = run("list", "--json")
    assert len(json.loads(result.stdout)) == 1
    assert "model.bin is missing" in result.stderr


def test_list_survives_a_chosen_package_that_vanished(copy: Path) -> None:
    run("install", str(copy), "--use")
    run("remove", copy.name)
    assert preferred_name() == ""
    run("use", str(copy))
    copy.rename(copy.with_name("moved"))
    assert "engine use" in run("list").stderr


def test_info_shows_everything(package: Package, copy: Path) -> None:
    shown = run("info").stdout
    for fact in (package.name, package.fingerprint, "<t> <=> </t>", "embedded"):
        assert fact in shown
    assert data("info", str(copy))["fingerprint"] == package.fingerprint


def test_install_use_remove(package: Package, copy: Path, tmp_path: Path) -> None:
    archive = pack(copy, tmp_path / "p.argosmodel")
    assert "Choose it with" in run("install", str(archive)).stderr
    assert run("install", str(archive), "--force", "--quiet").stderr == ""
    assert isinstance(
        CliRunner().invoke(app, ["engine", "install", str(archive)]).exception, UsageError
    )
    run("use", copy.name)
    assert data("info")["name"] == copy.name
    assert data("use", "embedded")["name"] == package.name
    assert data("remove", copy.name) == {"removed": copy.name}


def test_a_loose_package_may_be_used(copy: Path) -> None:
    run("use", str(copy))
    assert preferred_name() == str(copy)
    assert data("info")["origin"] == "file"


@pytest.mark.parametrize(
    "arguments",
    [
        ("use", "no-such"),
        ("info", "no-such"),
        ("remove", "no-such"),
        ("remove", "translate-zh_en"),
        ("install", "no-such.argosmodel"),
        ("translate", "好。", "--engine", "no-such"),
    ],
)
def test_a_package_that_cannot_be_had_is_an_engine_error(arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, ["engine", *arguments])
    assert isinstance(result.exception, EngineError)
    assert result.exception.exit_code == 4


def test_translate_gives_a_line_for_each(package: Package) -> None:
    result = run("translate", "好。", "謝謝大家。", "")
    assert len(result.stdout.split("\n")) == 4
    assert result.stdout.split("\n")[2] == ""
    lines = run("translate", text="好。\r\n\n谢谢大家。\n").stdout.split("\n")
    assert [bool(line) for line in lines] == [True, False, True, False]
    assert lines[2] == result.stdout.split("\n")[1]


def test_translate_gives_alternatives() -> None:
    lines = run("translate", "扩散模型为什么能够泛化？", "-n", "3").stdout.splitlines()
    scores = [float(line.split("\t")[0]) for line in lines]
    assert len(lines) == 3
    assert scores == sorted(scores, reverse=True)
    (entry,) = data("translate", "扩散模型为什么能够泛化？", "-n", "3")
    assert [t["text"] for t in entry["targets"]] == [line.split("\t")[1] for line in lines]
    assert data("translate", text="") == []


@pytest.mark.parametrize("command", ["list", "info", "install", "use", "remove", "translate"])
def test_help_shows_examples(command: str) -> None:
    assert f"translator engine {command}" in run(command, "--help").stdout
