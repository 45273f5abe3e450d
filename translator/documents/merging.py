"""What a translator changed in an exported XLIFF or TMX, taken over into the document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from translator.document import Document, Segment, State
from translator.documents import tmx, view, xliff, xml
from translator.documents.edits import with_target
from translator.documents.returned import Returned


@dataclass(frozen=True, slots=True)
class Merge:
    """The outcome of a merge.

    Attributes:
        document: the document with the translator's targets.
        changed: ids of the segments whose target or state changed.
        stale: ids of segments whose source is no longer what the file translates; left as is.
        unknown: ids in the file that belong to no segment.
    """

    document: Document
    changed: tuple[str, ...]
    stale: tuple[str, ...]
    unknown: tuple[str, ...]


def merge(document: Document, path: Path) -> Merge:
    """Takes over the targets that a person edited in an exported file.

    Units are matched by id; a unit whose id the tool lost, by its source if only one segment has
    that source. A target that differs makes the segment edited, or approved where the tool calls
    it final; the same target called final makes it approved. Empty targets change nothing.

    Args:
        document: the document the file was exported from.
        path: an XLIFF 2 or TMX file.

    Raises:
        InputError: the file cannot be read or is neither of the two.
    """
    root = xml.parse(path)
    reader = tmx.read_targets if root.tag == "tmx" else xliff.read_targets
    returned = reader(root, str(path))
    by_id, unknown = _assigned(document, returned)
    changed: list[str] = []
    stale: list[str] = []

    def take(segment: Segment) -> Segment:
        unit = by_id.get(segment.id)
        if unit is None:
            return segment
        if unit.source and not _same_source(unit.source, segment.source):
            stale.append(segment.id)
            return segment
        updated = _updated(segment, unit)
        if updated != segment:
            changed.append(segment.id)
        return updated

    merged = document.map_segments(take)
    return Merge(merged, tuple(changed), tuple(stale), unknown)


def _assigned(
    document: Document, returned: Iterable[Returned]
) -> tuple[dict[str, Returned], tuple[str, ...]]:
    """Returns the units by segment id, and the ids that belong to no segment."""
    known: dict[str, str] = {}
    by_source: dict[str, list[str]] = {}
    for segment in document.segments():
        for form in (segment.id, view.holdable(segment.id), view.token(segment.id)):
            known.setdefault(form, segment.id)
        by_source.setdefault(view.one_line(segment.source), []).append(segment.id)
    found: dict[str, Returned] = {}
    unknown: list[str] = []
    for unit in returned:
        same_source = by_source.get(view.one_line(unit.source), [])
        name = known.get(unit.id) or (same_source[0] if len(same_source) == 1 else None)
        if name is None:
            unknown.append(unit.id)
        else:
            found[name] = unit
    return found, tuple(unknown)


def _updated(segment: Segment, unit: Returned) -> Segment:
    target = unit.target.strip()
    if not target:
        return segment
    if target != segment.target.strip():
        return with_target(segment, target, State.APPROVED if unit.approved else State.EDITED)
    return replace(segment, state=State.APPROVED) if unit.approved else segment


def _same_source(theirs: str, ours: str) -> bool:
    """Whether two sources are the same text, in whatever script or width they were exported."""
    if view.one_line(theirs) == view.one_line(view.holdable(ours)):
        return True
    from translator.segmenting.script import simplify

    return view.one_line(simplify(theirs)) == view.one_line(simplify(ours))
