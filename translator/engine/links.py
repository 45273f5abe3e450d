"""Which source text every target token comes from, by the model's cross-attention."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from translator.engine.packages import TermHints
    from translator.engine.tokens import Span


@dataclass(frozen=True, slots=True)
class Link:
    """One target token and the source text it attends to most.

    Attributes:
        target_start, target_end: the token in ``Hypothesis.text``, without a leading space.
        source_start, source_end: the source token with the largest attention weight in
            ``Request.text``. A token inside an inline hint stands for the whole hint: the span is
            then that of the hint's source text (``泛化`` in ``<t>泛化<=>generalization</t>``), or
            of the whole markup when the source is masked (``<t><=>generalization</t>``).
    """

    target_start: int
    target_end: int
    source_start: int
    source_end: int


def links_of(
    attention: Sequence[Sequence[float]],
    target_spans: Sequence[Span],
    source_spans: Sequence[Span],
) -> tuple[Link, ...]:
    """Returns one link per target token.

    Args:
        attention: weights, one row per target token and one column per source token.
        target_spans: where each target token lies in the target text.
        source_spans: where each source token lies in the source text, hints already widened.
    """
    links = []
    for row, (start, end) in zip(attention, target_spans, strict=True):
        best = max(range(len(row)), key=row.__getitem__)
        links.append(Link(start, end, *source_spans[min(best, len(source_spans) - 1)]))
    return tuple(links)


def widen_to_hints(text: str, spans: Sequence[Span], hints: TermHints | None) -> list[Span]:
    """Returns ``spans`` with every token inside an inline hint standing for the whole hint."""
    zones = hint_zones(text, hints) if hints else []
    if not zones:
        return list(spans)
    starts = [zone[0] for zone, _ in zones]
    widened: list[Span] = []
    for start, end in spans:
        index = bisect_right(starts, start) - 1
        if index >= 0 and start < zones[index][0][1]:
            widened.append(zones[index][1])
        else:
            widened.append((start, end))
    return widened


def hint_zones(text: str, hints: TermHints) -> list[tuple[Span, Span]]:
    """Returns (whole markup, source text inside) of every inline hint, left to right."""
    zones: list[tuple[Span, Span]] = []
    start = text.find(hints.open)
    while start >= 0:
        inner = start + len(hints.open)
        separator = text.find(hints.separator, inner)
        close = text.find(hints.close, separator + len(hints.separator))
        if separator < 0 or close < 0:
            break
        zone = (start, close + len(hints.close))
        zones.append((zone, (inner, separator) if inner < separator else zone))
        start = text.find(hints.open, zone[1])
    return zones
