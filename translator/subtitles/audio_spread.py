"""Text over speech of which only the pauses are known.

A dynamic programme marries ends of clauses to silences. Between two marriages the text should take
as long as its syllables let expect; a sentence end without a silence, or a silence inside a clause,
costs. What lies between is spread by syllables over the time in which somebody speaks.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]

_PER_SYLLABLE, _TEMPO = 0.35, 0.2
"""Standard deviation of the length of n syllables, in syllables: 0.35 √n + 0.2 n."""
_CLAUSES_BACK, _SILENCES_BACK = 10, 14
_SHARE_OFF, _LEAST_OFF_MS = 0.08, 45_000.0
"""How far from an even spread a clause may lie: a share of the speech, and at least this long."""
_NO_SILENCE = (0.0, 0.7, 3.5, 5.0)
"""What it costs that no silence follows: nothing, comma, sentence, turn."""
_USUAL_SILENCE_MS = (60.0, 250.0, 500.0, 700.0)
_SILENCE_INSIDE_MS = 250.0
_MOST_INSIDE = 8.0
_MOST_PER_OTHER = 4
"""No more clause ends than this are tried for each silence, and the other way round."""


@dataclass(frozen=True, slots=True)
class Span:
    """Somebody speaks from ``start_ms`` to ``end_ms``."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Clause:
    """Text without a pause inside.

    Attributes:
        weight: its length in syllables, above 0.
        pause: what ends it: 0 nothing, 1 a comma, 2 a sentence end, 3 the end of a turn.
    """

    weight: float
    pause: int


def spread_over_speech(
    clauses: Sequence[Clause], spans: Sequence[Span]
) -> list[tuple[float, float]]:
    """Returns for every clause the speech time at which it starts and ends.

    Speech time counts only while somebody speaks: 0 at the start of the first span. `SpeechClock`
    turns it into time.

    Args:
        clauses: in order, not empty.
        spans: in order, without overlaps, not empty.
    """
    weights = np.concatenate([[0.0], np.cumsum([clause.weight for clause in clauses])])
    lengths = [span.end_ms - span.start_ms for span in spans]
    edges = np.concatenate([[0.0], np.cumsum(lengths)])
    silences = np.array([b.start_ms - a.end_ms for a, b in itertools.pairwise(spans)], float)
    pauses = np.array([clause.pause for clause in clauses[:-1]], np.int64)
    ends = _most_telling(pauses.astype(float), _MOST_PER_OTHER * len(silences) + 1)
    kept = _most_telling(silences, _MOST_PER_OTHER * len(pauses) + 1)
    table = _Table(
        weights[[0, *(ends + 1), len(clauses)]],
        edges[[0, *(kept + 1), len(spans)]],
        pauses[ends],
        silences[kept],
    )
    chosen = table.way()
    known = np.array([table.weights[place] for place, _edge in chosen])
    times = np.interp(weights, known, [table.edges[edge] for _place, edge in chosen]).tolist()
    return list(itertools.pairwise(times))


def _most_telling(values: _Floats, count: int) -> NDArray[np.int64]:
    """Returns the indices of the ``count`` largest values, rising."""
    return np.sort(np.argsort(-values, kind="stable")[:count])


class SpeechClock:
    """Turns speech time into time."""

    def __init__(self, spans: Sequence[Span]) -> None:
        lengths = [span.end_ms - span.start_ms for span in spans]
        self._spans = spans
        self._edges = np.concatenate([[0.0], np.cumsum(lengths)])

    def starting(self, time: float) -> float:
        """Returns when something starts: at the edge of two spans, in the later one."""
        at = int(np.searchsorted(self._edges, time + 0.5, side="right")) - 1
        return self._at(min(max(at, 0), len(self._spans) - 1), time)

    def ending(self, time: float) -> float:
        """Returns when something ends: at the edge of two spans, in the earlier one."""
        at = int(np.searchsorted(self._edges, time - 0.5, side="left")) - 1
        return self._at(min(max(at, 0), len(self._spans) - 1), time)

    def _at(self, number: int, time: float) -> float:
        span = self._spans[number]
        inside = span.start_ms + time - float(self._edges[number])
        return min(max(inside, float(span.start_ms)), float(span.end_ms))


class _Table:
    """Best cost of every (clause end, edge of speech) that are married; rows are clause ends.

    Both run from 0 (the start of everything) to the end of everything.
    """

    def __init__(
        self, weights: _Floats, edges: _Floats, pauses: NDArray[np.int64], silences: _Floats
    ) -> None:
        self.weights, self.edges = weights, edges
        self._rate = float(edges[-1] / weights[-1])
        self._reach = max(_LEAST_OFF_MS, _SHARE_OFF * float(edges[-1]))
        inside = np.minimum((silences / _SILENCE_INSIDE_MS) ** 0.75, _MOST_INSIDE)
        self._skips = np.concatenate([[0.0, 0.0], np.cumsum(inside)])
        self._misses = np.concatenate([[0.0, 0.0], np.cumsum(np.array(_NO_SILENCE)[pauses])])
        self._clauses_back = max(_CLAUSES_BACK, _MOST_PER_OTHER * len(weights) // len(edges))
        self._silences_back = max(_SILENCES_BACK, _MOST_PER_OTHER * len(edges) // len(weights))
        self._costs = [np.where(np.arange(len(edges)) == 0, 0.0, np.inf)]
        self._back: list[NDArray[np.int64]] = [np.full(len(edges), -1, np.int64)]
        for place, pause in enumerate(pauses.tolist(), 1):
            middle = weights[place] * self._rate
            low = int(np.searchsorted(edges, middle - self._reach))
            high = int(np.searchsorted(edges, middle + self._reach, side="right"))
            self._fill(max(1, low), min(len(edges) - 1, high))
            self._costs[-1][1:-1] += _wedding(silences, pause)
        self._fill(len(edges) - 1, len(edges))

    def _fill(self, low: int, high: int) -> None:
        """Adds the row of the next clause end, for edges from ``low`` to before ``high``."""
        count, place = len(self.edges), len(self._costs)
        best, back = np.full(count, np.inf), np.full(count, -1, np.int64)
        for earlier in range(max(0, place - self._clauses_back), place):
            missed = self._misses[place] - self._misses[earlier + 1]
            weight = float(self.weights[place] - self.weights[earlier])
            for steps in range(1, self._silences_back + 1):
                first = max(low, steps)
                if first >= high:
                    break
                here, there = slice(first, high), slice(first - steps, high - steps)
                cost = self._costs[earlier][there] + missed + self._skips[here]
                cost -= self._skips[first - steps + 1 : high - steps + 1]
                cost += self._deviation(self.edges[here] - self.edges[there], weight)
                better = cost < best[here]
                best[here] = np.where(better, cost, best[here])
                origin = earlier * count + np.arange(first - steps, high - steps)
                back[here] = np.where(better, origin, back[here])
        self._costs.append(best)
        self._back.append(back)

    def _deviation(self, length: _Floats, weight: float) -> _Floats:
        spread = self._rate * (_PER_SYLLABLE * np.sqrt(weight) + _TEMPO * weight)
        found: _Floats = 0.5 * ((length - self._rate * weight) / spread) ** 2
        return found

    def way(self) -> list[tuple[int, int]]:
        """Returns the married (clause end, edge) pairs from the start to the end of everything."""
        count = len(self.edges)
        place, edge = len(self._costs) - 1, count - 1
        found = [(place, edge)]
        while self._back[place][edge] >= 0:
            place, edge = divmod(int(self._back[place][edge]), count)
            found.append((place, edge))
        if found[-1] != (0, 0):
            # The pauses say nothing (hardly any, or everywhere): all is spread evenly.
            found.append((0, 0))
        found.reverse()
        return found


def _wedding(silences: _Floats, pause: int) -> _Floats:
    """Returns what it costs that a clause end has each of the silences."""
    usual = _USUAL_SILENCE_MS[pause]
    costs = 0.5 * np.log(np.maximum(silences, 30.0) / usual) ** 2
    costs[silences > usual] *= 0.5
    return np.minimum(costs, 4.0) + (3.0 if pause == 0 else 0.0)
