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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Protocol

from translator.glossary.term import CaseRule, Match, Term
from translator.glossary.words import crosses_words, is_han, may_cross_words

_SPACES = re.compile(r"[ \t]+")
_HALF_WIDTH = {ord(wide): ord(wide) - 0xFEE0 for wide in "，！？：；（）～"}
_SENTENCE_END = re.compile(r"[。！？!?\n]")


_Candidate = tuple[int, int, Term]


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
        start, end = space.span()
        start += 0 if _meaningless(normalised[start - 1 : start], normalised[end : end + 1]) else 1
        if start == end:
            continue
        parts.append(normalised[at:start])
        length += start - at
        removed += [length] * (end - start)
        at = end
    return Compact("".join([*parts, normalised[at:]]), tuple(removed))


def _meaningless(before: str, after: str) -> bool:
    """Whether a space between these characters stands between Chinese and Latin."""
    return bool(before and after) and (
        (is_han(before) and _latin(after)) or (_latin(before) and is_han(after))
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
            self._automaton.add_word(key, _Entry(key, candidates))
        if entries:
            self._automaton.make_automaton()
        self._empty = not entries

    def find(self, normalised: _Normalised) -> tuple[Match, ...]:
        """Returns the matches in ``normalised`` with offsets in the original text, by start."""
        if self._empty:
            return ()
        shape = compact(normalised.text)
        found = _disjoint(self._candidates(shape.text))
        if not shape.removed:
            return tuple(Match(*normalised.span(start, end), term) for start, end, term in found)
        return tuple(
            Match(
                *normalised.span(
                    start + shape.before(start, inclusive=True),
                    end + shape.before(end, inclusive=False),
                ),
                term,
            )
            for start, end, term in found
        )

    def _candidates(self, text: str) -> list[_Candidate]:
        found: list[_Candidate] = []
        for last, entry in self._automaton.iter(fold(text)):
            end = last + 1
            start = end - entry.length
            if entry.doubtful and not entry.fits(text, start, end):
                continue
            if entry.any_case is not None:
                found.append((start, end, entry.any_case))
            elif term := entry.choose(text[start:end]):
                found.append((start, end, term))
        return found


class _Entry:
    """What one folded source stands for, and which of its places need a closer look."""

    __slots__ = ("any_case", "candidates", "doubtful", "length", "short")

    def __init__(self, key: str, candidates: Sequence[tuple[str, Term]]) -> None:
        self.length = len(key)
        self.candidates = tuple(candidates)
        first = candidates[0][1]
        self.any_case = first if first.case is CaseRule.ANY else None
        self.short = may_cross_words(key)
        edges = _latin(key[0]) or _latin(key[-1])
        self.doubtful = self.short or edges or bool(_SENTENCE_END.search(key, 1, len(key) - 1))

    def fits(self, text: str, start: int, end: int) -> bool:
        """Whether the place is one for this source: edges, words and sentences respected."""
        if self.short:
            return not crosses_words(text, start, end)
        return not (
            _joined(text, start)
            or _joined(text, end)
            or _SENTENCE_END.search(text, start + 1, end - 1)
        )

    def choose(self, written: str) -> Term | None:
        """Returns the first candidate whose case rule admits how it is written."""
        return next((t for s, t in self.candidates if t.case is CaseRule.ANY or written == s), None)


def _joined(text: str, at: int) -> bool:
    """Whether a Latin letter or digit stands on both sides of ``at``: no place for an edge."""
    return 0 < at < len(text) and _latin(text[at - 1]) and _latin(text[at])


def _latin(char: str) -> bool:
    return char < "\u2e80" and char.isalnum()


def _disjoint(candidates: list[_Candidate]) -> list[_Candidate]:
    """Keeps the longest, then leftmost candidates that do not overlap; by start."""
    chosen: list[_Candidate] = []
    cluster: list[_Candidate] = []
    reach = 0
    candidates.sort(key=itemgetter(0))
    for candidate in candidates:
        if candidate[0] >= reach and cluster:
            chosen += cluster if len(cluster) == 1 else _settle(cluster)
            cluster = []
        cluster.append(candidate)
        reach = max(reach, candidate[1])
    return chosen + _settle(cluster)


def _settle(cluster: list[_Candidate]) -> list[_Candidate]:
    kept: list[_Candidate] = []
    for candidate in sorted(cluster, key=lambda c: (c[0] - c[1], c[0])):
        start, end, _ = candidate
        if all(end <= s or e <= start for s, e, _ in kept):
            kept.append(candidate)
    kept.sort(key=itemgetter(0))
    return kept
