"""SubRip (.srt), through pysrt.

pysrt holds and writes the items; finding them in damaged files is ours, because pysrt leaves out
silently every block that is not perfect.
"""

from __future__ import annotations

import io

from pysrt import SubRipFile, SubRipItem, SubRipTime

from translator.errors import InputError
from translator.subtitles.cue import Cue
from translator.subtitles.formats.base import CueFile
from translator.subtitles.formats.recovery import (
    Scan,
    scan,
    settle_times,
    shield,
    split_lines,
    unshield,
)
from translator.subtitles.formats.times import parse_time_line
from translator.subtitles.markup import Markup


class SubRip:
    """SubRip. A text line that looks like a time line is written with U+2060 in front."""

    markup = Markup.HTML

    def recognises(self, text: str) -> bool:
        """Tells whether any of the first lines gives cue times."""
        return any(parse_time_line(line, "srt") for line in split_lines(text[:200_000]))

    def parse(self, text: str) -> CueFile:
        """Reads SubRip; see `translator.subtitles.formats.base.SubtitleFormat`."""
        found = scan(text.lstrip("\ufeff"), "srt", identifiers=False)
        if not found.cues:
            raise InputError(
                "no line with cue times found",
                advice="Give an SRT file with lines like 00:00:01,000 --> 00:00:02,500",
            )
        settle_times(found)
        _warn_of_notation(found)
        items = [
            SubRipItem(cue.name, cue.start_ms, cue.end_ms, cue.text, cue.times.settings)
            for cue in found.cues
        ]
        warnings = tuple(sorted(found.warnings, key=lambda warning: (warning.cue, warning.line)))
        return CueFile(tuple(_cue(item) for item in items), "srt", Markup.HTML, warnings)

    def render(self, cue_file: CueFile) -> str:
        """Writes SubRip with LF line ends, numbered from 1."""
        items = [
            SubRipItem(
                number,
                SubRipTime.from_ordinal(cue.start_ms),
                SubRipTime.from_ordinal(cue.end_ms),
                shield("\n".join(part for part in (cue.text, cue.second) if part), "srt"),
                " ".join(cue.settings.split()),
            )
            for number, cue in enumerate(cue_file.cues, start=1)
        ]
        written = io.StringIO()
        SubRipFile(items).write_into(written, eol="\n")
        return written.getvalue()


FORMATS = {"srt": SubRip()}


def _cue(item: SubRipItem) -> Cue:
    text = unshield(item.text, "srt")
    return Cue(item.start.ordinal, item.end.ordinal, text, settings=item.position)


def _warn_of_notation(found: Scan) -> None:
    heading = [line.strip() for line in found.preamble if line.strip()]
    if heading:
        found.warn(0, 1, f"text before the first cue ({heading[0][:40]!r})", "left out")
    for index, cue in enumerate(found.cues):
        number = index + 1
        if not cue.times.exact and None not in (cue.times.start_ms, cue.times.end_ms):
            found.warn(number, cue.line, "times not written as 00:00:00,000", "read by their sense")
        if not cue.name:
            found.warn(number, cue.line, "no cue number", "numbered by its place")
        elif cue.name.isdecimal() and index and found.cues[index - 1].name.isdecimal():
            _warn_of_number(found, index)
        if not cue.text.strip():
            found.warn(number, cue.line, "empty cue", "kept")


def _warn_of_number(found: Scan, index: int) -> None:
    before, here = int(found.cues[index - 1].name), int(found.cues[index].name)
    if here == before:
        found.warn(index + 1, found.cues[index].line, f"number {here} repeated", "renumbered")
    elif here != before + 1:
        message = f"number {here} follows {before}"
        found.warn(index + 1, found.cues[index].line, message, "renumbered; check for lost cues")
