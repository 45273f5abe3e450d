"""The two kinds of files the workbench edits, both seen as a `Document`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from translator.document import Document, Section, SectionKind, Segment, Speaker, State, Turn
from translator.subtitles.cue import Cue
from translator.subtitles.formats.base import CueFile


class Source(Protocol):
    """Turns the bytes of a file into a document and back."""

    @property
    def path(self) -> Path:
        """The file."""

    def decode(self, data: bytes) -> Document:
        """Returns what ``data``, the content of the file, says.

        Raises:
            InputError: it is damaged.
        """

    def encode(self, document: Document) -> bytes:
        """Returns the content of the file that holds ``document``."""


class AlignedSource:
    """An aligned document.

    Args:
        path: ``NAME.aligned.json``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def decode(self, data: bytes) -> Document:
        """See `Source`."""
        from translator.documents.aligned import from_json
        from translator.errors import InputError

        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError(
                f"is not UTF-8 text (byte {error.start})", where=str(self.path)
            ) from None
        return from_json(text, where=str(self.path))

    def encode(self, document: Document) -> bytes:
        """See `Source`."""
        from translator.documents.aligned import to_json

        return to_json(document).encode()


class SubtitleSource:
    """A subtitle file; each cue is a segment whose target is the cue's text.

    What only the format knows of a cue (style, position) follows the segment by its id, through
    splits and merges.

    Args:
        path: SRT, WebVTT, ASS or SSA.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = CueFile((), "srt")
        self._cues: dict[str, Cue] = {}

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def cue_file(self) -> CueFile:
        """The file as it was read last: format, tags, frame rate, repairs."""
        return self._file

    def decode(self, data: bytes) -> Document:
        """See `Source`."""
        from translator.subtitles.formats import format_of, read_cues

        name = format_of(self.path) or None
        self._file = read_cues(data, format=name, where=str(self.path))
        self._cues = {f"c{i}": cue for i, cue in enumerate(self._file.cues, start=1)}
        turns: list[Turn] = []
        for name, cue in self._cues.items():
            segment = Segment(
                name,
                cue.second,
                cue.text,
                State.MACHINE if cue.text else State.UNTRANSLATED,
                start_ms=cue.start_ms,
                end_ms=cue.end_ms,
            )
            if turns and turns[-1].speaker == cue.speaker:
                turns[-1] = replace(turns[-1], segments=(*turns[-1].segments, segment))
            else:
                turns.append(Turn(cue.speaker, (segment,)))
        names = dict.fromkeys(turn.speaker for turn in turns if turn.speaker)
        return Document(
            self.path.name,
            (Section(SectionKind.BODY, turns=tuple(turns)),),
            speakers=tuple(Speaker(name, name) for name in names),
        )

    def encode(self, document: Document) -> bytes:
        """See `Source`."""
        from translator.subtitles.formats import render_cues

        cue_file = replace(self._file, cues=self.cues(document))
        return render_cues(cue_file, self._file.format).encode("utf-8")

    def cues(self, document: Document) -> tuple[Cue, ...]:
        """Returns the segments of ``document`` as cues."""
        return tuple(
            self._cue(segment, turn.speaker)
            for section in document.sections
            for turn in section.turns
            for segment in turn.segments
        )

    def _cue(self, segment: Segment, speaker: str) -> Cue:
        start = segment.start_ms or 0
        origin = self._cues.get(segment.id) or self._cues.get(segment.id.partition("~")[0])
        template = origin or Cue(start, start + 1, "", speaker=speaker)
        return replace(
            template,
            start_ms=start,
            end_ms=max(segment.end_ms or 0, start + 1),
            text=segment.target,
            second=segment.source,
        )
