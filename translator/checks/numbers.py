"""Numbers and dates that the target does not repeat, or that the source does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from translator.checks.chinese_numbers import Quantity, quantities
from translator.checks.english_numbers import Amount, amounts, values_in
from translator.checks.finding import Finding, Severity
from translator.document import Segment

_TOLERANCE = Fraction(1, 150)
"""Relative difference within which a fraction counts as repeated: 三分之二 as "67 percent"."""


def check_numbers(segment: Segment) -> Iterator[Finding]:
    """Yields a finding for each number or date that source and target do not share.

    ``number-mismatch`` and ``date-mismatch`` name a number of the source that is missing in the
    target, ``number-added`` one that only the target has.
    """
    wanted = quantities(segment.source)
    shown = values_in(segment.target)
    for quantity in wanted:
        if quantity.binding and not _is_shown(quantity.values, shown):
            yield _missing(segment, quantity)
    offered = _source_values(segment.source, wanted)
    for amount in amounts(segment.target):
        if amount.binding and not _is_shown(amount.values, offered):
            yield _added(segment, amount)


def _is_shown(values: frozenset[Fraction], shown: frozenset[Fraction]) -> bool:
    if values & shown:
        return True
    fractions = [value for value in values if value.denominator > 1]
    return any(
        abs(value - other) <= _TOLERANCE * value
        for value in fractions
        for other in shown
        if other.denominator > 1 or value.denominator > 1
    )


def _source_values(source: str, found: tuple[Quantity, ...]) -> frozenset[Fraction]:
    """Returns every value of the source, its Latin parts included."""
    values = {v for quantity in found for v in quantity.values | quantity.parts}
    for first, second in pairwise(found):
        for a in first.values:
            for b in second.values:
                if b:
                    values |= {a / b, a + b}
    return frozenset(values | values_in(re.sub(r"[^\x00-\x7f]+", " ", source)))


def _missing(segment: Segment, quantity: Quantity) -> Finding:
    shown = _shown(quantity.values, is_date=quantity.is_date)
    return Finding(
        rule="date-mismatch" if quantity.is_date else "number-mismatch",
        severity=Severity.ERROR,
        message=f"{quantity.text} ({shown}) of the source is not in the translation",
        segment=segment.id,
        start_ms=segment.start_ms,
        value="missing",
        limit=shown,
        fix=f"Check the number against {quantity.text}",
    )


def _added(segment: Segment, amount: Amount) -> Finding:
    return Finding(
        rule="number-added",
        severity=Severity.ERROR,
        message=f"{amount.text!r} of the translation is not in the source",
        segment=segment.id,
        start_ms=segment.start_ms,
        value=amount.text,
        fix="Check the number against the source",
    )


def _shown(values: frozenset[Fraction], *, is_date: bool) -> str:
    """Writes the likeliest value: the smallest whole one not below zero, else the smallest."""
    whole = [value for value in values if value.denominator == 1 and value >= 0]
    value = min(whole) if whole else min(values)
    if value.denominator > 1:
        return f"{float(value):g}"
    return str(value) if is_date else f"{int(value):,}"
