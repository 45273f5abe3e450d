"""What the store tells about the document: as it is, what has changed, what is out of date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from translator.document import Document, Segment
from translator.review.changes import Change, Clash


@dataclass(frozen=True, slots=True)
class Commit:
    """What has just changed, for every open page.

    Attributes:
        number: grows by one with each commit.
        label: what was done.
        changes: see `Change`; None: read the whole document again.
        revisions: the new revision of each segment in ``changes``.
        undo, redo: steps that can be undone and redone.
    """

    number: int
    label: str
    changes: tuple[Change, ...] | None
    revisions: Mapping[str, int]
    undo: int
    redo: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The document at one moment; see `Commit` for the rest."""

    document: Document
    number: int
    revisions: Mapping[str, int]
    undo: int
    redo: int
    clashes: tuple[Clash, ...]
    trouble: str


class StaleError(Exception):
    """A change was based on a version of a segment that is not the newest.

    Attributes:
        segment: as it is now, None if it is gone.
        revision: its revision.
    """

    def __init__(self, segment: Segment | None, revision: int) -> None:
        super().__init__(segment.id if segment else "gone")
        self.segment, self.revision = segment, revision
