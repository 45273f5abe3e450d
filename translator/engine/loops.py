"""Recognising a decoder that repeats itself instead of translating."""

from __future__ import annotations

from collections.abc import Sequence

import regex

LONGEST_UNIT = 12
"""Tokens in the longest repeated stretch that is looked for."""

_REPEATED_SOURCE = regex.compile(r"(.{1,12}?)\W*(?:\1\W*){2,}")


def loop_start(tokens: Sequence[str]) -> int | None:
    """Returns where the second turn of a loop begins in ``tokens``, None if nothing loops.

    A loop is a stretch that follows itself so often that no sentence does it on purpose: 6 turns
    of one token, 4 of two, 3 of three to `LONGEST_UNIT` tokens. Tokens of one byte or one sign do
    not count as a stretch of their own ("......", characters in bytes).
    """
    for unit in range(1, LONGEST_UNIT + 1):
        turns = {1: 6, 2: 4}.get(unit, 3)
        run = 0
        for index in range(unit, len(tokens)):
            run = run + 1 if tokens[index] == tokens[index - unit] else 0
            if run >= unit * (turns - 1):
                start = index - run + 1
                if any(c.isalpha() for token in tokens[start : start + unit] for c in token):
                    return start
    return None


def repeats_itself(source: str) -> bool:
    """Whether the source itself says something three times in a row (不不不, 走走走)."""
    return _REPEATED_SOURCE.search(source) is not None
