"""What timing a transcript gives: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from translator.document import Document, Segment
from translator.subtitles.cue import TimingOrigin

INTERPOLATED_NOTE = "time interpolated: the words were not found in the timings"
"""Note on a segment whose times are not from its own words."""

ESTIMATED_NOTE = "time estimated from the pauses of the recording"
"""Note on a segment that was timed by the recording alone."""


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
        moved: ids of segments that were said at another place than the document has them; only
            their times are out of its order.
    """

    document: Document
    notices: tuple[str, ...]
    times: Mapping[str, SegmentTimes]
    unmatched: tuple[UnmatchedSpeech, ...] = ()
    not_spoken: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()


def with_times(
    segment: Segment, times: SegmentTimes | None, note: str = INTERPOLATED_NOTE
) -> Segment:
    """Returns the segment with new times, or without any.

    Args:
        segment: as it is; notes about earlier times are taken off.
        times: None if it is not spoken.
        note: put on it if the times are interpolated.
    """
    notes = tuple(item for item in segment.notes if item not in (INTERPOLATED_NOTE, ESTIMATED_NOTE))
    if times is None:
        return replace(segment, start_ms=None, end_ms=None, notes=notes)
    if times.origin is TimingOrigin.INTERPOLATED:
        notes += (note,)
    return replace(segment, start_ms=times.starts[0], end_ms=times.ends[-1], notes=notes)


def is_interpolated(segment: Segment) -> bool:
    """Whether the segment's times were not taken from its own words."""
    return INTERPOLATED_NOTE in segment.notes or ESTIMATED_NOTE in segment.notes
