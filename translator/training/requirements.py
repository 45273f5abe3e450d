"""What only the extra ``training`` brings, asked for where it is used."""

from __future__ import annotations

import importlib
from typing import Any

from translator.errors import UsageError


def needed(module: str, purpose: str) -> Any:
    """Returns a module of the extra ``training``, imported now.

    Args:
        module: name to import ("torch").
        purpose: what it is needed for, a noun phrase for the message ("training").

    Raises:
        UsageError: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise UsageError(
            f"{purpose} needs the package “{package}”, which is not installed",
            advice="Install the extra: pip install 'panel-translator[training]'",
        ) from error
