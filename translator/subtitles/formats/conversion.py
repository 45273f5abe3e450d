r"""A cue from one notation to another: its tags, where it stands, who speaks.

SRT and ASS give the place as a code in the text (``{\an8}``: the keys of a number pad), WebVTT as
cue settings. WebVTT names the speaker in a voice tag, ASS in a field of its own, SRT not at all.
"""

from __future__ import annotations

from dataclasses import replace

import regex

from translator.subtitles.cue import Cue
from translator.subtitles.markup import Markup, convert

_CODE = regex.compile(r"\{\\an([1-9])\}")
_LINE = regex.compile(r"(?:^|\s)line:(-?\d+(?:\.\d+)?)(%?)")
_ALIGN = regex.compile(r"(?:^|\s)align:(start|left|center|middle|end|right)")
_UPPER, _LOWER = 33.0, 66.0
"""Share of the picture's height, in percent, up to which a line stands in its upper third, and from
which on in its lower one."""

_COLUMNS = {"start": 1, "left": 1, "end": 3, "right": 3}
_BOTTOM_CENTER = 2


def convert_cue(cue: Cue, source: Markup, target: Markup) -> Cue:
    """Returns ``cue`` in another notation; settings that only the source format knows are dropped.

    Args:
        cue: as read from a format with the tags of ``source``.
        source: its notation.
        target: the notation to convert to; the same one changes nothing.
    """
    if source is target:
        return cue
    text, second = (convert(part, source, target) for part in (cue.text, cue.second))
    if source is Markup.VTT:
        key = _key_of(cue.settings)
        code = f"{{\\an{key}}}" if key != _BOTTOM_CENTER else ""
        return replace(cue, text=code + text, second=second, settings="")
    if target is Markup.VTT:
        shown = convert(cue.text, source, Markup.HTML)
        place = _CODE.search(shown)
        settings = _settings_for(int(place[1])) if place else []
        if cue.second:
            settings = settings or ["align:center"]
        if cue.speaker:
            name = " ".join(regex.sub(r"[<>&]", " ", cue.speaker).split())
            text = f"<v {name}>{text}"
        return replace(cue, text=text, second=second, settings=" ".join(settings))
    return replace(cue, text=text, second=second, settings="")


def _key_of(settings: str) -> int:
    """Returns the key of the number pad that lies where WebVTT's settings put a cue."""
    row = 0
    if line := _LINE.search(settings):
        value = float(line[1])
        # Without "%" lines are counted: from the top, or below zero from the bottom.
        share = value if line[2] else (100.0 if value < 0 else min(100.0, value * 6))
        row = 2 if share <= _UPPER else 1 if share < _LOWER else 0
    align = _ALIGN.search(settings)
    return row * 3 + _COLUMNS.get(align[1] if align else "", 2)


def _settings_for(key: int) -> list[str]:
    row, column = divmod(key - 1, 3)
    lines = ["", "line:50%", "line:0"]
    aligns = ["align:left", "", "align:right"]
    return [part for part in (lines[row], aligns[column]) if part]
