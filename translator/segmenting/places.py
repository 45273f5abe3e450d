"""Head, body and tail of an article, and which of its lines are boilerplate."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from translator.document import BlockKind
from translator.segmenting.boilerplate import (
    BUTTON,
    CREDIT,
    Place,
    ends_article,
    reason_to_drop,
    resumes_article,
)
from translator.segmenting.lines import Line
from translator.segmenting.narration import is_closing
from translator.segmenting.turns import TurnStart

_SUBSTANTIAL = 25.0
"""Weight of a line of prose; the head of an article without speakers ends at the first."""

_SPEECH = 12.0
"""Weight from which a paragraph between two turns shows that turns go over several paragraphs."""

_PROSE = regex.compile(r"[。！？!?；]|\.(?:\s|$)")
_MOST_AFTER_END = 0.5
"""An article without speakers may lose at most this share of its weight after an end marker."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Indices of the lines that bound the body: ``first`` and, after it, ``end``."""

    first: int
    end: int


def boilerplate(lines: list[Line], starts: dict[int, TurnStart]) -> dict[int, str]:
    """Returns the reason for each line (by index) that belongs to the platform.

    Never all lines: an article of boilerplate alone is kept as it is.
    """
    extent = _extent(lines, starts)
    dropped: dict[int, str] = {}
    after_end: str | None = None
    for at, line in enumerate(lines):
        if at in starts or (at - 1 in starts and _is_label_alone(lines, starts, at - 1)):
            continue
        place = _place(at, extent)
        if place is Place.TAIL:
            after_end = _after_end(line, after_end)
        reason = reason_to_drop(line, place)
        if reason is None and after_end and not is_closing(line.simple):
            reason = after_end
        if reason:
            dropped[at] = reason
    for at in range(1, extent.first - 1):
        if at not in dropped and _is_byline(lines[at], dropped.get(at - 1), dropped.get(at + 1)):
            dropped[at] = CREDIT
    return dict(sorted(dropped.items())) if len(dropped) < len(lines) else {}


def _is_byline(line: Line, before: str | None, after: str | None) -> bool:
    """Whether a word or two between credits and counters is the author's (nick)name."""
    around = {before, after}
    return (
        around <= {CREDIT, BUTTON}
        and line.weight <= 10
        and regex.fullmatch(r"[\p{L}\p{N}_\s.·-]*\p{L}[\p{L}\p{N}_\s.·-]*", line.text) is not None
    )


def _place(at: int, extent: Extent) -> Place:
    if at < extent.first:
        return Place.HEAD if at else Place.FIRST
    return Place.BODY if at < extent.end else Place.TAIL


def _after_end(line: Line, current: str | None) -> str | None:
    if resumes_article(line):
        return None
    return ends_article(line) or current


def _is_label_alone(lines: list[Line], starts: dict[int, TurnStart], at: int) -> bool:
    return starts[at].rest >= len(lines[at].text)


def _extent(lines: list[Line], starts: dict[int, TurnStart]) -> Extent:
    if starts:
        return Extent(min(starts), _end_of_last_turn(lines, starts))
    return Extent(_first_prose(lines), _end_marker(lines))


def _end_of_last_turn(lines: list[Line], starts: dict[int, TurnStart]) -> int:
    """Returns the index after the last line that is surely speech.

    Where speakers speak in several paragraphs, sentences right after the last label are speech too.
    """
    first, last = min(starts), max(starts)
    end = last + (2 if _is_label_alone(lines, starts, last) else 1)
    goes_on = any(
        line.weight >= _SPEECH and first < at < last and at not in starts and _ended(line)
        for at, line in enumerate(lines)
    )
    while goes_on and end < len(lines) and _ended(lines[end]) and not ends_article(lines[end]):
        end += 1
    return end


def _ended(line: Line) -> bool:
    return regex.search(r"[。？?…][”’」』）)]*$", line.text) is not None


def _first_prose(lines: list[Line]) -> int:
    return next(
        (
            at
            for at, line in enumerate(lines)
            if line.weight >= _SUBSTANTIAL and _PROSE.search(line.text)
        ),
        min(len(lines), 12),
    )


def _end_marker(lines: list[Line]) -> int:
    """Returns the index of the line that ends an article without speakers."""
    total = sum(line.weight for line in lines) or 1.0
    first = _first_prose(lines)
    rest = total
    for at, line in enumerate(lines):
        if at > first and rest <= _MOST_AFTER_END * total and _may_end(line):
            return at
        rest -= line.weight
    return _last_prose(lines) + 1


def _may_end(line: Line) -> bool:
    return line.kind is not BlockKind.LIST_ITEM and ends_article(line) is not None


def _last_prose(lines: list[Line]) -> int:
    return max(
        (
            at
            for at, line in enumerate(lines)
            if line.weight >= _SPEECH and _PROSE.search(line.text)
        ),
        default=len(lines),
    )
