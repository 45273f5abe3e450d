"""Where the data shipped with the package lies, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def glossaries_folder() -> Path:
    """Returns the folder of the shipped glossaries (``glossaries/`` of a checkout)."""
    installed = _PACKAGE / "data" / "glossaries"
    return installed if installed.is_dir() else _PACKAGE.parent / "glossaries"


def embedded_packages_folder() -> Path:
    """Returns the folder that holds the embedded Argos package(s), unpacked."""
    return _PACKAGE / "engine" / "embedded"
