"""Text that knows when each of its characters is spoken: what the layout cuts into cues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from translator.subtitles.cue import TimingOrigin

_SPOKEN = regex.compile(r"[\p{L}\p{N}]")
_WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")


@dataclass(frozen=True, slots=True)
class TimedText:
    r"""A sentence (or sound mark) with the time of every character.

    Attributes:
        text: plain text, no tags; white space as it should show.
        starts, ends: for every character of ``text``, when it is spoken, in milliseconds; starts
            never fall, and starts[i] <= ends[i].
        speaker: who says it, "" if unknown; names that begin with "-" only tell nameless
            speakers apart, see `shown_speaker`.
        segments: ids of the segments it comes from.
        second: the same in the other language, "" if monolingual.
        second_at: for every position 0..len(text), the offset in ``second`` where the words that
            stand from there on begin; never falls; empty if ``second`` is.
        cut_costs: for every position 0..len(text), what a cut there costs beyond the break itself
            (words that change sides, see `translator.subtitles.correspondence`); empty for none.
        protected: spans of names and terms, which should not be cut.
        styles: for every character its tags, as letters "i", "b", "u" in this order; empty for
            none.
        position: position code such as ``{\an8}`` for its cues, "".
        alone: whether it must not share a cue (sound marks, songs).
        confidence, origin: of the times; see `translator.subtitles.cue.Cue`.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    speaker: str = ""
    segments: tuple[str, ...] = ()
    second: str = ""
    second_at: tuple[int, ...] = ()
    cut_costs: tuple[float, ...] = ()
    protected: tuple[tuple[int, int], ...] = ()
    styles: tuple[str, ...] = ()
    position: str = ""
    alone: bool = False
    confidence: float | None = None
    origin: TimingOrigin = TimingOrigin.GIVEN


def shown_speaker(speaker: str) -> str:
    """Returns the speaker's name, "" for one who has none."""
    return "" if speaker.startswith("-") else speaker


def spoken_weight(character: str) -> float:
    """Returns how long ``character`` takes to say, a Chinese syllable being 1.

    A Latin letter counts as a third of a syllable (English has about three letters to one), a digit
    as a whole one, everything else as nothing.
    """
    if not _SPOKEN.match(character):
        return 0.0
    if _WIDE.match(character) or character.isdigit():
        return 1.0
    return 1 / 3


def spread(text: str, start_ms: int, end_ms: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Returns starts and ends of the characters of ``text``, spread over a span by syllables.

    Args:
        text: what is spoken.
        start_ms: when it begins.
        end_ms: when it ends, not before ``start_ms``.
    """
    weights = [spoken_weight(character) for character in text]
    total = sum(weights)
    if not total:
        weights, total = [1.0] * len(text), float(len(text) or 1)
    edges = [0.0]
    for weight in weights:
        edges.append(edges[-1] + weight)
    duration = end_ms - start_ms
    times = [start_ms + round(duration * edge / total) for edge in edges]
    return tuple(times[:-1]), tuple(times[1:])


def timed(text: str, start_ms: int, end_ms: int, **attributes: object) -> TimedText:
    """Returns a `TimedText` whose characters are spread evenly over a span; see `spread`."""
    starts, ends = spread(text, start_ms, end_ms)
    return TimedText(text, starts, ends, **attributes)  # type: ignore[arg-type]


def in_order(texts: Sequence[TimedText]) -> list[TimedText]:
    """Returns the texts that have characters, by start (stable)."""
    return sorted((text for text in texts if text.text.strip()), key=lambda text: text.starts[0])
