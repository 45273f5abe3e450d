"""What every subtitle format offers, and the values that go in and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from translator.subtitles.cue import Cue
from translator.subtitles.markup import Markup


@dataclass(frozen=True, slots=True)
class CueWarning:
    """Something in a file that had to be repaired to read it.

    Attributes:
        cue: number of the cue from 1 in the order of the file, 0 when it concerns the whole file.
        line: line of the file, from 1 (0 for JSON, which has none).
        message: what was found.
        fix: what was done about it.
    """

    cue: int
    line: int
    message: str
    fix: str

    @property
    def place(self) -> str:
        """Cue and line, as far as known ("cue 3, line 14"); "" for the whole file."""
        numbers = (("cue", self.cue), ("line", self.line))
        return ", ".join(f"{name} {number}" for name, number in numbers if number)

    def __str__(self) -> str:
        """Returns the warning in one line, with cue and line in front."""
        told = f"{self.message}; {self.fix}"
        return f"{self.place}: {told}" if self.place else told


@dataclass(frozen=True, slots=True)
class CueFile:
    """A subtitle file as read.

    Attributes:
        cues: in the order of the file; start < end holds for each, but they may overlap or be out
            of order where the file is (a warning says so).
        format: name of the format ("srt", "vtt", "ass", "ssa", "whisper").
        markup: the tags that ``Cue.text`` may carry.
        warnings: every repair, in the order of the file.
        header: what the format keeps outside cues (ASS styles and script info; VTT header, style
            and note blocks), written back when the same format is written.
        encoding: the encoding that was recognised.
        fps: frame rate if the file states one, else None.
    """

    cues: tuple[Cue, ...]
    format: str
    markup: Markup = Markup.HTML
    warnings: tuple[CueWarning, ...] = ()
    header: str = ""
    encoding: str = "utf-8"
    fps: float | None = None


class SubtitleFormat(Protocol):
    """One subtitle format.

    How to add a format: write a module in this folder with a class that has these four members and
    an instance of it called ``FORMAT``; add its name and file endings to ``_MODULES`` in
    ``translator/subtitles/formats/__init__.py``; add a round-trip test to
    ``tests/subtitles/formats/``. Nothing else needs to know of it.
    """

    markup: Markup

    def recognises(self, text: str) -> bool:
        """Tells whether ``text`` (the start of a file) looks like this format."""

    def parse(self, text: str) -> CueFile:
        """Reads ``text``, repairing what is malformed with one warning each.

        Raises:
            InputError: the text cannot be this format at all.
        """

    def render(self, cue_file: CueFile) -> str:
        """Writes cues whose texts carry this format's own markup; line ends are LF.

        Raises:
            OutputError: the format cannot hold the cues.
        """
