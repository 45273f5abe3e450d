"""Sentences that the editor moved: found again where they were said.

The alignment runs forward only, so of two sentences that changed places one finds no partner. It is
looked up among the speech that nothing else stands for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from translator.subtitles.alignment import Pair, align
from translator.subtitles.timing_lines import Line, Spoken, Verdict, share_of
from translator.subtitles.timing_speech import Heard

_SIZE = 3
"""Sounds in a row that lead to the place."""
_LEAST_SOUNDS = 6
_SHARE = 0.6
_MARGIN = 4
_BUCKET = 8


def moved(
    all_lines: Sequence[Line], verdicts: Sequence[Verdict], pairs: Sequence[Pair], heard: Heard
) -> dict[int, list[Pair]]:
    """Returns the pairs of the lines that were said elsewhere, by number of the line.

    Args:
        all_lines: in order.
        verdicts: of the lines; those that were matched in their place are left alone.
        pairs: of the matched lines.
        heard: the speech.
    """
    free = [True] * len(heard.sounds)
    for pair in pairs:
        free[pair.speech] = False
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(free) - _SIZE + 1):
        if all(free[at : at + _SIZE]):
            index[tuple(sound.fuzzy for sound in heard.sounds[at : at + _SIZE])].append(at)
    found: dict[int, list[Pair]] = {}
    for number, (line, verdict) in enumerate(zip(all_lines, verdicts, strict=True)):
        if verdict.spoken is Spoken.MATCHED or len(line.sounds) < _LEAST_SOUNDS or not index:
            continue
        here = _place(line, index, heard, free)
        if here:
            found[number] = here
            for pair in here:
                free[pair.speech] = False
    return found


def _place(
    line: Line, index: dict[tuple[str, ...], list[int]], heard: Heard, free: Sequence[bool]
) -> list[Pair]:
    votes: Counter[int] = Counter()
    for at in range(len(line.sounds) - _SIZE + 1):
        key = tuple(sound.fuzzy for sound in line.sounds[at : at + _SIZE])
        votes.update({(heard_at - at) // _BUCKET for heard_at in index.get(key, ())})
    if not votes:
        return []
    # Of places with equal votes the first: the result must not depend on the order of counting.
    bucket = max(votes, key=lambda place: (votes[place], -place))
    begin = max(0, bucket * _BUCKET - _MARGIN)
    end = min(len(free), (bucket + 1) * _BUCKET + len(line.sounds) + _MARGIN)
    places = [at for at in range(begin, end) if free[at]]
    got = align(line.sounds, [heard.sounds[at] for at in places])
    found = [replace(pair, text=line.first + pair.text, speech=places[pair.speech]) for pair in got]
    return found if share_of(line, found) >= _SHARE else []
