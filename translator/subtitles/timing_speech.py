"""When each recognised sound was said: exact with word times, else reasoned out inside the cue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from translator.subtitles.speech_sounds import Sound, sounds
from translator.subtitles.timing_rhythm import Cues, Pause, pause_kinds, spread
from translator.subtitles.timing_source import Piece

_Floats = NDArray[np.float64]

_USUAL_SYLLABLE_MS = 220.0
"""Mandarin is spoken at four to five syllables a second; used where nothing tells the speed."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The sounds of the speech with their times.

    Attributes:
        pieces: what they were made from.
        sounds: of all pieces in order; their spans are offsets in the piece.
        piece: for every sound the index of its piece.
        starts, ends: milliseconds, never falling, starts[i] <= ends[i] <= starts[i + 1].
    """

    pieces: tuple[Piece, ...]
    sounds: tuple[Sound, ...]
    piece: NDArray[np.int64]
    starts: _Floats
    ends: _Floats

    @property
    def syllable_ms(self) -> float:
        """How long an ordinary syllable takes in this speech (median over the pieces)."""
        weights = np.bincount(self.piece, [s.weight for s in self.sounds], len(self.pieces))
        lengths = np.array([piece.end_ms - piece.start_ms for piece in self.pieces], float)
        used = (weights > 0) & (weights >= min(4.0, weights.max(initial=0.0))) & (lengths > 0)
        if not used.any():
            return _USUAL_SYLLABLE_MS
        return float(np.clip(np.median(lengths[used] / weights[used]), 80, 600))


def hear(pieces: Sequence[Piece]) -> Heard:
    """Returns the sounds of the pieces; without word times they are spread by syllables.

    Args:
        pieces: in order of time, without overlaps.
    """
    per_piece = [sounds(piece.text) for piece in pieces]
    numbers = np.repeat(np.arange(len(pieces)), [len(found) for found in per_piece])
    every = tuple(sound for found in per_piece for sound in found)
    empty = np.zeros(len(every))
    heard = Heard(tuple(pieces), every, numbers, empty, empty)
    return spread_with_pauses(heard, {})


def spread_with_pauses(heard: Heard, pauses: Mapping[int, Pause]) -> Heard:
    """Returns the speech with the sounds of each cue spread again, now that pauses are known.

    See `translator.subtitles.timing_rhythm` for how.

    Args:
        heard: the speech; word times stay as they are.
        pauses: the pause behind a sound, by its index.
    """
    starts, ends = np.zeros(len(heard.sounds)), np.zeros(len(heard.sounds))
    cues = Cues(
        heard.piece,
        np.array([sound.weight for sound in heard.sounds], float),
        np.array([piece.start_ms for piece in heard.pieces], float),
        np.array([piece.end_ms for piece in heard.pieces], float),
    )
    if not all(piece.starts for piece in heard.pieces):
        starts, ends = spread(cues, pause_kinds(len(heard.sounds), pauses), heard.syllable_ms)
    for at, (sound, number) in enumerate(zip(heard.sounds, heard.piece.tolist(), strict=True)):
        piece = heard.pieces[number]
        if piece.starts:
            starts[at] = piece.starts[sound.start]
            ends[at] = piece.ends[max(sound.end - 1, sound.start)]
    return replace(heard, starts=starts, ends=ends)
