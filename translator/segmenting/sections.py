"""Title and headings: numbers on their own line, numbered and marked headings, questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import regex

from translator.document import BlockKind
from translator.segmenting.labels import LabelKind, parse_label
from translator.segmenting.lines import Line
from translator.segmenting.narration import is_aside
from translator.segmenting.numbering import (
    Number,
    number_alone,
    number_in_front,
    sequences,
)
from translator.segmenting.turns import TurnStart, is_host

_FACT = regex.compile(
    r"(?:活动|直播|会议|举办|报告)?(?:时间|地点|地址|主题|主办|承办|协办|嘉宾|讲者|主讲人?|对谈人"
    r"|与谈人|受访者|采访者|主持人?|日期|平台|形式|链接)[^，。]{0,4}[：:]"
)
_CAPTION = regex.compile(r"(?:图|表|Fig(?:ure|\.)?|Table)\s?\d", regex.IGNORECASE)
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
_NAMED = regex.compile(
    r"(?:Q\s?&\s?A|问答|提问|互动|答疑|圆桌讨论|自由讨论|嘉宾分享|主题分享)(?:环节|时间|部分)?[：:]?",
    regex.IGNORECASE,
)
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
    if kept[0] in starts or number_alone(first.text) or _opens_sequence(lines, kept):
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


def _opens_sequence(lines: list[Line], kept: list[int]) -> bool:
    """Whether the first line is number one of numbered headings and no title."""
    numbers = {at: number for at in kept if (number := _in_front(lines[at]))}
    return sequences(numbers, nested=False).get(kept[0], 0) >= 2


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
        alone = {at: number for at in free if (number := number_alone(lines[at].text))}
        self.alone = sequences(alone, nested=False)
        self.numbers = {at: number for at in free if (number := _in_front(lines[at]))}
        self.numbered = sequences(self.numbers, nested=True)
        self.has_numbered_headings = bool(self.alone) or any(
            at in self.numbered and self._numbered_line_heads(place)
            for place, at in enumerate(order)
        )

    def heading(self, place: int) -> Heading | None:
        """Returns the heading that begins on the line at ``place`` of the order."""
        at = self.order[place]
        if at in self.alone:
            return self._with_next_line(place)
        if (at in self.numbered and self._numbered_line_heads(place)) or self._heads(place):
            return self._marked(at)
        return None

    def _following(self, place: int) -> int | None:
        return self.order[place + 1] if place + 1 < len(self.order) else None

    def _with_next_line(self, place: int) -> Heading:
        at, following = self.order[place], self._following(place)
        found = number_alone(self.lines[at].text)
        number = found.written if found else ""
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
        if following is None or self._is_in_list(place):
            return False
        return line.all_bold or following in self.starts or self.numbered[self.order[place]] >= 2

    def _is_in_list(self, place: int) -> bool:
        """Whether the line before or after is the next item of the same numbering."""
        style = self.numbers[self.order[place]].style
        around = self.order[max(0, place - 1) : place] + self.order[place + 1 : place + 2]
        return any(at in self.numbered and self.numbers[at].style == style for at in around)

    def _heads(self, place: int) -> bool:
        """Whether an unnumbered line is a heading by markup, bold type, or as a question."""
        line, following = self.lines[self.order[place]], self._following(place)
        if line.kind is BlockKind.HEADING or _is_named(line):
            return True
        if (
            following is None
            or line.kind is not BlockKind.PARAGRAPH
            or line.weight > _LONGEST
            or self._follows_label(place)
            or not regex.search(r"\p{L}", line.text)
            or regex.search(r"[。；;，,：:!！…~～]$", line.text)
            or _FACT.match(line.simple)
            or _CAPTION.match(line.simple)
            or is_aside(line.simple)
            or _introduces_person(line)
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
        before = self.lines[self.order[place - 1]] if place else None
        if self.has_numbered_headings or regex.search(r"[：:]|^[•·*\-]", line.text):
            return False
        if before and regex.search(r"[：:；;，,、]$", before.text):
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
        number = self.numbers.get(at)
        if number:
            return Heading(number.written, at, number.text, numbered=True)
        return Heading(self.lines[at].ordinal, at, numbered=bool(self.lines[at].ordinal))


def _in_front(line: Line) -> Number | None:
    """Returns the number in front of a line, be it in the text or taken off by the reader."""
    found = number_in_front(line.text)
    if found or not line.ordinal:
        return found
    taken_off = number_in_front(line.source)
    return replace(taken_off, text=0) if taken_off else None


def _introduces_person(line: Line) -> bool:
    """Whether a line is a name and who that is ("林夏 数据茶馆主编"): one of a list of guests."""
    label = parse_label(line.text)
    return label is not None and label.kind is LabelKind.PERSON and bool(label.title)


def _is_named(line: Line) -> bool:
    return is_front(line) or is_back(line) or _NAMED.fullmatch(line.simple) is not None


def is_front(line: Line) -> bool:
    """Whether a heading such as 嘉宾介绍 belongs to the editor's introduction."""
    return _FRONT.fullmatch(line.simple) is not None


def is_back(line: Line) -> bool:
    """Whether a heading such as 结语 or 参考文献 belongs to the editor's closing."""
    return _BACK.fullmatch(line.simple) is not None
