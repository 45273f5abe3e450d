"""Sentences in the text of a recogniser that writes no punctuation.

A dynamic programme chooses among the joins between cues and the spaces inside them. A place is good
where the speaker pauses, where the next words open a clause, behind a final particle; it is bad
inside a word. Sentences of some twenty characters are best.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import regex

from translator.subtitles.breaking import break_cost, find_breaks
from translator.subtitles.breaking_rules import INSIDE_WORD
from translator.subtitles.timed_text import TimedText, spoken_weight
from translator.subtitles.words import word_starts

_BEST, _SPREAD = 24.0, 12.0
_LONGEST = 90.0
_PAUSE_MS_PER_POINT = 18.0
_MOST_FOR_PAUSE = 45.0
_COMMA_PAUSE_MS = 120
_FREE = 30.0
"""Cost of a break between two ordinary words; see `translator.subtitles.breaking`."""

_CONTEXT = 30
"""Characters on either side that decide about a place."""

_SHORTEST_CLAUSE = 6
"""Characters between two commas at least."""

_UNHEARD = 14.0
"""Cost of ending a sentence inside a cue, where nothing was heard that tells so."""

_OPENS_SENTENCE = regex.compile(
    r"\s*(?:所以|但是|不过|然后|那么|因此|于是|首先|其次|最后|另外|此外|接下来|后来|一开始|总之|"
    r"第[一二三四五六七八九]|其实|当然|今天|昨天|去年|现在|我|大家|他们|那|这|如果|因为|比如|例如|"
    r"同时|而且|也就是说|谢谢|请|一个)"
)
_CLAUSE = regex.compile(
    r"\s*(?:所以|但是|不过|然后|那么|因此|于是|因为|如果|虽然|而且|首先|其次|最后|另外|此外|后来|"
    r"也就是说|比如|例如|同时|只要|只有|尽管|即使)"
)
_ENDS_SENTENCE = regex.compile(r"(?:吗|呢|吧|啊|呀|了|的话题|谢谢|大家好)\s*$")
_DEPENDENT = regex.compile(
    r"(?:但是|因为|如果|虽然|而且|以及|并且|的|和|与|在|对|把|是|就是|比如|没有|有|可以|应该|必须|需要|"
    r"已经|正在|每天|每次|每个|这个|那个|一个|通过|根据|关于|由于|为了|我们|他们|你们)\s*$"
)
_QUESTION_END = regex.compile(r"(?:吗|呢|什么|怎么办|为什么|如何|哪里|多少|谁)\s*$")


def marks_for(timed: TimedText, joins: Sequence[int]) -> dict[int, str]:
    """Returns the marks to insert: offset → the mark that goes in front of it.

    Args:
        timed: text of one speaker without (or with hardly any) stops.
        joins: offsets at which cues begin.
    """
    text = timed.text
    spaces = [match.end() for match in regex.finditer(r"(?<=\p{Han})\s+(?=\p{Han})", text)]
    heard = {at for at in (*joins, *spaces) if 0 < at < len(text)}
    openings = {
        item.position
        for item in find_breaks(text, len, len(text))
        if item.cost <= _FREE and _OPENS_SENTENCE.match(text, item.position)
    }
    places = sorted(heard | openings)
    ends = _sentence_ends(timed, places, heard)
    marks = {}
    last = begin = 0
    for at in [*places, len(text)]:
        head, _tail = _around(text, at)
        if not regex.search(r"[\p{L}\p{N}]$", head):
            continue
        end = at - (len(text[begin:at]) - len(text[begin:at].rstrip()))
        if at in ends or at == len(text):
            marks[end] = "？" if _QUESTION_END.search(head) else "。"
            last = begin = at
        elif at - last >= _SHORTEST_CLAUSE and _deserves_comma(timed, at):
            marks[end] = "，"
            last = at
    return marks


def _around(text: str, at: int) -> tuple[str, str]:
    """Returns the words near ``at`` on both sides, without the white space in between."""
    return text[max(0, at - _CONTEXT) : at].rstrip(), text[at : at + _CONTEXT].lstrip()


def _deserves_comma(timed: TimedText, at: int) -> bool:
    head, tail = _around(timed.text, at)
    if _DEPENDENT.search(head) or _parts_a_word(head, tail):
        return False
    if _CLAUSE.match(timed.text, at):
        return True
    return break_cost(head, "", tail) <= _FREE and _silence(timed, at) >= _COMMA_PAUSE_MS


def _silence(timed: TimedText, at: int) -> int:
    last = at - 1
    while last >= 0 and timed.text[last].isspace():
        last -= 1
    return max(0, timed.starts[at] - timed.ends[last]) if last >= 0 else 0


def _sentence_ends(timed: TimedText, places: Sequence[int], heard: set[int]) -> set[int]:
    edges = [0, *places, len(timed.text)]
    weight = [0.0]
    for left, right in itertools.pairwise(edges):
        weight.append(weight[-1] + sum(map(spoken_weight, timed.text[left:right])))
    best = [0.0] + [float("inf")] * (len(edges) - 1)
    back = [0] * len(edges)
    for right in range(1, len(edges)):
        place = 0.0
        if right < len(edges) - 1:
            place = _place_cost(timed, edges[right])
            place += 0.0 if edges[right] in heard else _UNHEARD
        for left in range(right - 1, -1, -1):
            length = weight[right] - weight[left]
            if length > _LONGEST and left < right - 1:
                break
            cost = best[left] + place + _length_cost(length)
            if cost < best[right]:
                best[right], back[right] = cost, left
    ends = set()
    at = back[-1]
    while at > 0:
        ends.add(edges[at])
        at = back[at]
    return ends


def _length_cost(length: float) -> float:
    off = (length - _BEST) / _SPREAD
    return 6.0 * off * off + 10.0


def _place_cost(timed: TimedText, at: int) -> float:
    head, tail = _around(timed.text, at)
    cost = break_cost(head, "", tail)
    cost -= min(_MOST_FOR_PAUSE, _silence(timed, at) / _PAUSE_MS_PER_POINT)
    if _OPENS_SENTENCE.match(tail):
        cost -= 16.0
    if _ENDS_SENTENCE.search(head):
        cost -= 14.0
    if _DEPENDENT.search(head):
        cost += 40.0
    if _parts_a_word(head, tail):
        cost += INSIDE_WORD
    return cost


def _parts_a_word(head: str, tail: str) -> bool:
    """Tells whether the two characters at a place make a word, so that a pause there is no stop.

    Recognisers cut their cues by length; what a long sentence's segmentation takes for two words
    may still be one.
    """
    pair = head[-1:] + tail[:1]
    return len(pair) == 2 and 1 not in word_starts(pair)
