"""Targets that are far too short or too long for their source."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from translator.checks.finding import Finding, Severity
from translator.document import Segment

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z0-9]")

# Measured on 37,450 pairs written by people (panels, lectures, news, daily talk): a Chinese
# character becomes 3.3 English letters in the median, a Latin letter stays about one, and the
# logarithm of the ratio to that scatters with one over the square root of the length. Above 2.75
# and below -3.6 lies one pair in 2,000 each, whatever its length; Chinese that was itself
# translated from English is wordier, so that the lower limit is set lower, at -4.5.
# tests/benchmarks/checks.py prints the rates for any file of pairs.
_LETTERS_PER_CHARACTER = 3.3
_LATIN_WEIGHT = 0.3
_TOO_LONG = 2.75
_TOO_SHORT = 4.5
_SHORTEST_SOURCE = 4
"""Units of source below which nothing is said: 嗯 may be "Right, exactly"."""


def check_length(segment: Segment) -> Iterator[Finding]:
    """Yields ``too-short`` or ``too-long`` for a target out of proportion to its source.

    With n units of source (a Chinese character 1, a Latin letter or digit 0.3) and m letters of
    target, the deviation is ln(m / 3.3 n) · √n; it may lie from -4.5 to 2.75.
    """
    units = len(_HAN.findall(segment.source)) + _LATIN_WEIGHT * len(_LATIN.findall(segment.source))
    letters = sum(1 for character in segment.target if character.isalnum())
    if units < _SHORTEST_SOURCE or not letters:
        return
    ratio = letters / units
    deviation = math.log(ratio / _LETTERS_PER_CHARACTER) * math.sqrt(units)
    if deviation < -_TOO_SHORT:
        yield _finding(segment, "too-short", ratio, _limit(-_TOO_SHORT, units), "missing")
    elif deviation > _TOO_LONG:
        yield _finding(segment, "too-long", ratio, _limit(_TOO_LONG, units), "added")


def _limit(deviation: float, units: float) -> float:
    return _LETTERS_PER_CHARACTER * math.exp(deviation / math.sqrt(units))


def _finding(segment: Segment, rule: str, ratio: float, limit: float, what: str) -> Finding:
    return Finding(
        rule,
        Severity.WARNING,
        f"{ratio:.1f} letters for each source character; the limit at this length is {limit:.1f}",
        segment.id,
        start_ms=segment.start_ms,
        value=f"{ratio:.1f}",
        limit=f"{limit:.1f}",
        fix=f"Check that nothing was {what}",
    )
