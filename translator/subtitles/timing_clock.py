"""A time for every sound of the transcript: its partner's in the speech, or its neighbours'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from translator.subtitles.alignment import Pair
from translator.subtitles.timing_lines import Line
from translator.subtitles.timing_speech import Heard

_Floats = NDArray[np.float64]

_FEWEST, _MOST = 0.5, 2.5
"""Bounds of unmatched speech per unmatched text (in syllables) taken for the same words."""


def clock(spoken: Sequence[Line], pairs: Sequence[Pair], heard: Heard) -> tuple[_Floats, _Floats]:
    """Returns start and end of every sound of the lines, in milliseconds.

    Starts never fall, ends lie between the start and the next start, and everything lies inside the
    time of the speech. Sounds without a partner share the time of the speech between their
    neighbours' partners; where that is silence or far too much they stay close to the sentence they
    belong to, at the usual speed.

    Args:
        spoken: the lines that are spoken, in order; only their sounds get times.
        pairs: pairs of sounds of these lines, indices as in ``Line.first``.
        heard: the speech, not empty.
    """
    where = {
        line.first + at: (number, at)
        for number, line in enumerate(spoken)
        for at in range(len(line.sounds))
    }
    order = {index: place for place, index in enumerate(where)}
    track = _Track(spoken, np.array([number for number, _at in where.values()], np.int64), heard)
    for pair in pairs:
        track.partner[order[pair.text]] = pair.speech
    return track.times()


@dataclass(slots=True)
class _Window:
    """The time and the speech between the partners of two known sounds."""

    start: float
    end: float
    left: int
    right: int


class _Track:
    """The sounds of all spoken lines in a row."""

    def __init__(self, spoken: Sequence[Line], line: NDArray[np.int64], heard: Heard) -> None:
        self.line = line
        self.heard = heard
        self.weights = np.array([s.weight for found in spoken for s in found.sounds], float)
        self.speech_weights = np.array([s.weight for s in heard.sounds], float)
        self.partner = np.full(len(line), -1, np.int64)
        self.syllable = heard.syllable_ms

    def times(self) -> tuple[_Floats, _Floats]:
        count = len(self.line)
        known = self.partner >= 0
        starts, ends = np.zeros(count), np.zeros(count)
        starts[known] = self.heard.starts[self.partner[known]]
        ends[known] = self.heard.ends[self.partner[known]]
        at = 0
        while at < count:
            stop = at
            while stop < count and not known[stop]:
                stop += 1
            if stop > at:
                window = self._window(at, stop)
                edges = self._edges(at, stop, window)
                starts[at:stop], ends[at:stop] = edges[:, 0], edges[:, 1]
            at = stop + 1
        first, last = self.heard.starts[0], self.heard.ends[-1]
        starts = np.clip(np.maximum.accumulate(starts), first, last)
        following = np.append(starts[1:], last)
        return starts, np.clip(ends, starts, np.maximum(starts, following))

    def _window(self, at: int, stop: int) -> _Window:
        need = self.weights[at:stop].sum() * self.syllable
        left = int(self.partner[at - 1]) if at else -1
        right = int(self.partner[stop]) if stop < len(self.line) else len(self.heard.sounds)
        start = self.heard.ends[left] if at else self.heard.starts[0]
        end = self.heard.starts[right] if stop < len(self.line) else self.heard.ends[-1]
        # Before the first and behind the last known sound there is no more room than needed.
        if not at and stop < len(self.line):
            start = max(start, end - need)
            left = max(left, right - 1 - int(_MOST * (stop - at)))
        if at and stop == len(self.line):
            end = min(end, start + need)
        return _Window(float(start), float(max(start, end)), left, right)

    def _edges(self, at: int, stop: int, window: _Window) -> _Floats:
        weights = self.weights[at:stop]
        need = weights.sum() * self.syllable
        speech = slice(window.left + 1, window.right)
        amount = self.speech_weights[speech].sum()
        if _FEWEST * weights.sum() <= amount <= _MOST * weights.sum():
            start = max(window.start, float(self.heard.starts[speech.start]))
            end = min(window.end, float(self.heard.ends[speech.stop - 1]))
            return _spread(weights, start, max(start, end))
        if need >= window.end - window.start:
            return _spread(weights, window.start, window.end)
        cut = self._cut(at, stop) - at
        left = _spread(
            weights[:cut], window.start, window.start + weights[:cut].sum() * self.syllable
        )
        right = _spread(weights[cut:], window.end - weights[cut:].sum() * self.syllable, window.end)
        return np.concatenate([left, right])

    def _cut(self, at: int, stop: int) -> int:
        """Returns where a run of unknown sounds is torn in two: at its last line break, if any."""
        if not at:
            return at
        if stop == len(self.line):
            return stop
        breaks = np.flatnonzero(self.line[at - 1 : stop] != self.line[at : stop + 1])
        return at + int(breaks[-1]) if len(breaks) else stop


def _spread(weights: _Floats, start: float, end: float) -> _Floats:
    """Returns rows of (start, end) that share a span by weight."""
    edges = np.concatenate([[0.0], np.cumsum(weights)])
    scaled = start + (end - start) * edges / max(edges[-1], 1e-9)
    return np.stack([scaled[:-1], scaled[1:]], axis=1)


def character_times(
    line: Line, starts: Sequence[int], ends: Sequence[int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Returns starts and ends of all characters of a line's segment.

    Marks stand at the end of the sound before them and last no time.

    Args:
        line: has at least one sound.
        starts: of its sounds, in milliseconds, never falling.
        ends: of its sounds, each between its start and the next start.
    """
    size = len(line.segment.source)
    first: list[int | None] = [None] * size
    behind: list[int | None] = [None] * size
    for sound, start, end in zip(line.sounds, starts, ends, strict=True):
        width = sound.end - sound.start
        for step in range(width):
            at = sound.start + step
            begin, stop = (start + (end - start) * edge // width for edge in (step, step + 1))
            # Several sounds may come from one character (½, ㎏): it lasts as long as all of them.
            first[at] = begin if first[at] is None else first[at]
            behind[at] = stop
    last = starts[0]
    found_starts, found_ends = [], []
    for begin_at, end_at in zip(first, behind, strict=True):
        begin = last if begin_at is None else max(last, begin_at)
        stop = begin if end_at is None else max(begin, end_at)
        found_starts.append(begin)
        found_ends.append(stop)
        last = stop
    return tuple(found_starts), tuple(found_ends)
