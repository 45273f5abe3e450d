"""What the checks say about each segment, kept up to date while a person edits.

The checks are imported when they are needed: that takes longer than all else before the page shows.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

from translator.checks.finding import Finding
from translator.document import Document, Segment

_WHOLE_DOCUMENT = ("name-variant",)
"""Rules that look at more than one segment; they are judged when everything is checked."""


class Findings:
    """Findings by segment; threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_segment: dict[str, tuple[Finding, ...]] = {}
        self._newer: set[str] = set()

    def of(self, name: str) -> tuple[Finding, ...]:
        """Returns the findings of a segment."""
        return self._by_segment.get(name, ())

    def check_all(self, document: Document) -> None:
        """Checks the whole document; segments that change meanwhile keep their newer findings."""
        from translator.checks.document import check_document

        with self._lock:
            self._newer.clear()
        found: dict[str, tuple[Finding, ...]] = {}
        for finding in check_document(document):
            found[finding.segment] = (*found.get(finding.segment, ()), finding)
        with self._lock:
            newer = {name: self.of(name) for name in self._newer}
            self._by_segment = found | newer

    def update(self, segments: Iterable[Segment]) -> None:
        """Checks segments that have just changed."""
        from translator.checks.document import check_segment

        for segment in segments:
            kept = tuple(f for f in self.of(segment.id) if f.rule in _WHOLE_DOCUMENT)
            with self._lock:
                self._newer.add(segment.id)
                self._by_segment[segment.id] = (*check_segment(segment), *kept)
