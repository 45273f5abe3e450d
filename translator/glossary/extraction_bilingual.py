"""English for term candidates, from aligned text: which words come wherever the term comes.

Association is measured by the log-likelihood ratio (Dunning, 1993) of a candidate and an English
n-gram over segments. The best pair is taken, its words are taken out of their segments, and the
next best is looked for (competitive linking, Melamed, 2000), so that one English word is not given
to several terms.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from translator.glossary.extraction import Candidate

_LONGEST = 4
_LEAST_TOGETHER = 2
_LEAST_RATIO = 3.84  # 5 % error probability, one degree of freedom
_LEAST_DICE = 0.45
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_STOP_WORDS = (
    "a an the of in on at to for from by with and or but not is are was were be been being am has "
    "have had do does did will would can could may might must shall should it its this that these "
    "those there here he she we you they i me my your our their his her them us who which what how "
    "when where why if then than so as such very much more most some any all both each every no "
    "only also just about into over under between through many one two first s t"
)
_EDGE_STOPS = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True, slots=True)
class Translated:
    """A candidate's proposed English.

    Attributes:
        target: the proposal, in the form that is most frequent.
        together: segments that have both.
        dice: 0 to 1, how exclusively they go together.
    """

    target: str
    together: int
    dice: float


def propose_targets(
    candidates: Sequence[Candidate], pairs: Sequence[tuple[str, str]]
) -> tuple[Candidate, ...]:
    """Returns the candidates with English from ``pairs`` where that is clear enough.

    Args:
        candidates: from the Chinese side of ``pairs``; those with a target keep it.
        pairs: (source, target) of translated segments.
    """
    proposals = associate([c.source for c in candidates], pairs)
    return tuple(
        replace(c, target=proposals[c.source].target)
        if c.source in proposals and not c.from_pattern and not c.target
        else c
        for c in candidates
    )


def associate(sources: Sequence[str], pairs: Sequence[tuple[str, str]]) -> dict[str, Translated]:
    """Returns for each Chinese term the English that goes with it, if some clearly does."""
    from translator.glossary.keys import source_keys

    keys = dict(zip(sources, source_keys(sources), strict=True))
    where = _occurrences(keys, source_keys(source for source, _ in pairs))
    english = [_Segment(target) for _, target in pairs]
    index = _index(english)
    ranked = sorted(
        (
            (-_log_likelihood(len(here & there), len(here), len(there), len(pairs)), source, gram)
            for source, here in where.items()
            for gram, there in _neighbours(here, english, index)
        ),
        key=lambda item: (item[0], -len(item[2]), item[1], item[2]),
    )
    return _link(ranked, where, english, index)


def _occurrences(keys: dict[str, str], lines: Sequence[str]) -> dict[str, frozenset[int]]:
    """Returns the lines that each source stands in outside of longer ones."""
    where: dict[str, set[int]] = {source: set() for source in keys}
    longest_first = sorted(keys.items(), key=lambda item: (-len(item[1]), item[0]))
    for number, line in enumerate(lines):
        left = line
        for source, key in longest_first:
            if key and key in left:
                where[source].add(number)
                left = left.replace(key, "\n")
    return {source: frozenset(numbers) for source, numbers in where.items()}


class _Segment:
    """An English segment: its words in small letters, and which of them are still free."""

    def __init__(self, text: str) -> None:
        self.words = _WORD.findall(text)
        self.stems = [_stem(word.lower()) for word in self.words]
        self.free = [True] * len(self.words)

    def grams(self) -> set[tuple[str, ...]]:
        """Returns the n-grams that may be a term: no stop word at an edge."""
        return {
            tuple(self.stems[start:end])
            for start in range(len(self.stems))
            for end in range(start + 1, min(start + _LONGEST, len(self.stems)) + 1)
            if self._content(start) and self._content(end - 1)
        }

    def places(self, gram: tuple[str, ...]) -> list[int]:
        """Returns where ``gram`` stands with all its words free."""
        size = len(gram)
        return [
            start
            for start in range(len(self.stems) - size + 1)
            if tuple(self.stems[start : start + size]) == gram
            and all(self.free[start : start + size])
        ]

    def _content(self, place: int) -> bool:
        return self.words[place].lower() not in _EDGE_STOPS and not self.words[place].isdigit()


def _stem(word: str) -> str:
    """Returns a plural's singular, so that both count as one."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-3] + "y" if word.endswith("ies") else word[:-1]
    return word


def _index(english: Sequence[_Segment]) -> dict[tuple[str, ...], frozenset[int]]:
    where: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for number, segment in enumerate(english):
        for gram in segment.grams():
            where[gram].add(number)
    return {
        gram: frozenset(numbers)
        for gram, numbers in where.items()
        if len(numbers) >= _LEAST_TOGETHER
    }


def _neighbours(
    here: frozenset[int],
    english: Sequence[_Segment],
    index: dict[tuple[str, ...], frozenset[int]],
) -> list[tuple[tuple[str, ...], frozenset[int]]]:
    together = Counter(gram for number in here for gram in english[number].grams())
    return [
        (gram, index[gram])
        for gram, count in together.items()
        if count >= _LEAST_TOGETHER and gram in index
    ]


def _link(
    ranked: Sequence[tuple[float, str, tuple[str, ...]]],
    where: dict[str, frozenset[int]],
    english: Sequence[_Segment],
    index: dict[tuple[str, ...], frozenset[int]],
) -> dict[str, Translated]:
    """Takes the best pairs one after the other; words that are taken leave the others' reach."""
    found: dict[str, Translated] = {}
    for ratio, source, gram in ranked:
        if -ratio < _LEAST_RATIO:
            break
        if source in found:
            continue
        here, there = where[source], index[gram]
        places = {n: english[n].places(gram) for n in here & there}
        together = sum(map(bool, places.values()))
        dice = 2 * together / (len(here) + len(there))
        if together < _LEAST_TOGETHER or dice < _LEAST_DICE:
            continue
        found[source] = Translated(_written(gram, places, english), together, dice)
        for number, starts in places.items():
            for start in starts[:1]:
                english[number].free[start : start + len(gram)] = [False] * len(gram)
    return found


def _written(
    gram: tuple[str, ...], places: dict[int, list[int]], english: Sequence[_Segment]
) -> str:
    """Returns the commonest form as written, singular and small where the text has it so.

    A capital that only ever opens a sentence is not the word's own.
    """
    forms: Counter[str] = Counter()
    own_capital = False
    for number, starts in places.items():
        for start in starts:
            words = english[number].words[start : start + len(gram)]
            forms[" ".join(words)] += 1
            own_capital |= start > 0 and words[0][0].isupper()
    best = min(forms, key=lambda form: (-forms[form], form.swapcase()))
    if not own_capital and best[1:].islower():
        best = best[0].lower() + best[1:]
    singular = " ".join([*best.split(" ")[:-1], gram[-1]])
    return singular if singular in forms else best


def _log_likelihood(both: int, first: int, second: int, total: int) -> float:
    """Returns Dunning's G² of two events, 0 if they meet less often than by chance."""
    if both * total <= first * second:
        return 0.0

    def entropy(*counts: int) -> float:
        whole = sum(counts)
        return sum(n * math.log(n / whole) for n in counts if n)

    table = (both, first - both, second - both, total - first - second + both)
    rows = entropy(first, total - first)
    columns = entropy(second, total - second)
    return 2 * (entropy(*table) - rows - columns)
