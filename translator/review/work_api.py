"""Requests for long work and its results: translate, re-translate, re-time, export."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from translator.document import Document, Segment, State
from translator.documents.formats import FORMATS, output_name, output_stem
from translator.documents.writer import Layout
from translator.errors import UsageError
from translator.review.access import MAXIMUM_BODY
from translator.review.changes import Change, content
from translator.review.commits import StaleError
from translator.review.jobs import Job, JobState
from translator.review.requests import BadRequestError, Body, fetch, get, post, texts
from translator.review.workbench import Workbench

SUBTITLE_FORMATS = ("srt", "vtt", "ass")
_BATCH = 24
"""Segments that are translated and saved together by "translate all"."""

_TIMINGS_SUFFIXES = (".srt", ".vtt", ".ass", ".ssa", ".json")


def _start(bench: Workbench, body: Body) -> Any:
    kind = get(body, "kind", str)
    if kind == "translate" and bench.subtitles is None:
        return bench.jobs.start(kind, lambda job: _translate_all(bench, job)).plain()
    if kind == "retranslate" and bench.subtitles is None:
        names = texts(body, "ids")
        return bench.jobs.start(kind, lambda job: _retranslate(bench, job, names)).plain()
    if kind == "retime" and bench.subtitles is None:
        name, timings = get(body, "name", str), get(body, "timings", str)
        return bench.jobs.start(kind, lambda job: _retime(bench, job, name, timings)).plain()
    raise BadRequestError("kind is unknown")


def _translate_all(bench: Workbench, job: Job) -> Any:
    """Translates what has no target yet; every batch is saved as soon as it is finished."""
    waiting = [s for s in bench.document.segments() if s.state is State.UNTRANSLATED]
    job.total = len(waiting)
    count = 0
    for start in range(0, len(waiting), _BATCH):
        done = bench.translated(job, waiting[start : start + _BATCH], remember=True)
        before = {segment.id: segment for segment in waiting[start : start + _BATCH]}
        count += len(_take_over(bench, done, before, "translate", job.id))
        job.check()
    return {"translated": count}


def _retranslate(bench: Workbench, job: Job, names: Sequence[str]) -> Any:
    """Makes new targets and keeps them as proposals; nothing changes until they are accepted."""
    wanted = set(names)
    segments = [s for s in bench.document.segments() if s.id in wanted]
    job.total = len(segments)
    proposals = {s.id: s for s in bench.translated(job, segments, remember=False)}
    bench.proposals[job.id] = proposals
    return {
        "proposals": [
            {"id": s.id, "source": s.source, "old": s.target, "new": proposals[s.id].target}
            for s in segments
            if s.id in proposals
        ]
    }


def _accept(bench: Workbench, body: Body) -> Any:
    """Takes proposals over, except for segments that changed since they were made."""
    job, names = get(body, "job", str), texts(body, "ids")
    proposals = bench.proposals.get(job)
    finished = bench.jobs.get(job)
    if proposals is None or finished is None or finished.state is not JobState.DONE:
        raise UsageError("these proposals are gone", advice="Translate again")
    olds = {one["id"]: one["old"] for one in finished.result["proposals"]}
    before = {s.id: s for s in bench.document.segments() if olds.get(s.id) == s.target}
    chosen = [proposals[name] for name in names if name in proposals]
    taken = _take_over(bench, chosen, before, "retranslate", job)
    return {"taken": taken, "changed": [s.id for s in chosen if s.id not in taken]}


def _take_over(
    bench: Workbench,
    done: Sequence[Segment],
    before: dict[str, Segment],
    label: str,
    group: str,
) -> list[str]:
    """Puts new targets in the place of segments that are still as they were ``before``."""
    taken: list[str] = []

    def make(_document: Document) -> list[Change]:
        changes = []
        for new in done:
            try:
                now = bench.store.segment(new.id)
            except StaleError:
                continue
            if new.id in before and content(now) == content(before[new.id]):
                kept = replace(new, notes=now.notes, start_ms=now.start_ms, end_ms=now.end_ms)
                changes.append(Change((now,), (kept,)))
                taken.append(new.id)
        return changes

    bench.store.change(make, label=label, group=group)
    return taken


def _retime(bench: Workbench, job: Job, name: str, timings: str) -> Any:
    """Gives the segments the times of recognised speech, or of an older subtitle file."""
    from translator.subtitles.timing import time_document

    suffix = PurePath(name).suffix.lower()
    if suffix not in _TIMINGS_SUFFIXES:
        raise UsageError("is no timing file", where=name, advice="Give SRT, WebVTT, ASS or JSON")
    job.total = 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"timings{suffix}"
        path.write_text(timings, encoding="utf-8", newline="")
        timed = time_document(bench.document, path)
    times = {s.id: (s.start_ms, s.end_ms, s.notes) for s in timed.document.segments()}

    def make(document: Document) -> list[Change]:
        return [
            Change((s,), (replace(s, start_ms=new[0], end_ms=new[1], notes=new[2]),))
            for s in document.segments()
            if (new := times.get(s.id)) and new != (s.start_ms, s.end_ms, s.notes)
        ]

    job.check()
    bench.store.change(make, label="retime", group=job.id)
    job.advance()
    return {
        "timed": sum(1 for new in times.values() if new[0] is not None),
        "notices": timed.notices,
    }


def _cancel(bench: Workbench, body: Body) -> Any:
    bench.jobs.cancel(get(body, "id", str))
    return {}


def _export(bench: Workbench, request: Request) -> Any:
    """The document in one format, as a file to save."""
    query = request.query_params
    name = query.get("format", "")
    if name in SUBTITLE_FORMATS:
        data, filename = _subtitles(bench, name)
    elif name in FORMATS and bench.subtitles is None:
        data, filename = _document(bench, name, query.get("layout", ""), query.get("script", ""))
    else:
        raise BadRequestError("format is unknown")
    disposition = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
    return Response(
        data,
        media_type="application/octet-stream",
        headers={"content-disposition": disposition},
    )


def _document(bench: Workbench, name: str, layout: str, script: str) -> tuple[bytes, str]:
    from translator.checks.document import check_document
    from translator.documents.formats import write

    if layout and layout not in [*Layout]:
        raise BadRequestError("layout is unknown")
    document = bench.document
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        write(
            document,
            path,
            format=name,
            layout=Layout(layout or Layout.TABLE),
            script=script or None,
            findings=check_document(document),
        )
        return path.read_bytes(), output_name(output_stem(bench.settings.source.path.name), name)


def _subtitles(bench: Workbench, name: str) -> tuple[bytes, str]:
    """Cues as they are, or laid out from the timed segments of a document."""
    from translator.subtitles.formats import render_cues

    path = bench.settings.source.path
    if bench.subtitles:
        cue_file = replace(bench.subtitles.cue_file, cues=bench.subtitles.cues(bench.document))
        return render_cues(cue_file, name).encode(), f"{path.stem}.{name}"
    from translator.subtitles.layout import lay_out
    from translator.subtitles.translation import from_document, target_texts

    document = bench.document
    source = from_document(document)
    if not source.sentences:
        raise UsageError("there are no times", advice="Take them from a timing file first")
    timed = target_texts(source, document, bench.settings.load_aligner())
    shown = [replace(text, second="", second_at=()) for text in timed]
    cues = lay_out(shown, bench.profile, fps=bench.settings.fps)
    return render_cues(cues, name).encode(), f"{output_stem(path.name)}.en.{name}"


ROUTES: list[Route] = [
    post("/api/jobs", _start, limit=MAXIMUM_BODY),
    post("/api/jobs/cancel", _cancel),
    post("/api/proposals", _accept),
    fetch("/api/export", _export),
]
