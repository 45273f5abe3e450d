"""Finding terms in Chinese text: Aho–Corasick (Aho and Corasick, 1975) on simplified NFKC text.

What counts as the same: full and half width, traditional and simplified script, spaces (or none)
between Chinese and Latin letters, and the case of Latin letters unless the entry asks for it. A
term whose edge is a Latin letter or a digit is guarded there: "OOD" is not found in "GOOD". A
Chinese term is not found where two common words merely touch (先验 in 首先验证).

Longest matches win, then the leftmost; no match overlaps another or crosses the end of a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from translator.glossary.term import CaseRule, Match, Term
from translator.glossary.words import crosses_words

_HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_OPTIONAL_SPACE = re.compile(
    rf"(?<=[{_HAN}])[ \t]+(?=[^\W_{_HAN}])|(?<=[^\W_{_HAN}])[ \t]+(?=[{_HAN}])"
)
_WIDE_SPACE = re.compile(r"(?<=[ \t])[ \t]+")
_SPACES = re.compile(f"{_OPTIONAL_SPACE.pattern}|{_WIDE_SPACE.pattern}")
_HALF_WIDTH = {ord(wide): ord(wide) - 0xFEE0 for wide in "，！？：；（）～"}
_SENTENCE_END = re.compile(r"[。！？!?\n]")


class _Normalised(Protocol):
    @property
    def text(self) -> str: ...

    def span(self, start: int, end: int) -> tuple[int, int]: ...


@dataclass(frozen=True, slots=True)
class Compact:
    """Text as it is compared: normalised, without the spaces that do not count.

    Attributes:
        text: the compared text, in its own case.
        removed: ascending offsets of ``text`` before which a space was taken out, with repetition.
    """

    text: str
    removed: tuple[int, ...]

    def before(self, offset: int, *, inclusive: bool) -> int:
        """Returns how many characters were taken out before ``offset`` (at it, if inclusive)."""
        return bisect_right(self.removed, offset if inclusive else offset - 1)


def compact(normalised: str) -> Compact:
    """Takes out spaces that do not count and repeated ones; makes punctuation half-width."""
    normalised = normalised.translate(_HALF_WIDTH)
    parts: list[str] = []
    removed: list[int] = []
    at = length = 0
    for space in _SPACES.finditer(normalised):
        parts.append(normalised[at : space.start()])
        length += space.start() - at
        removed += [length] * (space.end() - space.start())
        at = space.end()
    return (
        Compact("".join([*parts, normalised[at:]]), tuple(removed))
        if parts
        else Compact(normalised, ())
    )


def fold(text: str) -> str:
    """Returns ``text`` in lower case, character for character (the length never changes)."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class Matcher:
    """Finds terms; made once, then read-only.

    Args:
        terms: the entries with their sources in compared form (see `compact`), most important
            first; of entries with the same folded source the first that fits a place is taken.
    """

    def __init__(self, terms: Iterable[tuple[str, Term]]) -> None:
        import ahocorasick

        entries: dict[str, list[tuple[str, Term]]] = {}
        for source, term in terms:
            if source:
                entries.setdefault(fold(source), []).append((source, term))
        self._automaton: Any = ahocorasick.Automaton()
        for key, candidates in entries.items():
            self._automaton.add_word(key, (len(key), tuple(candidates)))
        if entries:
            self._automaton.make_automaton()
        self._empty = not entries

    def find(self, normalised: _Normalised) -> tuple[Match, ...]:
        """Returns the matches in ``normalised`` with offsets in the original text, by start."""
        if self._empty:
            return ()
        shape = compact(normalised.text)
        matches = []
        for start, end, term in _disjoint(list(self._candidates(shape.text))):
            begin = start + shape.before(start, inclusive=True)
            stop = end + shape.before(end, inclusive=False)
            matches.append(Match(*normalised.span(begin, stop), term))
        return tuple(matches)

    def _candidates(self, text: str) -> Iterator[tuple[int, int, Term]]:
        for last, (length, entries) in self._automaton.iter(fold(text)):
            start, end = last + 1 - length, last + 1
            if _joined(text, start) or _joined(text, end) or crosses_words(text, start, end):
                continue
            if _SENTENCE_END.search(text, start + 1, end - 1):
                continue
            for source, term in entries:
                if term.case is CaseRule.ANY or text[start:end] == source:
                    yield start, end, term
                    break


def _joined(text: str, at: int) -> bool:
    """Whether a Latin letter or digit stands on both sides of ``at``: no place for an edge."""
    return 0 < at < len(text) and _latin(text[at - 1]) and _latin(text[at])


def _latin(char: str) -> bool:
    return char < "\u2e80" and char.isalnum()


def _disjoint(candidates: Sequence[tuple[int, int, Term]]) -> list[tuple[int, int, Term]]:
    """Keeps the longest, then leftmost candidates that do not overlap; by start."""
    chosen: list[tuple[int, int, Term]] = []
    cluster: list[tuple[int, int, Term]] = []
    reach = 0
    for candidate in sorted(candidates, key=lambda c: (c[0], -c[1])):
        if candidate[0] >= reach and cluster:
            chosen += _settle(cluster)
            cluster = []
        cluster.append(candidate)
        reach = max(reach, candidate[1])
    return chosen + _settle(cluster)


def _settle(cluster: list[tuple[int, int, Term]]) -> list[tuple[int, int, Term]]:
    if len(cluster) < 2:
        return cluster
    kept: list[tuple[int, int, Term]] = []
    for candidate in sorted(cluster, key=lambda c: (c[0] - c[1], c[0])):
        if all(candidate[1] <= s or e <= candidate[0] for s, e, _ in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda c: c[0])
