"""The exact alignment of two short runs of sounds: a dynamic programme with affine gaps.

Gotoh, "An improved algorithm for matching biological sequences", J. Mol. Biol. 162 (1982). Opening
a gap costs, prolonging it hardly does: speech that was cut out, or text that nobody said, is one
long gap instead of being strewn with chance matches. Rows are computed at once with numpy; gaps
inside a row are a running maximum.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_OPEN = np.float32(0.75)
_EXTEND = np.float32(0.02)

_DIAGONAL, _UP, _LEFT = 0, 1, 2
_SOURCE = 3
_UP_OPENS = 4
_LEFT_OPENS = 8


def align_scores(scores: NDArray[np.float32]) -> list[tuple[int, int]]:
    """Returns the pairs of the best alignment, both members strictly rising.

    A run of pairs must earn more than the gaps it splits cost, so that single chance matches in
    unrelated text are left out.

    Args:
        scores: for every pair (row, column), what aligning them earns.
    """
    rows, columns = scores.shape
    if not rows or not columns:
        return []
    return _trace(_pointers(scores))


def _pointers(scores: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Returns for every cell of the (rows + 1) × (columns + 1) table where its best came from."""
    rows, columns = scores.shape
    pointers = np.zeros((rows + 1, columns + 1), np.uint8)
    slope = np.arange(columns + 1, dtype=np.float32) * _EXTEND
    best = np.empty(columns + 1, np.float32)
    best[0] = 0
    best[1:] = -_OPEN - slope[:-1]
    pointers[0, 1:] = _LEFT
    pointers[0, 1] |= _LEFT_OPENS
    up = np.full(columns + 1, -np.inf, np.float32)
    for row in range(rows):
        opened, extended = best - _OPEN, up - _EXTEND
        up = np.maximum(opened, extended)
        straight = up.copy()
        diagonal = best[:-1] + scores[row]
        np.maximum(diagonal, up[1:], out=straight[1:])
        records = np.maximum.accumulate(straight + slope)
        left = records[:-1] - _OPEN - slope[:-1]
        best = straight.copy()
        np.maximum(best[1:], left, out=best[1:])
        cell = pointers[row + 1]
        cell[0] = _UP
        cell[1:] = np.where(
            best[1:] == diagonal, _DIAGONAL, np.where(best[1:] == up[1:], _UP, _LEFT)
        )
        cell |= np.where(opened >= extended, _UP_OPENS, 0).astype(np.uint8)
        cell[1:] |= np.where(straight[:-1] + slope[:-1] >= records[:-1], _LEFT_OPENS, 0).astype(
            np.uint8
        )
    return pointers


def _trace(pointers: NDArray[np.uint8]) -> list[tuple[int, int]]:
    row, column = pointers.shape[0] - 1, pointers.shape[1] - 1
    pairs = []
    while row and column:
        source = pointers[row, column] & _SOURCE
        if source == _DIAGONAL:
            row, column = row - 1, column - 1
            pairs.append((row, column))
        elif source == _UP:
            while row and not pointers[row, column] & _UP_OPENS:
                row -= 1
            row = max(0, row - 1)
        else:
            while column and not pointers[row, column] & _LEFT_OPENS:
                column -= 1
            column = max(0, column - 1)
    pairs.reverse()
    return pairs
