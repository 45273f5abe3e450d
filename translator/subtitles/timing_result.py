"""What timing a transcript gives: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from translator.document import Document
from translator.subtitles.cue import TimingOrigin

INTERPOLATED_NOTE = "time interpolated: the words were not found in the timings"
"""Note on a segment whose times are not from its own words."""


@dataclass(frozen=True, slots=True)
class SegmentTimes:
    """When a segment is spoken, character by character.

    Attributes:
        starts, ends: for every character of the segment's source, in milliseconds; starts never
            fall, starts[i] <= ends[i].
        confidence: 0 to 1: share of the syllables that were found, less where the neighbourhood is
            uncertain too.
        origin: matched or interpolated.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    confidence: float
    origin: TimingOrigin


@dataclass(frozen=True, slots=True)
class UnmatchedSpeech:
    """Speech for which the transcript has no words.

    Attributes:
        start_ms, end_ms: when.
        text: what was recognised.
    """

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Timed:
    """A transcript with times.

    Attributes:
        document: with ``start_ms`` and ``end_ms`` on every spoken segment, None on the others; a
            note on those that were interpolated.
        notices: for the user: how much was matched, what was not.
        times: by segment id.
        unmatched: speech without text, in order.
        not_spoken: ids of segments of turns that were not spoken, in order.
    """

    document: Document
    notices: tuple[str, ...]
    times: Mapping[str, SegmentTimes]
    unmatched: tuple[UnmatchedSpeech, ...] = ()
    not_spoken: tuple[str, ...] = ()
