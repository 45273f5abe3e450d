"""Sentences cut into common words, single characters and Latin words, for term extraction.

No dictionary knows the terms that are looked for; what helps is to know the common words around
them, so that 深度学习 is never cut inside 深度. The most likely cut by word frequency is taken
(unigram model, Viterbi); whatever is not a common word falls apart into characters.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from translator.glossary.background import CommonWords, common_words

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_TOKEN = re.compile(rf"[{_HAN}]|[A-Za-z0-9][A-Za-z0-9+#_]*(?:[-.'][A-Za-z0-9+#]+)*")
_RUN = re.compile(rf"[{_HAN}]+")
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of text without punctuation, in words.

    Attributes:
        words: the words, in order.
        starts, ends: their spans in the text.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def surface(self, text: str, first: int, last: int) -> str:
        """Returns the text from word ``first`` to word ``last``, both included."""
        return re.sub(r"\s+", " ", text[self.starts[first] : self.ends[last]])


def chunks(text: str) -> Iterator[Chunk]:
    """Yields the stretches of ``text`` between punctuation; a space separates Latin words only."""
    pieces: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        if pieces and text[pieces[-1][1] : match.start()].strip(" "):
            yield _chunk(text, pieces)
            pieces = []
        pieces.append(match.span())
    if pieces:
        yield _chunk(text, pieces)


def is_han(word: str) -> bool:
    """Returns whether ``word`` is Chinese (a chunk's words never mix)."""
    return bool(_RUN.match(word))


def _chunk(text: str, pieces: list[tuple[int, int]]) -> Chunk:
    words: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    for start, end in pieces:
        if is_han(text[start:end]) and (not run or run[-1][1] == start):
            run.append((start, end))
            continue
        words += _cut(text, run)
        run = [(start, end)] if is_han(text[start:end]) else []
        words += [] if run else [(start, end)]
    words += _cut(text, run)
    return Chunk(
        tuple(text[start:end] for start, end in words),
        tuple(start for start, _ in words),
        tuple(end for _, end in words),
    )


def _cut(text: str, run: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Returns the most likely words of an unbroken Chinese run."""
    if not run:
        return []
    first, last = run[0][0], run[-1][1]
    known = common_words()
    best: list[tuple[float, int]] = [(0.0, first)]
    for end in range(first + 1, last + 1):
        options = []
        for start in range(max(first, end - _LONGEST), end):
            cost = _cost(text[start:end], known)
            if cost is not None:
                options.append((best[start - first][0] + cost, start))
        best.append(min(options))
    spans: list[tuple[int, int]] = []
    end = last
    while end > first:
        start = best[end - first][1]
        spans.append((start, end))
        end = start
    return spans[::-1]


def _cost(word: str, known: CommonWords) -> float | None:
    listed = word in known.function or word in known.general or word in known.technical
    if listed:
        return -math.log(known.frequency(word))
    return 7.0 if len(word) == 1 else None
