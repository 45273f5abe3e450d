"""The HTML timeline: every cue on a time axis, its reading speed as colour, gaps and findings.

One file without scripts, fonts or pictures from elsewhere; it opens in any browser, offline.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from translator.checks.finding import Finding, Severity
from translator.files import write_text
from translator.subtitles.cue import Cue, TimingOrigin
from translator.subtitles.formats.times import clock
from translator.subtitles.markup import plain
from translator.subtitles.profile import Profile
from translator.subtitles.profile import width as character_width

_ROW_MS = 30_000
_WIDTH = 1200
"""Width of a row in the drawing's own units; it stretches to the window."""

_LETTER, _PADDING = 11.0, 8.0
"""Width of a full-width letter of a bar's text, and of the bar's edges, in the drawing's units."""

_LEVELS = ((0.75, "calm"), (1.0, "brisk"), (1.25, "fast"))
"""Share of the highest reading speed up to which a cue counts as so."""


@dataclass(frozen=True, slots=True)
class _Bar:
    """A cue (or its part in this row) as drawn."""

    number: int
    x: float
    width: float
    level: str
    label: str
    tip: str
    faults: int
    uncertain: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """A stretch of the time axis."""

    start: str
    ticks: tuple[tuple[float, str], ...]
    bars: tuple[_Bar, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A cue in the table."""

    number: int
    start: str
    end: str
    seconds: str
    speed: str
    level: str
    gap: str
    text: str
    second: str
    uncertain: bool
    findings: tuple[Finding, ...]


def write_report(
    cues: Sequence[Cue],
    findings: Sequence[Finding],
    profile: Profile,
    path: Path,
    *,
    title: str,
) -> None:
    """Writes the timeline of ``cues`` to ``path``, atomically.

    Args:
        cues: with HTML-like tags, in order.
        findings: of these cues, see `translator.checks.subtitles.check_cues`.
        profile: the limits they were checked against.
        path: where to.
        title: heading, usually the file's name.

    Raises:
        OutputError: the file cannot be written.
    """
    from jinja2 import Environment, PackageLoader

    environment = Environment(
        loader=PackageLoader("translator.subtitles", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    by_cue: dict[int, list[Finding]] = {}
    for item in findings:
        by_cue.setdefault(item.cue or 0, []).append(item)
    counts: dict[str, int] = {}
    for item in findings:
        counts[item.rule] = counts.get(item.rule, 0) + 1
    text = environment.get_template("report.html").render(
        title=title,
        profile=profile.name,
        width=_WIDTH,
        cues=len(cues),
        errors=sum(item.severity is Severity.ERROR for item in findings),
        warnings=sum(item.severity is Severity.WARNING for item in findings),
        counts=sorted(counts.items(), key=lambda item: (-item[1], item[0])),
        rows=_rows(cues, profile, by_cue),
        lines=_lines(cues, profile, by_cue),
        general=by_cue.get(0, []),
        duration=clock(max((cue.end_ms for cue in cues), default=0), ".")[:8],
    )
    write_text(path, text)


def _load(cue: Cue, profile: Profile) -> float:
    """Returns the reading speed as a share of the highest one, of the faster language."""
    seconds_ms = max(1, cue.end_ms - cue.start_ms)
    loads = [0.0]
    for text in (cue.text, cue.second):
        if text:
            chinese = any("一" <= character <= "鿿" for character in text)
            limits = profile.limits_for("zh" if chinese else "en")
            loads.append(limits.reading_ms(plain(text)) / seconds_ms)
    return max(loads)


def _level(load: float) -> str:
    return next((name for most, name in _LEVELS if load <= most + 0.001), "flashing")


def _speed(cue: Cue) -> str:
    """Returns the characters per second of each language, as they stand on screen."""
    seconds = max(0.001, (cue.end_ms - cue.start_ms) / 1000)
    shown = [plain(text).replace("\n", "") for text in (cue.text, cue.second) if text]
    return " / ".join(f"{len(text) / seconds:.1f}" for text in shown)


def _fitting(text: str, room: float) -> str:
    """Returns as much of ``text`` as a bar of this width holds."""
    ends = itertools.accumulate(character_width(character) * _LETTER for character in text)
    return text[: sum(end <= room - _PADDING for end in ends)]


def _rows(cues: Sequence[Cue], profile: Profile, by_cue: dict[int, list[Finding]]) -> list[_Row]:
    rows: dict[int, list[_Bar]] = {}
    for number, cue in enumerate(cues, start=1):
        load = _load(cue, profile)
        for row in range(cue.start_ms // _ROW_MS, max(cue.start_ms, cue.end_ms - 1) // _ROW_MS + 1):
            begin = max(cue.start_ms, row * _ROW_MS) - row * _ROW_MS
            end = min(cue.end_ms, (row + 1) * _ROW_MS) - row * _ROW_MS
            width = (end - begin) / _ROW_MS * _WIDTH
            shown = plain(cue.text).replace("\n", " ")
            bar = _Bar(
                number,
                begin / _ROW_MS * _WIDTH,
                max(1.0, width),
                _level(load),
                _fitting(shown, width),
                f"{number} · {clock(cue.start_ms, '.')} · {_speed(cue)} CPS\n{shown}",
                len(by_cue.get(number, ())),
                cue.origin is TimingOrigin.INTERPOLATED,
            )
            rows.setdefault(row, []).append(bar)
    return [
        _Row(clock(row * _ROW_MS, ".")[:8], _ticks(row), tuple(rows.get(row, ())))
        for row in range(min(rows, default=0), max(rows, default=-1) + 1)
        if row in rows
    ]


def _ticks(row: int) -> tuple[tuple[float, str], ...]:
    step = 5000
    return tuple(
        (offset / _ROW_MS * _WIDTH, clock(row * _ROW_MS + offset, ".")[3:8])
        for offset in range(0, _ROW_MS, step)
    )


def _lines(cues: Sequence[Cue], profile: Profile, by_cue: dict[int, list[Finding]]) -> list[_Line]:
    found = []
    for number, cue in enumerate(cues, start=1):
        gap = cue.start_ms - cues[number - 2].end_ms if number > 1 else None
        found.append(
            _Line(
                number,
                clock(cue.start_ms, "."),
                clock(cue.end_ms, "."),
                f"{(cue.end_ms - cue.start_ms) / 1000:.2f}",
                _speed(cue),
                _level(_load(cue, profile)),
                "" if gap is None else f"{gap}",
                plain(cue.text),
                plain(cue.second),
                cue.origin is TimingOrigin.INTERPOLATED,
                tuple(by_cue.get(number, ())),
            )
        )
    return found
