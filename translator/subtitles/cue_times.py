"""When cues come and go: from the times of the speech to times that obey the profile.

Rules give way in this order, the last first: reading speed, in-time with the speech, shortest
duration, smallest gap. Never given up: order, no overlap, start before end.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from translator.subtitles.profile import DEFAULT_FPS, Profile

_TOLERANCE_MS = 125
"""In-times may be this far from the speech: three frames at 24 fps, as Netflix's quality control
takes them for in sync with the audio."""


class Spoken(Protocol):
    """What `assign_times` needs to know of a cue."""

    @property
    def starts_ms(self) -> int:
        """When its first character is spoken."""

    @property
    def ended_ms(self) -> int:
        """When its last character has been spoken."""

    @property
    def reading_ms(self) -> float:
        """How long it takes to read at the highest speed."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """The profile in whole ticks (frames, or milliseconds without a frame rate)."""

    tick_ms: float
    shortest: int
    longest: int
    gap: int
    chain: int
    linger: int
    lead: int
    lag: int

    def ticks(self, milliseconds: float) -> int:
        return round(milliseconds / self.tick_ms)

    def up(self, milliseconds: float) -> int:
        return math.ceil(milliseconds / self.tick_ms - 1e-6)


def assign_times(
    pieces: Sequence[Spoken], profile: Profile, fps: float | None = None
) -> list[tuple[int, int]]:
    """Returns (start, end) in milliseconds for each piece, sorted and without overlap.

    A cue begins with its speech and stays until the speech ends, or longer where reading needs it
    and the gap behind allows. Cues too close together for the shortest duration push the later one
    back, at most to the end of the source. Gaps below ``profile.chain_below_ms`` are closed to the
    smallest gap.

    Args:
        pieces: in order of their starts.
        profile: the limits.
        fps: frame rate; times then fall on frames.
    """
    rules = _rules(profile, fps)
    spoken = [
        (rules.ticks(piece.starts_ms), max(rules.up(piece.ended_ms), rules.ticks(piece.starts_ms)))
        for piece in pieces
    ]
    rules = _relaxed(rules, spoken)
    needed = [
        min(max(rules.shortest, rules.up(piece.reading_ms)), rules.longest) for piece in pieces
    ]
    starts = _starts(spoken, rules)
    ends = _ends(starts, spoken, needed, rules)
    starts, ends = _nudge(starts, ends, needed, rules)
    ends = _chain(starts, ends, rules)
    return [
        (round(start * rules.tick_ms), round(end * rules.tick_ms))
        for start, end in zip(starts, ends, strict=True)
    ]


def _rules(profile: Profile, fps: float | None) -> _Rules:
    tick = 1000 / fps if fps else 1.0
    gap = profile.min_gap_frames if fps else profile.gap_ms(DEFAULT_FPS)
    shortest = math.ceil(profile.min_duration_ms / tick - 0.02)
    return _Rules(
        tick,
        max(1, shortest),
        max(1, shortest, math.floor(profile.max_duration_ms / tick + 0.02)),
        gap,
        math.ceil(profile.chain_below_ms / tick - 0.02),
        round(profile.linger_ms / tick),
        math.floor(profile.lead_ms / tick),
        math.floor(_TOLERANCE_MS / tick + 0.02),
    )


def _relaxed(rules: _Rules, spoken: Sequence[tuple[int, int]]) -> _Rules:
    """Returns the rules, with less duration and gap if there are more cues than time for them."""
    count = len(spoken)
    first, last = spoken[0][0], max(end for _start, end in spoken) + rules.linger
    step = max(1, (last - first + rules.gap) // count)
    if step >= rules.shortest + rules.gap:
        return rules
    gap = min(rules.gap, step // 4)
    return replace(rules, gap=gap, shortest=step - gap)


def _starts(spoken: Sequence[tuple[int, int]], rules: _Rules) -> list[int]:
    step = rules.shortest + rules.gap
    first = spoken[0][0]
    last = max(end for _start, end in spoken) + rules.linger
    last = max(last, first + len(spoken) * step - rules.gap)
    starts = []
    earliest = first
    for start, _end in spoken:
        earliest = max(earliest, start)
        starts.append(earliest)
        earliest += step
    latest = last - rules.shortest
    for index in range(len(spoken) - 1, -1, -1):
        starts[index] = min(starts[index], latest)
        latest = starts[index] - step
    return starts


def _ends(
    starts: Sequence[int],
    spoken: Sequence[tuple[int, int]],
    needed: Sequence[int],
    rules: _Rules,
) -> list[int]:
    ends = []
    for index, start in enumerate(starts):
        spoken_until = spoken[index][1]
        end = max(spoken_until, min(start + needed[index], spoken_until + rules.linger))
        end = min(max(end, start + rules.shortest), start + rules.longest)
        if index + 1 < len(starts):
            following = starts[index + 1]
            end = min(end, max(following - rules.gap, start + 1))
            end = min(end, following)
        ends.append(max(end, start + 1))
    return ends


def _nudge(
    starts: list[int], ends: list[int], needed: Sequence[int], rules: _Rules
) -> tuple[list[int], list[int]]:
    """Moves the boundary of two cues a little, from the one with time to spare to the other."""
    starts, ends = list(starts), list(ends)
    for index in range(1, len(starts)):
        before, here = index - 1, index
        missing = needed[before] - (ends[before] - starts[before])
        spare = ends[here] - starts[here] - needed[here]
        touching = starts[here] - ends[before] <= rules.gap
        if missing > 0 and spare > 0 and touching:
            # Later than the speech.
            shift = min(missing, spare, rules.lag)
            starts[here] += shift
            ends[before] = max(ends[before], min(ends[before] + shift, starts[here] - rules.gap))
            continue
        missing, spare = -spare, -missing
        if missing > 0:
            # Earlier than the speech, into the gap or what the cue in front can spare.
            room = starts[here] - ends[before] - rules.gap + max(0, spare)
            shift = max(0, min(missing, room, max(rules.lead, rules.lag)))
            starts[here] -= shift
            ends[before] = min(ends[before], max(starts[here] - rules.gap, starts[before] + 1))
    return starts, ends


def _chain(starts: Sequence[int], ends: Sequence[int], rules: _Rules) -> list[int]:
    found = list(ends)
    for index in range(len(starts) - 1):
        gap = starts[index + 1] - found[index]
        if not rules.gap < gap < rules.chain:
            continue
        closed = starts[index + 1] - rules.gap
        if closed - starts[index] <= rules.longest:
            found[index] = closed
        else:
            # As long as it may be: let the gap be a clear one instead.
            open_end = starts[index + 1] - rules.chain
            if open_end - starts[index] >= rules.shortest:
                found[index] = open_end
    return found
