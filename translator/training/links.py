"""Word links between the sides of pairs: what an aligner gives and what is kept of it.

Chinese words are jieba's, English words are letters, numbers or single signs. A link is *sure*
when both directions of alignment agree on it, and *possible* when only one has it (Och and Ney
2003, "A systematic comparison of various statistical alignment models").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import regex

from translator.training.pairs import Pair
from translator.training.ragged import Ragged, load_ragged, save_ragged

Span = tuple[int, int]
Link = tuple[int, int]
"""Ordinals of a source word and a target word."""

_ENGLISH_WORD = regex.compile(r"[\p{Latin}]+(?:['’-]\p{Latin}+)*|\d+(?:[.,]\d+)*|[^\s\p{Latin}\d]")


@dataclass(frozen=True, slots=True)
class Words:
    """A pair cut into words.

    Attributes:
        source, target: spans of the words, in code points.
    """

    source: list[Span]
    target: list[Span]


@dataclass(frozen=True, slots=True)
class LinkedWords:
    """The words of one pair and their links."""

    source: list[Span]
    target: list[Span]
    sure: list[Link]
    possible: list[Link]


@dataclass(frozen=True, slots=True)
class Links:
    """Links of many pairs, row for row; see `save_links` for the file.

    Attributes:
        source, target: word spans, flattened (start, end, start, end, …).
        sure, possible: links, flattened (source word, target word, …).
    """

    source: Ragged
    target: Ragged
    sure: Ragged
    possible: Ragged

    def __len__(self) -> int:
        return len(self.source)

    def __getitem__(self, row: int) -> LinkedWords:
        parts = (self.source, self.target, self.sure, self.possible)
        return LinkedWords(*(list(_two_by_two(part[row].tolist())) for part in parts))


def cut_words(pair: Pair) -> Words:
    """Returns the words of both sides; white space is in none of them."""
    import jieba

    source = [
        (start, end) for word, start, end in jieba.tokenize(pair.source) if not word.isspace()
    ]
    return Words(source, [m.span() for m in _ENGLISH_WORD.finditer(pair.target)])


def combine(
    words: Sequence[Words], forward: Iterable[set[Link]], backward: Iterable[set[Link]]
) -> Links:
    """Returns the links on which two directions agree as sure, the others as possible."""
    both = list(zip(forward, backward, strict=True))
    return Links(
        Ragged.of((_flat(w.source) for w in words), np.uint16),
        Ragged.of((_flat(w.target) for w in words), np.uint16),
        Ragged.of((_flat(sorted(f & b)) for f, b in both), np.uint16),
        Ragged.of((_flat(sorted(f ^ b)) for f, b in both), np.uint16),
    )


def save_links(file: Path, links: Links) -> None:
    """Writes links as ragged arrays of 16 bits."""
    parts = {"source": links.source, "target": links.target}
    save_ragged(file, {**parts, "sure": links.sure, "possible": links.possible})


def load_links(file: Path) -> Links:
    """Returns what `save_links` wrote."""
    return Links(**load_ragged(file))


def _flat(pairs: Iterable[tuple[int, int]]) -> list[int]:
    return [number for pair in pairs for number in pair]


def _two_by_two(flat: list[int]) -> Iterable[tuple[int, int]]:
    return zip(flat[::2], flat[1::2], strict=True)
