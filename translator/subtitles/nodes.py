"""The file as one strip of nodes: every place where a cue may end, measured for fast look-up."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from translator.subtitles.breaking import SENTENCE_END, find_breaks
from translator.subtitles.profile import Profile, TextLimits
from translator.subtitles.timed_text import TimedText, timed

END_MARKS = regex.compile(r"[，。、；,;]+$")
"""Marks that some languages leave out at the end of a line."""

_PAUSE_MS = 500
_LINE_PAUSE_MS = 400
"""Silence that halves the cost of a break."""

_NO_RELIEF = 60.0
"""Breaks from this cost on part what belongs together; silence does not change that."""

_SECOND_BREAK = 0.3
"""Share of a cut's cost in the other language of a bilingual cue that counts."""

_SHORT_LINE = 16
HARD_TO_READ = 120.0
"""Cost of a cut that no reader would understand, inside a word."""

_LONGEST_SILENCE_MS = 1500
"""Two sentences never share a cue across a silence longer than this."""


@dataclass(frozen=True, slots=True)
class Node:
    """A place where the text may be cut.

    Attributes:
        sentence: number of the sentence that begins or goes on here.
        position: offset in its text.
        cost: of ending a cue in front of this node.
        opens: whether a sentence begins here.
        starts_ms: when the character after it is spoken.
        ended_ms: when the character before it has been spoken.
        pauses: seconds of silence beyond half a second at nodes up to this one, summed.
        at: characters of the strip in front of it, as the line limit counts them.
        trailing: of these, what is not shown when a line ends there (white space, a comma).
        words: words in front of it.
    """

    sentence: int
    position: int
    cost: float
    opens: bool
    starts_ms: int
    ended_ms: int
    pauses: float
    at: float
    trailing: float
    words: int


class Strip:
    """Sentences with the nodes between their words; all queries are about pairs of nodes."""

    def __init__(self, texts: Sequence[TimedText], nodes: list[Node], profile: Profile) -> None:
        self.texts, self.nodes, self.limits = texts, nodes, profile.text
        self.second_limits = profile.second_limits() if any(t.second for t in texts) else None
        self.separator = "" if profile.text.language == "zh" else " "
        self._opens = [number for number, node in enumerate(nodes) if node.opens]

    def length(self, left: int, right: int) -> float:
        """Returns the length of the text between two nodes in one line."""
        first, last = self.nodes[left], self.nodes[right]
        return last.at - last.trailing - first.at

    def sentence_ends(self, left: int, right: int) -> int:
        """Returns how many sentences end strictly between the nodes."""
        return bisect.bisect_left(self._opens, right) - bisect.bisect_right(self._opens, left)

    def two_speakers(self, left: int, right: int) -> bool:
        """Tells whether the sentences between the nodes are said by different people."""
        first = self.texts[self.nodes[left].sentence]
        return any(
            self.texts[number].speaker != first.speaker
            for number in range(self.nodes[left].sentence + 1, self._last_sentence(right) + 1)
        )

    def joinable(self, left: int, right: int) -> bool:
        """Tells whether what lies between the nodes may share a cue at all.

        If not, nothing that begins still earlier may either.
        """
        first, last = self.nodes[left].sentence, self._last_sentence(right)
        if first == last:
            return True
        if last - first > 3 or self.texts[first].alone or self.texts[first + 1].alone:
            return False
        speakers = {self.texts[number].speaker for number in range(first, last + 1)}
        if len(speakers) > 1 and "" in speakers:
            return False
        if self.texts[first].position != self.texts[first + 1].position:
            return False
        opening = self.nodes[self._next_opening(left)]
        return opening.starts_ms - opening.ended_ms <= _LONGEST_SILENCE_MS

    def spans_dialogue(self, left: int, right: int) -> tuple[tuple[int, int], ...] | None:
        """Returns one stretch per speaker if exactly two whole turns lie between the nodes."""
        if not (self.nodes[left].opens and self.nodes[right].opens):
            return None
        changes = [
            number
            for number in self._opens_between(left, right)
            if self.texts[self.nodes[number].sentence].speaker
            != self.texts[self.nodes[number].sentence - 1].speaker
        ]
        if len(changes) != 1:
            return None
        return ((left, changes[0]), (changes[0], right))

    def was_dialogue(self, left: int, right: int) -> bool:
        """Tells whether the sentences between the nodes shared a cue in the source, with hyphens.

        The nameless speakers of a cue are numbered, so that a higher number follows in the same.
        """
        numbers = [
            self.texts[number].speaker
            for number in range(self.nodes[left].sentence, self._last_sentence(right) + 1)
        ]
        return (
            all(name.startswith("-") for name in numbers)
            and numbers == sorted(numbers)
            and numbers[0] != numbers[-1]
        )

    def line_cost(self, left: int, right: int) -> float | None:
        """Returns the cost of the best division into lines, None if there is none."""
        if self.sentence_ends(left, right) and self.two_speakers(left, right):
            turns = self.spans_dialogue(left, right)
            room = self.limits.max_cpl - self.limits.length(self.limits.hyphen)
            fits = turns is not None and all(self.length(a, b) <= room for a, b in turns)
            return 0.0 if fits and self.limits.max_lines >= 2 else None
        return self.best_lines(left, right, self.limits.max_lines)[0]

    def best_lines(
        self, left: int, right: int, lines: int
    ) -> tuple[float | None, tuple[tuple[int, int], ...]]:
        """Returns cost and lines (pairs of nodes) of the best division into up to ``lines``."""
        if self.length(left, right) <= self.limits.max_cpl:
            return 0.0, ((left, right),)
        best: float | None = None
        found: tuple[tuple[int, int], ...] = ()
        if lines == 1 or self.length(left, right) > lines * self.limits.max_cpl + lines:
            return None, ()
        for middle in range(right - 1, left, -1):
            top = self.length(left, middle)
            if top > self.limits.max_cpl:
                continue
            if self.length(middle, right) > (lines - 1) * (self.limits.max_cpl + 1):
                break
            rest, others = self.best_lines(middle, right, lines - 1)
            if rest is None:
                continue
            cost = self.nodes[middle].cost + rest
            cost += _balance(top, self.length(*others[0]), self.limits)
            if best is None or cost < best:
                best, found = cost, ((left, middle), *others)
        return best, found

    def reading_ms(self, left: int, right: int) -> float:
        """Returns how long the text between the nodes takes to read at the highest speed."""
        needed = 0.0
        if self.limits.max_cps:
            needed = self.length(left, right) / self.limits.max_cps * 1000
        if self.limits.max_wpm:
            words = self.nodes[right].words - self.nodes[left].words
            needed = max(needed, words / self.limits.max_wpm * 60_000)
        return needed

    def span(self, left: int, right: int, gap_ms: int, linger_ms: int) -> tuple[int, int, int]:
        """Returns when the text begins and ends to be spoken, and until when it may stay."""
        start, spoken = self.nodes[left].starts_ms, self.nodes[right].ended_ms
        latest = spoken + linger_ms
        if right < len(self.nodes) - 1:
            latest = min(latest, self.nodes[right].starts_ms - gap_ms)
        return start, spoken, latest

    def second_fits(self, left: int, right: int) -> bool:
        """Tells whether the other language of the cue obeys its own limits."""
        if self.second_limits is None:
            return True
        limits = self.second_limits
        text = self._second_text(left, right)
        if self.sentence_ends(left, right) and self.two_speakers(left, right):
            return self.second_lines(left, right) is not None
        if limits.length(text) > limits.max_cpl * limits.max_lines:
            return False
        return limits.length(text) <= limits.max_cpl or wrap(text, limits) is not None

    def second_lines(self, left: int, right: int) -> list[str] | None:
        """Returns the lines of the other language, None if they break its limits."""
        limits = self.second_limits
        if limits is None:
            return []
        turns = None
        if self.sentence_ends(left, right) and self.two_speakers(left, right):
            turns = self.spans_dialogue(left, right)
        if turns is None:
            return wrap(self._second_text(left, right), limits)
        lines = [limits.hyphen + self._second_text(*turn) for turn in turns]
        fit = all(limits.length(line) <= limits.max_cpl for line in lines)
        return lines if fit and limits.max_lines >= 2 else None

    def unbroken_second(self, left: int, right: int) -> list[str]:
        """Returns the other language in one line, for where no lines obey its limits."""
        return [self._second_text(left, right)]

    def _second_text(self, left: int, right: int) -> str:
        shown = ""
        for text, begin, end in self.stretches(left, right):
            part = text.second[text.second_at[begin] : text.second_at[end]] if text.second else ""
            # Behind a full-width mark no space is needed.
            space = "" if not shown or shown[-1] in "。！？，；：…" else " "
            shown += space + part.strip() if part.strip() else ""
        return shown

    def stretches(self, left: int, right: int) -> list[tuple[TimedText, int, int]]:
        """Returns the sentences between the nodes, each with the span of it that lies there."""
        first, last = self.nodes[left], self.nodes[right]
        found = []
        for number in range(first.sentence, self._last_sentence(right) + 1):
            text = self.texts[number]
            begin = first.position if number == first.sentence else 0
            end = len(text.text)
            if number == last.sentence and not last.opens:
                end = last.position
            found.append((text, begin, end))
        return found

    def _last_sentence(self, right: int) -> int:
        node = self.nodes[right]
        return node.sentence - 1 if node.opens else node.sentence

    def _next_opening(self, left: int) -> int:
        return self._opens[bisect.bisect_right(self._opens, left)]

    def _opens_between(self, left: int, right: int) -> list[int]:
        first = bisect.bisect_right(self._opens, left)
        return self._opens[first : bisect.bisect_left(self._opens, right)]


def build_strip(texts: Sequence[TimedText], profile: Profile) -> Strip:
    """Returns the strip of ``texts``, which are ordered and not blank."""
    builder = _StripBuilder(profile.text)
    for number, text in enumerate(texts):
        builder.add(number, text)
    builder.close(len(texts))
    return Strip(texts, builder.nodes, profile)


class _StripBuilder:
    """Lays sentence behind sentence and measures every stretch between two nodes once."""

    def __init__(self, limits: TextLimits) -> None:
        self.nodes: list[Node] = []
        self._limits = limits
        self._separator = 0.0 if limits.language == "zh" else 1.0
        self._longest = max(1.0, limits.max_cpl - limits.length(limits.hyphen))
        self._at, self._pauses, self._words = 0.0, 0.0, 0
        self._trailing = 0.0
        self._ended_ms: int | None = None

    def add(self, number: int, text: TimedText) -> None:
        """Adds the nodes of a sentence: one where it begins, one at each break."""
        position = len(text.text) - len(text.text.lstrip())
        self._open(number, position, text.starts[position])
        breaks = find_breaks(text.text, self._limits.length, self._longest, text.protected)
        second_costs = _costs_in(text.second)
        for item in breaks:
            if not text.text[position : item.position].strip():
                continue
            self._measure(text, position, item.position)
            position = item.position
            starts_ms, ended_ms = text.starts[position], self._ended_ms or 0
            silence = max(0, starts_ms - ended_ms)
            self._pauses += max(0, silence - _PAUSE_MS) / 1000
            # A speaker may pause behind an article too: that makes it no better to read.
            relief = 1 + silence / _LINE_PAUSE_MS if item.cost < _NO_RELIEF else 1.0
            cost = item.cost / relief
            cost += text.cut_costs[position] if text.cut_costs else 0.0
            if second_costs:
                cost += _SECOND_BREAK * second_costs.get(text.second_at[position], 0.0)
            self.nodes.append(
                Node(number, position, cost, False, starts_ms, ended_ms, *self._state())
            )
        self._measure(text, position, len(text.text.rstrip()))
        self._at += self._separator
        self._trailing += self._separator

    def close(self, number: int) -> None:
        """Adds the node behind the last sentence."""
        self._open(number, 0, self._ended_ms or 0)

    def _open(self, number: int, position: int, starts_ms: int) -> None:
        ended_ms = starts_ms if self._ended_ms is None else self._ended_ms
        self.nodes.append(
            Node(number, position, SENTENCE_END, True, starts_ms, ended_ms, *self._state())
        )

    def _state(self) -> tuple[float, float, float, int]:
        return self._pauses, self._at, self._trailing, self._words

    def _measure(self, text: TimedText, start: int, end: int) -> None:
        stretch = text.text[start:end]
        self._at += _measure(stretch, self._limits)
        self._words += len(stretch.split())
        self._trailing = _dropped_at_end(stretch, self._limits)
        self._ended_ms = text.ends[start + len(stretch.rstrip()) - 1]


def _costs_in(second: str) -> dict[int, float]:
    """Returns the cost of a cut at each place of the other language, where it is not good."""
    if not second:
        return {}
    costs = dict.fromkeys(range(1, len(second)), HARD_TO_READ)
    for item in find_breaks(second, len, _SHORT_LINE):
        costs[item.position] = min(item.cost, HARD_TO_READ)
    return costs


def wrap(text: str, limits: TextLimits) -> list[str] | None:
    """Returns ``text`` in the best lines under ``limits``, or None if it needs too many."""
    text = " ".join(text.split())
    if not text:
        return []
    if limits.length(text) <= limits.max_cpl:
        return [text]
    strip = build_strip([timed(text, 0, 0)], Profile("", limits))
    _cost, lines = strip.best_lines(0, len(strip.nodes) - 1, limits.max_lines)
    nodes = strip.nodes
    ends = [nodes[right].position if not nodes[right].opens else len(text) for _, right in lines]
    starts = [nodes[left].position for left, _ in lines]
    return [text[a:b].strip() for a, b in zip(starts, ends, strict=True)] or None


def _dropped_at_end(stretch: str, limits: TextLimits) -> float:
    """Returns the length of what is not shown when a line ends with ``stretch``."""
    space = limits.length(" ") if stretch[-1:].isspace() else 0.0
    marks = None if limits.end_punctuation else END_MARKS.search(stretch.rstrip())
    return space + (limits.length(marks.group()) if marks else 0.0)


def _measure(stretch: str, limits: TextLimits) -> float:
    # Runs of white space show as one space.
    return limits.length(" ".join(stretch.split())) + (
        limits.length(" ") if stretch[-1:].isspace() else 0.0
    )


def _balance(top: float, bottom: float, limits: TextLimits) -> float:
    """Returns the cost of uneven lines; a shorter top line is better than a longer one."""
    longer = max(top, bottom)
    share = min(top, bottom) / longer if longer else 1.0
    cost = 24.0 * (1 - share) ** 2
    if share < limits.min_balance:
        cost += 60.0
    return cost + (4.0 if top > bottom else 0.0)
