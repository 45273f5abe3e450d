from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import translator
from tests.training.toy import write_configuration

TEXTS = "你好！\tHello!\n再见。\tGoodbye.\n谢谢大家。\tThank you all.\n"


def _translator(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    project = str(Path(translator.__file__).parents[1])
    environment = {**os.environ, "HOME": str(cwd), "COLUMNS": "120", "PYTHONPATH": project}
    return subprocess.run(
        [sys.executable, "-m", "translator", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment,
        check=False,
    )


def test_train_names_the_wrong_key(tmp_path: Path) -> None:
    file = tmp_path / "run.toml"
    file.write_text("[packages]\n", encoding="utf-8")
    result = _translator("engine", "train", file, cwd=tmp_path)
    assert result.returncode == 3
    assert "packages is unknown" in result.stderr
    assert "Traceback" not in result.stderr


def test_train_makes_a_package(tmp_path: Path) -> None:
    for module in ("torch", "sacrebleu", "jieba"):
        pytest.importorskip(module)
    configuration = write_configuration(tmp_path, steps=20, pairs=80)
    result = _translator("engine", "train", configuration, "--json", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    facts = json.loads(result.stdout)
    assert facts["training"]["steps"] == 20
    assert (tmp_path / "translate-zh_en-9_1.argosmodel").is_file()
    assert "train: begins" in result.stderr


@pytest.mark.parametrize("command", ["train", "adapt"])
def test_the_extra_is_asked_for(tmp_path: Path, command: str) -> None:
    try:
        import torch  # noqa: F401
    except ImportError:
        pass
    else:
        pytest.skip("PyTorch is installed")
    configuration = write_configuration(tmp_path)
    arguments = (
        ["engine", "train", configuration]
        if command == "train"
        else ["engine", "adapt", "--with", tmp_path / "toy.tsv", "-o", tmp_path / "a.argosmodel"]
    )
    result = _translator(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert "pip install 'panel-translator[training]'" in result.stderr


def test_benchmark_shows_and_fills_tables(tmp_path: Path) -> None:
    pytest.importorskip("sacrebleu")
    (tmp_path / "talk.tsv").write_text(TEXTS, encoding="utf-8")
    (tmp_path / "peer.en").write_text("Hello!\nSee you.\nThanks.\n", encoding="utf-8")
    terms = '郝仁是一个好人。\tHao Ren is a good man.\t[["郝仁", "Hao Ren"]]\n'
    (tmp_path / "terms.tsv").write_text(terms, encoding="utf-8")
    card = tmp_path / "card.md"
    card.write_text(
        "# Card\n<!-- benchmark -->\noutdated\n<!-- /benchmark -->\nend\n", encoding="utf-8"
    )
    result = _translator(
        "engine", "benchmark", "--set", "talk=talk.tsv", "--peer", "other=peer.en",
        "--terms", "terms.tsv", "--baseline", "other", "--into", "card.md", "--threads", "1",
        "--json", cwd=tmp_path,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    facts = json.loads(result.stdout)
    systems = {row["system"]: row for row in facts["sets"]}
    assert systems["other"]["sentences_per_second"] is None
    own = next(row for name, row in systems.items() if name != "other")
    assert own["segments"] == 3
    assert own["p_value"] is not None
    assert facts["terms"][0]["guided"] == facts["terms"][0]["guided"] | {"required": 1}
    assert facts["costs"][0]["cold_start_seconds"] > 0
    text = card.read_text("utf-8")
    assert text.startswith("# Card\n<!-- benchmark -->\n**Translation**")
    assert "outdated" not in text
    assert text.endswith("<!-- /benchmark -->\nend\n")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--set", "talk.tsv"], 2, "no name"),
        (["--set", "a=missing.tsv"], 3, "no such file"),
        (["--set", "a=talk.tsv", "--baseline", "nobody"], 2, "no system is called nobody"),
        (["--set", "a=talk.tsv", "--into", "talk.tsv"], 3, "lacks <!-- benchmark -->"),
        (["--engine", "nothing"], 4, "there is no translation package"),
    ],
)
def test_benchmark_mistakes(tmp_path: Path, arguments: list[str], code: int, message: str) -> None:
    pytest.importorskip("sacrebleu")
    (tmp_path / "talk.tsv").write_text(TEXTS, encoding="utf-8")
    result = _translator("engine", "benchmark", *arguments, cwd=tmp_path)
    assert result.returncode == code, result.stderr
    assert message in result.stderr
    assert "Traceback" not in result.stderr
