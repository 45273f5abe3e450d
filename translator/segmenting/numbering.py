"""Section numbers as articles write them (1, 01, 一、, （二）, ③, 第四部分, Part 5, 问题六, Q7)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import regex

_HAN = r"(?P<han>[一二三四五六七八九十]{1,3})"
_DIGITS = r"0?(?P<digits>\d{1,2})"
_EITHER = rf"(?:{_DIGITS}|{_HAN})"
_STYLES = {
    "digits": (_DIGITS, r"\s?[.、．](?!\d)|\s(?=\p{Han})|\s?[|丨｜]"),
    "zero": (r"0(?P<digits>\d)", r"(?=\s?[\p{Han}|丨｜])"),
    "han": (_HAN, r"[、.．]|\s?[|丨｜]"),
    "brackets": (rf"[（(【\[]{_EITHER}[）)】\]]", r""),
    "ring": (r"(?P<ring>[①-⑳❶-❿])", r""),
    "roman": (r"(?P<roman>[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]{1,4})", r"[.、．]"),
    "part": (
        rf"第\s?{_EITHER}\s?(?:部分|章|节|讲|篇|场|幕|个?问题|环节|轮)",
        r"[、:：.|丨｜\s]*",
    ),
    "english": (rf"(?i:part|chapter|section|topic|no)\.?\s?{_DIGITS}", r"[、:：.|丨｜\s—-]*"),
    "question": (rf"(?:问题|话题|议题)\s?{_EITHER}", r"[、:：.|丨｜\s]*"),
    "q": (rf"(?i:q)\s?{_DIGITS}", r"\s?[:：.、\s]"),
}
"""For each style the number and what must follow it in front of a heading's words."""

_ORNAMENTS = r"[▎▌■◆●★▶►◇○□#\s—\-–·|丨]*"
_ALONE = {
    style: regex.compile(rf"{_ORNAMENTS}(?P<number>{number})[\s.、．:：/|丨—\-–·]*")
    for style, (number, _) in _STYLES.items()
}
_IN_FRONT = {
    style: regex.compile(
        rf"{_ORNAMENTS}(?P<number>{number})(?:{following})[\s|丨｜:：—\-]*(?P<text>[^\s].*)"
    )
    for style, (number, following) in _STYLES.items()
}
_DIGIT_OF = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True, slots=True)
class Number:
    """A section number found in a line.

    Attributes:
        style: key of the style; numbers of one sequence share it.
        value: what it counts.
        written: as written, without ornaments and what separates it from the words.
        text: offset of the heading's words in the line; its length if it holds the number alone.
    """

    style: str
    value: int
    written: str
    text: int


def number_alone(line: str) -> Number | None:
    """Returns the number that ``line`` consists of, None if it is none."""
    for style, pattern in _ALONE.items():
        match = pattern.fullmatch(line)
        if match and (value := _value(match)) is not None:
            return Number(style, value, match["number"], len(line))
    return None


def number_in_front(line: str) -> Number | None:
    """Returns the number in front of other words in ``line``, None if there is none."""
    for style, pattern in _IN_FRONT.items():
        match = pattern.fullmatch(line)
        if match and (value := _value(match)) is not None:
            return Number(style, value, match["number"], match.start("text"))
    return None


def sequences(numbers: Mapping[int, Number], *, nested: bool) -> dict[int, int]:
    """Returns the lines whose numbers count up, with the length of the run each belongs to.

    A run starts at 0 or 1 and goes up by one, or by two where a heading got lost. A style may
    start again only if ``nested``, after a number of another style: 一、 1. 2. 二、 1. 2.
    """
    runs: list[list[int]] = []
    current: dict[str, list[int]] = {}
    last_style = ""
    for at, number in sorted(numbers.items()):
        run = current.get(number.style)
        if run and 0 < number.value - numbers[run[-1]].value <= 2:
            run.append(at)
        elif number.value in (0, 1) and (run is None or (nested and last_style != number.style)):
            current[number.style] = [at]
            runs.append(current[number.style])
        else:
            continue
        last_style = number.style
    return {at: len(run) for run in runs for at in run}


def _value(match: regex.Match[str]) -> int | None:
    groups = match.groupdict()
    if groups.get("digits"):
        return int(groups["digits"])
    if groups.get("han"):
        tens, ten, units = groups["han"].rpartition("十")
        return (_DIGIT_OF.get(tens, 1) * 10 if ten else 0) + _DIGIT_OF.get(units, 0)
    if groups.get("ring"):
        return int(unicodedata.numeric(groups["ring"]))
    roman = unicodedata.normalize("NFKC", groups["roman"])
    return _ROMAN.index(roman) + 1 if roman in _ROMAN else None
