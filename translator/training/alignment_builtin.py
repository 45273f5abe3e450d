"""fast_align in NumPy: IBM Model 2 with a prior along the diagonal.

    p(target word f_i | source words e) = p0 t(f_i | null) + (1 - p0) Σ_j δ(j | i) t(f_i | e_j)
    δ(j | i) ∝ exp(-λ |i / m - j / n|)        (i of m target words, j of n source words, middles)

Dyer, Chahuneau and Smith 2013. ``t`` is estimated by expectation maximisation with a symmetric
Dirichlet prior, here by adding its pseudo-count; the first half of the iterations do without the
diagonal (Model 1), so that far words can find each other at all. All cells (i, j) of all pairs lie
in flat arrays, so that one iteration is a handful of NumPy calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from translator.training.links import Link

_NULL_PROBABILITY = 0.08
_TENSION = 4.0
"""λ: how strongly the diagonal is preferred; fast_align's start value."""

_PSEUDO_COUNT = 0.01
_NULL = 0
"""Id of the empty source word."""


def align_both_ways(
    source: Sequence[Sequence[str]], target: Sequence[Sequence[str]], iterations: int
) -> tuple[list[set[Link]], list[set[Link]]]:
    """Returns the links found from source to target and those found the other way round.

    Args:
        source: words, row for row; rows without words have no links.
        target: words of the other side.
        iterations: of expectation maximisation, without the diagonal and again with it.

    Returns:
        For each row the set of (source word, target word); in the first list every target word has
        at most one link, in the second every source word.
    """
    forward = _align(_numbered(source), _numbered(target), iterations)
    backward = _align(_numbered(target), _numbered(source), iterations)
    return forward, [{(j, i) for i, j in links} for links in backward]


@dataclass(frozen=True, slots=True)
class _Cells:
    """All (target word, source word or null) cells of a corpus.

    Attributes:
        group: ordinal of the target word in the corpus; cells of a group lie together.
        starts: where each group begins.
        entry: ordinal of the cell's (source type, target type) in the table ``t``.
        entry_source: source type of every entry of the table.
        prior: δ with the null probability in it.
        uniform: the same without a preference for the diagonal: IBM Model 1.
        row, source, target: row of the cell and the places of its words; source -1 for null.
    """

    group: NDArray[np.int64]
    starts: NDArray[np.int64]
    entry: NDArray[np.int64]
    entry_source: NDArray[np.int64]
    prior: NDArray[np.float64]
    uniform: NDArray[np.float64]
    row: NDArray[np.int64]
    source: NDArray[np.int64]
    target: NDArray[np.int64]


def _align(
    source: list[NDArray[np.int64]], target: list[NDArray[np.int64]], iterations: int
) -> list[set[Link]]:
    links: list[set[Link]] = [set() for _ in source]
    cells = _cells(source, target)
    if not len(cells.entry):
        return links
    types = int(cells.entry_source.max()) + 1
    table = np.ones(len(cells.entry_source))
    for iteration in range(2 * iterations):
        prior = cells.uniform if iteration < iterations else cells.prior
        found = np.bincount(cells.entry, _posterior(cells, prior, table), len(table))
        counts = found + _PSEUDO_COUNT
        table = counts / np.bincount(cells.entry_source, counts, types)[cells.entry_source]
    for row, i, j in _best(cells, _posterior(cells, cells.prior, table)):
        links[row].add((i, j))
    return links


def _posterior(
    cells: _Cells, prior: NDArray[np.float64], table: NDArray[np.float64]
) -> NDArray[np.float64]:
    weight = prior * table[cells.entry]
    return weight / np.add.reduceat(weight, cells.starts)[cells.group]


def _best(cells: _Cells, weight: NDArray[np.float64]) -> Iterable[tuple[int, int, int]]:
    """The heaviest cell of each group, as (row, source word, target word); none for null."""
    order = np.lexsort((weight, cells.group))
    last = np.append(cells.starts[1:], len(weight)) - 1
    chosen = order[last]
    chosen = chosen[cells.source[chosen] >= 0]
    places = (cells.row[chosen], cells.source[chosen], cells.target[chosen])
    return zip(*(part.tolist() for part in places), strict=True)


def _cells(source: list[NDArray[np.int64]], target: list[NDArray[np.int64]]) -> _Cells:
    parts: dict[str, list[NDArray[Any]]] = {
        name: [] for name in ("key", "prior", "uniform", "row", "source", "target", "size")
    }
    types = 1 + max((int(words.max()) for words in target if len(words)), default=0)
    for row, (e, f) in enumerate(zip(source, target, strict=True)):
        if not len(e) or not len(f):
            continue
        n, m = len(e), len(f)
        with_null = np.concatenate(([_NULL], e))
        parts["key"].append((with_null[None, :] * types + f[:, None]).ravel())
        parts["prior"].append(_prior(m, n, _TENSION).ravel())
        parts["uniform"].append(_prior(m, n, 0.0).ravel())
        parts["row"].append(np.full(m * (n + 1), row))
        parts["source"].append(np.tile(np.arange(-1, n), m))
        parts["target"].append(np.repeat(np.arange(m), n + 1))
        parts["size"].append(np.full(m, n + 1))
    joined = {k: np.concatenate([np.zeros(0, dtype=np.int64), *v]) for k, v in parts.items()}
    sizes = joined["size"]
    keys, entry = np.unique(joined["key"], return_inverse=True)
    return _Cells(
        np.repeat(np.arange(len(sizes)), sizes),
        np.cumsum(sizes) - sizes,
        entry,
        keys // types,
        joined["prior"],
        joined["uniform"],
        joined["row"],
        joined["source"],
        joined["target"],
    )


def _prior(m: int, n: int, tension: float) -> NDArray[np.float64]:
    """Target words × (null + source words): δ and the null probability."""
    i, j = (np.arange(m) + 0.5) / m, (np.arange(n) + 0.5) / n
    near = np.exp(-tension * np.abs(i[:, None] - j[None, :]))
    near *= (1 - _NULL_PROBABILITY) / near.sum(1, keepdims=True)
    return np.concatenate((np.full((m, 1), _NULL_PROBABILITY), near), axis=1)


def _numbered(rows: Sequence[Sequence[str]]) -> list[NDArray[np.int64]]:
    """Rows as ids of their types, from 1."""
    ids: dict[str, int] = {}
    return [
        np.array([ids.setdefault(word, len(ids) + 1) for word in row], dtype=np.int64)
        for row in rows
    ]
