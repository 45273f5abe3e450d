"""What a check reports; plain data shared by document and subtitle checks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Errors are wrong, warnings ask for a look; `translator check` exits with 1 for either."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a reviewer should look at.

    Attributes:
        rule: stable lower-case name with hyphens ("number-mismatch", "reading-speed").
        severity: see `Severity`.
        message: what is wrong, in words that name the values.
        segment: id of the segment, "" for cues or the whole file.
        cue: number of the cue from 1, None for segments.
        start_ms: time of the cue or segment, if known.
        value, limit: measured and allowed, as shown ("23.4 CPS", "20 CPS"), "" if neither applies.
        reference: where the rule comes from (style guide and section).
        fix: what to do, as an imperative clause.
    """

    rule: str
    severity: Severity
    message: str
    segment: str = ""
    cue: int | None = None
    start_ms: int | None = None
    value: str = ""
    limit: str = ""
    reference: str = ""
    fix: str = ""
