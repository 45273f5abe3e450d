"""What `translator subtitles` is given: subtitles, an aligned document, or a transcript."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from translator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from translator.document import Document
    from translator.subtitles.timing_result import SegmentTimes
    from translator.subtitles.translation import SubtitleSource

_ALIGNED = ".aligned.json"
_HAN_SHARE = 0.05
"""Share of Han among the letters from which a file counts as Chinese."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """An input ready to be translated and laid out.

    Attributes:
        source: document with times, and the timed sentences.
        chinese: whether there is anything to translate.
        notices: what the user should know (repairs, unmatched speech), in order.
    """

    source: SubtitleSource
    chinese: bool
    notices: tuple[str, ...] = ()


def load(
    path: Path,
    *,
    timings: Path | None,
    video: Path | None,
    whisper: Path | None,
    strict: bool,
) -> Loaded:
    """Reads the input, whatever it is, and gives it times.

    Args:
        path: subtitles, Whisper JSON, an aligned document, or any transcript we read.
        timings: rough times for an aligned document or transcript.
        video: where to hear the speech if there are no timings.
        whisper: folder of a Whisper model to hear it with.
        strict: refuse malformed subtitle files.

    Raises:
        InputError: a file cannot be read.
        UsageError: there is nothing that tells the times.
    """
    from translator.subtitles.formats import READABLE

    if path.name.lower().endswith(_ALIGNED):
        from translator.documents import aligned

        return _document(aligned.read(path), path, timings, video, whisper)
    if path.suffix.lower().lstrip(".") in READABLE:
        return _subtitles(path, strict=strict)
    from translator.reading import read
    from translator.segmenting import segment

    return _document(segment(read(str(path))), path, timings, video, whisper)


def _subtitles(path: Path, *, strict: bool) -> Loaded:
    from translator.subtitles.formats import read_cues
    from translator.subtitles.formats.whisper import read_words
    from translator.subtitles.sentences import sentences
    from translator.subtitles.translation import to_document

    cue_file = read_cues(path, strict=strict)
    words = read_words(path) if cue_file.format == "whisper" else ()
    source = to_document(path.name, sentences(cue_file, words))
    notices = tuple(f"{path.name}: {warning}" for warning in cue_file.warnings)
    return Loaded(source, _is_chinese(source.document), notices)


def _document(
    document: Document,
    path: Path,
    timings: Path | None,
    video: Path | None,
    whisper: Path | None,
) -> Loaded:
    from translator.subtitles.translation import from_document

    notices: tuple[str, ...] = ()
    times: Mapping[str, SegmentTimes] = {}
    if timings is not None:
        from translator.subtitles.timing import time_document

        timed = time_document(document, timings)
        document, notices, times = timed.document, timed.notices, timed.times
    elif not any(segment.start_ms is not None for segment in document.segments()):
        if video is None:
            raise UsageError(
                f"{path.name} has no times",
                advice="Give rough ones with --timings FILE (recognised speech as srt or Whisper "
                "json, or an older subtitle file), or the recording with --video FILE",
            )
        from translator.subtitles.audio import time_by_audio

        timed = time_by_audio(document, video, whisper)
        document, notices, times = timed.document, timed.notices, timed.times
    source = from_document(document, times)
    if not source.sentences:
        raise UsageError(
            f"{path.name} has no spoken text with times",
            advice="Check that --timings or --video is of this talk, and in Chinese",
        )
    return Loaded(source, _is_chinese(document), notices)


def _is_chinese(document: Document) -> bool:
    text = "".join(segment.source for segment in document.segments())
    letters = sum(character.isalpha() for character in text)
    han = sum("一" <= character <= "鿿" for character in text)
    return han > _HAN_SHARE * letters


def keep_edits(loaded: Loaded, path: Path) -> Loaded:
    """Brings over what a person edited or approved in the aligned document of an earlier run.

    Args:
        loaded: read from the input.
        path: where the aligned document of an earlier run would be.
    """
    from translator.documents import aligned
    from translator.engine.pipeline import carry_over

    if not path.is_file():
        return loaded
    document, orphans = carry_over(loaded.source.document, aligned.read(path))
    notices = loaded.notices
    if orphans:
        notices += (f"{len(orphans)} edited segments of {path.name} are not in the input any more",)
    return replace(loaded, source=replace(loaded.source, document=document), notices=notices)
