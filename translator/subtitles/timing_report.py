"""What timing a transcript has to tell its user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from translator.subtitles.alignment import Pair
from translator.subtitles.cue import TimingOrigin
from translator.subtitles.timing_result import SegmentTimes, Timed, UnmatchedSpeech
from translator.subtitles.timing_speech import Heard

_LEAST_UNMATCHED = 6.0
_UNMATCHED_APART_MS = 3000
_LEAST_TOTAL = 0.2
_SHOWN, _LISTED = 32, 8


def unmatched_speech(
    heard: Heard, pairs: Sequence[Pair], times: Mapping[str, SegmentTimes]
) -> tuple[UnmatchedSpeech, ...]:
    """Returns the longer runs of speech for which the transcript has no words.

    Args:
        heard: the speech.
        pairs: of all spoken segments.
        times: of all spoken segments; speech under an interpolated one is taken for its words.
    """
    matched = {pair.speech for pair in pairs}
    guessed = [
        (item.starts[0], item.ends[-1])
        for item in times.values()
        if item.origin is TimingOrigin.INTERPOLATED
    ]
    runs: list[list[int]] = []
    for at in range(len(heard.sounds)):
        if at in matched:
            continue
        joins = runs and runs[-1][-1] == at - 1
        if joins and heard.starts[at] - heard.ends[at - 1] < _UNMATCHED_APART_MS:
            runs[-1].append(at)
        else:
            runs.append([at])
    found = []
    for run in runs:
        start, end = round(heard.starts[run[0]]), round(heard.ends[run[-1]])
        long = sum(heard.sounds[at].weight for at in run) >= _LEAST_UNMATCHED
        if long and not any(first <= (start + end) / 2 <= last for first, last in guessed):
            found.append(UnmatchedSpeech(start, end, _text(heard, run[0], run[-1])))
    return tuple(found)


def _text(heard: Heard, first: int, last: int) -> str:
    parts = []
    for number in range(int(heard.piece[first]), int(heard.piece[last]) + 1):
        text = heard.pieces[number].text
        begin = heard.sounds[first].start if number == heard.piece[first] else 0
        end = heard.sounds[last].end if number == heard.piece[last] else len(text)
        parts.append(text[begin:end])
    return " ".join(part for part in parts if part)


def notices(timed: Timed) -> tuple[str, ...]:
    """Returns what the user should know; empty if every sentence was found.

    Args:
        timed: complete but for its notices.
    """
    sources = {segment.id: segment.source for segment in timed.document.segments()}
    origins = [item.origin for item in timed.times.values()]
    matched = origins.count(TimingOrigin.MATCHED)
    count = len(origins) + len(timed.not_spoken)
    found = []
    if count and matched < _LEAST_TOTAL * count:
        found.append(
            f"only {matched} of {count} sentences were found in the timings: "
            "are they of this talk, and in Chinese?"
        )
    elif matched < count:
        told = f"{matched} of {count} sentences found in the timings"
        told += f", {len(origins) - matched} interpolated" if len(origins) > matched else ""
        told += f", {len(timed.not_spoken)} not spoken" if timed.not_spoken else ""
        found.append(told)
    for name in timed.moved:
        start = timed.times[name].starts[0]
        found.append(f"said elsewhere, so shown at {_clock(start)}: {_short(sources[name])}")
    if timed.not_spoken:
        listed = "; ".join(_short(sources[name]) for name in timed.not_spoken[:_LISTED])
        more = len(timed.not_spoken) - _LISTED
        listed += f"; and {more} more" if more > 0 else ""
        found.append(f"not spoken, so not shown: {listed}")
    found += [
        f"speech without text at {_clock(item.start_ms)}–{_clock(item.end_ms)}: {_short(item.text)}"
        for item in timed.unmatched
    ]
    return tuple(found)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"
