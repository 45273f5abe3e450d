"""Requests about segments: read, edit, check, alternatives, undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from translator.document import Document, Segment, State
from translator.documents.edits import with_target
from translator.review import edits, plain
from translator.review.changes import Change
from translator.review.commits import Commit
from translator.review.requests import BadRequestError, Body, fetch, get, post, texts
from translator.review.workbench import Workbench

_ALTERNATIVES = 4
_SIMILAR = 5
_LONGEST_TARGET = 20_000

Maker = Callable[[Workbench, Body, Segment], Callable[[Document], Sequence[Change]]]


def _document(bench: Workbench, _request: Request) -> Any:
    document = plain.document(bench.store.snapshot(), bench.findings)
    settings = bench.settings
    return document | {
        "file": settings.source.path.name,
        "subtitles": bench.subtitles is not None,
        "media": settings.media.name if settings.media else None,
        "glossary": settings.glossary.name,
        "jobs": [job.plain() for job in bench.jobs.all()],
    }


def _check_all(bench: Workbench, _body: Body) -> Any:
    bench.check_everything()
    return {}


def _edit(bench: Workbench, body: Body) -> Any:
    """Makes one change to one segment; answers with the commit."""
    operation = get(body, "op", str)
    if operation not in _OPERATIONS:
        raise BadRequestError("op is unknown")
    name, revision = get(body, "id", str), get(body, "revision", int)
    segment = bench.store.segment(name, revision)
    commit = bench.store.change(
        _OPERATIONS[operation](bench, body, segment),
        expected={name: revision},
        label="approve" if operation == "target" and body.get("approve") else operation,
        group=get(body, "group", str, ""),
    )
    return _committed(bench, commit)


def _target(_bench: Workbench, body: Body, segment: Segment) -> Callable[[Document], list[Change]]:
    target = get(body, "target", str)
    if len(target) > _LONGEST_TARGET:
        raise BadRequestError(f"target is longer than {_LONGEST_TARGET} characters")
    approve = get(body, "approve", bool, None)
    return lambda _document: [edits.reworded(segment, target, approve=approve)]


def _revert(bench: Workbench, _body: Body, segment: Segment) -> Callable[[Document], list[Change]]:
    original = bench.original.get(segment.id)
    if original and original.source != segment.source:  # split or merged since
        original = None
    return lambda _document: [edits.restored(segment, original)]


def _split(_bench: Workbench, body: Body, segment: Segment) -> Callable[[Document], list[Change]]:
    source_at, target_at = get(body, "source_at", int), get(body, "target_at", int)
    at_ms = get(body, "at_ms", int, None)

    def make(document: Document) -> list[Change]:
        taken = {one.id for one in document.segments()}
        return [edits.split(segment, source_at, target_at, taken, at_ms=at_ms)]

    return make


def _merge(_bench: Workbench, body: Body, segment: Segment) -> Callable[[Document], list[Change]]:
    other = get(body, "next", str)

    def make(document: Document) -> list[Change]:
        first, second = edits.neighbours(document, segment.id)
        if second.id != other:
            raise BadRequestError("next is not the next segment")
        return [edits.merged(first, second)]

    return make


def _times(_bench: Workbench, body: Body, segment: Segment) -> Callable[[Document], list[Change]]:
    start, end = get(body, "start", int), get(body, "end", int)
    return lambda _document: [edits.retimed(segment, start, end)]


_OPERATIONS: dict[str, Maker] = {
    "target": _target,
    "revert": _revert,
    "split": _split,
    "merge": _merge,
    "times": _times,
}


def _approve_many(bench: Workbench, body: Body) -> Any:
    """Approves segments as they are; those without a target are passed by."""
    names = texts(body, "ids")

    def make(_document: Document) -> list[Change]:
        segments = [bench.store.segment(name) for name in names]
        return [edits.reworded(s, s.target, approve=True) for s in segments if s.target.strip()]

    return _committed(bench, bench.store.change(make, label="approve"))


def _undo(bench: Workbench, _body: Body) -> Any:
    return _committed(bench, bench.store.undo())


def _redo(bench: Workbench, _body: Body) -> Any:
    return _committed(bench, bench.store.redo())


def _settle(bench: Workbench, body: Body) -> Any:
    mine = get(body, "mine", bool)
    return _committed(bench, bench.store.settle(get(body, "id", str), mine=mine))


def _check(bench: Workbench, body: Body) -> Any:
    """Says what the checks would find in a wording that is still being typed."""
    from translator.checks.document import check_segment

    segment = bench.store.segment(get(body, "id", str))
    target = get(body, "target", str)
    typed = with_target(segment, target[:_LONGEST_TARGET], State.EDITED)
    found = () if bench.subtitles else tuple(check_segment(typed))
    return {
        "findings": [plain.finding(finding) for finding in found],
        "terms": plain.segment(typed, 0, found)["terms"],
    }


def _alternatives(bench: Workbench, body: Body) -> Any:
    """Other wordings: the engine's and the memory's."""
    from translator.engine.guidance import GuidedRequest

    segment = bench.store.segment(get(body, "id", str))
    matches = bench.terms().match(segment.source)
    found = bench.engine.alternatives(GuidedRequest(segment.source, matches), _ALTERNATIVES)
    return {"alternatives": [text for text in found if text != segment.target]}


def _memory(bench: Workbench, body: Body) -> Any:
    segment = bench.store.segment(get(body, "id", str))
    similar = bench.memory.similar(segment.source, _SIMILAR) if bench.memory else []
    return {
        "matches": [
            {
                "source": one.source,
                "target": one.target,
                "similarity": round(one.similarity, 3),
                "person": one.by_person,
            }
            for one in similar
            if one.target.strip()
        ]
    }


def _committed(bench: Workbench, commit: Commit | None) -> Any:
    return {"commit": plain.commit(commit, bench.findings) if commit else None}


ROUTES: list[Route] = [
    fetch("/api/document", _document),
    post("/api/check-all", _check_all),
    post("/api/edit", _edit),
    post("/api/approve", _approve_many),
    post("/api/undo", _undo),
    post("/api/redo", _redo),
    post("/api/settle", _settle),
    post("/api/check", _check),
    post("/api/alternatives", _alternatives),
    post("/api/memory", _memory),
]
