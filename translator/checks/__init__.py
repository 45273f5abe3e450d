"""Checks: what a reviewer should look at, as findings."""

from translator.checks.confidence import with_confidence
from translator.checks.document import check_document, check_segment
from translator.checks.finding import Finding, Severity

__all__ = ["Finding", "Severity", "check_document", "check_segment", "with_confidence"]
