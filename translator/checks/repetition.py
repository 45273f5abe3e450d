"""Loops: words that a decoder repeats without the source repeating anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translator.checks.finding import Finding, Severity
from translator.document import Segment

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SOURCE_UNIT = re.compile(r"[\u3400-\u9fff]|[A-Za-z0-9]+")
_LONGEST = 12
# An immediate repetition of so many words is a loop from so many rounds on: people write "very
# very", "step by step by step", "What went wrong? What went wrong was ...", but nobody writes five
# words twice in a row.
_ROUNDS = {1: 3, 2: 3, 3: 3, 4: 3}
_DOUBLED = re.compile(r"\b(the|a|an|of|and|or|for|with|by|from|at|to)\s+\1\b", re.IGNORECASE)


def check_repetition(segment: Segment) -> Iterator[Finding]:
    """Yields ``repetition`` for the longest loop in the target, if the source has none like it.

    A loop is a run of words that follows itself at once: up to four words three times, five or
    more words twice; or an article, preposition or conjunction twice ("the the").
    """
    words = [(m.start(), m.end(), m.group().lower()) for m in _WORD.finditer(segment.target)]
    start, length, rounds = _loop([word for _, _, word in words])
    doubled = _DOUBLED.search(segment.target)
    if rounds and _loop_in_source(segment.source) < rounds:
        looped = segment.target[words[start][0] : words[start + length - 1][1]]
    elif doubled:
        looped, rounds = doubled.group(1), 2
    else:
        return
    yield Finding(
        "repetition",
        Severity.ERROR,
        f"{looped[:60]!r} stands {rounds} times in a row",
        segment.id,
        start_ms=segment.start_ms,
        value=str(rounds),
        limit="1",
        fix="Take out the repetition, and check that nothing is missing behind it",
    )


def _loop(words: list[str]) -> tuple[int, int, int]:
    """Returns start, length in words and rounds of the longest loop; rounds 0 if there is none."""
    best = (0, 0, 0)
    for length in range(1, min(_LONGEST, len(words) // 2) + 1):
        start = 0
        while start + 2 * length <= len(words):
            unit = words[start : start + length]
            rounds = 1
            while words[start + rounds * length : start + (rounds + 1) * length] == unit:
                rounds += 1
            if rounds >= _ROUNDS.get(length, 2) and rounds * length > best[1] * best[2]:
                best = (start, length, rounds)
            start += 1 if rounds == 1 else (rounds - 1) * length + 1
    return best


def _loop_in_source(source: str) -> int:
    """Returns how often the source repeats anything at once (对对对 is 3, 一步一步 2)."""
    units = _SOURCE_UNIT.findall(source)
    most = 1
    for length in range(1, min(_LONGEST, len(units) // 2) + 1):
        run = 0
        for first, second in zip(units, units[length:], strict=False):
            run = run + 1 if first == second else 0
            most = max(most, run // length + 1)
    return most
