"""A subtitle cue; plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TimingOrigin(StrEnum):
    """Where a cue's times come from."""

    GIVEN = "given"
    MATCHED = "matched"
    INTERPOLATED = "interpolated"


@dataclass(frozen=True, slots=True)
class Cue:
    """Text shown from ``start_ms`` to ``end_ms``.

    Attributes:
        start_ms, end_ms: integer milliseconds, start < end.
        text: the lines, separated by a line feed; inline tags as the format adapters define them.
        second: the other language of a bilingual cue, "" if monolingual.
        speaker: who speaks, "" if unknown.
        segments: ids of the segments it shows.
        confidence: 0 to 1, how sure the times are; None if they were given.
        origin: see `TimingOrigin`.
        settings: what only the source format knows (ASS style and layer, VTT settings), verbatim.
    """

    start_ms: int
    end_ms: int
    text: str
    second: str = ""
    speaker: str = ""
    segments: tuple[str, ...] = ()
    confidence: float | None = None
    origin: TimingOrigin = TimingOrigin.GIVEN
    settings: str = ""
