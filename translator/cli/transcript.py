"""`translator transcript`."""

from __future__ import annotations


def transcript() -> None:
    """Not written yet."""
    raise NotImplementedError
