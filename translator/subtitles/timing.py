"""Times for a transcript from any rough timings: recognised speech, or an older subtitle.

The edited transcript and what a recogniser heard are compared by their sounds
(`translator.subtitles.speech_sounds`), aligned (`translator.subtitles.alignment`), and every
character of the transcript gets a time (`translator.subtitles.timing_clock`). Which sentences were
not spoken at all is decided in `translator.subtitles.timing_lines`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from translator.document import Document
from translator.subtitles.alignment import Pair, align
from translator.subtitles.cue import TimingOrigin
from translator.subtitles.timing_clock import character_times, clock
from translator.subtitles.timing_lines import (
    Line,
    Spoken,
    Verdict,
    dense,
    judge,
    lines,
    pause_behind,
    share_of,
)
from translator.subtitles.timing_moved import moved
from translator.subtitles.timing_report import notices, unmatched_speech
from translator.subtitles.timing_result import (
    SegmentTimes,
    Timed,
    with_times,
)
from translator.subtitles.timing_rhythm import Pause
from translator.subtitles.timing_source import Piece, read_pieces
from translator.subtitles.timing_speech import Heard, hear, spread_with_pauses


def time_document(document: Document, timings: Path) -> Timed:
    """Returns the document with the times of a rough timing file; see `time_by_speech`.

    Args:
        document: an edited transcript.
        timings: SRT, WebVTT, ASS, or Whisper JSON (with word times: exact).

    Raises:
        InputError: the timings cannot be read.
    """
    pieces, warnings = read_pieces(timings)
    timed = time_by_speech(document, pieces)
    return replace(timed, notices=warnings + timed.notices)


def time_by_speech(document: Document, pieces: Sequence[Piece]) -> Timed:
    """Returns the document with the times of recognised speech.

    Segments never overlap and follow each other in the order of the document, but for those that
    the editor moved: they have the time at which they were said. Whatever the two texts are,
    nothing is raised; what could not be timed is told in the notices.

    Args:
        document: an edited transcript. It may leave out, add, reword and reorder; titles, headings
            and the editor's own words are not expected in the speech.
        pieces: what was recognised, in order of time, without overlaps.
    """
    all_lines = lines(document)
    heard = hear(pieces)
    every = [sound for line in all_lines for sound in line.sounds]
    pairs = dense(all_lines, align(every, heard.sounds))
    heard = spread_with_pauses(heard, _pauses(all_lines, pairs))
    verdicts = judge(all_lines, pairs, heard)
    pairs = _of_spoken(all_lines, verdicts, pairs)
    elsewhere = moved(all_lines, verdicts, pairs, heard)
    in_place = [
        (line, verdict)
        for number, (line, verdict) in enumerate(zip(all_lines, verdicts, strict=True))
        if verdict.spoken is not Spoken.NOT_SPOKEN and line.sounds and number not in elsewhere
    ]
    times = _times(in_place, pairs, heard)
    for number, own in elsewhere.items():
        line = all_lines[number]
        times |= _times([(line, Verdict(Spoken.MATCHED, share_of(line, own)))], own, heard)
        pairs = pairs + own
    timed = Timed(
        document.map_segments(lambda segment: with_times(segment, times.get(segment.id))),
        (),
        times,
        unmatched_speech(heard, pairs, times),
        tuple(
            item.segment.id for item in all_lines if item.sounds and item.segment.id not in times
        ),
        tuple(all_lines[number].segment.id for number in elsewhere),
    )
    return replace(timed, notices=notices(timed))


def _of_spoken(
    all_lines: Sequence[Line], verdicts: Sequence[Verdict], pairs: Sequence[Pair]
) -> list[Pair]:
    silent = {
        index
        for line, verdict in zip(all_lines, verdicts, strict=True)
        if verdict.spoken is Spoken.NOT_SPOKEN
        for index in range(line.first, line.last)
    }
    return [pair for pair in pairs if pair.text not in silent]


def _pauses(all_lines: Sequence[Line], pairs: Sequence[Pair]) -> dict[int, Pause]:
    """Returns the pauses behind sounds of the speech, from the transcript's punctuation."""
    partner = {pair.text: pair.speech for pair in pairs}
    found: dict[int, Pause] = {}
    for line in all_lines:
        for at in range(len(line.sounds)):
            kind = pause_behind(line, at)
            here = line.first + at
            place = partner.get(here, partner.get(here + 1, 0) - 1)
            if kind and place >= 0:
                found[place] = max(kind, found.get(place, kind))
    return found


def _times(
    spoken: Sequence[tuple[Line, Verdict]], pairs: Sequence[Pair], heard: Heard
) -> dict[str, SegmentTimes]:
    if not spoken or not heard.sounds:
        return {}
    kept = {line.first + at for line, _verdict in spoken for at in range(len(line.sounds))}
    here = [pair for pair in pairs if pair.text in kept]
    starts, ends = clock([line for line, _verdict in spoken], here, heard)
    found = {}
    at = 0
    shares = [verdict.share for _line, verdict in spoken]
    for number, (line, verdict) in enumerate(spoken):
        around = shares[max(0, number - 1) : number + 2]
        confidence = 0.75 * verdict.share + 0.25 * sum(around) / len(around)
        stop = at + len(line.sounds)
        origin = (
            TimingOrigin.MATCHED if verdict.spoken is Spoken.MATCHED else TimingOrigin.INTERPOLATED
        )
        character_starts, character_ends = character_times(
            line, [round(time) for time in starts[at:stop]], [round(time) for time in ends[at:stop]]
        )
        found[line.segment.id] = SegmentTimes(
            character_starts, character_ends, round(confidence, 3), origin
        )
        at = stop
    return found
