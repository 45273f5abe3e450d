"""`translator subtitles`."""

from __future__ import annotations


def subtitles() -> None:
    """Not written yet."""
    raise NotImplementedError
