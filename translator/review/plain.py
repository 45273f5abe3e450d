"""Values of the house as JSON for the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from translator.checks.finding import Finding
from translator.document import Document, Segment
from translator.documents.view import located, reasons, speaker_order
from translator.glossary.formats.columns import FIELDS
from translator.glossary.term import Term
from translator.review.changes import Clash
from translator.review.commits import Commit, Snapshot
from translator.review.findings import Findings


def segment(value: Segment, revision: int, findings: Sequence[Finding]) -> dict[str, Any]:
    """Returns a segment for the page."""
    return {
        "id": value.id,
        "revision": revision,
        "source": value.source,
        "target": value.target,
        "state": value.state.value,
        "confidence": value.confidence,
        "paragraph": value.paragraph,
        "start": value.start_ms,
        "end": value.end_ms,
        "notes": list(value.notes),
        "terms": [
            [
                use.start,
                use.end,
                use.source,
                use.target,
                use.rung.value,
                use.target_start,
                use.target_end,
                use.glossary,
                use.note,
            ]
            for use in value.terms
        ],
        "findings": [finding(one) for one in findings],
        "flagged": bool(reasons(value, findings)),
    }


def finding(value: Finding) -> dict[str, Any]:
    """Returns a finding for the page."""
    return {
        "rule": value.rule,
        "severity": value.severity.value,
        "message": value.message,
        "fix": value.fix,
        "value": value.value,
        "limit": value.limit,
        "cue": value.cue,
    }


def document(snapshot: Snapshot, findings: Findings) -> dict[str, Any]:
    """Returns the whole document: segments in order, with where each stands."""
    value = snapshot.document
    speakers = speaker_order(value)
    sections = {id(section): number for number, section in enumerate(value.sections)}
    turns: dict[int, int] = {}
    segments = []
    for section, turn, one in located(value):
        plain = segment(one, snapshot.revisions.get(one.id, 0), findings.of(one.id))
        plain["section"] = sections[id(section)] if section else None
        plain["turn"] = turns.setdefault(id(turn), len(turns)) if turn else None
        plain["speaker"] = speakers.get(turn.speaker) if turn else None
        plain["kind"] = "text" if turn else "heading" if section else "title"
        segments.append(plain)
    return {
        "number": snapshot.number,
        "undo": snapshot.undo,
        "redo": snapshot.redo,
        "origin": value.origin,
        "sections": [{"kind": s.kind.value, "number": s.number} for s in value.sections],
        "speakers": _speakers(value, speakers),
        "segments": segments,
        "clashes": [clash(one) for one in snapshot.clashes],
        "trouble": snapshot.trouble,
    }


def _speakers(value: Document, order: dict[str, int]) -> list[dict[str, str]]:
    found = [value.speaker(name) for name in order]
    return [{"name": s.name, "romanised": s.romanised} for s in found]


def clash(value: Clash) -> dict[str, Any]:
    """Returns both versions of a segment changed in two places."""
    theirs = value.theirs
    return {
        "id": value.id,
        "source": value.mine.source,
        "mine": value.mine.target,
        "theirs": theirs.target if theirs else None,
    }


def commit(value: Commit, findings: Findings) -> dict[str, Any]:
    """Returns what has changed; ``changes`` is None if all must be read again."""
    return {
        "number": value.number,
        "label": value.label,
        "undo": value.undo,
        "redo": value.redo,
        "changes": None
        if value.changes is None
        else [
            {
                "before": [s.id for s in change.before],
                "after": [
                    segment(s, value.revisions[s.id], findings.of(s.id)) for s in change.after
                ],
            }
            for change in value.changes
        ],
    }


def term(value: Term) -> dict[str, Any]:
    """Returns a glossary entry for the page."""
    plain = {name: getattr(value, name) for name in FIELDS}
    plain["variants"], plain["forbidden"] = list(value.variants), list(value.forbidden)
    return plain | {"glossary": value.glossary, "line": value.line}
