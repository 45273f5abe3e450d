"""Advanced SubStation Alpha (.ass) and SubStation Alpha (.ssa), through pysubs2.

pysubs2 reads and writes lines, styles and attachments. Ours is what keeps a damaged file readable:
event lines are checked one by one, so that one bad time does not lose the file. Times count in
hundredths of a second in these formats; other times are rounded to the nearest when written.
"""

from __future__ import annotations

import io
import itertools
import warnings as python_warnings
from dataclasses import replace

import pysubs2
import regex
from pysubs2.formats.substation import EVENT_FIELDS, SubstationFormat

from translator.errors import InputError
from translator.subtitles.cue import Cue
from translator.subtitles.formats.base import CueFile, CueWarning
from translator.subtitles.formats.recovery import split_lines
from translator.subtitles.formats.times import LONGEST_MS
from translator.subtitles.markup import Markup

_SETTINGS = ("layer", "style", "marginl", "marginr", "marginv", "effect")
_TIME = regex.compile(
    r"\s*(-?)([0-9]{1,4})\s*:\s*([0-9]{1,2})\s*:\s*([0-9]{1,2})(?:[.,:]([0-9]{1,9}))?\s*"
)
_EVENT = regex.compile(r"\s*(Dialogue|Comment)\s*:\s?(.*)", regex.DOTALL | regex.IGNORECASE)
_OTHER_EVENTS = regex.compile(r"\s*(?:Picture|Sound|Movie|Command|Format)\s*:|\s*[;!]|\s*$")
_SECTION = regex.compile(r"\s*\[([^\]]*)\]\s*")
SECOND_STYLE = "Second"
_LINE_HEIGHT = 1.4
"""Height of a line, which is what a font size means here, in widths of a Chinese character."""


class SubStation:
    """ASS or SSA. ``Cue.settings`` is ``layer,style,marginl,marginr,marginv,effect`` verbatim.

    Args:
        dialect: "ass" or "ssa".
    """

    markup = Markup.ASS

    def __init__(self, dialect: str) -> None:
        self.dialect = dialect

    def recognises(self, text: str) -> bool:
        """Tells whether ``text`` has this dialect's style section or begins with script info."""
        head = text[:100_000].lower()
        if "[v4+ styles]" in head:
            return self.dialect == "ass"
        if "[v4 styles]" in head:
            return self.dialect == "ssa"
        return self.dialect == "ass" and head.lstrip("\ufeff \t\r\n").startswith("[script info]")

    def parse(self, text: str) -> CueFile:
        """Reads ASS or SSA; see `translator.subtitles.formats.base.SubtitleFormat`."""
        header: list[str] = []
        cues: list[Cue] = []
        lines: list[int] = []
        found: list[CueWarning] = []
        fields = list(EVENT_FIELDS[self.dialect])
        section = ""
        for number, line in enumerate(split_lines(text.lstrip("\ufeff")), start=1):
            heading = _SECTION.fullmatch(line)
            section = heading.group(1).strip().lower() if heading else section
            event = _EVENT.fullmatch(line)
            if section == "events" and line.strip().lower().startswith("format:"):
                fields = _field_order(line, fields)
            elif event and event.group(1).lower() == "dialogue":
                lines.append(number)
                cues.append(_cue(event.group(2), fields, len(cues) + 1, number, found))
            elif event:
                standard = _in_standard_order(event.group(2), fields, self.dialect)
                header.append(f"Comment: {standard}")
            elif section == "events" and not heading and not _OTHER_EVENTS.match(line):
                found.append(CueWarning(0, number, f"no event ({line.strip()[:40]!r})", "left out"))
            else:
                header.append(line)
        if not cues:
            raise InputError(
                "no Dialogue line found", advice="Give an ASS or SSA file with an [Events] section"
            )
        found += _order_warnings(cues, lines)
        found.sort(key=lambda warning: (warning.cue, warning.line))
        kept = _standard_header("\n".join(header), self.dialect, found)
        return CueFile(tuple(cues), self.dialect, Markup.ASS, tuple(found), header=kept)

    def render(self, cue_file: CueFile) -> str:
        """Writes the script; a second language follows the first in the style ``Second``."""
        script = _script(cue_file.header, self.dialect)
        if script is None:
            script = _script_of(_default_header(cue_file))
        if any(cue.second for cue in cue_file.cues) and SECOND_STYLE not in script.styles:
            _add_second_style(script)
        for cue in cue_file.cues:
            second = f"\n{{\\r{SECOND_STYLE}}}{cue.second}" if cue.second else ""
            script.events.append(_event(cue, cue.text + second))
        written = io.StringIO()
        _Exact.to_file(script, written, self.dialect, header_notice="")
        return written.getvalue()


class _Exact(SubstationFormat):
    """pysubs2's writer without its limit of ten hours."""

    @staticmethod
    def ms_to_timestamp(requested_ms: int) -> str:
        """Returns ``H:MM:SS.cc``, rounded to the nearest hundredth (halves up)."""
        hundredths = (max(0, requested_ms) + 5) // 10
        seconds, hundredths = divmod(hundredths, 100)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02d}:{seconds:02d}.{hundredths:02d}"


FORMATS = {"ass": SubStation("ass"), "ssa": SubStation("ssa")}


def _field_order(line: str, default: list[str]) -> list[str]:
    names = [name.strip().lower() for name in line.split(":", 1)[1].split(",")]
    names = ["name" if name == "actor" else name for name in names]
    # Text holds commas, so that a file that does not end with it cannot mean what it says.
    return names if names[-1:] == ["text"] and {"start", "end"} <= set(names) else default


def _values(rest: str, fields: list[str]) -> dict[str, str]:
    return dict(zip(fields, rest.split(",", len(fields) - 1), strict=False))


def _in_standard_order(rest: str, fields: list[str], dialect: str) -> str:
    values = _values(rest, fields)
    return ",".join(values.get(name, "") for name in EVENT_FIELDS[dialect])


def _cue(rest: str, fields: list[str], cue: int, line: int, found: list[CueWarning]) -> Cue:
    values = _values(rest, fields)
    if "text" not in values:
        found.append(CueWarning(cue, line, "too few fields", "read as far as it goes"))
    start, end = _milliseconds(values.get("start", "")), _milliseconds(values.get("end", ""))
    if start is None or end is None:
        found.append(CueWarning(cue, line, "unreadable time", "filled in from the other one"))
        start = start if start is not None else max(0, (end or 1000) - 1000)
        end = end if end is not None else start + 1000
    if end < start:
        found.append(CueWarning(cue, line, "ends before it starts", "start and end exchanged"))
        start, end = end, start
    if end == start:
        found.append(CueWarning(cue, line, "has no duration", "given a hundredth of a second"))
        end = start + 10
    text = values.get("text", "").replace("\\N", "\n")
    if not text.strip():
        found.append(CueWarning(cue, line, "empty cue", "kept"))
    settings = ",".join(_number(values, name) for name in _SETTINGS)
    return Cue(start, end, text, speaker=values.get("name", "").strip(), settings=settings)


def _number(values: dict[str, str], name: str) -> str:
    value = values.get(name, "").strip()
    if name == "style":
        return value or "Default"
    if name == "effect":
        return value
    return value if regex.fullmatch(r"-?[0-9]{1,6}", value) else "0"


def _milliseconds(value: str) -> int | None:
    match = _TIME.fullmatch(value)
    if match is None:
        return None
    sign, hours, minutes, seconds, fraction = match.groups()
    total = int(hours) * 3_600_000 + int(minutes) * 60_000 + int(seconds) * 1000
    # Rounded to hundredths at once, so that writing gives back what was read.
    total += int(((fraction or "") + "00")[:2]) * 10
    return None if total >= LONGEST_MS else 0 if sign else total


def _order_warnings(cues: list[Cue], lines: list[int]) -> list[CueWarning]:
    return [
        CueWarning(number, lines[number - 1], "starts before the cue in front of it", "order kept")
        for number, (before, here) in enumerate(itertools.pairwise(cues), start=2)
        if here.start_ms < before.start_ms
    ]


def _script_of(header: str) -> pysubs2.SSAFile:
    script = pysubs2.SSAFile()
    SubstationFormat.from_file(script, io.StringIO(header), "ass")
    return script


def _script(header: str, dialect: str) -> pysubs2.SSAFile | None:
    if not header.strip():
        return None
    script = pysubs2.SSAFile()
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        try:
            SubstationFormat.from_file(script, io.StringIO(header), dialect)
        except (ValueError, IndexError, TypeError, KeyError, OverflowError, AttributeError):
            return None
    return script


def _standard_header(header: str, dialect: str, found: list[CueWarning]) -> str:
    """Returns ``header`` as pysubs2 writes it, or "" with a warning if it makes no sense."""
    script = _script(header, dialect)
    if script is None:
        if header.strip():
            found.append(CueWarning(0, 0, "unreadable styles", "replaced by the default style"))
        return ""
    for event in script.events:
        event.start, event.end = max(0, event.start), max(0, event.end)
    written = io.StringIO()
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        try:
            _Exact.to_file(script, written, dialect, header_notice="")
        except (ValueError, OverflowError, AttributeError):
            found.append(CueWarning(0, 0, "unreadable styles", "replaced by the default style"))
            return ""
    return written.getvalue()


def header_for(width: int, height: int, font: str, longest: float = 0.0) -> str:
    """Returns script info and styles for a picture, to be used as `CueFile.header`.

    A line is as high as a fourteenth of the picture's shorter side (an eleventh in an upright
    picture, where it also stands higher, above the controls of players), less if the longest one
    would not fit otherwise. White with a black edge, at the bottom.

    Args:
        width: of the picture in pixels.
        height: of the picture in pixels.
        font: name of the font.
        longest: width of the longest line in full-width characters, 0 if unknown.
    """
    short, upright = min(width, height), height > width
    size = short / (11 if upright else 14)
    if longest:
        size = min(size, width * 14 / 15 / longest * _LINE_HEIGHT)
    script = pysubs2.SSAFile()
    script.info = {"PlayResX": str(width), "PlayResY": str(height), "WrapStyle": "2"}
    script.info["ScaledBorderAndShadow"] = "yes"
    style = script.styles["Default"]
    style.fontname, style.fontsize = font, float(max(1, round(size)))
    style.outline, style.shadow = max(1.0, round(short / 360, 1)), 0.0
    style.marginv = height // 8 if upright else height // 22
    style.marginl = style.marginr = width // 30
    _add_second_style(script)
    written = io.StringIO()
    _Exact.to_file(script, written, "ass", header_notice="")
    return written.getvalue()


def _default_header(cue_file: CueFile) -> str:
    chinese = any(regex.search(r"\p{Han}", cue.text + cue.second) for cue in cue_file.cues)
    return header_for(1920, 1080, "Noto Sans CJK SC" if chinese else "Arial")


def _add_second_style(script: pysubs2.SSAFile) -> None:
    main = script.styles.get("Default") or pysubs2.SSAStyle()
    second = main.copy()
    second.fontsize = round(main.fontsize * 0.8)
    second.primarycolor = pysubs2.Color(0xFF, 0xE9, 0xA8)
    script.styles[SECOND_STYLE] = second


def _event(cue: Cue, text: str) -> pysubs2.SSAEvent:
    # Shorter cues would end where they start, once rounded.
    end_ms = max(cue.end_ms, (cue.start_ms + 5) // 10 * 10 + 10)
    event = pysubs2.SSAEvent(cue.start_ms, end_ms, text.replace("\n", "\\N"))
    event.name = cue.speaker.replace(",", " ").replace("\n", " ")
    values = cue.settings.split(",", len(_SETTINGS) - 1)
    if len(values) == len(_SETTINGS):
        given = dict(zip(_SETTINGS, values, strict=True))
        event = replace(event, style=given["style"], effect=given["effect"].replace(",", ";"))
        event.layer, event.marginl, event.marginr, event.marginv = (
            int(given[name]) for name in ("layer", "marginl", "marginr", "marginv")
        )
    return event
