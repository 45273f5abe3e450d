"""Identifiers of segments that outlive edits of other segments."""

from __future__ import annotations

import hashlib
from collections import Counter


class SegmentIds:
    """Identifiers that stay when other sentences change: a hash of the text and a counter."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def next(self, source: str) -> str:
        """Returns the identifier of the next segment that says ``source``."""
        digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        self._seen[digest] += 1
        count = self._seen[digest]
        return digest if count == 1 else f"{digest}-{count}"
