"""Times for a transcript from any rough timings: recognised speech, or an older subtitle.

The edited transcript and what a recogniser heard are compared by their sounds
(`translator.subtitles.speech_sounds`), aligned (`translator.subtitles.alignment`), and every
character of the transcript gets a time (`translator.subtitles.timing_clock`). Which sentences were
not spoken at all is decided in `translator.subtitles.timing_lines`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
)
from translator.subtitles.timing_result import (
    SegmentTimes,
    Timed,
    UnmatchedSpeech,
    with_times,
)
from translator.subtitles.timing_source import Piece, read_pieces
from translator.subtitles.timing_speech import Heard, Pause, hear, spread_with_pauses

_LEAST_UNMATCHED = 6.0
_UNMATCHED_APART_MS = 3000
_LEAST_TOTAL = 0.2
_SHOWN = 40


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

    Segments never overlap and follow each other in the order of the document. Whatever the two
    texts are, nothing is raised; what could not be timed is told in the notices.

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
    times = _times(all_lines, verdicts, pairs, heard)
    unmatched = tuple(_unmatched(heard, {pair.speech for pair in pairs}))
    silent = tuple(
        line.segment.id for line in all_lines if line.sounds and line.segment.id not in times
    )
    timed = document.map_segments(lambda segment: with_times(segment, times.get(segment.id)))
    return Timed(timed, _notices(all_lines, times, unmatched), times, unmatched, silent)


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
    all_lines: Sequence[Line], verdicts: Sequence[Verdict], pairs: Sequence[Pair], heard: Heard
) -> dict[str, SegmentTimes]:
    spoken = [
        (line, verdict)
        for line, verdict in zip(all_lines, verdicts, strict=True)
        if verdict.spoken is not Spoken.NOT_SPOKEN and line.sounds
    ]
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


def _unmatched(heard: Heard, matched: set[int]) -> list[UnmatchedSpeech]:
    """Returns longer runs of speech that no word of the transcript stands for."""
    runs: list[list[int]] = []
    for at in range(len(heard.sounds)):
        if at in matched:
            continue
        joins = runs and runs[-1][-1] == at - 1
        if joins and heard.starts[at] - heard.ends[at - 1] < _UNMATCHED_APART_MS:
            runs[-1].append(at)
        else:
            runs.append([at])
    return [
        UnmatchedSpeech(
            round(heard.starts[run[0]]), round(heard.ends[run[-1]]), _text(heard, run[0], run[-1])
        )
        for run in runs
        if sum(heard.sounds[at].weight for at in run) >= _LEAST_UNMATCHED
    ]


def _text(heard: Heard, first: int, last: int) -> str:
    parts = []
    for number in range(int(heard.piece[first]), int(heard.piece[last]) + 1):
        text = heard.pieces[number].text
        begin = heard.sounds[first].start if number == heard.piece[first] else 0
        end = heard.sounds[last].end if number == heard.piece[last] else len(text)
        parts.append(text[begin:end])
    return " ".join(part for part in parts if part)


def _notices(
    all_lines: Sequence[Line],
    times: Mapping[str, SegmentTimes],
    unmatched: Sequence[UnmatchedSpeech],
) -> tuple[str, ...]:
    spoken = [line for line in all_lines if line.sounds]
    origins = [times[line.segment.id].origin for line in spoken if line.segment.id in times]
    matched = origins.count(TimingOrigin.MATCHED)
    found = []
    if spoken and matched < _LEAST_TOTAL * len(spoken):
        found.append(
            f"only {matched} of {len(spoken)} sentences were found in the timings: "
            "are they of this talk, and in Chinese?"
        )
    elif matched < len(spoken):
        interpolated = len(origins) - matched
        silent = len(spoken) - len(origins)
        told = f"{matched} of {len(spoken)} sentences found in the timings"
        told += f", {interpolated} interpolated" if interpolated else ""
        found.append(told + (f", {silent} not spoken" if silent else ""))
    found += [
        f"not spoken, so not shown: {_short(line.segment.source)}"
        for line in spoken
        if line.segment.id not in times
    ]
    found += [
        f"speech without text at {_clock(item.start_ms)}–{_clock(item.end_ms)}: {_short(item.text)}"
        for item in unmatched
    ]
    return tuple(found)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"
