from __future__ import annotations

from pathlib import Path

import pytest

from translator.errors import InputError
from translator.training.config import read_settings
from translator.training.settings import AlignmentMethod

SMALLEST = """
[package]
version = "0.2"
[data]
corpora = [{ file = "a.tsv" }]
development = "dev.tsv"
[training]
steps = 10
"""


def _read(tmp_path: Path, text: str) -> object:
    file = tmp_path / "run.toml"
    file.write_text(text, encoding="utf-8")
    return read_settings(file)


def test_smallest_configuration_takes_every_default(tmp_path: Path) -> None:
    file = tmp_path / "run.toml"
    file.write_text(SMALLEST, encoding="utf-8")
    settings = read_settings(file)
    assert settings.data.corpora[0].file == tmp_path / "a.tsv"
    assert settings.model.width == 256
    assert settings.alignment.method is AlignmentMethod.AUTO
    assert settings.vocabulary.model is None
    assert settings.data.copies_of("anything") == 1.0


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ('version = "0.2"', "package.version is missing"),
        ("steps = 10", "exactly one of training.steps and training.minutes"),
        ('development = "dev.tsv"', "data.development is missing"),
    ],
)
def test_missing_keys_are_named(tmp_path: Path, change: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        _read(tmp_path, SMALLEST.replace(change, ""))


@pytest.mark.parametrize(
    ("added", "complaint"),
    [
        ("minutes = 3", "exactly one of training.steps and training.minutes"),
        ('steps2 = "x"', "training.steps2 is unknown"),
        ('tokens = "many"', "training.tokens must be a whole number"),
        ("tokens = true", "training.tokens must be a whole number"),
        ("decay = 1.5", "training.decay must be at least 0 and at most 1"),
        ("learning_rate = nan", "training.learning_rate must be a finite number"),
        ('precision = "float8"', "training.precision must be one of: auto, bfloat16, float32"),
        ("[model]\nwidth = 100\nheads = 3", "model.width must be a multiple"),
        ("[cleaning]\nleast_ratio = 9\nmost_ratio = 2", "cleaning.least_ratio is above"),
        ("[model]\nwidth = [1]", "model.width must be a whole number"),
        ("[hints]\nvariants = 0", "hints.share needs hints.variants"),
        ("[[extra]]\na = 1", "extra is unknown"),
        ("[data.copies]\nown = -1", "data.copies.own must be between"),
        ("model = 3", "training.model is unknown"),
        ("[[[", "is not TOML"),
    ],
)
def test_wrong_values_are_named(tmp_path: Path, added: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint.replace("[", r"\[")):
        _read(tmp_path, SMALLEST + added + "\n")


@pytest.mark.parametrize("version", ["1", "v1", "", "../x", "0.2 "])
def test_versions_are_numbers(tmp_path: Path, version: str) -> None:
    text = SMALLEST.replace('"0.2"', f'"{version}"')
    if version == "1":
        assert _read(tmp_path, text)
        return
    with pytest.raises(InputError, match=r"package\.version must be digits"):
        _read(tmp_path, text)


def test_a_table_that_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"data\.corpora must be a list"):
        _read(tmp_path, SMALLEST.replace('[{ file = "a.tsv" }]', '"a.tsv"'))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_settings(tmp_path / "none.toml")
