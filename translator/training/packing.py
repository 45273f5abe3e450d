"""A model folder → ``.argosmodel``: a zip with one folder on top and ``metadata.json`` in it."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from translator.files import replacing, write_text
from translator.training.cleaning import HINT_SYMBOLS

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time stamp of every entry, so that equal packages are equal files."""

_STORED_FILES = ("sentencepiece.model", "metadata.json", "README.md")
_ARGOS_VERSION = "1.5"


def package_name(version: str) -> str:
    """Returns the folder name that Argos gives a package of ours.

    >>> package_name("0.2")
    'translate-zh_en-0_2'
    """
    return f"translate-zh_en-{version.replace('.', '_')}"


def metadata(version: str, **more: object) -> dict[str, Any]:
    """Returns a package's metadata: what Argos asks for, the term hints, and ``more``."""
    names = ("open", "separator", "close")
    facts = {
        "package_version": version,
        "argos_version": _ARGOS_VERSION,
        "from_code": "zh",
        "from_name": "Chinese",
        "to_code": "en",
        "to_name": "English",
        "type": "translate",
        "term_hints": dict(zip(names, HINT_SYMBOLS, strict=True)),
    }
    return {**facts, **{key: value for key, value in more.items() if value not in ("", None)}}


def write_metadata(folder: Path, facts: Mapping[str, Any]) -> None:
    """Writes ``metadata.json`` of a package folder."""
    write_text(folder / "metadata.json", json.dumps(facts, ensure_ascii=False, indent=1) + "\n")


def pack(folder: Path, archive: Path, name: str) -> None:
    """Writes a package folder as ``.argosmodel``, atomically; the same folder gives the same file.

    Args:
        folder: with ``metadata.json``, ``sentencepiece.model`` and ``model/``.
        archive: to be written.
        name: of the folder inside.
    """
    files = [folder / file for file in _STORED_FILES if (folder / file).is_file()]
    files += sorted(file for file in (folder / "model").iterdir() if file.is_file())
    with (
        replacing(archive) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as output,
    ):
        for file in files:
            entry = zipfile.ZipInfo(f"{name}/{file.relative_to(folder).as_posix()}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with file.open("rb") as source, output.open(entry, "w") as stored:
                shutil.copyfileobj(source, stored)
