"""What `translator subtitles` writes: subtitle files, the timeline, videos."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from translator.cli.console import progress
from translator.errors import OutputError

if TYPE_CHECKING:
    from translator.checks.finding import Finding
    from translator.subtitles.cue import Cue
    from translator.subtitles.profile import Profile

_TITLES = {"en": "English", "zh": "中文", "zh-en": "中文 + English", "en-zh": "English + 中文"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the results go.

    Attributes:
        stem: folder and name without language and ending.
        language: "en", "zh", "zh-en" or "en-zh" (first on screen first).
        formats: subtitle formats.
        force: replace subtitle files that differ.
        report, burn, mux: files to write, None for none.
        video: the recording, None if not given.
        quiet: no progress.
    """

    stem: Path
    language: str
    formats: tuple[str, ...]
    force: bool
    report: Path | None
    burn: Path | None
    mux: Path | None
    video: Path | None
    quiet: bool


def write_subtitles(cues: Sequence[Cue], wanted: Wanted) -> list[Path]:
    """Writes the subtitle files and returns their paths.

    Raises:
        OutputError: a file exists and differs, or cannot be written.
    """
    from translator.files import write_text
    from translator.subtitles.formats import render_cues

    written = []
    for name in wanted.formats:
        path = wanted.stem.with_name(f"{wanted.stem.name}.{wanted.language}.{name}")
        text = render_cues(cues, name)
        if path.exists() and not wanted.force and path.read_bytes() != text.encode():
            raise OutputError(
                "exists, and may have been edited by hand",
                where=str(path),
                advice="Use --force to replace it, or -o to write elsewhere",
            )
        write_text(path, text)
        written.append(path)
    return written


def write_extras(
    cues: Sequence[Cue], findings: Sequence[Finding], profile: Profile, wanted: Wanted
) -> list[Path]:
    """Writes timeline, burnt video and video with tracks, as far as wanted; returns the paths.

    Raises:
        OutputError: a file cannot be written, or ffmpeg failed.
    """
    written = []
    if wanted.report:
        from translator.subtitles.report import write_report

        title = f"{wanted.stem.name}.{wanted.language}"
        write_report(cues, findings, profile, wanted.report, title=title)
        written.append(wanted.report)
    if wanted.video is None or not (wanted.burn or wanted.mux):
        return written
    from translator.subtitles import ffmpeg, video

    seconds = ffmpeg.probe(wanted.video).duration_ms // 1000
    if wanted.burn:
        with _seconds("Burning", seconds, quiet=wanted.quiet) as on_progress:
            video.burn(wanted.video, cues, wanted.burn, on_progress)
        written.append(wanted.burn)
    if wanted.mux:
        kind = "ass" if "-" in wanted.language else "srt"
        track = video.Track(cues, kind, wanted.language[:2], _TITLES[wanted.language])
        with _seconds("Muxing", seconds, quiet=wanted.quiet) as on_progress:
            video.mux(wanted.video, [track], wanted.mux, on_progress)
        written.append(wanted.mux)
    return written


@contextlib.contextmanager
def _seconds(label: str, total: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Shows a bar that counts seconds of video and is told milliseconds from the beginning."""
    done = 0
    with progress(label, total or None, unit="s", quiet=quiet) as advance:

        def on_progress(milliseconds: int) -> None:
            nonlocal done
            seconds = max(done, milliseconds // 1000)
            advance(seconds - done)
            done = seconds

        yield on_progress
