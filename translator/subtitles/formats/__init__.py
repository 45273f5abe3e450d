"""Subtitle files in and out: SRT, WebVTT, ASS/SSA, and the JSON of Whisper (in only).

Reading repairs what is malformed and tells it in warnings; no cue is lost without one. Writing is
exact: what a writer wrote, its reader gives back with the same times and texts (ASS counts in
hundredths of a second, so times written to ASS are rounded to the nearest one).
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import cast

import regex

from translator.errors import InputError, UsageError
from translator.files import read_bytes, write_text
from translator.subtitles.cue import Cue
from translator.subtitles.formats.base import CueFile, CueWarning, SubtitleFormat
from translator.subtitles.formats.conversion import convert_cue
from translator.subtitles.markup import Markup

__all__ = [
    "READABLE",
    "WRITABLE",
    "CueFile",
    "CueWarning",
    "Markup",
    "format_of",
    "read_cues",
    "render_cues",
    "write_cues",
]

_MODULES = {"srt": "srt", "vtt": "vtt", "ass": "ass", "ssa": "ass", "json": "whisper"}
"""File ending → module of this folder."""

READABLE = tuple(_MODULES)
"""File endings that can be read."""

WRITABLE = ("srt", "vtt", "ass", "ssa")
"""Formats that can be written."""

_CONTROLS = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def read_cues(
    source: Path | bytes,
    *,
    format: str | None = None,  # noqa: A002
    strict: bool = False,
    where: str = "",
) -> CueFile:
    """Reads a subtitle file, repairing what is malformed.

    Args:
        source: the file, or its bytes.
        format: "srt", "vtt", "ass", "ssa" or "json" (Whisper); None takes the content's word for
            it, then the file ending's.
        strict: refuse a file that needs any repair.
        where: name used in messages; the file's name by default.

    Raises:
        InputError: unreadable, not a subtitle file, without any cue, or (strict) malformed.
        UsageError: an unknown format.
    """
    data, name = _load(source, where)
    text, encoding = _text(data, name)
    text, controls = _CONTROLS.subn("", text)
    ending = source.suffix.lower().lstrip(".") if isinstance(source, Path) else ""
    chosen = format or _recognise(text, ending)
    if chosen is None:
        raise InputError(
            "this is no subtitle file (no cue times found)",
            where=name,
            advice="Give an SRT, WebVTT, ASS or Whisper JSON file",
        )
    try:
        cue_file = replace(_format(chosen).parse(text), encoding=encoding)
        if controls:
            dropped = CueWarning(0, 0, f"{controls} control characters", "left out")
            cue_file = replace(cue_file, warnings=(dropped, *cue_file.warnings))
    except InputError as error:
        raise InputError(error.problem, where=name, advice=error.advice) from error
    if not cue_file.cues:
        raise InputError("no cue found", where=name, advice="Check that the file is complete")
    if strict and cue_file.warnings:
        first = cue_file.warnings[0]
        raise InputError(
            f"malformed ({len(cue_file.warnings)} problems, the first: {first.message})",
            where=", ".join(part for part in (name, first.place) if part),
            advice="Mend the file or leave out --strict to have it repaired",
        )
    return cue_file


def render_cues(cues: CueFile | Iterable[Cue], format: str) -> str:  # noqa: A002
    """Returns the text of a subtitle file.

    Args:
        cues: a file that was read, or cues with HTML-like tags.
        format: one of `WRITABLE`. Tags, positions and speakers are converted; the header and
            other settings are kept only within the same format, since no other knows them.

    Raises:
        UsageError: an unknown format.
        OutputError: the format cannot hold the cues.
    """
    if format not in WRITABLE:
        raise UsageError(
            f"cannot write subtitles as {format!r}", advice=f"Choose among {', '.join(WRITABLE)}"
        )
    cue_file = cues if isinstance(cues, CueFile) else CueFile(tuple(cues), "")
    writer = _format(format)
    if cue_file.format == format:
        return writer.render(cue_file)
    same_family = cue_file.markup is writer.markup
    converted = tuple(convert_cue(cue, cue_file.markup, writer.markup) for cue in cue_file.cues)
    header = cue_file.header if same_family else ""
    return writer.render(CueFile(converted, format, writer.markup, header=header))


def write_cues(
    cues: CueFile | Iterable[Cue],
    path: Path,
    format: str | None = None,  # noqa: A002
) -> None:
    """Writes a subtitle file as UTF-8 without BOM, atomically; see `render_cues`.

    Args:
        cues: a file that was read, or cues with HTML-like tags.
        path: where to; its ending gives the format if ``format`` is None.
        format: one of `WRITABLE`.

    Raises:
        UsageError: an unknown format.
        OutputError: the file cannot be written.
    """
    write_text(path, render_cues(cues, format or format_of(path)))


def format_of(path: Path) -> str:
    """Returns the format that the ending of ``path`` stands for ("" if unknown)."""
    ending = path.suffix.lower().lstrip(".")
    return ending if ending in _MODULES else ""


def _format(name: str) -> SubtitleFormat:
    module = _MODULES.get("json" if name == "whisper" else name)
    if module is None:
        raise UsageError(
            f"unknown subtitle format {name!r}", advice=f"Choose among {', '.join(READABLE)}"
        )
    loaded = importlib.import_module(f"{__name__}.{module}")
    return cast(SubtitleFormat, loaded.FORMATS[name if name in loaded.FORMATS else "json"])


def _recognise(text: str, ending: str) -> str | None:
    # The content outranks the ending: files called .srt that are WebVTT or ASS inside are common.
    for name in ("vtt", "ass", "ssa", "json"):
        if _format(name).recognises(text):
            return name
    if ending in _MODULES and ending != "json":
        return ending
    if _format("srt").recognises(text):
        return "srt"
    # Damaged JSON goes to its reader, which tells what is wrong with it.
    return ending if ending == "json" else None


def _text(data: bytes, name: str) -> tuple[str, str]:
    from translator.reading.encoding import decode

    try:
        return decode(data, where=name)
    except InputError as error:
        raise InputError(
            error.problem, where=name, advice="Give an SRT, WebVTT, ASS or Whisper JSON file"
        ) from error


def _load(source: Path | bytes, where: str) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, where or "subtitles"
    return read_bytes(source), where or source.name
