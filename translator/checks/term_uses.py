"""Terms that a translation does not render as the glossary asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from translator.checks.finding import Finding, Severity
from translator.document import Rung, Segment

if TYPE_CHECKING:
    from translator.checks.terms import TermReport

RULES = ("term-missing", "term-forbidden")
"""The rules of this module."""


def check_term_uses(segment: Segment) -> Iterator[Finding]:
    """Yields ``term-missing`` for terms on which the ladder failed and which still are missing.

    This is what the translation recorded; a glossary edited since is judged by `deviations`.
    """
    missing = {}
    for term in segment.terms:
        if term.rung is Rung.FAILED and term.target.lower() not in segment.target.lower():
            missing[term.source] = term.target
    for source, target in missing.items():
        yield _missing(segment.id, source, target, segment.start_ms)


def deviations(report: TermReport) -> Iterator[Finding]:
    """Yields ``term-missing`` and ``term-forbidden`` for the deviations of a term report."""
    for row in report.rows:
        for deviation in row.deviations:
            if deviation.forbidden:
                yield Finding(
                    "term-forbidden",
                    Severity.ERROR,
                    f"{row.source} is rendered as {deviation.forbidden}, which is forbidden",
                    deviation.segment,
                    value=deviation.forbidden,
                    limit=row.target,
                    reference=row.glossary,
                    fix=f"Write {row.target}",
                )
            else:
                yield _missing(deviation.segment, row.source, row.target, None, row.glossary)


def _missing(
    segment: str, source: str, target: str, start_ms: int | None, glossary: str = ""
) -> Finding:
    return Finding(
        "term-missing",
        Severity.WARNING,
        f"{source} is not rendered as {target}",
        segment,
        start_ms=start_ms,
        limit=target,
        reference=glossary,
        fix=f"Write {target}, or admit the other form in the glossary",
    )
