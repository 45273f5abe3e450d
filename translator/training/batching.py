"""Batches of few distinct shapes, in an order that a seed and an epoch decide.

Lengths are rounded up to a fixed ladder: kernels are compiled and cached per shape (oneDNN,
cuDNN), and rows of like length waste little padding. An epoch can be taken up in its middle, which
is what makes a resumed run equal to an undisturbed one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from translator.training.encoding import EncodedCorpus
from translator.training.vocabulary import END, PADDING, START

_STEPS = (
    "6 8 10 12 14 16 18 20 22 24 28 32 36 40 48 56 64 80 100 128 160 200 256 320 400 512 768 1024"
)
_LADDER = np.array([int(width) for width in _STEPS.split()])
"""Padded lengths; the longest side is 1.6 * 500 tokens."""

_ROWS_MULTIPLE = 4
_IGNORED = -100
"""Gold id that the cross-entropy leaves out."""

_LABELS_MULTIPLE = 256
"""The labels of a batch are padded to a multiple of this, again for the sake of few shapes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One batch of an epoch, not yet filled.

    Attributes:
        rows, variants: pairs and which of their sources to show.
        source_width, target_width: padded lengths, end and start tokens included.
    """

    rows: NDArray[np.int64]
    variants: NDArray[np.int64]
    source_width: int
    target_width: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What the model gets; B rows, S source and T target positions, N labels.

    Attributes:
        source: B x S ids, end token included.
        previous: B x T ids, beginning with the start token: what the decoder reads.
        label_places: N places in the flattened B x T, where something is to be predicted.
        labels: N ids to predict, -100 in the padding of this list.
        pairs: number of pairs.
        tokens: number of real labels.
        link_rows, link_targets, link_sources, link_weights: alignment links; the weights of one
            target position sum to 1.
    """

    source: NDArray[np.int64]
    previous: NDArray[np.int64]
    label_places: NDArray[np.int64]
    labels: NDArray[np.int64]
    pairs: int
    tokens: int
    link_rows: NDArray[np.int64]
    link_targets: NDArray[np.int64]
    link_sources: NDArray[np.int64]
    link_weights: NDArray[np.float32]


class Batches:
    """The batches of a corpus.

    Args:
        corpus: encoded pairs.
        copies: how often a pair of each tag occurs in an epoch; see ``DataSettings.copies_of``.
        hinted: share of the pairs shown with hints.
        tokens: padded tokens of the longer side in a batch.
        longest: tokens of a side above which a pair is left out.
        seed: decides everything that is drawn, together with the epoch.
    """

    def __init__(
        self,
        corpus: EncodedCorpus,
        *,
        copies: Mapping[str, float],
        hinted: float,
        tokens: int,
        longest: int,
        seed: int,
    ) -> None:
        self._corpus = corpus
        self._hinted = hinted if len(corpus.sources) > 1 else 0.0
        self._tokens = tokens
        self._seed = seed
        self._target_lengths = corpus.targets.lengths
        self._source_lengths = np.stack([source.lengths for source in corpus.sources])
        by_tag = np.array([copies[name] for name in corpus.tag_names], dtype=np.float64)
        fits = (self._source_lengths[0] >= 1) & (self._target_lengths >= 1)
        fits &= (self._source_lengths[0] <= longest) & (self._target_lengths <= longest)
        self._copies = by_tag[corpus.tags] * fits
        self._longest_hinted = int(1.6 * longest)

    @property
    def pairs_per_epoch(self) -> float:
        """Pairs seen in an epoch, on average."""
        return float(self._copies.sum())

    def epoch(self, number: int) -> list[Plan]:
        """Returns the batches of an epoch, shuffled; the same number gives the same batches."""
        chance = np.random.default_rng([self._seed, number])
        whole = np.floor(self._copies)
        drawn = whole + (chance.random(len(whole)) < self._copies - whole)
        rows = np.repeat(np.arange(len(whole)), drawn.astype(np.int64))
        variants = self._draw_variants(rows, chance)
        target = _rounded(self._target_lengths[rows] + 1)
        source = _rounded(self._source_lengths[variants, rows] + 1)
        order = np.lexsort((chance.random(len(rows)), source, target))
        rows, variants, source, target = (a[order] for a in (rows, variants, source, target))
        plans = []
        start = 0
        while start < len(rows):
            count = self._rows_that_fit(source[start:], target[start:])
            part = slice(start, start + count)
            widths = int(source[part].max()), int(target[part].max())
            plans.append(Plan(rows[part], variants[part], *widths))
            start += count
        return [plans[i] for i in chance.permutation(len(plans))]

    def filled(self, plans: Iterable[Plan], ahead: int = 0) -> Iterator[Batch]:
        """Yields the batches, ``ahead`` of them made by a thread before they are asked for."""
        with ThreadPoolExecutor(1) as maker:
            waiting: deque[Future[Batch]] = deque()
            for plan in plans:
                waiting.append(maker.submit(self.fill, plan))
                if len(waiting) > ahead:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def fill(self, plan: Plan) -> Batch:
        """Returns the arrays of a batch."""
        count = len(plan.rows)
        source = np.full((count, plan.source_width), PADDING, dtype=np.int64)
        links = np.zeros((0, 3), dtype=np.int64)
        for variant in np.unique(plan.variants):
            chosen = np.flatnonzero(plan.variants == variant)
            rows = plan.rows[chosen]
            source[chosen] = self._corpus.sources[variant].padded(rows, plan.source_width)
            links = np.concatenate((links, self._links(int(variant), rows, chosen)))
        lengths = self._source_lengths[plan.variants, plan.rows]
        source[np.arange(count), lengths] = END
        gold = self._corpus.targets.padded(plan.rows, plan.target_width)
        gold[np.arange(count), self._target_lengths[plan.rows]] = END
        previous = np.concatenate((np.full((count, 1), START), gold[:, :-1]), axis=1)
        previous[previous == END] = PADDING  # the last label has nothing to follow it
        places = np.flatnonzero(gold)
        fill = -len(places) % _LABELS_MULTIPLE
        inside = (links[:, 1] < plan.target_width) & (links[:, 2] < plan.source_width)
        rows_, targets, sources = links[inside].T
        return Batch(
            source=source,
            previous=previous,
            label_places=np.pad(places, (0, fill)),
            labels=np.pad(gold.ravel()[places], (0, fill), constant_values=_IGNORED),
            pairs=count,
            tokens=len(places),
            link_rows=rows_,
            link_targets=targets,
            link_sources=sources,
            link_weights=_equal_shares(rows_ * plan.target_width + targets),
        )

    def _draw_variants(self, rows: NDArray[np.int64], chance: Any) -> NDArray[np.int64]:
        variants = chance.integers(1, max(2, len(self._corpus.sources)), len(rows))
        variants[chance.random(len(rows)) >= self._hinted] = 0
        variants[self._source_lengths[variants, rows] > self._longest_hinted] = 0
        return np.asarray(variants, dtype=np.int64)

    def _rows_that_fit(self, source: NDArray[np.int64], target: NDArray[np.int64]) -> int:
        """How many of the next rows make a batch: rows x the longer side stay within the tokens."""
        most = _rows(self._tokens, max(source[0], target[0]))
        widest = max(source[:most].max(), target[:most].max())
        return min(len(source), _rows(self._tokens, widest))

    def _links(
        self, variant: int, rows: NDArray[np.int64], places: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Links of rows as (row of the batch, target position, source position)."""
        links = self._corpus.links[variant]
        parts = [links[int(row)].reshape(-1, 2) for row in rows]
        owner = np.repeat(places, [len(part) for part in parts])
        flat = np.concatenate([np.zeros((0, 2), dtype=np.int64), *parts]).astype(np.int64)
        return np.column_stack((owner, flat))


def _rows(tokens: int, width: int) -> int:
    return max(_ROWS_MULTIPLE, int(tokens // width // _ROWS_MULTIPLE * _ROWS_MULTIPLE))


def _rounded(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(_LADDER[np.searchsorted(_LADDER, lengths)], dtype=np.int64)


def _equal_shares(keys: NDArray[np.int64]) -> NDArray[np.float32]:
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    return (1.0 / counts[inverse]).astype(np.float32) if len(keys) else np.zeros(0, np.float32)
