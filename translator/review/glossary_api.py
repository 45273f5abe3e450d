"""Requests about terms: the entry behind a mark, the glossary page, import and export."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path, PurePath
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from translator.document import Document
from translator.errors import UsageError
from translator.glossary.editing import GlossaryEdit, editing
from translator.glossary.formats import glossary_format, read_with_problems
from translator.glossary.formats.base import Reading
from translator.glossary.formats.columns import FIELDS
from translator.glossary.merging import Merged, Prefer, merge_glossaries, merge_terms
from translator.glossary.term import CaseRule, Term, TermState
from translator.review import plain
from translator.review.changes import Change
from translator.review.requests import (
    BadRequestError,
    Body,
    fetch,
    get,
    handler,
    post,
    problem,
    texts,
)
from translator.review.terms import cleaned, entry, touched
from translator.review.workbench import Workbench

_EXPORTS = ("tsv", "csv", "xlsx", "tbx")
_LONGEST_FIELD = 2000
_MOST_SHOWN = 500
_KNOWN_FIELDS = frozenset(field.name for field in fields(Term)) & set(FIELDS)


def _entry(bench: Workbench, request: Request) -> Any:
    """The entry in force for a source, and whether our own glossary holds it."""
    source = request.query_params.get("source", "")
    found = entry(source, bench.terms().terms)
    own = entry(source, _own(bench))
    return {
        "term": plain.term(found) if found else None,
        "own": own is not None,
        "glossary": bench.settings.glossary.name,
    }


def _glossary(bench: Workbench, _request: Request) -> Any:
    """All entries of all glossaries, and where they contradict each other."""
    files = _files(bench)
    return {
        "own": bench.settings.glossary.stem,
        "glossaries": [path.stem for path in files],
        "terms": [plain.term(t) for path in files for t in read_with_problems(path).terms],
        "conflicts": [
            {
                "source": conflict.source,
                "kept": plain.term(conflict.kept),
                "dropped": [plain.term(term) for term in conflict.dropped],
            }
            for conflict in bench.terms().conflicts
        ],
    }


def _put(bench: Workbench, body: Body) -> Any:
    """Writes entries to our own glossary, all of them or none; answers with what they touch."""
    entries = [_term(one) for one in get(body, "entries", list)]
    before = get(body, "before", dict, None)
    if not entries:
        raise BadRequestError("entries is empty")
    in_force = [found for one in entries if (found := entry(one.source, bench.terms().terms))]
    with editing(bench.settings.glossary, create=True) as edit:
        for one in entries:
            _write(edit, cleaned(one), before)
    return _changed(bench, [*in_force, *entries])


def _write(edit: GlossaryEdit, term: Term, before: dict[str, Any] | None) -> None:
    rival = edit.content.rival(term)
    if rival is None:
        edit.content = edit.content.add(replace(term, line=None))
        return
    if before and before.get("line") is not None:
        shown = plain.term(rival)
        if any(shown[name] != before.get(name) for name in FIELDS):
            raise UsageError(
                f"“{rival.source}” was changed elsewhere, to “{rival.target}”",
                advice="Look at it again before you change it",
            )
    kept = replace(term, source=rival.source, extra=rival.extra, line=rival.line)
    edit.content = edit.content.change(rival, kept)


def _remove(bench: Workbench, body: Body) -> Any:
    """Takes entries out of our own glossary."""
    gone: list[Term] = []
    with editing(bench.settings.glossary) as edit:
        for source in texts(body, "sources"):
            found = edit.content.find(source)
            if found:
                edit.content = edit.content.remove(found[0])
                gone.append(found[0])
    return _changed(bench, gone)


def _changed(bench: Workbench, terms: Sequence[Term]) -> dict[str, Any]:
    """Marks the terms anew where the change shows, and says which segments disobey now."""
    bench.terms_changed()
    if bench.subtitles or not terms:
        return {"touched": [], "disobeying": []}
    found, disobeying = touched(bench.document, terms, bench.terms())
    marks = {segment.id: segment.terms for segment in found}

    def make(document: Document) -> list[Change]:
        return [
            Change((s,), (replace(s, terms=marks[s.id]),))
            for s in document.segments()
            if s.id in marks and marks[s.id] != s.terms
        ]

    bench.store.change(make, label="terms", aside=True)
    return {"touched": [s.id for s in found], "disobeying": [s.id for s in disobeying]}


async def _import(request: Request) -> Response:
    """Shows what importing a file (the body) would change; nothing is written yet."""
    from starlette.concurrency import run_in_threadpool

    from translator.errors import TranslatorError

    bench: Workbench = request.app.state.bench
    name = request.query_params.get("name", "")
    prefer = request.query_params.get("prefer", "ours")
    if prefer not in [*Prefer] or request.headers.get("content-type") != "application/octet-stream":
        return problem("The request makes no sense.", 400)
    data = await request.body()
    try:
        shown = await run_in_threadpool(_preview, bench, name, data, Prefer(prefer))
    except TranslatorError as error:
        return problem(str(error), 422)
    from starlette.responses import JSONResponse

    return JSONResponse(shown)


def _preview(bench: Workbench, name: str, data: bytes, prefer: Prefer) -> dict[str, Any]:
    from translator.glossary.comparing import changes_of_merge

    suffix = PurePath(name).suffix[:8]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"import{suffix}"
        path.write_bytes(data)
        reading = read_with_problems(path)
    merged = _merged(_own(bench), reading, prefer)
    changes = changes_of_merge(merged)
    key = secrets.token_urlsafe(8)
    bench.imports = {key: (reading, prefer)}
    return {
        "id": key,
        "name": name,
        "entries": len(reading.terms),
        "changes": [asdict(change) for change in changes[:_MOST_SHOWN]],
        "more": max(0, len(changes) - _MOST_SHOWN),
        "conflicts": [asdict(c) for one in merged for c in one.conflicts][:_MOST_SHOWN],
        "problems": [asdict(one) for one in reading.problems][:_MOST_SHOWN],
    }


def _import_now(bench: Workbench, body: Body) -> Any:
    """Writes what the preview showed."""
    found = bench.imports.pop(get(body, "id", str), None)
    if found is None:
        raise UsageError("this preview is gone", advice="Choose the file again")
    reading, prefer = found
    with editing(bench.settings.glossary, create=True) as edit:
        changed = [m for m in _merged(edit.content.terms(), reading, prefer) if m.changed]
        content = edit.content
        for one in changed:
            if one.old is not None:
                content = content.change(one.old, one.new)
        edit.content = content.append([one.new for one in changed if one.old is None])
    terms = [term for one in changed for term in (one.old, one.new) if term]
    return _changed(bench, terms) | {"imported": len(changed)}


def _merged(ours: Sequence[Term], reading: Reading, prefer: Prefer) -> tuple[Merged, ...]:
    return merge_terms(ours, reading.terms, given=reading.given, prefer=prefer)


def _export(bench: Workbench, request: Request) -> Any:
    """Our own glossary, or all of them as one, in any format."""
    name = request.query_params.get("format", "")
    if name not in _EXPORTS:
        raise BadRequestError("format is unknown")
    terms: Sequence[Term] = _own(bench)
    if request.query_params.get("all"):
        terms, _ = merge_glossaries([read_with_problems(path).terms for path in _files(bench)])
    data = glossary_format(name).write([term for term in terms if term.target])
    headers = {"content-disposition": f'attachment; filename="glossary.{name}"'}
    return Response(data, media_type="application/octet-stream", headers=headers)


def _own(bench: Workbench) -> tuple[Term, ...]:
    path = bench.settings.glossary
    return read_with_problems(path).terms if path.is_file() else ()


def _files(bench: Workbench) -> list[Path]:
    from translator.glossary.termbase import shipped_files

    own = bench.settings.glossary
    mine = [path for path in bench.settings.glossaries if path != own]
    first = [own] if own.is_file() else []
    return [*first, *mine, *(shipped_files() if bench.settings.shipped else ())]


def _term(body: Any) -> Term:
    """Returns the entry that the page sent.

    Raises:
        BadRequestError: it is none.
    """
    if not isinstance(body, dict):
        raise BadRequestError("an entry must be an object")
    given: dict[str, Any] = {}
    for name in _KNOWN_FIELDS & body.keys():
        if name in ("variants", "forbidden"):
            given[name] = tuple(texts(body, name))
        elif name == "do_not_translate":
            given[name] = get(body, name, bool)
        else:
            given[name] = get(body, name, str)
    for value in given.values():
        size = sum(map(len, value)) if isinstance(value, tuple) else len(str(value))
        if size > _LONGEST_FIELD:
            raise BadRequestError(f"a field is longer than {_LONGEST_FIELD} characters")
    try:
        given["state"] = TermState(given.get("state", TermState.APPROVED))
        given["case"] = CaseRule(given.get("case", CaseRule.ANY))
    except ValueError as error:
        raise BadRequestError(str(error)) from error
    return Term(**{"source": "", "target": "", **given})


ROUTES: list[Route] = [
    fetch("/api/term", _entry),
    fetch("/api/glossary", _glossary),
    post("/api/glossary/put", _put),
    post("/api/glossary/remove", _remove),
    handler("/api/glossary/import", _import, "POST"),
    post("/api/glossary/import-now", _import_now),
    fetch("/api/glossary/export", _export),
]
