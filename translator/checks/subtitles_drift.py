"""Whether cues still stand in the time of the sentences they show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from translator.checks.finding import Finding
from translator.checks.subtitles_rules import finding
from translator.checks.subtitles_shown import ShownCue
from translator.document import Document
from translator.subtitles.profile import Profile
from translator.subtitles.timed_text import spread

TOLERANCE_MS = 1500
"""Cues may come this early or late; a sentence is said at uneven speed, so less would cry wolf."""

_KEPT = regex.compile(r"[\p{L}\p{N}]")
_SHORTEST = 6


def check_drift(
    cues: Sequence[ShownCue], document: Document, profile: Profile
) -> Iterator[Finding]:
    """Yields a finding for each cue that is shown away from the time of its words.

    Cues are found in the document's timed targets (or sources) by their letters, in order; cues
    that are not found there say nothing.

    Args:
        cues: in the order of the file.
        document: an aligned document with times.
        profile: named in the findings.
    """
    for side in ("target", "source"):
        letters, times = _letters(document, side)
        at = 0
        for shown in cues:
            wanted = "".join(_KEPT.findall(" ".join(part.text for part in shown.parts))).casefold()
            if len(wanted) < _SHORTEST:
                continue
            place = letters.find(wanted, at)
            if place < 0:
                continue
            at = place + len(wanted)
            start, end = times[place][0], times[at - 1][1]
            early, late = start - shown.cue.end_ms, shown.cue.start_ms - end
            off = shown.cue.start_ms - start
            if max(early, late) > 0 or abs(off) > TOLERANCE_MS:
                when = "after" if off > 0 else "before"
                yield finding(
                    "drift",
                    shown,
                    profile,
                    f"{abs(off) / 1000:.1f} s {when} its words are said",
                    value=f"{off / 1000:+.1f} s",
                    limit=f"±{TOLERANCE_MS / 1000:g} s",
                )


def _letters(document: Document, side: str) -> tuple[str, list[tuple[int, int]]]:
    text, times = [], []
    for segment in document.segments():
        if segment.start_ms is None or segment.end_ms is None or segment.end_ms < segment.start_ms:
            continue
        words = segment.target if side == "target" else segment.source
        starts, ends = spread(words, segment.start_ms, segment.end_ms)
        for character, start, end in zip(words, starts, ends, strict=True):
            if _KEPT.match(character):
                for folded in character.casefold():
                    text.append(folded)
                    times.append((start, end))
    return "".join(text), times
