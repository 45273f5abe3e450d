"""The JSON that Whisper and its relatives write: times per segment and, if asked for, per word.

Understood: openai-whisper, faster-whisper (dumped segments), WhisperX and stable-ts
(``{"segments": [{"start", "end", "text", "words": […]}]}`` or the bare list, seconds) and
whisper.cpp (``{"transcription": [{"offsets": {"from", "to"}, "text"}]}``, milliseconds).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from translator.errors import InputError, OutputError
from translator.files import read_bytes
from translator.subtitles.cue import Cue
from translator.subtitles.formats.base import CueFile, CueWarning
from translator.subtitles.formats.times import LONGEST_MS
from translator.subtitles.markup import Markup

_DEFAULT_MS = 1000


@dataclass(frozen=True, slots=True)
class Word:
    """A word (in Chinese often one character) as a recogniser heard it.

    Attributes:
        text: without the space in front that Whisper writes.
        start_ms, end_ms: start <= end.
        probability: 0 to 1, None if not given.
    """

    text: str
    start_ms: int
    end_ms: int
    probability: float | None = None


class Whisper:
    """Whisper JSON; can be read, not written."""

    markup = Markup.HTML

    def recognises(self, text: str) -> bool:
        """Tells whether ``text`` is JSON that has segments."""
        head = text[:4000].lstrip("\ufeff \t\r\n")
        if not head.startswith(("{", "[")):
            return False
        try:
            return bool(_segments(_load(text))[0])
        except InputError:
            return False

    def parse(self, text: str) -> CueFile:
        """Reads the segments as cues; see `translator.subtitles.formats.base.SubtitleFormat`."""
        cues: list[Cue] = []
        found: list[CueWarning] = []
        segments, dropped = _segments(_load(text))
        if dropped:
            found.append(CueWarning(0, 0, f"{dropped} entries without any text", "left out"))
        for segment in segments:
            number = len(cues) + 1
            start, end = _span(segment)
            if start is None or end is None:
                found.append(CueWarning(number, 0, "unreadable time", "filled in"))
                start = start if start is not None else (cues[-1].end_ms if cues else 0)
                end = end if end is not None else start + _DEFAULT_MS
            if end <= start:
                found.append(CueWarning(number, 0, "ends no later than it starts", "mended"))
                start, end = min(start, end), max(start, end)
                end = max(end, start + 1)
            words = str(segment.get("text") or "").strip() or _joined(segment)
            if not words:
                found.append(CueWarning(number, 0, "empty cue", "kept"))
            speaker = segment.get("speaker")
            cues.append(Cue(start, end, words, speaker=speaker if isinstance(speaker, str) else ""))
        return CueFile(tuple(cues), "whisper", Markup.HTML, tuple(found))

    def render(self, cue_file: CueFile) -> str:
        """Refuses: nothing reads subtitles from a recogniser's JSON.

        Raises:
            OutputError: always.
        """
        raise OutputError("Whisper JSON is only read", advice="Write srt, vtt or ass")


FORMATS = {"json": Whisper()}


def read_words(source: Path | bytes, *, where: str = "") -> tuple[Word, ...]:
    """Returns every word with its times, in order; empty if the file gives none per word.

    Words without times (WhisperX leaves them out for digits) share the time between their
    neighbours; times that run backwards are pulled up to the word in front.

    Raises:
        InputError: the file cannot be read or is no Whisper JSON.
    """
    from translator.reading.encoding import decode

    name = where or (source.name if isinstance(source, Path) else "timings")
    data = source if isinstance(source, bytes) else read_bytes(source)
    text, _encoding = decode(data, where=name)
    try:
        segments, _dropped = _segments(_load(text))
    except InputError as error:
        raise InputError(error.problem, where=name, advice=error.advice) from error
    raw = [word for segment in segments for word in _raw_words(segment)]
    return tuple(_with_times(raw))


def _load(text: str) -> Any:
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        place = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(
            f"no valid JSON{place}, perhaps cut off",
            advice="Give the JSON file that Whisper wrote, unchanged",
        ) from error


def _joined(segment: dict[str, Any]) -> str:
    """Returns the text of a segment that gives only words; Latin ones carry their own spaces."""
    words = segment.get("words")
    parts = [word.get("word", "") for word in words or () if isinstance(word, dict)]
    return "".join(part for part in parts if isinstance(part, str)).strip()


def _segments(data: Any) -> tuple[list[dict[str, Any]], int]:
    """Returns the segments that have text, and how many have none."""
    found = data
    if isinstance(data, dict):
        found = data.get("segments") or data.get("transcription")
    if isinstance(found, list):
        kept = [
            item for item in found if isinstance(item, dict) and ("text" in item or "words" in item)
        ]
        if kept:
            return kept, len(found) - len(kept)
    raise InputError(
        "no segments found in the JSON", advice="Give JSON as Whisper or faster-whisper writes it"
    )


def _span(item: dict[str, Any]) -> tuple[int | None, int | None]:
    offsets = item.get("offsets")
    if isinstance(offsets, dict):
        return _time(offsets.get("from"), 1), _time(offsets.get("to"), 1)
    return _time(item.get("start"), 1000), _time(item.get("end"), 1000)


def _time(value: Any, factor: int) -> int | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    milliseconds = round(value * factor)
    return max(0, milliseconds) if milliseconds < LONGEST_MS else None


def _raw_words(
    segment: dict[str, Any],
) -> Iterator[tuple[str, int | None, int | None, float | None]]:
    words = segment.get("words") or segment.get("tokens")
    for word in words if isinstance(words, list) else ():
        if not isinstance(word, dict):
            continue
        text = word.get("word", word.get("text"))
        start, end = _span(word)
        probability = word.get("probability", word.get("score", word.get("p")))
        known = isinstance(probability, int | float) and 0 <= probability <= 1
        if isinstance(text, str) and text.strip() and not text.startswith("[_"):
            yield text.strip(), start, end, float(probability or 0) if known else None


def _with_times(raw: list[tuple[str, int | None, int | None, float | None]]) -> Iterator[Word]:
    at = 0
    position = 0
    while position < len(raw):
        text, start, end, probability = raw[position]
        if start is not None and end is not None:
            at = max(at, start)
            yield Word(text, at, max(at, end), probability)
            at = max(at, start)
            position += 1
            continue
        stop = position
        while stop < len(raw) and (raw[stop][1] is None or raw[stop][2] is None):
            stop += 1
        left = max(at, raw[position - 1][2] or 0) if position else at
        right = max(left, raw[stop][1] or left) if stop < len(raw) else left
        share = (right - left) / (stop - position)
        for step in range(position, stop):
            begin = round(left + share * (step - position))
            yield Word(raw[step][0], begin, round(begin + share), raw[step][3])
        at, position = right, stop
