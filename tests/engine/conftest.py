"""The embedded package, loaded once, and a home of its own for every test."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from translator.engine.packages import Origin, Package, read_package
from translator.engine.translator import Translator
from translator.resources import embedded_packages_folder


def embedded() -> Package:
    folder = next(p for p in embedded_packages_folder().iterdir() if p.is_dir())
    return read_package(folder, Origin.EMBEDDED)


@pytest.fixture(scope="session")
def package() -> Package:
    return embedded()


@pytest.fixture(scope="session")
def translator(package: Package) -> Translator:
    return Translator(package, threads=2)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home directory, so that no test sees or changes the real one."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "SNAP", "SNAP_USER_DATA"):
        monkeypatch.delenv(name, raising=False)
    for name in ("PACKAGES_DIR", "TRANSLATE_PACKAGE_DIR", "PACKAGE_INDEX"):
        monkeypatch.delenv(f"ARGOS_{name}", raising=False)
    return folder


@pytest.fixture
def copy(package: Package, tmp_path: Path) -> Path:
    """A copy of the embedded package that a test may spoil."""
    return Path(shutil.copytree(package.path, tmp_path / "copies" / "translate-zh_en-9_1"))


def pack(folder: Path, archive: Path) -> Path:
    """Zips a package folder as Argos does, the folder itself on top."""
    with zipfile.ZipFile(archive, "w") as output:
        for file in sorted(folder.rglob("*")):
            output.write(file, Path(folder.name) / file.relative_to(folder))
    return archive
