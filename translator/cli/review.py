"""`translator review`."""

from __future__ import annotations


def review() -> None:
    """Not written yet."""
    raise NotImplementedError
