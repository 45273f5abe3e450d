"""What was heard and when: rough timings as one run of speech, whatever file they come in."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from translator.subtitles.cue import Cue
from translator.subtitles.formats import CueFile, read_cues
from translator.subtitles.formats.whisper import Word, read_words
from translator.subtitles.utterances import Kind, utterances

_WORDS_APART_MS = 600
"""A silence between two words after which a new piece begins."""
_LONGEST_PIECE = 200
_ROLLING_SHARE = 0.3
"""From this share of cues that repeat a line of the one before, a file has rolling captions."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words said in a row, with the time they take.

    Attributes:
        text: what was recognised.
        start_ms, end_ms: start <= end.
        starts, ends: the times of every character if they are known, else empty.
    """

    text: str
    start_ms: int
    end_ms: int
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def read_pieces(path: Path) -> tuple[list[Piece], tuple[str, ...]]:
    """Reads rough timings: recognised speech or an older subtitle.

    Args:
        path: SRT, WebVTT, ASS, or Whisper JSON; of a bilingual file the Chinese lines count.

    Returns:
        The pieces in order of time, and what was repaired in the file.

    Raises:
        InputError: it cannot be read.
    """
    cue_file = read_cues(path)
    words = read_words(path) if cue_file.format == "whisper" else ()
    warnings = tuple(f"{path.name}: {warning}" for warning in cue_file.warnings)
    return (from_words(words) if words else from_cues(cue_file)), warnings


def from_words(words: Iterable[Word]) -> list[Piece]:
    """Returns words with times of their own as pieces between silences.

    Args:
        words: in any order; white space inside them is dropped.
    """
    pieces: list[Piece] = []
    for word in sorted(words, key=lambda word: (word.start_ms, word.end_ms)):
        text = word.text.strip()
        if not text:
            continue
        start = max(word.start_ms, pieces[-1].end_ms if pieces else 0)
        end = max(start, word.end_ms)
        edges = [start + (end - start) * at // len(text) for at in range(len(text) + 1)]
        piece = Piece(text, start, end, tuple(edges[:-1]), tuple(edges[1:]))
        if pieces and _goes_on(pieces[-1], piece):
            piece = _joined(pieces.pop(), piece)
        pieces.append(piece)
    return pieces


def _goes_on(before: Piece, piece: Piece) -> bool:
    near = piece.start_ms - before.end_ms < _WORDS_APART_MS
    return near and len(before.text) < _LONGEST_PIECE


def _joined(before: Piece, piece: Piece) -> Piece:
    space = " " if before.text[-1].isascii() and piece.text[0].isascii() else ""
    # A recogniser may cut a number in two, but hardly ever a Latin word.
    if before.text[-1].isdigit() and piece.text[0].isdigit():
        space = ""
    gap = (before.end_ms,) * len(space)
    return Piece(
        before.text + space + piece.text,
        before.start_ms,
        piece.end_ms,
        before.starts + gap + piece.starts,
        before.ends + gap + piece.ends,
    )


def from_cues(cue_file: CueFile) -> list[Piece]:
    """Returns the speech of the cues (no sound marks, no songs), without overlaps.

    A cue that goes on when the next begins is taken to have been prolonged for reading. Captions
    that roll, so that each cue repeats lines of the one before, are counted once.

    Args:
        cue_file: as read.
    """
    cues = sorted(cue_file.cues, key=lambda cue: (cue.start_ms, cue.end_ms))
    spoken = [
        item
        for item in utterances(replace(cue_file, cues=tuple(_unrolled(cues))))
        if item.kind is Kind.SPEECH
    ]
    pieces = [Piece(item.text, item.starts[0], item.ends[-1]) for item in spoken]
    return list(_apart(sorted(pieces, key=lambda piece: piece.start_ms)))


def _unrolled(cues: Sequence[Cue]) -> Sequence[Cue]:
    lines = [[line.strip() for line in cue.text.split("\n") if line.strip()] for cue in cues]
    repeats = [sum(line in before for line in here) for before, here in itertools.pairwise(lines)]
    several = [count for count, here in zip(repeats, lines[1:], strict=False) if len(here) > 1]
    if not several or sum(count > 0 for count in several) < _ROLLING_SHARE * len(several):
        return cues
    kept = list(cues[:1])
    for before, here, cue in zip(lines, lines[1:], cues[1:], strict=False):
        new = [line for line in here if line not in before]
        if new:
            kept.append(replace(cue, text="\n".join(new)))
    return kept


def _apart(pieces: Sequence[Piece]) -> Iterator[Piece]:
    waiting: Piece | None = None
    for piece in pieces:
        if waiting is None:
            waiting = piece
        elif piece.start_ms <= waiting.start_ms:
            end = max(waiting.end_ms, piece.end_ms)
            waiting = Piece(f"{waiting.text} {piece.text}", waiting.start_ms, end)
        else:
            yield replace(waiting, end_ms=min(waiting.end_ms, piece.start_ms))
            waiting = piece
    if waiting is not None:
        yield waiting
