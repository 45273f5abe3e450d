"""All checks on a translated document, in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from translator.checks.completeness import check_completeness
from translator.checks.finding import Finding
from translator.checks.lengths import check_length
from translator.checks.names import check_names
from translator.checks.numbers import check_numbers
from translator.checks.pairs import check_pairs
from translator.checks.repetition import check_repetition
from translator.checks.term_uses import check_term_uses
from translator.document import Document, Segment

_MEANINGLESS_WHEN_UNTRANSLATED = ("empty-target", "untranslated")


def check_document(document: Document) -> tuple[Finding, ...]:
    """Returns what a reviewer should look at, by segment in reading order.

    Rules, each in a module of its own: ``empty-target``, ``untranslated``, ``chinese-left``,
    ``chinese-punctuation``, ``number-mismatch``, ``date-mismatch``, ``number-added``,
    ``repetition``, ``too-short``, ``too-long``, ``unbalanced-brackets``, ``unbalanced-quotes``,
    ``term-missing``, ``name-variant``. They are made to be right rather than complete: on correct
    translations by people each speaks up for well under one segment in a hundred
    (tests/benchmarks/checks.py).
    """
    by_segment: dict[str, list[Finding]] = defaultdict(list)
    for finding in check_names(document):
        by_segment[finding.segment].append(finding)
    return tuple(
        finding
        for segment in document.segments()
        for finding in (*check_segment(segment), *by_segment[segment.id])
    )


def check_segment(segment: Segment) -> Iterator[Finding]:
    """Yields the findings that one segment alone gives cause for."""
    incomplete = tuple(check_completeness(segment))
    yield from incomplete
    if any(finding.rule in _MEANINGLESS_WHEN_UNTRANSLATED for finding in incomplete):
        return
    if segment.target.strip():
        yield from check_numbers(segment)
        yield from check_repetition(segment)
        yield from check_length(segment)
        yield from check_pairs(segment)
        yield from check_term_uses(segment)
