"""A home of its own for every test, as in the engine's tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.training.toy import write_configuration
from translator.engine.packages import Origin, Package, read_package
from translator.resources import embedded_packages_folder


class ToyRun(NamedTuple):
    """A configuration, the package made from it, and its metadata."""

    configuration: Path
    archive: Path
    facts: dict[str, Any]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home directory, so that no test sees or changes the real one."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(scope="session")
def embedded() -> Package:
    folder = next(p for p in embedded_packages_folder().iterdir() if p.is_dir())
    return read_package(folder, Origin.EMBEDDED)


@pytest.fixture(scope="session")
def toy_run(tmp_path_factory: pytest.TempPathFactory) -> ToyRun:
    """The toy package, trained once for all tests that need one."""
    pytest.importorskip("torch")
    pytest.importorskip("sacrebleu")
    pytest.importorskip("jieba")
    from translator.training.config import read_settings
    from translator.training.recipe import train_package

    folder = tmp_path_factory.mktemp("toy")
    configuration = write_configuration(folder)
    archive = folder / "toy.argosmodel"
    facts = train_package(read_settings(configuration), folder / "work", archive)
    return ToyRun(configuration, archive, facts)
