"""Which words of a sentence a piece of its translation stands for, and so when they are said.

The engine's cross-attention links target tokens to source tokens. For every place where the target
may be cut, the source is cut where the fewest links go across (Viterbi over the places, so that the
source cuts never go back); what still goes across is the cost of cutting there.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from translator.subtitles.breaking import find_breaks

_CROSSING = 60.0
"""Cost of a cut that all words of the sentence would cross."""

_AWAY = 8.0
"""Cost of a source cut as far from its proportional place as the sentence is long."""

_SOURCE_BREAK = 0.02
"""Share of a source break's own cost that counts when places are chosen."""


_NEAR, _MOVED = 4, 6.0
"""How far a place of the shown source may be moved, and the cost per character."""

_NO_BREAK = 120.0


class Linked(Protocol):
    """A target span and the source span it stands for; `translator.engine.links.Link` is one."""

    @property
    def target_start(self) -> int:
        """First character of the target span."""

    @property
    def target_end(self) -> int:
        """Character behind the target span."""

    @property
    def source_start(self) -> int:
        """First character of the source span."""

    @property
    def source_end(self) -> int:
        """Character behind the source span."""


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Where a translation's places lie in its source.

    Attributes:
        source_at: for every position 0..len(target), the offset in the source where the words
            that stand from there on begin; never falls, from 0 to len(source).
        cut_costs: for every position 0..len(target), what a cut there costs in words that are
            shown away from their time.
    """

    source_at: tuple[int, ...]
    cut_costs: tuple[float, ...]


def correspond(source: str, target: str, links: Sequence[Linked]) -> Correspondence:
    """Returns where each place of ``target`` lies in ``source``.

    Args:
        source: the sentence.
        target: its translation.
        links: alignment of the two, in any order; without any, places are taken in proportion.
    """
    if not source or not target:
        return Correspondence((0,) * (len(target) + 1), (0.0,) * (len(target) + 1))
    places = [item.position for item in find_breaks(target, len, 40)]
    cuts = [(item.position, item.cost) for item in find_breaks(source, len, 16)]
    cuts = [(0, 0.0), *cuts, (len(source), 0.0)]
    crossings = [_crossings(place, [at for at, _cost in cuts], links) for place in places]
    chosen = _viterbi(places, cuts, crossings, len(source), len(target))
    source_at = [0] * (len(target) + 1)
    costs = [0.0] * (len(target) + 1)
    anchors = [(0, 0), *((p, cuts[c][0]) for p, c in zip(places, chosen, strict=True))]
    anchors.append((len(target), len(source)))
    for (left, low), (right, high) in itertools.pairwise(anchors):
        for position in range(left, right):
            source_at[position] = low + (high - low) * (position - left) // (right - left)
    source_at[len(target)] = len(source)
    for number, place in enumerate(places):
        costs[place] = _CROSSING * crossings[number][chosen[number]]
    return Correspondence(tuple(source_at), tuple(costs))


def shown_at(source: str, found: Correspondence) -> tuple[int, ...]:
    """Returns `Correspondence.source_at` with its places moved to where the source is well cut.

    This is for showing the source beside the target: a word that stands one cue earlier or later
    harms nobody, half a phrase does. Times stay with ``source_at``.

    Args:
        source: the sentence.
        found: its correspondence with the translation.
    """
    costs = dict.fromkeys(range(1, len(source)), _NO_BREAK)
    costs |= {item.position: min(item.cost, _NO_BREAK) for item in find_breaks(source, len, 16)}
    moved: list[int] = []
    for at in found.source_at:
        near = [place for place in range(at - _NEAR, at + _NEAR + 1) if place in costs]
        best = min(near, key=lambda place: costs[place] + _MOVED * abs(place - at), default=at)
        moved.append(max(best if at in costs else at, moved[-1] if moved else 0))
    return tuple(moved)


def _crossings(place: int, cuts: Sequence[int], links: Sequence[Linked]) -> list[float]:
    """Returns for each source cut the share of linked letters that would change sides."""
    before = sorted(
        (link.source_end, link.target_end - link.target_start)
        for link in links
        if link.target_end <= place
    )
    behind = sorted(
        (link.source_start, link.target_end - link.target_start)
        for link in links
        if link.target_start >= place
    )
    total = sum(weight for _at, weight in before + behind)
    if not total:
        return [0.0] * len(cuts)
    ends, starts = [at for at, _weight in before], [at for at, _weight in behind]
    end_weights, start_weights = _running(before), _running(behind)
    found = []
    for cut in cuts:
        late = end_weights[-1] - end_weights[bisect_left(ends, cut + 1)]
        early = start_weights[bisect_left(starts, cut)]
        found.append((late + early) / total)
    return found


def _running(items: Sequence[tuple[int, int]]) -> list[int]:
    sums = [0]
    for _at, weight in items:
        sums.append(sums[-1] + weight)
    return sums


def _viterbi(
    places: Sequence[int],
    cuts: Sequence[tuple[int, float]],
    crossings: Sequence[Sequence[float]],
    source_length: int,
    target_length: int,
) -> list[int]:
    """Returns the number of the source cut for each place, never falling."""
    best: list[list[float]] = []
    back: list[list[int]] = []
    for number, place in enumerate(places):
        row, pointers = [], []
        cheapest, pointer = 0.0, 0
        for index, (at, cost) in enumerate(cuts):
            if number:
                before = best[-1][index]
                if index == 0 or before < cheapest:
                    cheapest, pointer = before, index
            away = abs(at / source_length - place / target_length)
            local = _CROSSING * crossings[number][index] + _AWAY * away + _SOURCE_BREAK * cost
            row.append(cheapest + local)
            pointers.append(pointer)
        best.append(row)
        back.append(pointers)
    if not places:
        return []
    index = min(range(len(cuts)), key=lambda i: best[-1][i])
    chosen = []
    for number in range(len(places) - 1, -1, -1):
        chosen.append(index)
        index = back[number][index]
    return chosen[::-1]
