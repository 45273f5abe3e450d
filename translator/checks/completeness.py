"""Targets that are empty, or still (partly) Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translator.checks.finding import Finding, Severity
from translator.document import Segment

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_WIDE_MARKS = re.compile("[，。、；：？！（）【】「」『』《》〈〉～　]|[\uff01-\uff5e]")
_WORDLIKE = re.compile(r"\w")


def check_completeness(segment: Segment) -> Iterator[Finding]:
    """Yields ``empty-target``, ``untranslated``, ``chinese-left`` or ``chinese-punctuation``.

    Chinese is right where a term is not to be translated, or where the term's target holds it.
    """
    if not segment.target.strip():
        if _WORDLIKE.search(segment.source):
            yield _finding(segment, "empty-target", "the translation is empty", "Translate it")
        return
    left = _HAN.findall(_without_kept_terms(segment))
    if left and _bare(segment.target) == _bare(segment.source):
        yield _finding(
            segment, "untranslated", "the translation repeats the source", "Translate it"
        )
    elif left:
        shown = ", ".join(dict.fromkeys(left))
        message = f"Chinese is left in the translation: {shown[:60]}"
        yield _finding(segment, "chinese-left", message, "Translate the rest")
    elif marks := _WIDE_MARKS.findall(_without_kept_terms(segment)):
        message = f"Chinese punctuation in the translation: {' '.join(dict.fromkeys(marks))}"
        yield _finding(
            segment,
            "chinese-punctuation",
            message,
            "Use English punctuation",
            severity=Severity.WARNING,
        )


def _without_kept_terms(segment: Segment) -> str:
    """Returns the target without the terms that are Chinese on purpose."""
    target = segment.target
    for term in segment.terms:
        if _HAN.search(term.target) or _WIDE_MARKS.search(term.target):
            target = target.replace(term.target, " ")
    return target


def _bare(text: str) -> str:
    return "".join(_WORDLIKE.findall(text))


def _finding(
    segment: Segment, rule: str, message: str, fix: str, *, severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(rule, severity, message, segment.id, start_ms=segment.start_ms, fix=fix)
