"""Cutting a text that is too long for the model, never inside an inline hint."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import regex

from translator.engine.tokens import Span

_BREAKS = (
    regex.compile(r"[。！？!?\n][。！？!?”’」』）)\"]*\s*"),
    regex.compile(r"[；;…][”’」』）)\"]*\s*"),
    regex.compile(r"[，,：:]\s*|——+"),
    regex.compile(r"[、\s）)》」』”]\s*"),
)
"""Places to cut after, the best kind first."""


def split_long(
    text: str,
    limit: int,
    length: Callable[[str], int],
    zones: Sequence[Span] = (),
    *,
    sentence_limit: int | None = None,
) -> list[Span]:
    """Returns ``text`` cut into spans no longer than ``limit``.

    Each cut is made at the end of a sentence, else at the best kind of break there is in the
    middle half, as near to the middle as can be; without any, anywhere outside the zones.

    Args:
        text: what to cut.
        limit: largest allowed ``length`` of a piece.
        length: measure of a piece, for example its number of tokens.
        zones: spans that must not be cut.
        sentence_limit: largest ``length`` of a piece with more than one sentence; None: ``limit``.
    """
    spans = [(0, len(text))]
    result: list[Span] = []
    while spans:
        start, end = spans.pop()
        size = length(text[start:end])
        place = None
        if size > limit or (sentence_limit is not None and size > sentence_limit):
            place = _cut(text, start, end, zones, sentences_only=size <= limit)
        if place is None:
            result.append((start, end))
        else:
            spans += [(place, end), (start, place)]
    return result


def _cut(
    text: str, start: int, end: int, zones: Sequence[Span], *, sentences_only: bool
) -> int | None:
    middle, quarter = (start + end) // 2, (end - start) // 4

    def best(places: Iterable[int]) -> int | None:
        allowed = [
            place
            for place in places
            if start < place < end and not any(a < place < b for a, b in zones)
        ]
        return min(allowed, key=lambda place: abs(place - middle), default=None)

    for pattern in _BREAKS[:1] if sentences_only else _BREAKS:
        place = best(match.end() for match in pattern.finditer(text, start, end))
        if place is not None and (pattern is _BREAKS[0] or abs(place - middle) <= quarter):
            return place
    return None if sentences_only else best(range(start + 1, end))
