"""Finding the cues of SRT and WebVTT text, however malformed, without losing any.

The scanner goes by time lines, the one thing that every cue has: whatever stands between two of
them belongs to the first one's text, but for the number or identifier right in front of the second.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from translator.subtitles.formats.base import CueWarning
from translator.subtitles.formats.times import DIGIT, TimeLine, parse_time_line

_NUMBER = regex.compile(rf"\s*{DIGIT}{{1,9}}\s*")
_SHORTEST_MS = 1
_DEFAULT_MS = 1000
_SHIELD = "\u2060"


@dataclass(slots=True)
class RawCue:
    """A cue as it stands in the file.

    Attributes:
        line: line of its time line, from 1.
        name: the number or identifier in front, "" if it has none.
        times: as read.
        text: its lines, joined by line feeds, verbatim.
        start_ms, end_ms: filled in by `settle_times`.
    """

    line: int
    name: str
    times: TimeLine
    text: str = ""
    start_ms: int = 0
    end_ms: int = 0


@dataclass(slots=True)
class Scan:
    """What `scan` found.

    Attributes:
        cues: in the order of the file.
        preamble: the lines before the first cue.
        warnings: what was repaired so far.
    """

    cues: list[RawCue] = field(default_factory=list)
    preamble: list[str] = field(default_factory=list)
    warnings: list[CueWarning] = field(default_factory=list)

    def warn(self, cue: int, line: int, message: str, fix: str) -> None:
        """Records a repair."""
        self.warnings.append(CueWarning(cue, line, message, fix))


def split_lines(text: str) -> list[str]:
    """Splits at LF, CR LF or lone CR, and at nothing else."""
    return regex.split(r"\r\n|\n|\r", text)


def shield(text: str, notation: str) -> str:
    """Puts U+2060 (invisible) in front of text lines that would be read as time lines."""
    return "\n".join(
        _SHIELD + line if parse_time_line(line.lstrip(_SHIELD), notation) else line
        for line in text.split("\n")
    )


def unshield(text: str, notation: str) -> str:
    """Undoes `shield`."""
    if _SHIELD not in text:
        return text
    return "\n".join(
        line[1:]
        if line.startswith(_SHIELD) and parse_time_line(line.lstrip(_SHIELD), notation)
        else line
        for line in text.split("\n")
    )


def scan(text: str, notation: str, *, identifiers: bool) -> Scan:
    """Finds every cue of ``text``.

    Args:
        text: the whole file.
        notation: "srt" or "vtt", see `parse_time_line`.
        identifiers: whether any line in front of a time line after a blank one is the cue's
            identifier (WebVTT), or only a number (SRT).
    """
    lines = split_lines(text)
    found = [
        (at, times) for at, line in enumerate(lines) if (times := parse_time_line(line, notation))
    ]
    result = Scan()
    if not found:
        result.preamble = lines
        return result
    names = _name_lines(lines, [at for at, _times in found], identifiers=identifiers)
    result.preamble = lines[: found[0][0] if names[0] is None else names[0]]
    for index, (at, times) in enumerate(found):
        if index + 1 < len(found):
            following = names[index + 1]
            end = found[index + 1][0] if following is None else following
        else:
            end = len(lines)
        name_at = names[index]
        name = times.name if name_at is None else lines[name_at].strip()
        cue = RawCue(at + 1, name, times)
        cue.text = _body(lines, at + 1, end, index, result, last=index + 1 == len(found))
        if times.text:
            result.warn(index + 1, at + 1, "text in the line of the times", "read as text")
            cue.text = "\n".join(part for part in (times.text, cue.text) if part)
        result.cues.append(cue)
    return result


def _name_lines(lines: list[str], time_lines: list[int], *, identifiers: bool) -> list[int | None]:
    """Returns for each time line the index of its number's line, or None."""
    first = _above_blank(lines, time_lines[0])
    numbered = first >= 0 and _NUMBER.fullmatch(lines[first]) is not None
    names: list[int | None] = []
    previous_end = -1
    for at in time_lines:
        before = at - 1
        name: int | None = None
        if before > previous_end and lines[before].strip():
            after_blank = before - 1 <= previous_end or not lines[before - 1].strip()
            is_number = _NUMBER.fullmatch(lines[before]) is not None
            if (is_number and (after_blank or numbered)) or (identifiers and after_blank):
                name = before
        elif numbered:
            name = _number_above_blank(lines, at, previous_end, names)
        # The line right after a time line is its text, never the next one's identifier.
        if name is not None and identifiers and name == previous_end + 1 and previous_end >= 0:
            name = None if not _NUMBER.fullmatch(lines[name]) else name
        names.append(name)
        previous_end = at
    return names


def _number_above_blank(
    lines: list[str], time_line: int, previous_end: int, names: list[int | None]
) -> int | None:
    """Returns the line of a cue's number if blank lines slipped between it and the times.

    Any number may open the file; later ones must count on, or they may be text.
    """
    candidate = _above_blank(lines, time_line)
    if candidate <= previous_end or not _NUMBER.fullmatch(lines[candidate]):
        return None
    if not names:
        return candidate
    last = names[-1]
    counts_on = (
        last is not None
        and _NUMBER.fullmatch(lines[last]) is not None
        and int(lines[candidate]) == int(lines[last]) + 1
    )
    return candidate if counts_on else None


def _above_blank(lines: list[str], at: int) -> int:
    """Returns the index of the last line in front of ``at`` that is not blank, or -1."""
    above = at - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above


def _body(lines: list[str], start: int, end: int, index: int, result: Scan, *, last: bool) -> str:
    body = lines[start:end]
    separated = not body or not body[-1].strip()
    while body and not body[-1].strip():
        body.pop()
    leading = 0
    while leading < len(body) and not body[leading].strip():
        leading += 1
    if leading and leading < len(body):
        result.warn(index + 1, start, "blank line between times and text", "blank line left out")
    body = body[leading:]
    if not separated and not last:
        result.warn(index + 1, end, "no blank line after the cue", "cue ended at the next times")
    blank = next((at for at, line in enumerate(body) if not line.strip()), None)
    if blank is not None:
        result.warn(
            index + 1, start + leading + blank + 1, "blank line inside the text", "kept as text"
        )
    return "\n".join(body)


def settle_times(result: Scan) -> None:
    """Gives every cue a start before its end; warns wherever the file's own times are not so."""
    cues = result.cues
    for index, cue in enumerate(cues):
        number = index + 1
        start, end = cue.times.start_ms, cue.times.end_ms
        previous_end = cues[index - 1].end_ms if index else 0
        following = next((c.times.start_ms for c in cues[index + 1 :] if c.times.start_ms), None)
        if start is None or end is None:
            result.warn(number, cue.line, "unreadable time", "filled in from its neighbours")
        if start is None:
            start = previous_end if end is None or previous_end < end else max(0, end - _DEFAULT_MS)
        if end is None:
            limit = following if following is not None and following > start else None
            end = min(start + 2 * _DEFAULT_MS, limit) if limit else start + 2 * _DEFAULT_MS
        if end < start:
            result.warn(number, cue.line, "ends before it starts", "start and end exchanged")
            start, end = end, start
        if end == start:
            result.warn(number, cue.line, "has no duration", "lengthened up to the next cue")
            limit = following if following is not None and following > start else None
            end = min(start + _DEFAULT_MS, limit) if limit else start + _DEFAULT_MS
        cue.start_ms, cue.end_ms = start, max(end, start + _SHORTEST_MS)
    _warn_of_order(result)


def _warn_of_order(result: Scan) -> None:
    for index, cue in enumerate(result.cues[1:], start=1):
        before = result.cues[index - 1]
        if cue.start_ms < before.start_ms:
            result.warn(index + 1, cue.line, "starts before the cue in front of it", "order kept")
        elif cue.start_ms < before.end_ms:
            result.warn(index + 1, cue.line, "overlaps the cue in front of it", "times kept")
