"""Where in a cue its syllables stand: tempo and pauses reasoned out from the source's own cues.

The usual lengths of a syllable and of each kind of pause are fitted to the durations of the cues
(ridge regression), then the tempo around each cue (a mean weighted by precision). Inside a cue
every syllable and pause gets its expected length given that they add up to the cue's: the mean of
normal variables under a known sum, so that what is too much or too little goes where lengths vary
most, to the pauses first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]

_LONGEST_SYLLABLE = 3.0
"""No syllable lasts longer than this many usual ones; what is left of a cue is silence."""
_USUAL_PAUSES_MS = (150.0, 450.0, 700.0)
_PRIOR_CUES = 8.0
"""How many cues the usual lengths count as when the source's own are estimated."""
_SYLLABLE_SPREAD, _TEMPO_SPREAD, _PAUSE_SPREAD, _CUT_SPREAD = 0.3, 0.12, 0.6, 0.85
"""Standard deviations as shares of the length: of a syllable, a cue's tempo, a pause, half a pause
that the edge of a cue cuts anywhere."""
_TEMPO_DRIFT, _TEMPO_REACH = 0.06, 5
"""By how much the tempo changes from cue to cue, and how many neighbours tell it."""
_SHORTEST = 0.2
_TOUCHING_MS = 80
_ALIKE, _ALIKE_SHARE, _FEWEST_ALIKE = 0.02, 0.8, 8


class Pause(IntEnum):
    """Where a speaker draws breath, as the transcript's punctuation tells it."""

    COMMA = 1
    STOP = 2
    TURN = 3


@dataclass(frozen=True, slots=True)
class Cues:
    """What is known before anything is reasoned out.

    Attributes:
        piece: for every sound the index of its cue, never falling.
        weights: of every sound, in syllables.
        starts, ends: of every cue in milliseconds.
    """

    piece: _Ints
    weights: _Floats
    starts: _Floats
    ends: _Floats

    def per_piece(self, values: _Floats) -> _Floats:
        """Returns the sum of the sounds' values for every cue."""
        return np.bincount(self.piece, values, len(self.starts)).astype(np.float64)


def pause_kinds(count: int, pauses: Mapping[int, Pause]) -> _Ints:
    """Returns the kind of pause behind each of ``count`` sounds, 0 for none."""
    kinds = np.zeros(count, np.int64)
    for at, kind in pauses.items():
        kinds[at] = kind
    return kinds


def spread(cues: Cues, kinds: _Ints, syllable_ms: float) -> tuple[_Floats, _Floats]:
    """Returns start and end of every sound.

    Args:
        cues: the cues.
        kinds: of the pause behind every sound, see `pause_kinds`.
        syllable_ms: roughly how long a syllable takes.
    """
    rests = _rests(cues, kinds)
    usual = _usual(cues, rests, syllable_ms)
    lengths = np.concatenate([[0.0], usual[1:]])
    behind, before = lengths[rests.behind] * rests.share, lengths[rests.before] * rests.share_before
    variances = (behind * np.where(rests.share < 1, _CUT_SPREAD, _PAUSE_SPREAD)) ** 2
    variances_before = (before * _CUT_SPREAD) ** 2
    tempo = _tempo(cues, usual[0], behind, variances, before)
    bounds = np.searchsorted(cues.piece, np.arange(len(cues.starts) + 1))
    starts, ends = np.zeros(len(kinds)), np.zeros(len(kinds))
    for number in range(len(cues.starts)):
        here = slice(bounds[number], bounds[number + 1])
        syllables = cues.weights[here] * usual[0] * tempo[number]
        own = (_SYLLABLE_SPREAD**2 + _TEMPO_SPREAD**2 * cues.weights[here].sum()) * usual[0]
        found = _given_sum(
            np.concatenate([before[number : number + 1], syllables, behind[here]]),
            np.concatenate(
                [variances_before[number : number + 1], own * syllables, variances[here]]
            ),
            float(cues.ends[number] - cues.starts[number]),
        )
        spoken, silent = found[1 : len(syllables) + 1], found[len(syllables) + 1 :]
        spoken = np.minimum(spoken, syllables * _LONGEST_SYLLABLE)
        edges = cues.starts[number] + found[0] + np.cumsum(np.stack([spoken, silent], 1).ravel())
        ends[here] = edges[::2]
        starts[here] = np.concatenate([[cues.starts[number] + found[0]], edges[1:-1:2]])[
            : len(syllables)
        ]
    return starts, ends


def _given_sum(means: _Floats, variances: _Floats, total: float) -> _Floats:
    """Returns the expected lengths, given that they add up to ``total``; none is negative."""
    surplus = total - means.sum()
    found = np.maximum(means + variances * surplus / max(variances.sum(), 1e-9), means * _SHORTEST)
    scaled: _Floats = found * min(1.0, total / max(float(found.sum()), 1e-9))
    return scaled


@dataclass(frozen=True, slots=True)
class _Rests:
    """The pauses that lie inside the cues, whole or in part.

    Attributes:
        behind, share: kind of the pause behind every sound, and how much of it is in the cue.
        before, share_before: the same of the pause with which every cue begins.
    """

    behind: _Ints
    share: _Floats
    before: _Ints
    share_before: _Floats


def _rests(cues: Cues, kinds: _Ints) -> _Rests:
    """Decides to which cue the pauses at the edges of cues belong.

    A pause before a gap is in the gap. Where one cue follows the other at once it is in the first,
    since recognisers start a cue with its first word; cues that are all of one length were cut by
    the clock, and then half of it is in each.
    """
    behind, share = kinds.copy(), np.ones(len(kinds))
    before = np.zeros(len(cues.starts), np.int64)
    share_before = np.full(len(cues.starts), 0.5)
    by_clock = _cut_by_clock(cues.ends - cues.starts)
    for last in np.flatnonzero(np.diff(cues.piece)).tolist():
        number, following = int(cues.piece[last]), int(cues.piece[last + 1])
        if cues.starts[following] - cues.ends[number] > _TOUCHING_MS:
            behind[last] = 0
        elif by_clock:
            share[last] = 0.5
            before[following] = behind[last]
    if len(kinds):
        behind[-1] = 0
    return _Rests(behind, share, before, share_before)


def _cut_by_clock(lengths: _Floats) -> bool:
    if len(lengths) < _FEWEST_ALIKE:
        return False
    middle = float(np.median(lengths))
    return bool(np.mean(np.abs(lengths - middle) <= _ALIKE * middle) >= _ALIKE_SHARE)


def _usual(cues: Cues, rests: _Rests, syllable: float) -> _Floats:
    """Returns the usual length of a syllable and of the three kinds of pause in milliseconds."""
    prior = np.array([syllable, *_USUAL_PAUSES_MS])
    lengths = cues.ends - cues.starts
    columns = [cues.per_piece(cues.weights)]
    for kind in Pause:
        whole = cues.per_piece(np.where(rests.behind == kind, rests.share, 0.0))
        columns.append(whole + np.where(rests.before == kind, rests.share_before, 0.0))
    table = np.stack(columns, axis=1)
    expected = table @ prior
    used = (lengths > expected / 3) & (lengths < expected * 2) & (table[:, 0] > 0)
    if not used.any():
        return prior
    scale = np.sqrt(_PRIOR_CUES) * np.array([10.0, 1.0, 1.0, 1.0])
    left = np.vstack([table[used], np.diag(scale)])
    right = np.concatenate([lengths[used], scale * prior])
    fitted: _Floats = np.linalg.lstsq(left, right, rcond=None)[0]
    return np.clip(fitted, [syllable / 2, 0, 0, 0], [syllable * 1.5, 2000, 3000, 4000])


def _tempo(
    cues: Cues, syllable: float, behind: _Floats, variances: _Floats, before: _Floats
) -> _Floats:
    """Returns for every cue how slow its neighbourhood is spoken, 1 being usual.

    Each neighbour tells its tempo with an error (its pauses are not known, few syllables average
    badly, and the tempo drifts from cue to cue); the mean is weighted by precision.
    """
    count = len(cues.starts)
    syllables = cues.per_piece(cues.weights) * syllable
    told = np.ones(count)
    spoken = cues.ends - cues.starts - cues.per_piece(behind) - before
    np.divide(spoken, syllables, out=told, where=syllables > 0)
    error = cues.per_piece(variances) + _SYLLABLE_SPREAD**2 * syllable * syllables
    variance = np.full(count, np.inf)
    known = (syllables > 0) & (told > 1 / 2) & (told < 2)
    variance[known] = error[known] / syllables[known] ** 2
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
