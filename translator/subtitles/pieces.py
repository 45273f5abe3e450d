"""A cue of the layout before it has its times, and how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from translator.subtitles.cue import Cue, TimingOrigin
from translator.subtitles.nodes import END_MARKS, Strip
from translator.subtitles.profile import Profile, TextLimits
from translator.subtitles.timed_text import shown_speaker

_WORD = regex.compile(r"[\p{L}\p{N}]")
_SOUND = regex.compile(r"(?P<hyphen>[-–—]?\s*)(?:[(（\[【](?P<inside>[^()（）\[\]【】]+)[)）\]】])")


@dataclass(frozen=True, slots=True)
class CuePiece:
    """What one cue shows.

    Attributes:
        strip, left, right: the text between two nodes of a strip.
        lines: its lines as pairs of nodes.
    """

    strip: Strip
    left: int
    right: int
    lines: tuple[tuple[int, int], ...]

    @property
    def starts_ms(self) -> int:
        """When its first character is spoken."""
        return self.strip.nodes[self.left].starts_ms

    @property
    def ended_ms(self) -> int:
        """When its last character has been spoken."""
        return self.strip.nodes[self.right].ended_ms

    @property
    def reading_ms(self) -> float:
        """How long it takes to read at the highest speed."""
        return self.strip.reading_ms(self.left, self.right)


def split_lines(strip: Strip, left: int, right: int) -> tuple[tuple[int, int], ...] | None:
    """Returns the best lines of a cue as pairs of nodes, None if it does not fit."""
    if strip.sentence_ends(left, right) and strip.two_speakers(left, right):
        return strip.spans_dialogue(left, right)
    return strip.best_lines(left, right, strip.limits.max_lines)[1] or None


def render_piece(
    piece: CuePiece, start_ms: int, end_ms: int, profile: Profile, *, second_first: bool
) -> Cue:
    """Returns the cue with its lines, tags, hyphens and metadata."""
    strip = piece.strip
    stretches = strip.stretches(piece.left, piece.right)
    texts = [text for text, _begin, _end in stretches]
    hyphen = profile.text.hyphen if len({text.speaker for text in texts}) > 1 else ""
    lines = [hyphen + _tagged_line(strip, left, right, profile.text) for left, right in piece.lines]
    main = "\n".join(lines)
    second = ""
    if strip.second_limits is not None:
        shown = strip.second_lines(piece.left, piece.right)
        if shown is None:
            shown = strip.unbroken_second(piece.left, piece.right)
        second = "\n".join(_polished(line, strip.second_limits) for line in shown)
        if second == main and not _WORD.search(main):
            second = ""  # "♪♪" is the same in every language
    confidences = [text.confidence for text in texts if text.confidence is not None]
    origins = {text.origin for text in texts}
    first, other = (second, main) if second_first and second else (main, second)
    return Cue(
        start_ms,
        end_ms,
        texts[0].position + first,
        other,
        speaker="" if hyphen else shown_speaker(texts[0].speaker),
        segments=tuple(dict.fromkeys(name for text in texts for name in text.segments)),
        confidence=min(confidences) if confidences else None,
        origin=next(
            origin
            for origin in (TimingOrigin.INTERPOLATED, TimingOrigin.MATCHED, TimingOrigin.GIVEN)
            if origin in origins
        ),
    )


def _tagged_line(strip: Strip, left: int, right: int, limits: TextLimits) -> str:
    parts = [
        _tagged(text.text, begin, end, text.styles)
        for text, begin, end in strip.stretches(left, right)
    ]
    return _polished(strip.separator.join(part for part in parts if part), limits)


def _polished(line: str, limits: TextLimits) -> str:
    """Returns the line with the marks that its language's limits ask for."""
    if sound := _SOUND.fullmatch(line):
        opening, closing = limits.sound_brackets[0], limits.sound_brackets[1]
        return f"{sound['hyphen']}{opening}{sound['inside']}{closing}"
    return line if limits.end_punctuation else END_MARKS.sub("", line) or line[:1]


def _tagged(text: str, begin: int, end: int, styles: Sequence[str]) -> str:
    shown = " ".join(text[begin:end].split())
    if not styles or not any(styles[begin:end]):
        return shown
    written = ""
    current = ""
    for offset in range(begin, end):
        character = text[offset]
        if character.isspace():
            written += " "
            continue
        if styles[offset] != current:
            gap = written[len(written.rstrip()) :]
            written = written.rstrip() + _close(current) + gap + _open(styles[offset])
            current = styles[offset]
        written += character
    written = written.rstrip() + _close(current)
    return regex.sub(r" {2,}", " ", written).strip()


def _open(style: str) -> str:
    return "".join(f"<{letter}>" for letter in style)


def _close(style: str) -> str:
    return "".join(f"</{letter}>" for letter in reversed(style))
