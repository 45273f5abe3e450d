"""Cue times as they occur in the wild."""

from __future__ import annotations

from dataclasses import dataclass

import regex

LONGEST_MS = 10_000 * 3_600_000
"""No time beyond this many milliseconds is believed (four-digit hours)."""

_ARROW = r"(?:-{1,2}\s?>|[-–—]{1,2}>|→|--&gt;)"
DIGIT = "[0-9０-９]"
"""A digit in a cue time; other scripts' digits are not meant there."""

_COLON = r"\s*[:：]\s*"
_TIME = (
    rf"(?P<sign>[-−])?(?:(?P<h>{DIGIT}{{1,4}}){_COLON})?(?P<m>{DIGIT}{{1,3}}){_COLON}"
    rf"(?P<s>{DIGIT}{{1,2}})(?:\s*[.,:：，。．;；]\s*(?P<f>{DIGIT}{{1,9}}))?"
)
_TIME_PATTERN = regex.compile(_TIME)
_LINE_PATTERN = regex.compile(rf"^\s*(?P<left>.*?)\s*{_ARROW}\s*(?P<right>.*?)\s*$")
_NUMBER_IN_FRONT = regex.compile(rf"(?P<number>{DIGIT}{{1,6}})[.)]?\s+(?={DIGIT}{{1,4}}\s*[:：])")
_SETTING = regex.compile(r"[XYxy][12]:\S*|[A-Za-z]+:[\w%.,+-]+")
"""What may follow the times: SubRip's picture coordinates, WebVTT's cue settings."""

_EXACT = {
    "srt": regex.compile(r"\d{2,}:[0-5]\d:[0-5]\d,\d{3}"),
    "vtt": regex.compile(r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"),
}
_EXACT_ARROW = " --> "


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The line of a cue that gives its times.

    Attributes:
        start_ms, end_ms: None where it could not be read.
        settings: what follows the times, verbatim.
        name: the cue's number, where it stands in the same line; else "".
        text: what follows the times and can be no setting; always "" in WebVTT.
        exact: whether the line is as the format's specification wants it.
    """

    start_ms: int | None
    end_ms: int | None
    settings: str
    exact: bool
    name: str = ""
    text: str = ""


def parse_time_line(line: str, notation: str) -> TimeLine | None:
    """Reads ``line`` as a time line, or returns None if it is none.

    A line counts as one when at least one side of its arrow begins with (or is) a time and the
    other side looks like an attempt at one, so that text such as "a --> b" stays text.

    Args:
        line: one line without its line end.
        notation: "srt" or "vtt", for `TimeLine.exact`.
    """
    if ">" not in line and "→" not in line and "&gt;" not in line:
        return None
    parts = _LINE_PATTERN.match(line)
    if parts is None:
        return None
    left, right = parts["left"], parts["right"]
    number = _NUMBER_IN_FRONT.match(left)
    left = left[number.end() :] if number else left
    first = _TIME_PATTERN.fullmatch(left)
    second = _TIME_PATTERN.match(right)
    if second is not None and right[second.end() : second.end() + 1].strip():
        second = None
    if first is None and second is None:
        return None
    if (first is None and not _attempt(left)) or (second is None and not _attempt(right)):
        return None
    rest = right[second.end() :] if second is not None else " ".join(right.split()[1:])
    start, end = (_milliseconds(match) if match else None for match in (first, second))
    exact = (
        _EXACT[notation].fullmatch(left) is not None
        and second is not None
        and _EXACT[notation].fullmatch(second.group()) is not None
        and _EXACT_ARROW in line
        and number is None
    )
    rest = rest.strip()
    is_text = notation == "srt" and not all(map(_SETTING.fullmatch, rest.split()))
    return TimeLine(
        start,
        end,
        "" if is_text else rest,
        exact,
        number["number"] if number else "",
        rest if is_text else "",
    )


def _attempt(side: str) -> bool:
    """Whether ``side`` of an arrow may be a damaged time: nothing, or digits and separators."""
    head = side.split(maxsplit=1)[0] if side.strip() else ""
    return not head or (
        regex.fullmatch(r"[-−\d:：.,，;?xX]+", head) is not None and len(head) <= 20
    )


def _milliseconds(match: regex.Match[str]) -> int | None:
    fraction = match["f"] or ""
    # ".5" is half a second: a decimal fraction, as every specification reads it.
    milliseconds = int((fraction + "000")[:3])
    total = (
        int(match["h"] or 0) * 3_600_000
        + int(match["m"]) * 60_000
        + int(match["s"]) * 1000
        + milliseconds
    )
    if total >= LONGEST_MS:
        return None
    return 0 if match["sign"] else total


def clock(ms: int, point: str) -> str:
    """Returns ``HH:MM:SS`` + ``point`` + milliseconds; hours take as many digits as they need."""
    seconds, milliseconds = divmod(max(0, ms), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{point}{milliseconds:03d}"
