"""Quotes and brackets that are opened and not closed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translator.checks.finding import Finding, Severity
from translator.document import Segment

_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))
_TO_PLAIN = str.maketrans("（）［］【】｛｝", "()[][]{}")
# "1)" and "a)" number things, ":)" smiles, "[0, 1)" is an interval of mathematics.
_LONE_ON_PURPOSE = re.compile(
    r"(?:^|[\s,;，；。、(])(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\)|[:;]-?[()]|[\[(][^\[\]()]*,[^\[\]()]*[\])]"
)
_OPENING, _CLOSING = "“„«「『《〈", "”»」』》〉"


def check_pairs(segment: Segment) -> Iterator[Finding]:
    """Yields ``unbalanced-brackets`` and ``unbalanced-quotes``.

    A quotation or bracket may reach over several segments: what the source leaves open, the target
    may leave open.
    """
    target, source = segment.target.translate(_TO_PLAIN), segment.source.translate(_TO_PLAIN)
    for opening, closing in _BRACKETS:
        surplus = _surplus(target, opening, closing)
        if surplus and not _surplus(source, opening, closing):
            missing = closing if surplus > 0 else opening
            yield _finding(segment, "unbalanced-brackets", missing)
    if not _quotes_open(segment.source):
        missing = _missing_quote(segment.target)
        if missing:
            yield _finding(segment, "unbalanced-quotes", missing)


def _surplus(text: str, opening: str, closing: str) -> int:
    bare = _LONE_ON_PURPOSE.sub(" ", text)
    return bare.count(opening) - bare.count(closing)


def _quotes_open(source: str) -> bool:
    opened = sum(source.count(mark) for mark in _OPENING)
    closed = sum(source.count(mark) for mark in _CLOSING)
    return opened != closed or source.count('"') % 2 == 1


def _missing_quote(target: str) -> str:
    """Returns the double quotation mark that the target lacks, "" if it lacks none.

    Single ones are apostrophes more often than not. A straight one behind a digit may be an inch
    mark, one kind may close the other.
    """
    opened, closed, straight = target.count("“"), target.count("”"), target.count('"')
    inches = len(re.findall(r'(?<=\d)"', target))
    if opened == closed:
        return '"' if straight % 2 and (straight - inches) % 2 else ""
    if (opened + closed + straight) % 2 == 0:
        return ""
    return "”" if opened > closed else "“"


def _finding(segment: Segment, rule: str, missing: str) -> Finding:
    return Finding(
        rule,
        Severity.WARNING,
        f"{missing} is missing in the translation",
        segment.id,
        start_ms=segment.start_ms,
        fix=f"Add {missing}, or take its counterpart out",
    )
