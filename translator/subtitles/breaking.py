"""Where a line or cue may end, and how much each place costs.

The costs rank places by the rules that subtitling guides agree on (Netflix Timed Text Style Guide:
General Requirements, Line Treatment; BBC Subtitle Guidelines, Break at natural points;
Karamitroglou 1998, A Proposed Set of Subtitling Standards in Europe): after punctuation, before
conjunctions and prepositions; never between article and noun, name and name, pronoun and verb,
verb and particle, number and unit. Chinese has no spaces: words are told by the embedded engine's
SentencePiece model, and no punctuation mark may open a line (GB/T 15834-2011, 5.1).
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import regex

from translator.subtitles.breaking_rules import chinese_cost, english_cost
from translator.subtitles.words import word_starts

SENTENCE_END = 0.0
PLAIN = 30.0
PROTECTED = 200.0
HARD = 500.0
"""Cost of cutting inside a word, which only happens to words longer than a line."""

_WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}　-〿＀-￯“”‘’…—·]")
_NEVER_FIRST = frozenset("，。！？；：、）》〉」』】〕”’…—·～%％℃,.!?;:)]}>")
_NEVER_LAST = frozenset("（《〈「『【〔“‘([{<#$¥￥")
_BRACKETS = regex.compile(
    r"《[^《》]{1,40}》|〈[^〈〉]{1,40}〉|\[[^\[\]]{1,40}\]|【[^【】]{1,40}】"
)
_ASIDE = regex.compile(r"（[^（）]{1,60}）|\([^()]{1,80}\)|“[^“”]{1,60}”|\"[^\"]{1,80}\"")
_INSIDE_ASIDE = 18.0
_BAD, _NEAR = 100.0, 0.35
"""Places from this cost on are only offered where none better lies within this share of a line."""


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the text may be cut.

    Attributes:
        position: the cut is in front of this character; white space before it is dropped.
        cost: 0 (end of a sentence) to `HARD`; see the module.
    """

    position: int
    cost: float


def find_breaks(
    text: str,
    length: Callable[[str], float],
    longest: float,
    protected: Sequence[tuple[int, int]] = (),
) -> list[Break]:
    """Returns the places inside ``text`` where it may be cut, by position.

    Between any two of them (and the ends of the text) lies no more than ``longest``, so that a
    layout exists for every text.

    Args:
        text: one sentence, any mixture of Chinese and Latin script.
        length: measures a stretch of text, as the line limit does.
        longest: the line limit.
        protected: spans (names, terms) that should not be cut.
    """
    starts = _word_starts(text)
    inside = _Spans([*protected, *(match.span() for match in _BRACKETS.finditer(text))])
    asides = _Spans([match.span() for match in _ASIDE.finditer(text)])
    found = []
    for position in range(1, len(text)):
        cost = _cost(text, position, starts)
        if cost is None:
            continue
        if position in inside:
            cost = max(cost, PROTECTED)
        elif position in asides:
            cost += _INSIDE_ASIDE
        found.append(Break(position, cost))
    return _with_hard_breaks(text, _without_bad_ones(text, found, length, longest), length, longest)


def _cost(text: str, position: int, starts: frozenset[int]) -> float | None:
    """Returns the cost of a cut in front of ``position``, None where none is possible."""
    before, after = text[position - 1], text[position]
    if after.isspace() or before == "\xa0":
        return None
    if before.isspace():
        return _cost_at_space(text[:position].rstrip(), text[position:])
    possible = _WIDE.match(before) or _WIDE.match(after)
    if not possible or after in _NEVER_FIRST or before in _NEVER_LAST:
        return None
    return chinese_cost(text, position, word_length=_word_length(text, position, starts))


def _word_length(text: str, position: int, starts: frozenset[int]) -> int:
    """Returns how long the word is that begins at ``position``, 0 if none does."""
    if position not in starts:
        return 0
    end = position + 1
    while end < len(text) and end not in starts:
        end += 1
    return end - position


def _cost_at_space(head: str, tail: str) -> float | None:
    if not head:
        return None
    if _WIDE.match(head[-1]) or _WIDE.match(tail):
        return _spaced_chinese(head, tail[0])
    return english_cost(head, tail)


def _spaced_chinese(head: str, after: str) -> float:
    if head[-1] in "。！？!?…":
        return SENTENCE_END
    # Recognisers write a space for a pause, editors around Latin words.
    both = bool(_WIDE.match(head[-1])) and bool(_WIDE.match(after))
    return 9.0 if both else PLAIN


def _without_bad_ones(
    text: str, found: list[Break], length: Callable[[str], float], longest: float
) -> list[Break]:
    """Drops the worst places where good ones are near: they would only cost time."""
    good = {item.position for item in found if item.cost < _BAD}
    edges = [0, *sorted(good), len(text)]
    near = longest * _NEAR
    for left, right in itertools.pairwise(edges):
        if length(text[left:right].strip()) > near:
            good.update(range(left, right))
    return [item for item in found if item.position in good]


def _with_hard_breaks(
    text: str, found: list[Break], length: Callable[[str], float], longest: float
) -> list[Break]:
    edges = [0, *(item.position for item in found), len(text)]
    hard: list[Break] = []
    for left, right in itertools.pairwise(edges):
        if right - left > 1 and length(text[left:right].strip()) > longest:
            hard += [
                Break(position, HARD)
                for position in range(left + 1, right)
                if not text[position].isspace()
            ]
    return sorted([*found, *hard], key=lambda item: item.position) if hard else found


class _Spans:
    """Answers whether a position lies strictly inside any of some spans."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._inner = {position for start, end in spans for position in range(start + 1, end)}

    def __contains__(self, position: int) -> bool:
        return position in self._inner


@functools.lru_cache(maxsize=4096)
def _word_starts(text: str) -> frozenset[int]:
    return word_starts(text) if regex.search(r"\p{Han}", text) else frozenset()


def break_cost(head: str, separator: str, tail: str) -> float:
    """Returns the cost of a cut between two pieces of text; `HARD` if none is possible there.

    Args:
        head: text before the cut, without white space at its end.
        separator: what stood between the pieces (a space, or nothing).
        tail: text behind the cut, without white space in front.
    """
    if not head or not tail:
        return SENTENCE_END
    text = f"{head}{separator}{tail}"
    cost = _cost(text, len(text) - len(tail), _word_starts(text))
    return HARD if cost is None else cost
