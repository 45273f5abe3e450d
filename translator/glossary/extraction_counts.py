"""Counting runs of words: those that occur often enough, and what stands beside them.

A run can only be frequent if both its shorter halves are (Agrawal and Srikant, 1994), so runs are
counted length by length, and memory stays proportional to the frequent ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from translator.glossary.extraction_words import Chunk, chunks

Run = tuple[str, ...]


@dataclass(slots=True)
class Seen:
    """The occurrences of a run.

    Attributes:
        count: how many there are.
        surface: the first one as written.
        sentence: index of the sentence of the first one.
        left, right: the words beside it; "" stands for the edge of a stretch.
    """

    count: int = 0
    surface: str = ""
    sentence: int = 0
    left: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)


class Corpus:
    """Sentences cut into words, once, ready for counting.

    Args:
        texts: normalised sentences.
        is_break: tells whether a word ends every run (grammar).
    """

    def __init__(self, texts: Sequence[str], is_break: Callable[[str], bool]) -> None:
        self._texts = texts
        self._chunks = [(n, chunk) for n, text in enumerate(texts) for chunk in chunks(text)]
        words = Counter(word for _, chunk in self._chunks for word in chunk.words)
        self._breaks = frozenset(word for word in words if is_break(word))
        self.total = max(1, words.total())
        """Number of words."""

    def frequent(self, longest: int, min_count: int) -> dict[Run, int]:
        """Returns the runs of up to ``longest`` words that occur ``min_count`` times or more."""
        found: dict[Run, int] = {}
        for size in range(1, longest + 1):
            counts: Counter[Run] = Counter()
            for _, chunk in self._chunks:
                for _, run in self._runs(chunk, size):
                    if size == 1 or (run[:-1] in found and run[1:] in found):
                        counts[run] += 1
            level = {run: count for run, count in counts.items() if count >= min_count}
            if not level:
                break
            found |= level
        return found

    def look_up(self, wanted: Collection[Run]) -> dict[Run, Seen]:
        """Returns the occurrences of the runs in ``wanted``."""
        seen = {run: Seen() for run in wanted}
        sizes = sorted({len(run) for run in wanted})
        for number, chunk in self._chunks:
            for size in sizes:
                for first, run in self._runs(chunk, size):
                    if run in seen:
                        self._note(seen[run], chunk, first, first + size - 1, number)
        return seen

    def _runs(self, chunk: Chunk, size: int) -> Iterator[tuple[int, Run]]:
        """Yields the start of every run of ``size`` words without a break, and the run."""
        words, clear = chunk.words, 0
        for place, word in enumerate(words):
            clear = 0 if word in self._breaks else clear + 1
            if clear >= size:
                first = place - size + 1
                yield first, words[first : place + 1]

    def _note(self, seen: Seen, chunk: Chunk, first: int, last: int, number: int) -> None:
        if not seen.count:
            seen.surface = chunk.surface(self._texts[number], first, last)
            seen.sentence = number
        seen.count += 1
        seen.left[chunk.words[first - 1] if first else ""] += 1
        seen.right["".join(chunk.words[last + 1 : last + 2])] += 1
