"""A home of its own for every test, as in the engine's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from translator.engine.packages import Origin, Package, read_package
from translator.resources import embedded_packages_folder


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
