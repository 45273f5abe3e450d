"""Which sentences of a transcript were spoken in the recording, and which syllables prove it.

Headings and titles are never looked for. A sentence counts as heard if enough of its syllables were
matched in dense runs. One that was not is kept only where the recording has the time and, for a
long one, about as much unmatched speech at that very place (the recogniser heard something else
there, or the editor rewrote it); the editor's own words and what stands before the first or after
the last heard sentence are not: they are introductions, notes, credits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
import regex

from translator.document import Document, SectionKind, Segment
from translator.subtitles.alignment import SAME, Pair
from translator.subtitles.speech_sounds import Sound, sounds
from translator.subtitles.timing_rhythm import Pause
from translator.subtitles.timing_speech import Heard

_COMMA = regex.compile(r"[，,；;：:—…]")
_STOP = regex.compile(r"[。！？!?]")
_HEARD_SHARE = 0.45
_EDITOR_SHARE = 0.6
_CLUSTER_APART = 12
"""So many unmatched sounds of speech between two matches start a new cluster."""
_CLUSTER_LEAST = 4
_SHORT = 8
_LEAST_TIME = 0.5
_FEWEST, _MOST = 0.5, 2.5
"""Bounds of unmatched speech per unheard text (in syllables) that may be the same sentence."""


class Spoken(Enum):
    """Whether a sentence has a place in the recording."""

    MATCHED = auto()
    INTERPOLATED = auto()
    NOT_SPOKEN = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A segment as a run of sounds.

    Attributes:
        segment: the segment.
        sounds: its sounds; spans are offsets in ``segment.source``.
        first: index of its first sound among those of all lines.
        editor: whether it is part of the editor's frame.
        ends_turn: whether the speaker or paragraph changes behind it.
    """

    segment: Segment
    sounds: tuple[Sound, ...]
    first: int
    editor: bool
    ends_turn: bool

    @property
    def last(self) -> int:
        """Index behind its last sound."""
        return self.first + len(self.sounds)

    @property
    def weight(self) -> float:
        """Its length in syllables."""
        return sum(sound.weight for sound in self.sounds)


def lines(document: Document) -> list[Line]:
    """Returns what may have been spoken: the segments of the turns, without titles and headings."""
    several = any(turn.speaker for section in document.sections for turn in section.turns)
    found: list[Line] = []
    first = 0
    for section in document.sections:
        for turn in section.turns:
            editor = section.kind is SectionKind.ABOUT or (several and not turn.speaker)
            for at, segment in enumerate(turn.segments):
                heard = tuple(sounds(segment.source))
                following = turn.segments[at + 1 : at + 2]
                ends = not following or following[0].paragraph != segment.paragraph
                found.append(Line(segment, heard, first, editor, ends))
                first += len(heard)
    return found


def pause_behind(line: Line, at: int) -> Pause | None:
    """Returns the pause that the punctuation behind a line's sound ``at`` stands for, if any."""
    last = at == len(line.sounds) - 1
    if last:
        return Pause.TURN if line.ends_turn else Pause.STOP
    marks = line.segment.source[line.sounds[at].end : line.sounds[at + 1].start]
    if _STOP.search(marks):
        return Pause.STOP
    return Pause.COMMA if _COMMA.search(marks) else None


def dense(all_lines: Sequence[Line], pairs: Sequence[Pair]) -> list[Pair]:
    """Returns the pairs without the stray ones far from the rest of their sentence.

    Args:
        all_lines: in order.
        pairs: as aligned.
    """
    kept: list[Pair] = []
    at = 0
    for line in all_lines:
        here = []
        while at < len(pairs) and pairs[at].text < line.last:
            here.append(pairs[at])
            at += 1
        clusters: list[list[Pair]] = []
        for pair in here:
            if clusters and pair.speech - clusters[-1][-1].speech <= _CLUSTER_APART:
                clusters[-1].append(pair)
            else:
                clusters.append([pair])
        best = max((_matched(cluster) for cluster in clusters), default=0)
        for cluster in clusters:
            size = _matched(cluster)
            solid = size >= _CLUSTER_LEAST and 2 * size >= cluster[-1].text - cluster[0].text + 1
            if size == best or solid:
                kept += cluster
    return kept


def _matched(pairs: Sequence[Pair]) -> int:
    return sum(pair.similarity >= SAME for pair in pairs)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found about a line.

    Attributes:
        spoken: see `Spoken`.
        share: matched weight over all weight, 0 to 1.
    """

    spoken: Spoken
    share: float


def judge(all_lines: Sequence[Line], pairs: Sequence[Pair], heard: Heard) -> list[Verdict]:
    """Returns a verdict for every line.

    Args:
        all_lines: in order.
        pairs: dense pairs.
        heard: the speech with its times.
    """
    count = all_lines[-1].last if all_lines else 0
    partner = np.full(count, -1, np.int64)
    matched = np.zeros(count)
    for pair in pairs:
        partner[pair.text] = pair.speech
        matched[pair.text] = pair.similarity >= SAME
    shares = [_share(line, matched) for line in all_lines]
    sure = [
        share >= (_EDITOR_SHARE if line.editor else _HEARD_SHARE)
        for line, share in zip(all_lines, shares, strict=True)
    ]
    verdicts = [
        Verdict(Spoken.MATCHED if good else Spoken.NOT_SPOKEN, share)
        for good, share in zip(sure, shares, strict=True)
    ]
    at = 0
    while at < len(all_lines):
        stop = at
        while stop < len(all_lines) and not sure[stop]:
            stop += 1
        if stop > at:
            block = range(at, stop)
            for number in _fitting(all_lines, block, partner, heard):
                verdicts[number] = Verdict(Spoken.INTERPOLATED, shares[number])
        at = max(stop, at + 1)
    return verdicts


def share_of(line: Line, pairs: Sequence[Pair]) -> float:
    """Returns the share of a line, by weight, that ``pairs`` (all of this line) match."""
    got = sum(line.sounds[p.text - line.first].weight for p in pairs if p.similarity >= SAME)
    return min(1.0, got / line.weight) if line.weight else 0.0


def _share(line: Line, matched: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    if not line.weight:
        return 0.0
    own = matched[line.first : line.last]
    got = sum(s.weight for s, hit in zip(line.sounds, own, strict=True) if hit)
    return min(1.0, got / line.weight)


def _fitting(
    all_lines: Sequence[Line],
    block: range,
    partner: np.ndarray[tuple[int], np.dtype[np.int64]],
    heard: Heard,
) -> list[int]:
    """Returns the lines of a run of unheard ones for which there is room where they stand."""
    inner = block.start > 0 and block.stop < len(all_lines)
    before = partner[: all_lines[block.start].first]
    behind = partner[all_lines[block.stop - 1].last :]
    left = int(before.max(initial=-1))
    right = int(behind[behind >= 0].min(initial=len(heard.sounds)))
    own = [n for n in block if not all_lines[n].editor and all_lines[n].weight]
    if not own or left + 1 > right or not len(heard.sounds):
        return []
    weight = sum(all_lines[n].weight for n in own)
    start = heard.ends[left] if left >= 0 else heard.starts[0]
    end = heard.starts[right] if right < len(heard.sounds) else heard.ends[-1]
    speech = sum(sound.weight for sound in heard.sounds[left + 1 : right])
    roomy = end - start >= _LEAST_TIME * weight * heard.syllable_ms
    alike = _FEWEST * weight <= speech <= _MOST * weight
    short = weight < _SHORT
    return own if roomy and (short or (inner and alike)) else []
