"""A transcript against recognised speech, sound by sound.

Three steps, as in patience diff and in whole-genome aligners: runs of sounds that are rare in both
texts are anchors; the heaviest rising chain of anchors is kept; what lies between two anchors of
the chain is aligned exactly (`translator.subtitles.alignment_dynamic`). Time grows nearly linearly
with the length of the speech.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from translator.subtitles.alignment_dynamic import align_scores
from translator.subtitles.speech_sounds import Sound

SAME = 0.8
"""Pairs at least this similar count as the same sound."""

_EQUAL, _FUZZY, _HALF, _OTHER = 1.0, 0.85, 0.1, -0.5
_ANCHOR_SIZES = (6, 5, 4, 3)
_MOST_REPEATS = 4
"""An n-gram is rare if its occurrences in the two texts make no more pairs than this."""
_MOST_CELLS = 4_000_000
"""Tables up to this size are computed whole; 4 bytes a cell for scores, one for the way back."""

_Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pair:
    """A sound of the transcript and the sound of the speech it stands for.

    Attributes:
        text: index into the transcript's sounds.
        speech: index into the speech's sounds.
        similarity: 1 equal, at least `SAME` for the same sound, less for a misheard one.
    """

    text: int
    speech: int
    similarity: float


def align(text: Sequence[Sound], speech: Sequence[Sound]) -> list[Pair]:
    """Returns the pairs of the best alignment; both indices rise strictly.

    Args:
        text: sounds of the transcript.
        speech: sounds of what was recognised.
    """
    if not text or not speech:
        return []
    codes = _Codes.of(text, speech)
    pairs = list(_align(codes, _Box(0, len(text), 0, len(speech)), 0))
    found = codes.similarities(pairs)
    return [Pair(at, heard, value) for (at, heard), value in zip(pairs, found, strict=True)]


@dataclass(frozen=True, slots=True)
class _Box:
    """A part of the transcript and the part of the speech it is to be aligned with."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def cells(self) -> int:
        return (self.bottom - self.top) * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class _Codes:
    """The sounds as numbers: arrays of shape (4, n) — symbol, syllable, initial, final — and fuzzy.

    Equal numbers mean equal strings in both texts; empty initials and finals differ between them.
    """

    text: _Ids
    speech: _Ids
    text_fuzzy: _Ids
    speech_fuzzy: _Ids

    @classmethod
    def of(cls, text: Sequence[Sound], speech: Sequence[Sound]) -> _Codes:
        numbers: dict[str, int] = {}

        def encode(items: Sequence[Sound], nothing: int) -> tuple[_Ids, _Ids]:
            def number(value: str) -> int:
                return numbers.setdefault(value, len(numbers)) if value else nothing

            rows = [
                [number(s.symbol) for s in items],
                [number(s.syllable) for s in items],
                [number(s.initial) for s in items],
                [number(s.final) for s in items],
            ]
            return np.array(rows, np.int64), np.array([number(s.fuzzy) for s in items], np.int64)

        text_codes, text_fuzzy = encode(text, -1)
        speech_codes, speech_fuzzy = encode(speech, -2)
        return cls(text_codes, speech_codes, text_fuzzy, speech_fuzzy)

    def scores(self, box: _Box) -> NDArray[np.float32]:
        """Returns the similarity of every pair of the box."""
        rows, columns = slice(box.top, box.bottom), slice(box.left, box.right)
        return _similarities(
            self.text[:, rows, None] == self.speech[:, None, columns],
            self.text_fuzzy[rows, None] == self.speech_fuzzy[columns],
        )

    def similarities(self, pairs: Sequence[tuple[int, int]]) -> list[float]:
        """Returns the similarity of each of the pairs."""
        at, heard = np.array(pairs, np.int64).reshape(-1, 2).T
        found: list[float] = _similarities(
            self.text[:, at] == self.speech[:, heard],
            self.text_fuzzy[at] == self.speech_fuzzy[heard],
        ).tolist()
        return found


def _similarities(equal: NDArray[np.bool_], fuzzy: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Returns similarities from what is equal: symbol, syllable, initial, final (first axis)."""
    symbol, syllable, initial, final = equal
    found = np.full(symbol.shape, _OTHER, np.float32)
    found[initial | final] = _HALF
    found[fuzzy] = _FUZZY
    found[symbol | syllable] = _EQUAL
    return found


def _align(codes: _Codes, box: _Box, level: int) -> Iterator[tuple[int, int]]:
    """Yields the pairs of a box; ``level`` counts the anchor sizes already tried."""
    if level < len(_ANCHOR_SIZES) and box.cells > _ANCHOR_SIZES[0] ** 2:
        chain = _chain(_anchors(codes, box, _ANCHOR_SIZES[level]))
        big = box.cells > _MOST_CELLS
        if chain:
            # Between anchors of one size shorter ones are trusted only where there is no other way.
            for part in _between(box, chain):
                if isinstance(part, _Box):
                    deeper = level + 1 if part.cells > _MOST_CELLS else len(_ANCHOR_SIZES)
                    yield from _align(codes, part, deeper)
                else:
                    yield part
            return
        if big:
            yield from _align(codes, box, level + 1)
            return
    for part in _pieces(box):
        for row, column in align_scores(codes.scores(part)):
            yield part.top + row, part.left + column


def _pieces(box: _Box) -> Iterator[_Box]:
    """Cuts a table too big to be computed at equal shares: nothing tells where, so nothing better.

    Only texts without a single rare run of sounds in common come here.
    """
    if not box.cells:
        return
    count = math.ceil(math.sqrt(box.cells / _MOST_CELLS))
    rows = np.linspace(box.top, box.bottom, count + 1).astype(int).tolist()
    columns = np.linspace(box.left, box.right, count + 1).astype(int).tolist()
    for number in range(count):
        yield _Box(rows[number], rows[number + 1], columns[number], columns[number + 1])


_Run = tuple[int, int, int]
"""Transcript index, speech index and length of a run of equal fuzzy sounds."""


def _anchors(codes: _Codes, box: _Box, size: int) -> list[_Run]:
    """Returns the runs made of n-grams that are rare on both sides of the box."""
    text = codes.text_fuzzy[box.top : box.bottom]
    speech = codes.speech_fuzzy[box.left : box.right]
    if min(len(text), len(speech)) < size:
        return []
    mine, other = _ngrams(text, size), _ngrams(speech, size)
    common = np.intersect1d(mine, other)
    spots: dict[int, tuple[list[int], list[int]]] = {int(key): ([], []) for key in common}
    for side, keys in enumerate((mine, other)):
        for at in np.flatnonzero(np.isin(keys, common)).tolist():
            spots[int(keys[at])][side].append(at)
    pairs = {
        (at, heard)
        for first, second in spots.values()
        if len(first) * len(second) <= _MOST_REPEATS
        for at in first
        for heard in second
    }
    return list(_runs(pairs, box, size))


def _ngrams(ids: _Ids, size: int) -> NDArray[np.uint64]:
    """Returns a hash of the n-gram at every position; 64 bits make collisions a non-event."""
    windows = np.lib.stride_tricks.sliding_window_view(ids.astype(np.uint64), size)
    hashed = np.zeros(len(windows), np.uint64)
    for column in range(size):
        hashed = (hashed ^ (windows[:, column] + np.uint64(1))) * np.uint64(0x9E3779B97F4A7C15)
        hashed ^= hashed >> np.uint64(29)
    return hashed


def _runs(pairs: set[tuple[int, int]], box: _Box, size: int) -> Iterator[_Run]:
    for at, heard in sorted(pairs):
        if (at - 1, heard - 1) in pairs:
            continue
        length = size
        while (at + length - size + 1, heard + length - size + 1) in pairs:
            length += 1
        yield box.top + at, box.left + heard, length


def _chain(runs: Sequence[_Run]) -> list[_Run]:
    """Returns the heaviest chain of runs that rises in both texts (weighted patience, Fenwick)."""
    ranks = {heard: rank for rank, heard in enumerate(sorted({run[1] for run in runs}), 1)}
    tree: list[tuple[int, int]] = [(0, -1)] * (len(ranks) + 1)
    before: list[int] = []
    order = sorted(runs, key=lambda run: (run[0], -run[1]))
    for number, (_at, heard, length) in enumerate(order):
        weight, previous = max(_prefixes(tree, ranks[heard] - 1), default=(0, -1))
        before.append(previous)
        here = ranks[heard]
        while here < len(tree):
            tree[here] = max(tree[here], (weight + length, number))
            here += here & -here
    chain = []
    at = max(_prefixes(tree, len(ranks)), default=(0, -1))[1]
    while at >= 0:
        chain.append(order[at])
        at = before[at]
    chain.reverse()
    return chain


def _prefixes(tree: Sequence[tuple[int, int]], rank: int) -> Iterator[tuple[int, int]]:
    while rank:
        yield tree[rank]
        rank -= rank & -rank


def _between(box: _Box, chain: Iterable[_Run]) -> Iterator[_Box | tuple[int, int]]:
    """Yields the pairs of the runs and, in their order, the boxes between them."""
    top, left = box.top, box.left
    for at, heard, length in chain:
        # Runs on neighbouring diagonals may overlap: the later one gives way.
        shift = max(0, top - at, left - heard)
        if shift >= length:
            continue
        yield _Box(top, at + shift, left, heard + shift)
        for step in range(shift, length):
            yield at + step, heard + step
        top, left = at + length, heard + length
    yield _Box(top, box.bottom, left, box.right)
