"""From timed sentences to cues and lines, by dynamic programming.

Every place where the text may be cut is a node; a cue is an edge between two nodes; its cost is the
sum of the rules it breaks (`Weights`). The cheapest path through the whole file is the layout; then
`translator.subtitles.cue_times` gives the cues their times. The limits on line length and number of
lines are not weighed: no edge breaks them, and there is always a path, because words longer than a
line can be cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from translator.subtitles.cue import Cue
from translator.subtitles.cue_times import assign_times
from translator.subtitles.nodes import Node, Strip, build_strip
from translator.subtitles.pieces import CuePiece, render_piece, split_lines
from translator.subtitles.profile import DEFAULT_FPS, Profile
from translator.subtitles.timed_text import TimedText, in_order


@dataclass(frozen=True, slots=True)
class Weights:
    """What breaking a rule costs, on the scale of `translator.subtitles.breaking.Break.cost`.

    Attributes:
        cue: every cue, so that fewer are better.
        too_short: a cue that cannot stay for the shortest duration, plus as much again times the
            missing share.
        reading: a cue that is too fast to read, plus ``reading_character`` per character times the
            excess share.
        too_long: a cue whose speech is longer than the longest duration, per second.
        fragment: a cue of few characters, times the squared empty share of its room.
        whole: the same for a cue of whole sentences.
        merge: two whole sentences in one cue.
        ragged: a cue with the end of one sentence and the beginning of another.
        dialogue: two speakers in one cue, unless the source shows them in one.
        pause: a second of silence inside a cue beyond the first half second.
        line: share of a break's cost when it falls between two lines of a cue.
        second: a cue whose other language does not fit.
    """

    cue: float = 12.0
    too_short: float = 90.0
    reading: float = 40.0
    reading_character: float = 1.5
    too_long: float = 40.0
    fragment: float = 22.0
    whole: float = 6.0
    merge: float = 26.0
    ragged: float = 45.0
    dialogue: float = 75.0
    pause: float = 40.0
    line: float = 0.7
    second: float = 400.0


WEIGHTS = Weights()


def lay_out(
    texts: Sequence[TimedText],
    profile: Profile,
    *,
    fps: float | None = None,
    second_first: bool = False,
) -> tuple[Cue, ...]:
    """Returns the cues for ``texts``: sorted, without overlap, with all of the text in its order.

    Lines and line lengths are within the profile's limits; times lie within the span of the source
    (stretched at its end by what reading needs); speeds above the limit remain only where the
    speech itself is too dense. Full stops and commas at the ends of lines are left out where the
    profile says so.

    Args:
        texts: sentences in any order; those of white space alone are left out.
        profile: the limits.
        fps: frame rate; times then fall on frames.
        second_first: put the other language in ``Cue.text`` and the main one in ``Cue.second``.
    """
    ordered = in_order(texts)
    if not ordered:
        return ()
    strip = build_strip(ordered, profile)
    pieces = [_piece(strip, left, right) for left, right in _best_path(strip, profile, fps)]
    cues = assign_times(pieces, profile, fps)
    return tuple(
        render_piece(piece, start, end, profile, second_first=second_first)
        for piece, (start, end) in zip(pieces, cues, strict=True)
    )


def _best_path(strip: Strip, profile: Profile, fps: float | None) -> list[tuple[int, int]]:
    """Returns the cues of the cheapest layout as pairs of node numbers."""
    count = len(strip.nodes)
    best = [0.0] + [float("inf")] * (count - 1)
    back = [0] * count
    scorer = _Scorer(strip, profile, profile.gap_ms(fps or DEFAULT_FPS))
    for right in range(1, count):
        for left in range(right - 1, -1, -1):
            if strip.length(left, right) > scorer.capacity and left < right - 1:
                break
            if not strip.joinable(left, right):
                break
            cost = scorer.cost(left, right)
            if cost is not None and best[left] + cost < best[right]:
                best[right], back[right] = best[left] + cost, left
    path = []
    right = count - 1
    while right > 0:
        path.append((back[right], right))
        right = back[right]
    return path[::-1]


def _piece(strip: Strip, left: int, right: int) -> CuePiece:
    lines = split_lines(strip, left, right)
    if lines is None:  # a single stretch between neighbouring nodes always fits
        lines = ((left, right),)
    return CuePiece(strip, left, right, lines)


class _Scorer:
    """Adds up what a cue between two nodes costs."""

    def __init__(self, strip: Strip, profile: Profile, gap_ms: int) -> None:
        self.strip, self.profile, self.gap_ms = strip, profile, gap_ms
        self.capacity = profile.text.max_cpl * profile.text.max_lines + 2
        self.limits = profile.text

    def cost(self, left: int, right: int) -> float | None:
        """Returns the cost, or None where line length or number of lines would be broken."""
        lines = self.strip.line_cost(left, right)
        if lines is None:
            return None
        nodes = self.strip.nodes
        end: Node = nodes[right]
        total = WEIGHTS.cue + end.cost + WEIGHTS.line * lines
        total += self._sentences(left, right) + self._time(left, right)
        total += WEIGHTS.pause * (nodes[right - 1].pauses - nodes[left].pauses)
        room = 1 - min(1.0, self.strip.length(left, right) / self.capacity)
        whole = nodes[left].opens and end.opens
        total += (WEIGHTS.whole if whole else WEIGHTS.fragment) * room * room
        if not self.strip.second_fits(left, right):
            total += WEIGHTS.second
        return total

    def _sentences(self, left: int, right: int) -> float:
        inner = self.strip.sentence_ends(left, right)
        if not inner:
            return 0.0
        if self.strip.two_speakers(left, right):
            return 0.0 if self.strip.was_dialogue(left, right) else WEIGHTS.dialogue
        whole = self.strip.nodes[left].opens and self.strip.nodes[right].opens
        return inner * (WEIGHTS.merge if whole else WEIGHTS.ragged)

    def _time(self, left: int, right: int) -> float:
        profile = self.profile
        start, spoken_until, latest = self.strip.span(left, right, self.gap_ms, profile.linger_ms)
        available = max(1, min(latest - start, profile.max_duration_ms))
        cost = 0.0
        if available < profile.min_duration_ms:
            cost += WEIGHTS.too_short * (2 - available / profile.min_duration_ms)
        needed = self.strip.reading_ms(left, right)
        if needed > available:
            excess = min(needed / available - 1, 3.0)
            characters = self.strip.length(left, right)
            cost += WEIGHTS.reading + WEIGHTS.reading_character * characters * excess
        overlong = spoken_until - start - profile.max_duration_ms
        if overlong > 0:
            cost += WEIGHTS.too_long * (0.5 + overlong / 1000)
        return cost
