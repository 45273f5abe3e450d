"""Quotes, brackets and book titles of a paragraph, paired."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

import regex

_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", "«": "»"}
_BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]", "［": "］", "〔": "〕", "{": "}"}
_TITLES = {"《": "》", "〈": "〉"}
_CLOSERS = {
    close: opening for pairs in (_QUOTES, _BRACKETS, _TITLES) for opening, close in pairs.items()
}
_MARK = regex.compile(r"[“”‘’「」『』«»（()）【】\[\]［］〔〕{}《》〈〉\"]")
_SAME_BRACKET = {"(": "（", "[": "［"}

CLOSING_MARKS = "".join(_CLOSERS) + '"'
OPENING_MARKS = "".join((*_QUOTES, *_BRACKETS, *_TITLES)) + '"'

_LONGEST = 300
"""Brackets and titles further apart than this are taken for strays."""

_DEEPEST = 6
"""A closing mark is matched with one of this many open ones, which bounds the work on garbage."""


class Enclosure(Enum):
    """What a pair of marks encloses."""

    QUOTE = auto()
    BRACKET = auto()
    TITLE = auto()


@dataclass(frozen=True, slots=True)
class Pair:
    """Text between two marks: ``text[start]`` opens and ``text[end - 1]`` closes."""

    start: int
    end: int
    kind: Enclosure
    outermost: bool


def paired(text: str) -> tuple[Pair, ...]:
    """Returns the pairs of quotes, brackets and titles in ``text``, by start.

    A mark without a partner encloses nothing. Straight double quotes open and close in turn. A
    full-width bracket may close a half-width one, as mixed input methods produce it.
    """
    stack: list[tuple[str, int]] = []
    found: list[tuple[int, int, str]] = []
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "’" and _is_apostrophe(text, at):
            continue
        wanted = _wanted_opener(mark, stack)
        if wanted is None:
            stack.append((mark, at))
            continue
        for depth in range(len(stack) - 1, max(-1, len(stack) - 1 - _DEEPEST), -1):
            if _family(stack[depth][0]) == wanted:
                found.append((stack[depth][1], at + 1, stack[depth][0]))
                del stack[depth:]
                break
    return _nested(found)


def _is_apostrophe(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return before.isascii() and before.isalpha() and after.isascii() and after.isalpha()


def _wanted_opener(mark: str, stack: list[tuple[str, int]]) -> str | None:
    if mark == '"':
        return '"' if any(opener == '"' for opener, _ in stack[-_DEEPEST:]) else None
    opener = _CLOSERS.get(mark)
    return _family(opener) if opener else None


def _family(opener: str) -> str:
    return _SAME_BRACKET.get(opener, opener)


def _kind(opener: str) -> Enclosure:
    if opener in _TITLES:
        return Enclosure.TITLE
    return Enclosure.BRACKET if opener in _BRACKETS else Enclosure.QUOTE


def _nested(found: list[tuple[int, int, str]]) -> tuple[Pair, ...]:
    pairs: list[Pair] = []
    reached = 0
    for start, end, opener in sorted(found):
        kind = _kind(opener)
        if kind is not Enclosure.QUOTE and end - start > _LONGEST:
            continue
        pairs.append(Pair(start, end, kind, outermost=start >= reached))
        reached = max(reached, end)
    return tuple(pairs)
