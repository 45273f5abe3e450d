"""Pairs as arrays of ids on disk: targets, plain and hinted sources, and links between pieces."""

from __future__ import annotations

import json
import multiprocessing
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from translator.files import write_text
from translator.training.annotation import Annotated, Hint, Phrase, annotate, phrases
from translator.training.invention import Inventor
from translator.training.links import LinkedWords, Links, Span
from translator.training.pairs import Pair
from translator.training.ragged import Ragged, load_ragged, save_ragged
from translator.training.settings import HintSettings
from translator.training.vocabulary import Pieces, Vocabulary

_CHUNK = 2000
"""Pairs encoded by one task; below twice that many, no processes are started."""


@dataclass(frozen=True, slots=True)
class EncodedCorpus:
    """A corpus ready for training; rows are pairs, some of them invented from the one before.

    Attributes:
        targets: ids of the target side, without start and end.
        sources: ids of the source side without the end: the plain text, then the hinted variants.
        links: for each of the ``sources``, (target piece, source piece) flattened.
        tags: ordinal of each pair's tag in ``tag_names``.
        tag_names: the tags.
    """

    targets: Ragged
    sources: tuple[Ragged, ...]
    links: tuple[Ragged, ...]
    tags: NDArray[np.int16]
    tag_names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.targets)

    def save(self, folder: Path) -> None:
        """Writes ``corpus.npz`` and ``tags.json`` into ``folder``."""
        arrays = {"targets": self.targets}
        arrays |= {f"source{i}": source for i, source in enumerate(self.sources)}
        arrays |= {f"links{i}": links for i, links in enumerate(self.links)}
        arrays["tags"] = Ragged(self.tags, np.array([0, len(self.tags)], dtype=np.int64))
        save_ragged(folder / "corpus.npz", arrays)
        write_text(folder / "tags.json", json.dumps(self.tag_names, ensure_ascii=False))

    @classmethod
    def load(cls, folder: Path) -> EncodedCorpus:
        """Returns what `save` wrote."""
        arrays = load_ragged(folder / "corpus.npz")
        variants = sum(name.startswith("source") for name in arrays)
        return cls(
            arrays["targets"],
            tuple(arrays[f"source{i}"] for i in range(variants)),
            tuple(arrays[f"links{i}"] for i in range(variants)),
            arrays["tags"].flat,
            tuple(json.loads((folder / "tags.json").read_text(encoding="utf-8"))),
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """One pair encoded: the tag, the target, and source and links of every variant."""

    tag: str
    target: list[int]
    variants: list[tuple[list[int], list[int]]]


def encode(
    pairs: Sequence[Pair],
    links: Links | None,
    vocabulary: Vocabulary,
    settings: HintSettings,
    *,
    seed: int = 0,
    on_pairs: Callable[[int], None] | None = None,
) -> EncodedCorpus:
    """Returns the pairs as arrays.

    Args:
        pairs: cleaned.
        links: their word links; None for no hints and no guided alignment.
        vocabulary: of the model.
        settings: how many hinted variants, and what hints look like.
        seed: decides the hints, together with the place of a pair in the corpus.
        on_pairs: called with the number of pairs encoded, as they are done.
    """
    variants = settings.variants if links is not None else 0
    make = partial(_encode_chunk, settings=settings, variants=variants, seed=seed)
    rows: list[_Row] = []
    for done, chunk in _chunks_encoded(make, vocabulary, pairs, links):
        rows += chunk
        if on_pairs:
            on_pairs(done)
    names = tuple(dict.fromkeys(pair.tag for pair in pairs))
    number = {name: i for i, name in enumerate(names)}
    return EncodedCorpus(
        Ragged.of((row.target for row in rows), np.uint16),
        tuple(
            Ragged.of((row.variants[v][0] for row in rows), np.uint16) for v in range(variants + 1)
        ),
        tuple(
            Ragged.of((row.variants[v][1] for row in rows), np.uint16) for v in range(variants + 1)
        ),
        np.array([number[row.tag] for row in rows], dtype=np.int16),
        names,
    )


_Chunk = tuple[int, Sequence[Pair], Sequence[LinkedWords] | None]


def _chunks(pairs: Sequence[Pair], links: Links | None) -> Iterator[_Chunk]:
    for start in range(0, len(pairs), _CHUNK):
        part = pairs[start : start + _CHUNK]
        linked = [links[start + i] for i in range(len(part))] if links is not None else None
        yield start, part, linked


_Encoded = tuple[int, list[_Row]]
"""How many pairs were encoded, and their rows."""


def _chunks_encoded(
    make: Callable[..., _Encoded],
    vocabulary: Vocabulary,
    pairs: Sequence[Pair],
    links: Links | None,
) -> Iterator[_Encoded]:
    if len(pairs) < 2 * _CHUNK:
        yield from (make(chunk, vocabulary=vocabulary) for chunk in _chunks(pairs, links))
        return
    start = (vocabulary.file, vocabulary.target_tokens)
    context = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
    with context.Pool(initializer=_start_worker, initargs=start) as pool:
        yield from pool.imap(partial(_in_worker, make), _chunks(pairs, links))


_worker_vocabulary: list[Vocabulary] = []
"""The vocabulary of a worker process, which cannot be sent to it."""


def _start_worker(file: Path, target_tokens: list[str]) -> None:
    _worker_vocabulary[:] = [Vocabulary(file, target_tokens)]


def _in_worker(make: Callable[..., _Encoded], chunk: _Chunk) -> _Encoded:
    return make(chunk, vocabulary=_worker_vocabulary[0])


def _encode_chunk(
    chunk: _Chunk, *, vocabulary: Vocabulary, settings: HintSettings, variants: int, seed: int
) -> _Encoded:
    start, pairs, linked = chunk
    if linked is None:
        return len(pairs), [_plain_row(pair, vocabulary) for pair in pairs]
    found = [phrases(pair, words) for pair, words in zip(pairs, linked, strict=True)]
    inventor = Inventor([_sides(p, c) for p, all_ in zip(pairs, found, strict=True) for c in all_])
    rows = []
    for index, (pair, words, candidates) in enumerate(zip(pairs, linked, found, strict=True)):
        chance = random.Random(f"{seed} {start + index}")  # noqa: S311 - not for secrets
        plain = Annotated(pair.source, (), tuple(range(len(pair.source) + 1)))
        hinted = [annotate(pair, candidates, settings, chance) for _ in range(variants)]
        rows.append(_row(pair, words, [plain, *hinted], vocabulary))
        if variants and candidates and chance.random() < settings.invented:
            made = inventor.invent(pair, words, candidates, chance)
            if made is not None:
                versions = [made.version] * (variants + 1)
                rows.append(_row(made.pair, made.words, versions, vocabulary))
    return len(pairs), rows


def _sides(pair: Pair, phrase: Phrase) -> tuple[str, str]:
    source = pair.source[phrase.source_start : phrase.source_end]
    return source, pair.target[phrase.target_start : phrase.target_end]


def _plain_row(pair: Pair, vocabulary: Vocabulary) -> _Row:
    target, source = vocabulary.encode_target(pair.target), vocabulary.encode_source(pair.source)
    return _Row(pair.tag, target.ids, [(source.ids, [])])


def _row(
    pair: Pair, words: LinkedWords, versions: Sequence[Annotated], vocabulary: Vocabulary
) -> _Row:
    target = vocabulary.encode_target(pair.target)
    encoded = []
    for version in versions:
        source = vocabulary.encode_source(version.text)
        links = piece_links(version, source, target, words)
        encoded.append((source.ids, [number for link in links for number in link]))
    return _Row(pair.tag, target.ids, encoded)


def piece_links(
    version: Annotated, source: Pieces, target: Pieces, words: LinkedWords
) -> list[tuple[int, int]]:
    """Returns (target piece, source piece) links, sorted.

    A target word that a hint asks for is linked to the hint's English, piece by piece; all others
    follow the sure links between words, moved to where the words stand in the annotated source.
    """
    links: set[tuple[int, int]] = set()
    for hint in version.hints:
        links.update(_hint_links(hint, source, target))
    for i, j in words.sure:
        start, end = words.target[j]
        if any(h.phrase.target_start <= start < h.phrase.target_end for h in version.hints):
            continue
        first, last = words.source[i]
        places = version.places[first], version.places[last - 1] + 1
        links |= {(t, s) for t in _over(target, start, end) for s in _over(source, *places)}
    return sorted(links)


def _hint_links(hint: Hint, source: Pieces, target: Pieces) -> Iterator[tuple[int, int]]:
    begin = hint.phrase.target_start
    for t in _over(target, begin, hint.phrase.target_end):
        first = hint.start + max(0, target.spans[t][0] - begin)
        last = min(hint.end, hint.start + target.spans[t][1] - begin)
        yield from ((t, s) for s in _over(source, first, last))


def _over(pieces: Pieces, start: int, end: int) -> Iterable[int]:
    spans: Sequence[Span] = pieces.spans
    return [i for i, (s, e) in enumerate(spans) if s < end and e > start]
