"""Requests about cues: the profile's limits and what it objects to."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from translator.checks.finding import Finding
from translator.review import plain
from translator.review.requests import fetch
from translator.review.workbench import Workbench
from translator.subtitles.cue import Cue
from translator.subtitles.profile import DEFAULT_FPS


def _profile(bench: Workbench, _request: Request) -> Any:
    """The limits that the page measures cues against while they are dragged or typed."""
    profile = bench.profile
    fps = _fps(bench) or DEFAULT_FPS
    return {
        "name": profile.name,
        "fps": fps,
        "text": asdict(profile.text),
        "second": asdict(profile.second_limits()),
        "min_duration": profile.min_duration_ms,
        "max_duration": profile.max_duration_ms,
        "gap": profile.gap_ms(fps),
    }


def _findings(bench: Workbench, _request: Request) -> Any:
    """What the profile objects to, by segment id."""
    from translator.checks.subtitles import check_cues
    from translator.subtitles.markup import Markup

    names, cues = _cues(bench)
    markup = bench.subtitles.cue_file.markup if bench.subtitles else Markup.HTML
    found: dict[str, list[Any]] = {}
    for finding in check_cues(cues, bench.profile, markup=markup, fps=_fps(bench)):
        found.setdefault(_name(finding, names), []).append(plain.finding(finding))
    return {"findings": found}


def _name(finding: Finding, names: list[str]) -> str:
    return names[finding.cue - 1] if finding.cue else ""


def _cues(bench: Workbench) -> tuple[list[str], list[Cue]]:
    """The timed segments as cues, with their ids."""
    document = bench.document
    if bench.subtitles:
        return [s.id for s in document.segments()], list(bench.subtitles.cues(document))
    timed = [
        (segment, turn.speaker)
        for section in document.sections
        for turn in section.turns
        for segment in turn.segments
        if segment.start_ms is not None and segment.end_ms is not None
    ]
    cues = [
        Cue(s.start_ms or 0, max(s.end_ms or 0, (s.start_ms or 0) + 1), s.target, speaker=speaker)
        for s, speaker in timed
    ]
    return [s.id for s, _ in timed], cues


def _fps(bench: Workbench) -> float | None:
    if bench.settings.fps:
        return bench.settings.fps
    return bench.subtitles.cue_file.fps if bench.subtitles else None


ROUTES: list[Route] = [
    fetch("/api/profile", _profile),
    fetch("/api/cues/findings", _findings),
]
