"""Times for a transcript from the recording: where a voice is heard, or a Whisper model on disk.

Needs the extra ``translator[audio]``: PyAV decodes any container, and the faster-whisper package
brings the voice activity model of Silero, so that nothing is ever downloaded.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translator.document import Document
from translator.errors import InputError, UsageError
from translator.subtitles.audio_spread import Clause, Span, SpeechClock, spread_over_speech
from translator.subtitles.cue import TimingOrigin
from translator.subtitles.formats.whisper import Word
from translator.subtitles.timing import time_by_speech
from translator.subtitles.timing_clock import character_times
from translator.subtitles.timing_lines import Line, lines, pause_behind
from translator.subtitles.timing_result import ESTIMATED_NOTE, SegmentTimes, Timed, with_times
from translator.subtitles.timing_source import from_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

Progress = Callable[[int], None]
"""Called with the milliseconds of the recording that are done."""

RATE = 16_000
"""Samples per second that the models want."""

_BLOCK = 300 * RATE
_MODEL_FILES = ("model.bin", "tokenizer.json")
_JOINED_MS = 100
"""Silences shorter than this are stops inside a syllable (p, t, k), not pauses."""
_AFTER_SILENCE, _IN_SPEECH = 0.6, 0.3
"""Confidence of a segment that begins after a silence, and of one put into running speech. No word
was recognised: even the silence may be that of other words."""


def time_by_audio(
    document: Document,
    video: Path,
    whisper: Path | None = None,
    on_progress: Progress | None = None,
) -> Timed:
    """Returns the document with the times of a recording.

    With a Whisper model its words are aligned (`translator.subtitles.timing.time_by_speech`).
    Without one the text is spread over the spans in which somebody speaks: by syllables, sentence
    ends at silences if possible. Then the transcript must have all that is said, and nothing else.

    Args:
        document: an edited transcript.
        video: any file with sound that FFmpeg can read.
        whisper: folder of a CTranslate2 Whisper model.
        on_progress: see `Progress`.

    Raises:
        InputError: the recording has no sound, or cannot be read; the folder holds no model.
        UsageError: the extra is not installed.
    """
    if whisper is not None:
        return time_by_speech(document, from_words(transcribe(video, whisper, on_progress)))
    return spread_document(document, speech_spans(video, on_progress))


def spread_document(document: Document, spans: Sequence[Span]) -> Timed:
    """Returns the document spread over the spans in which somebody speaks.

    Titles, headings and the editor's own words get no time.

    Args:
        document: an edited transcript.
        spans: in order, without overlaps.
    """
    every = lines(document)
    spoken = [line for line in every if line.sounds and not line.editor]
    clauses = [(line, *part) for line in spoken for part in _clauses(line)]
    if not clauses or not spans:
        problem = "no voice was found in the recording" if clauses else "nothing to time"
        return Timed(document, (problem,), {})
    clock = SpeechClock(spans)
    beginnings = {span.start_ms for span in spans}
    times: dict[str, SegmentTimes] = {}
    starts: dict[str, list[int]] = {}
    ends: dict[str, list[int]] = {}
    places = spread_over_speech([clause for _line, _sounds, clause in clauses], spans)
    for (line, sounds, clause), (begin, end) in zip(clauses, places, strict=True):
        at = 0.0
        for sound in sounds:
            first = begin + (end - begin) * at / clause.weight
            at += line.sounds[sound].weight
            last = begin + (end - begin) * at / clause.weight
            starts.setdefault(line.segment.id, []).append(round(clock.starting(first)))
            ends.setdefault(line.segment.id, []).append(round(clock.ending(last)))
    for line in spoken:
        name = line.segment.id
        characters = character_times(line, starts[name], ends[name])
        confidence = _AFTER_SILENCE if starts[name][0] in beginnings else _IN_SPEECH
        times[name] = SegmentTimes(*characters, confidence, TimingOrigin.INTERPOLATED)
    timed = document.map_segments(
        lambda segment: with_times(segment, times.get(segment.id), ESTIMATED_NOTE)
    )
    silent = tuple(line.segment.id for line in every if line.sounds and line.editor)
    return Timed(timed, _notices(spoken, len(silent), spans), times, not_spoken=silent)


def _clauses(line: Line) -> Iterator[tuple[range, Clause]]:
    first = 0
    for at in range(len(line.sounds)):
        pause = pause_behind(line, at)
        if pause:
            inside = range(first, at + 1)
            yield inside, Clause(sum(line.sounds[number].weight for number in inside), int(pause))
            first = at + 1


def _notices(spoken: Sequence[Line], silent: int, spans: Sequence[Span]) -> tuple[str, ...]:
    voice = sum(span.end_ms - span.start_ms for span in spans) / 1000
    syllables = sum(line.weight for line in spoken)
    told = "times are estimated from the pauses of the recording; a Whisper model (--whisper) or "
    told += "recognised speech (--timings) makes them exact"
    found = [told]
    rate = syllables / max(voice, 0.1)
    if not 2.5 <= rate <= 8:
        found.append(
            f"{rate:.1f} syllables a second of voice: does the transcript hold all that is said, "
            "and nothing else?"
        )
    if silent:
        found.append(f"{silent} sentences of the editor are not shown")
    return tuple(found)


def speech_spans(video: Path, on_progress: Progress | None = None) -> list[Span]:
    """Returns when a voice is heard, by the Silero model.

    Args:
        video: any file with sound.
        on_progress: see `Progress`.

    Raises:
        InputError: the recording has no sound, or cannot be read.
        UsageError: the extra is not installed.
    """
    vad = _module("faster_whisper.vad")
    options = vad.VadOptions(
        threshold=0.4, min_speech_duration_ms=60, min_silence_duration_ms=130, speech_pad_ms=0
    )
    spans: list[Span] = []
    for start, samples in decode(video):
        for found in vad.get_speech_timestamps(samples, options):
            begin, end = (start + found[edge] * 1000 // RATE for edge in ("start", "end"))
            if spans and begin - spans[-1].end_ms < _JOINED_MS:
                begin = spans.pop().start_ms
            spans.append(Span(begin, end))
        if on_progress:
            on_progress(start + len(samples) * 1000 // RATE)
    return spans


def decode(video: Path) -> Iterator[tuple[int, Samples]]:
    """Yields the first audio track in blocks of some minutes: start in ms, mono samples in ±1.

    Times count from the start of the file, as players show them, also where the sound sets in
    later than the picture.

    Raises:
        InputError: the recording has no sound, or cannot be read.
        UsageError: the extra is not installed.
    """
    av = _module("av")
    try:
        with av.open(str(video), metadata_errors="ignore") as container:
            if not container.streams.audio:
                raise InputError("has no sound", where=video.name, advice="Give the recording")
            yield from _blocks(av, container)
    except (av.FFmpegError, OSError) as error:
        raise InputError(
            f"cannot be decoded ({error.strerror or error})",
            where=video.name,
            advice="Check that it plays",
        ) from error


def _blocks(av: Any, container: Any) -> Iterator[tuple[int, Samples]]:
    import numpy as np

    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    stream = container.streams.audio[0]
    origin = (container.start_time or 0) / 1_000_000
    waiting: list[Samples] = []
    size, start = 0, -1.0
    for frame in _frames(av, container, stream):
        if start < 0:
            start = max(0.0, (frame.time if frame is not None and frame.time else origin) - origin)
        for sound in resampler.resample(frame):
            waiting.append(sound.to_ndarray()[0])
            size += len(waiting[-1])
        if size >= _BLOCK or (frame is None and size):
            yield round(start * 1000), np.concatenate(waiting)
            start += size / RATE
            waiting, size = [], 0


def _frames(av: Any, container: Any, stream: Any) -> Iterator[Any]:
    """Yields the frames that can be decoded, and None at the end, which flushes the resampler."""
    for packet in container.demux(stream):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue
    yield None


def transcribe(video: Path, model: Path, on_progress: Progress | None = None) -> list[Word]:
    """Returns the Chinese words that a Whisper model hears, with their times.

    Args:
        video: any file with sound.
        model: folder of a CTranslate2 Whisper model; nothing is downloaded.
        on_progress: see `Progress`.

    Raises:
        InputError: the recording has no sound, or cannot be read; the folder holds no model.
        UsageError: the extra is not installed.
    """
    faster_whisper = _module("faster_whisper")
    # Without the tokenizer's file faster-whisper would fetch one from the network.
    missing = [name for name in _MODEL_FILES if not (model / name).is_file()]
    if missing:
        raise InputError(
            f"holds no Whisper model ({missing[0]} is missing)",
            where=str(model),
            advice="Give the folder of a model converted for faster-whisper",
        )
    try:
        loaded = faster_whisper.WhisperModel(
            str(model), device="cpu", compute_type="int8", local_files_only=True
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise InputError(
            f"cannot be loaded as a Whisper model ({error})", where=str(model)
        ) from error
    start, samples = _whole(video)
    heard, _info = loaded.transcribe(
        samples,
        language="zh",
        word_timestamps=True,
        vad_filter=True,
        condition_on_previous_text=False,
    )
    found: list[Word] = []
    for segment in heard:
        for word in segment.words or ():
            begin, end = (start + round(time * 1000) for time in (word.start, word.end))
            if word.word.strip():
                probability = float(word.probability)
                found.append(Word(word.word.strip(), begin, max(begin, end), probability))
        if on_progress:
            on_progress(start + round(segment.end * 1000))
    return found


def _whole(video: Path) -> tuple[int, Samples]:
    import numpy as np

    blocks = list(decode(video))
    if not blocks:
        return 0, np.zeros(0, np.float32)
    return blocks[0][0], np.concatenate([samples for _start, samples in blocks])


def _module(name: str) -> Any:
    import importlib

    try:
        module = importlib.import_module(name)
    except ImportError as error:
        raise UsageError(
            "timing by the recording needs packages that are not installed",
            advice="Install them with: pip install 'panel-translator[audio]'",
        ) from error
    logging.getLogger("faster_whisper").setLevel(logging.ERROR)
    return module
