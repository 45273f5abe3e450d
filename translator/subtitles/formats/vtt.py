"""WebVTT (https://www.w3.org/TR/webvtt1/).

Cues are found by our own scanner and written by hand: pysubs2 reads WebVTT as a kind of SubRip and
drops what WebVTT has beyond it (cue settings, identifiers, STYLE, REGION and NOTE blocks, entities,
hours from 100 on), so that reading and writing would not be exact.
"""

from __future__ import annotations

import regex

from translator.errors import InputError
from translator.subtitles.cue import Cue
from translator.subtitles.formats.base import CueFile
from translator.subtitles.formats.recovery import (
    RawCue,
    Scan,
    scan,
    settle_times,
    shield,
    split_lines,
    unshield,
)
from translator.subtitles.formats.times import clock, parse_time_line
from translator.subtitles.markup import Markup

_SIGNATURE = regex.compile(r"\ufeff?\s*WEBVTT(?:[ \t\r\n]|\Z)")
_VOICE = regex.compile(r"<v(?:\.[^\s>]*)?\s+([^<>]+)>")
_BLOCK = regex.compile(r"(?:NOTE(?:[ \t].*)?|STYLE[ \t]*|REGION[ \t]*)")
_IDENTIFIER_MARK = "id:"


class WebVtt:
    """WebVTT. ``Cue.settings`` holds the cue settings, in front ``id:NAME`` if the cue has one."""

    markup = Markup.VTT

    def recognises(self, text: str) -> bool:
        """Tells whether ``text`` has WebVTT's signature in front."""
        return _SIGNATURE.match(text) is not None

    def parse(self, text: str) -> CueFile:
        """Reads WebVTT; see `translator.subtitles.formats.base.SubtitleFormat`."""
        body, notes = _set_blocks_aside(text.lstrip("\ufeff"))
        found = scan(body, "vtt", identifiers=True)
        if not found.cues:
            raise InputError(
                "no line with cue times found",
                advice="Give a WebVTT file with lines like 00:01.000 --> 00:02.500",
            )
        settle_times(found)
        header = "\n".join(found.preamble).strip("\n")
        if not _SIGNATURE.match(header):
            found.warn(0, 1, "the WEBVTT signature is missing", "read as WebVTT all the same")
            header = "\n".join(part for part in ("WEBVTT", header) if part.strip())
        cues = tuple(_cue(raw, number, found) for number, raw in enumerate(found.cues, start=1))
        header = regex.sub(r"\n\s*\n", "\n\n", "\n\n".join([header, *notes]))
        warnings = tuple(sorted(found.warnings, key=lambda warning: (warning.cue, warning.line)))
        return CueFile(cues, "vtt", Markup.VTT, warnings, header=header)

    def render(self, cue_file: CueFile) -> str:
        """Writes WebVTT; a second language becomes a ``<c.second>`` span on lines of its own."""
        blocks = [cue_file.header or _default_header(cue_file)]
        blocks += [_block(cue) for cue in cue_file.cues]
        return "\n\n".join(blocks) + "\n"


FORMATS = {"vtt": WebVtt()}


def _set_blocks_aside(text: str) -> tuple[str, list[str]]:
    """Takes out NOTE, STYLE and REGION blocks, leaving blank lines so that line numbers hold."""
    lines, blocks = split_lines(text), []
    at = 0
    while at < len(lines):
        after_blank = at > 0 and not lines[at - 1].strip()
        if not (after_blank and _BLOCK.fullmatch(lines[at])):
            at += 1
            continue
        end = at
        while end < len(lines) and lines[end].strip() and not parse_time_line(lines[end], "vtt"):
            end += 1
        blocks.append("\n".join(lines[at:end]))
        lines[at:end] = [""] * (end - at)
        at = end
    return "\n".join(lines), blocks


def _cue(raw: RawCue, number: int, found: Scan) -> Cue:
    if not raw.times.exact and None not in (raw.times.start_ms, raw.times.end_ms):
        found.warn(number, raw.line, "times not written as 00:00.000", "read by their sense")
    # An arrow in the text is against the specification; its entity means the same.
    text = unshield(raw.text, "vtt").replace("-->", "--&gt;")
    if not text.strip():
        found.warn(number, raw.line, "empty cue", "kept")
    voice = _VOICE.match(text)
    name = f"{_IDENTIFIER_MARK}{raw.name}" if raw.name and not raw.name.isdecimal() else ""
    settings = " ".join(part for part in (name.replace(" ", "\xa0"), raw.times.settings) if part)
    return Cue(
        raw.start_ms,
        raw.end_ms,
        text,
        speaker=voice.group(1).strip() if voice else "",
        settings=settings,
    )


def _default_header(cue_file: CueFile) -> str:
    if not any(cue.second for cue in cue_file.cues):
        return "WEBVTT"
    return "WEBVTT\n\nSTYLE\n::cue(.second) {\n  color: #ffe9a8;\n  font-size: 85%;\n}"


def _block(cue: Cue) -> str:
    parts = cue.settings.split(" ") if cue.settings else []
    name = ""
    if parts and parts[0].startswith(_IDENTIFIER_MARK):
        name = parts.pop(0)[len(_IDENTIFIER_MARK) :].replace("\xa0", " ") + "\n"
    settings = " ".join(["", *parts]) if parts else ""
    second = f"<c.second>{cue.second}</c>" if cue.second else ""
    text = "\n".join(part for part in (cue.text, second) if part).replace("-->", "--&gt;")
    text = shield(text, "vtt")
    return f"{name}{clock(cue.start_ms, '.')} --> {clock(cue.end_ms, '.')}{settings}\n{text}"
