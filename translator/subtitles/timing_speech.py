"""When each recognised sound was said: exact with word times, else reasoned out inside the cue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from translator.subtitles.speech_sounds import Sound, sounds
from translator.subtitles.timing_source import Piece

_Floats = NDArray[np.float64]

USUAL_SYLLABLE_MS = 220.0
"""Mandarin is spoken at four to five syllables a second; used until the source tells its own."""
_LONGEST_SYLLABLE = 3.0
"""No syllable lasts longer than this many usual ones; what is left of a cue is silence."""
_USUAL_PAUSES_MS = (150.0, 450.0, 700.0)
_PRIOR_CUES = 8.0
"""How many cues the usual lengths count as when the source's own are estimated."""
_SYLLABLE_SPREAD, _TEMPO_SPREAD, _PAUSE_SPREAD = 0.3, 0.12, 0.6
"""Standard deviations as shares of the length: of a syllable, of a cue's tempo, of a pause."""
_TEMPO_DRIFT, _TEMPO_REACH = 0.06, 5
"""By how much the tempo changes from cue to cue, and how many neighbours tell it."""
_SHORTEST = 0.2
_TOUCHING_MS = 80


class Pause(IntEnum):
    """Where a speaker draws breath, as the transcript's punctuation tells it."""

    COMMA = 1
    STOP = 2
    TURN = 3


@dataclass(frozen=True, slots=True)
class Heard:
    """The sounds of the speech with their times.

    Attributes:
        pieces: what they were made from.
        sounds: of all pieces in order; their spans are offsets in the piece.
        piece: for every sound the index of its piece.
        starts, ends: milliseconds, never falling, starts[i] <= ends[i] <= starts[i + 1].
    """

    pieces: tuple[Piece, ...]
    sounds: tuple[Sound, ...]
    piece: NDArray[np.int64]
    starts: _Floats
    ends: _Floats

    @property
    def syllable_ms(self) -> float:
        """How long an ordinary syllable takes in this speech (median over the pieces)."""
        weights = np.bincount(self.piece, [s.weight for s in self.sounds], len(self.pieces))
        lengths = np.array([piece.end_ms - piece.start_ms for piece in self.pieces], float)
        used = (weights >= min(4.0, weights.max(initial=0.0))) & (lengths > 0)
        if not used.any():
            return USUAL_SYLLABLE_MS
        return float(np.clip(np.median(lengths[used] / weights[used]), 80, 600))


def hear(pieces: Sequence[Piece]) -> Heard:
    """Returns the sounds of the pieces; without word times they are spread by syllables.

    Args:
        pieces: in order of time, without overlaps.
    """
    per_piece = [sounds(piece.text) for piece in pieces]
    numbers = np.repeat(np.arange(len(pieces)), [len(found) for found in per_piece])
    every = tuple(sound for found in per_piece for sound in found)
    empty = np.zeros(len(every))
    heard = Heard(tuple(pieces), every, numbers, empty, empty)
    return spread_with_pauses(heard, {})


def spread_with_pauses(heard: Heard, pauses: Mapping[int, Pause]) -> Heard:
    """Returns the speech with the sounds of each cue spread again, now that pauses are known.

    The usual lengths of a syllable and of each kind of pause are fitted to the source's own cues
    (ridge regression of their durations). Inside a cue every syllable and pause then gets its
    expected length given that they add up to the cue's (the mean of normal variables under a known
    sum: what is too much or too little goes where lengths vary most, to the pauses first).

    Args:
        heard: the speech; word times stay as they are.
        pauses: the pause behind a sound, by its index.
    """
    bounds = np.searchsorted(heard.piece, np.arange(len(heard.pieces) + 1))
    kinds = _kinds(heard, pauses, bounds)
    weights = np.array([sound.weight for sound in heard.sounds], float)
    usual = _usual(heard, weights, kinds)
    tempo = _tempo(heard, weights, kinds, usual)
    starts, ends = np.zeros(len(weights)), np.zeros(len(weights))
    for number, piece in enumerate(heard.pieces):
        here = slice(bounds[number], bounds[number + 1])
        if piece.starts:
            for at in range(here.start, here.stop):
                starts[at] = piece.starts[heard.sounds[at].start]
                ends[at] = piece.ends[max(heard.sounds[at].end - 1, heard.sounds[at].start)]
        elif here.stop > here.start:
            edges, stops = _inside(
                piece, weights[here], kinds[here], usual * [tempo[number], 1, 1, 1]
            )
            starts[here], ends[here] = edges, stops
    return replace(heard, starts=starts, ends=ends)


def _kinds(
    heard: Heard, pauses: Mapping[int, Pause], bounds: NDArray[np.int64]
) -> NDArray[np.int64]:
    kinds = np.zeros(len(heard.sounds), np.int64)
    for at, kind in pauses.items():
        kinds[at] = kind
    for number, piece in enumerate(heard.pieces[:-1]):
        # A pause behind the last sound is inside the cue only if the next follows at once.
        last = bounds[number + 1] - 1
        apart = heard.pieces[number + 1].start_ms - piece.end_ms > _TOUCHING_MS
        if apart and last >= bounds[number]:
            kinds[last] = 0
    if len(kinds):
        kinds[-1] = 0
    return kinds


def _usual(heard: Heard, weights: _Floats, kinds: NDArray[np.int64]) -> _Floats:
    """Returns the usual length of a syllable and of the three kinds of pause in milliseconds."""
    syllable = heard.syllable_ms
    prior = np.array([syllable, *_USUAL_PAUSES_MS])
    count = len(heard.pieces)
    lengths = np.array([piece.end_ms - piece.start_ms for piece in heard.pieces], float)
    columns = [np.bincount(heard.piece, weights, count)]
    columns += [np.bincount(heard.piece[kinds == kind], minlength=count) for kind in Pause]
    table = np.stack(columns, axis=1)
    expected = table @ prior
    used = (lengths > expected / 3) & (lengths < expected * 2) & (table[:, 0] > 0)
    used &= np.array([not piece.starts for piece in heard.pieces], bool)
    if not used.any():
        return prior
    scale = np.sqrt(_PRIOR_CUES) * np.array([10.0, 1.0, 1.0, 1.0])
    left = np.vstack([table[used], np.diag(scale)])
    right = np.concatenate([lengths[used], scale * prior])
    fitted: _Floats = np.linalg.lstsq(left, right, rcond=None)[0]
    return np.clip(fitted, [syllable / 2, 0, 0, 0], [syllable * 1.5, 2000, 3000, 4000])


def _tempo(heard: Heard, weights: _Floats, kinds: NDArray[np.int64], usual: _Floats) -> _Floats:
    """Returns for every piece how slow its neighbourhood is spoken, 1 being usual.

    Each neighbour tells its tempo with an error (its pauses are not known, few syllables average
    badly, and the tempo drifts from piece to piece); the mean is weighted by precision.
    """
    count = len(heard.pieces)
    lengths = np.array([piece.end_ms - piece.start_ms for piece in heard.pieces], float)
    syllables = np.bincount(heard.piece, weights, count) * usual[0]
    silences = np.concatenate([[0.0], usual[1:]])[kinds]
    silent = np.bincount(heard.piece, silences, count)
    told = np.ones(count)
    np.divide(lengths - silent, syllables, out=told, where=syllables > 0)
    spread = np.bincount(heard.piece, (_PAUSE_SPREAD * silences) ** 2, count)
    spread += _SYLLABLE_SPREAD**2 * usual[0] * syllables
    variance = np.full(count, np.inf)
    known = (syllables > 0) & (told > 1 / 2) & (told < 2)
    variance[known] = spread[known] / syllables[known] ** 2
    sums = np.full(count, 1 / _TEMPO_SPREAD**2)
    totals = sums.copy()
    for step in range(1, _TEMPO_REACH + 1):
        for here, there in (
            (slice(step, None), slice(None, -step)),
            (slice(None, -step), slice(step, None)),
        ):
            precision = 1 / (variance[there] + _TEMPO_DRIFT**2 * step)
            sums[here] += precision
            totals[here] += precision * told[there]
    found: _Floats = totals / sums
    return found


def _inside(
    piece: Piece, weights: _Floats, kinds: NDArray[np.int64], usual: _Floats
) -> tuple[_Floats, _Floats]:
    syllables = weights * usual[0]
    lengths = np.concatenate([[0.0], usual[1:]])[kinds]
    variances = np.concatenate(
        [
            (_SYLLABLE_SPREAD**2 + _TEMPO_SPREAD**2 * weights.sum()) * usual[0] * syllables,
            (_PAUSE_SPREAD * lengths) ** 2,
        ]
    )
    means = np.concatenate([syllables, lengths])
    duration = float(piece.end_ms - piece.start_ms)
    surplus = duration - means.sum()
    found = np.maximum(means + variances * surplus / max(variances.sum(), 1e-9), means * _SHORTEST)
    if found.sum() > duration:
        found *= duration / found.sum()
    spoken, silent = found[: len(weights)], found[len(weights) :]
    spoken = np.minimum(spoken, syllables * _LONGEST_SYLLABLE)
    edges = np.cumsum(np.stack([spoken, silent], axis=1).ravel())
    ends = piece.start_ms + edges[::2]
    starts = piece.start_ms + np.concatenate([[0.0], edges[1:-1:2]])
    return starts, ends
