"""Where the engine keeps what is the user's: cache and settings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

APPLICATION = "panel-translator"
"""Name of our folders under the user's configuration, data and cache folders."""


def cache_folder() -> Path:
    """Returns the user's cache folder of this application; it may not exist yet."""
    from platformdirs import user_cache_path

    return user_cache_path(APPLICATION)


def settings_file() -> Path:
    """Returns the file that keeps what ``engine use`` chose; it may not exist yet."""
    from platformdirs import user_config_path

    return user_config_path(APPLICATION) / "engine.json"


def read_json(file: Path) -> dict[str, Any]:
    """Returns the object in ``file``; {} if it is missing, unreadable or something else."""
    try:
        value = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
