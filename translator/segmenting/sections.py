"""Title and headings: numbers on their own line, numbered and marked headings, questions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import regex

from translator.document import BlockKind
from translator.segmenting.lines import Line
from translator.segmenting.narration import is_aside
from translator.segmenting.turns import TurnStart, is_host

_CHINESE = "[一二三四五六七八九十]"
_NUMBER_ALONE = regex.compile(
    rf"[【\[（(「—\-–·\s]*(?:0?(?P<value>\d{{1,2}})|(?P<han>{_CHINESE}{{1,3}})"
    rf"|(?P<ring>[①-⑳❶-❿])|(?P<roman>[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]{{1,4}})"
    rf"|第\s?(?:0?(?P<value>\d{{1,2}})|(?P<han>{_CHINESE}{{1,3}}))\s?(?:部分|章|节|讲|篇|场"
    rf"|幕|个?问题|环节|轮|期)"
    r"|(?:part|chapter|section|topic|no)\.?\s?0?(?P<value>\d{1,2})|(?:问题|话题|议题|主题"
    r"|q)\s?(?:0?(?P<value>\d{1,2})|(?P<han>[一二三四五六七八九十]{1,3})))"
    r"\s*[.、．:：】\])）」/—\-–·\s]*",
    regex.IGNORECASE,
)
_NUMBERED = regex.compile(
    rf"(?P<number>(?:0?(?P<value>\d{{1,2}})\s?(?:[.、．](?!\d)|\s(?=\p{{Han}}))"
    rf"|0(?P<value>\d)(?=\s?\p{{Han}})|(?P<han>{_CHINESE}{{1,3}})[、.．]"
    rf"|[（(](?P<han>{_CHINESE}{{1,3}})[）)]"
    rf"|(?P<ring>[①-⑳❶-❿])|第\s?(?:0?(?P<value>\d{{1,2}})|(?P<han>{_CHINESE}{{1,3}}))\s?(?:部分"
    rf"|章|节|讲|篇|场|幕|个?问题|环节|轮)[、:：.\s]*"
    r"|(?:part|chapter|section|topic)\.?\s?0?(?P<value>\d{1,2})[、:：.|\s—-]*|(?:问题|话题"
    r"|议题)\s?(?:0?(?P<value>\d{1,2})|(?P<han>[一二三四五六七八九十]{1,3}))[、:：.\s]*"
    r"|q\s?0?(?P<value>\d{1,2})\s?[:：.、\s]))\s*(?P<text>[^\s].*)",
    regex.IGNORECASE,
)
_FACT = regex.compile(
    r"(?:活动|直播|会议|举办|报告)?(?:时间|地点|地址|主题|主办|承办|协办|嘉宾|讲者|主讲人?|对谈人"
    r"|与谈人|受访者|采访者|主持人?|日期|平台|形式|链接)[^，。]{0,4}[：:]"
)
_FRONT = regex.compile(
    r"(?:前言|引言|导语|导读|编者按|写在前面|活动(?:介绍|简介|背景|信息)|(?:嘉宾|讲者|主讲人"
    r"|主持人)(?:介绍|简介|阵容)|背景(?:介绍)?|摘要"
    r"|内容简介)[：:]?"
)
_BACK = regex.compile(
    r"(?:结语|结束语|后记|写在最后|尾声|编后语|编后记|(?:记者|采访|编辑)?手记|采访后记|致谢|参考(?:文献|资料|链接)"
    r"|References?|附录|活动(?:预告|回顾|总结))[：:]?",
    regex.IGNORECASE,
)
_HAN_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
_LONGEST = 45.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A section begins here.

    Attributes:
        number: as written, "" if unnumbered.
        text: index of the line that holds the heading's words, None if there are none.
        start: offset in that line at which the words begin.
        numbered: whether it belongs to a numbered sequence.
    """

    number: str
    text: int | None
    start: int = 0
    numbered: bool = False


def title_line(lines: list[Line], kept: list[int], starts: dict[int, TurnStart]) -> int | None:
    """Returns the index of the title's line, None if the article has none.

    It is the first line that is kept, if it looks like a title and something follows it.
    """
    if len(kept) < 2:
        return None
    first, second = lines[kept[0]], lines[kept[1]]
    if kept[0] in starts or _NUMBER_ALONE.fullmatch(first.simple):
        return None
    if first.kind is BlockKind.HEADING:
        is_only = (
            sum(line.kind is BlockKind.HEADING and line.level <= first.level for line in lines) == 1
        )
        return kept[0] if first.level == 1 or is_only else None
    if (
        first.weight > 60
        or regex.search(r"[。；;，,：:]$", first.text)
        or _FACT.match(first.simple)
    ):
        return None
    if first.kind is not BlockKind.PARAGRAPH:
        return None
    return kept[0] if kept[1] in starts or second.weight > first.weight or len(kept) > 3 else None


def find_headings(
    lines: list[Line], kept: Iterable[int], starts: dict[int, TurnStart]
) -> dict[int, Heading]:
    """Returns the headings among the lines ``kept`` (indices, title apart), by their first line."""
    order = list(kept)
    outline = _Outline(lines, order, starts)
    headings: dict[int, Heading] = {}
    taken: int | None = None
    for place, at in enumerate(order):
        if at == taken or at in starts:
            continue
        if heading := outline.heading(place):
            headings[at] = heading
            taken = heading.text
    return headings


class _Outline:
    """The kept lines of an article, with the numbers that run through them."""

    def __init__(self, lines: list[Line], order: list[int], starts: dict[int, TurnStart]) -> None:
        self.lines, self.order, self.starts = lines, order, starts
        self.has_host = any(is_host(start.label.key) for start in starts.values())
        free = [at for at in order if at not in starts]
        self.alone = _sequence({at: _value_alone(lines[at]) for at in free})
        self.numbered = _sequence({at: _value_in_front(lines[at]) for at in free})

    def heading(self, place: int) -> Heading | None:
        """Returns the heading that begins on the line at ``place`` of the order."""
        at = self.order[place]
        if at in self.alone:
            return self._with_next_line(place)
        if at in self.numbered and self._numbered_line_heads(place):
            match = _NUMBERED.fullmatch(self.lines[at].text)
            if match:
                return Heading(match["number"].strip(), at, match.start("text"), numbered=True)
            return Heading(self.lines[at].ordinal, at, numbered=True)
        if self._looks_like_heading(place):
            return self._marked(at)
        return None

    def _following(self, place: int) -> int | None:
        return self.order[place + 1] if place + 1 < len(self.order) else None

    def _with_next_line(self, place: int) -> Heading:
        at, following = self.order[place], self._following(place)
        number = self.lines[at].text
        if following is None or following in self.starts or following in self.alone:
            return Heading(number, None, numbered=True)
        line = self.lines[following]
        is_heading = line.kind is BlockKind.HEADING or (
            line.weight <= _LONGEST and not regex.search(r"[。；;，,]$", line.text)
        )
        return Heading(number, following if is_heading else None, numbered=True)

    def _numbered_line_heads(self, place: int) -> bool:
        """Whether a line such as "二、…" is a heading and not an item of a list."""
        line, following = self.lines[self.order[place]], self._following(place)
        if line.kind is BlockKind.HEADING:
            return True
        if line.weight > _LONGEST or regex.search(r"[。；;，,：:]$", line.text):
            return False
        neighbours = {following, self.order[place - 1] if place else None}
        if following is None or neighbours & self.numbered.keys():
            return False
        return line.all_bold or following in self.starts or len(self.numbered) >= 2

    def _looks_like_heading(self, place: int) -> bool:
        """Whether an unnumbered line is a heading by markup, bold type, or as a question."""
        line, following = self.lines[self.order[place]], self._following(place)
        if line.kind is BlockKind.HEADING or is_front(line) or is_back(line):
            return True
        if (
            following is None
            or line.kind is not BlockKind.PARAGRAPH
            or line.weight > _LONGEST
            or self._follows_label(place)
            or not regex.search(r"\p{L}", line.text)
            or regex.search(r"[。；;，,：:!！…~～]$", line.text)
            or _FACT.match(line.simple)
            or is_aside(line.simple)
        ):
            return False
        if line.all_bold:
            return True
        if self.starts:
            return following in self.starts and self._stands_between_turns(place)
        return self._stands_over_paragraph(place)

    def _follows_label(self, place: int) -> bool:
        """Whether the line before is a speaker's label alone, which makes this one speech."""
        before = self.starts.get(self.order[place - 1]) if place else None
        return before is not None and before.rest >= len(self.lines[self.order[place - 1]].text)

    def _stands_between_turns(self, place: int) -> bool:
        """Whether the short line ahead of a turn is a topic and not the last speaker's words.

        Where sections are numbered all are, and where somebody asks the questions are theirs.
        """
        line = self.lines[self.order[place]]
        if self.alone or self.numbered or "：" in line.text or ":" in line.text:
            return False
        if line.text[-1] in "？?":
            return line.weight <= 32 and not self.has_host
        return line.weight <= 25 and not regex.search(r"[，,。！!]", line.text)

    def _stands_over_paragraph(self, place: int) -> bool:
        """Whether a short line without punctuation stands between paragraphs of prose."""
        line, following = self.lines[self.order[place]], self.lines[self.order[place + 1]]
        before = self.lines[self.order[place - 1]] if place else None
        return (
            0 < line.weight <= 22
            and not regex.search(r"[，。！；：,;:!.\"”]", line.text)
            and following.weight >= max(30, 2 * line.weight)
            and (before is None or regex.search(r"[。！？!?.…”）)]$", before.text) is not None)
        )

    def _marked(self, at: int) -> Heading:
        match = _NUMBERED.fullmatch(self.lines[at].text)
        if match:
            return Heading(match["number"].strip(), at, match.start("text"), numbered=True)
        return Heading(self.lines[at].ordinal, at, numbered=bool(self.lines[at].ordinal))


def _value_alone(line: Line) -> int | None:
    match = _NUMBER_ALONE.fullmatch(line.simple if len(line.text) > 1 else line.text)
    return _value(match) if match else None


def _value_in_front(line: Line) -> int | None:
    match = _NUMBERED.fullmatch(
        f"{line.ordinal} {line.text}".strip() if line.ordinal else line.text
    )
    return _value(match) if match else None


def _value(match: regex.Match[str]) -> int | None:
    groups = match.groupdict()
    if groups.get("value"):
        return int(groups["value"])
    if groups.get("han"):
        return _han_number(groups["han"])
    if groups.get("ring"):
        return int(unicodedata.numeric(groups["ring"]))
    return _roman_number(groups["roman"]) if groups.get("roman") else None


def _han_number(han: str) -> int:
    tens, ten, units = han.rpartition("十")
    if not ten:
        return _HAN_DIGITS.get(han[-1], 10)
    return _HAN_DIGITS.get(tens, 1) * 10 + _HAN_DIGITS.get(units, 0)


def _roman_number(roman: str) -> int | None:
    normal = unicodedata.normalize("NFKC", roman).upper()
    numerals = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
    return numerals.index(normal) + 1 if normal in numerals else None


def _sequence(values: dict[int, int | None]) -> dict[int, int]:
    """Returns those of ``values`` (by line) that count up from 0 or 1, by one or (a gap) two."""
    kept: dict[int, int] = {}
    last = 0
    for at, value in sorted(values.items()):
        if value is None:
            continue
        if (not kept and value in (0, 1)) or (kept and last < value <= last + 2):
            kept[at] = last = value
    return kept


def is_front(line: Line) -> bool:
    """Whether a heading such as 嘉宾介绍 belongs to the editor's introduction."""
    return _FRONT.fullmatch(line.simple) is not None


def is_back(line: Line) -> bool:
    """Whether a heading such as 结语 or 参考文献 belongs to the editor's closing."""
    return _BACK.fullmatch(line.simple) is not None
