"""Numbers that Word computes for lists and headings (ECMA-376 Part 1, 17.9).

The text of a numbered paragraph lacks its number; a section heading "一、" would lose it.
Imports lxml; load it lazily.
"""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN_DIGITS = "〇一二三四五六七八九"
_CHINESE_FORMATS = (
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
)
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Numbering:
    """Counts the numbered paragraphs of one document.

    Args:
        root: the numbering part's element, None if the document has none.
    """

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._list_of: dict[str, str] = {}
        self._counters: dict[str, dict[int, int]] = {}
        for element in root if root is not None else ():
            if element.tag == f"{_W}abstractNum":
                self._levels[str(element.get(f"{_W}abstractNumId"))] = _levels(element)
            elif element.tag == f"{_W}num":
                self._list_of[str(element.get(f"{_W}numId"))] = _child(element, "abstractNumId")

    def next_marker(self, identifier: str, level: int) -> str:
        """Returns the marker of the next paragraph at ``level`` of the list ``identifier``.

        "•" for bullets, "" if the list is unknown or shows nothing.
        """
        abstract = self._list_of.get(identifier, "")
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counters = self._counters.setdefault(abstract, {})
        counters[level] = counters.get(level, levels[level][2] - 1) + 1
        for deeper in [other for other in counters if other > level]:
            del counters[deeper]
        number_format, pattern, _ = levels[level]
        if number_format == "bullet":
            return "•"
        if number_format == "none":
            return ""

        def shown(place: re.Match[str]) -> str:
            at = int(place.group(1)) - 1
            form, _, start = levels.get(at, ("decimal", "", 1))
            return _written(counters.get(at, start), form)

        return re.sub(r"%([1-9])", shown, pattern)


def _levels(abstract: Element) -> dict[int, tuple[str, str, int]]:
    """Returns (number format, pattern, first number) by level."""
    levels = {}
    for element in abstract.findall(f"{_W}lvl"):
        at, start = str(element.get(f"{_W}ilvl")), _child(element, "start")
        if at.isdigit():
            levels[int(at)] = (
                _child(element, "numFmt") or "decimal",
                _child(element, "lvlText"),
                int(start) if start.isdigit() else 1,
            )
    return levels


def _written(number: int, form: str) -> str:
    """Writes ``number`` (from 1) in a Word number format; unknown formats count in digits."""
    if form in _CHINESE_FORMATS and number < 100:
        tens, units = divmod(number, 10)
        leading = "" if tens == 1 else _HAN_DIGITS[tens]
        return (f"{leading}十" if tens else "") + (_HAN_DIGITS[units] if units else "")
    if form in ("lowerLetter", "upperLetter") and number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and number < 40:
        text = ""
        for value, sign in _ROMAN:
            text += sign * (number // value)
            number %= value
        return text.upper() if form == "upperRoman" else text
    return str(number)


def _child(parent: Element, name: str) -> str:
    child = parent.find(f"{_W}{name}")
    return str(child.get(f"{_W}val") or "") if child is not None else ""
