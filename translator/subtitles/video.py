"""Subtitles into a video: burnt into the picture, or as tracks beside it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import regex

from translator.errors import UsageError
from translator.files import replacing
from translator.subtitles import ffmpeg
from translator.subtitles.cue import Cue
from translator.subtitles.formats import CueFile, Markup, render_cues
from translator.subtitles.markup import convert, plain
from translator.subtitles.profile import width

_CONTAINERS = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mov", ".mkv": "matroska"}
_COPIED_AUDIO = frozenset({"aac", "mp3", "ac3", "eac3", "alac"})
_LANGUAGES = {"en": "eng", "zh": "chi"}
_FALLBACK_FONT = "Noto Sans CJK SC"

OnProgress = Callable[[int], None]
"""Receives the milliseconds of video written so far."""


@dataclass(frozen=True, slots=True)
class Track:
    """A subtitle track to put beside the video.

    Attributes:
        cues: what it shows.
        format: "srt" or "ass".
        language: "en" or "zh".
        title: as players list it.
    """

    cues: Sequence[Cue]
    format: str
    language: str
    title: str


def check_target(path: Path, video: Path, endings: Sequence[str]) -> None:
    """Refuses an output that cannot be written, before any work is done.

    Raises:
        UsageError: the ending is unknown, or the output is the input.
    """
    if path.suffix.lower() not in endings:
        raise UsageError(
            f"cannot write {path.name}", advice=f"Name a file that ends with {', '.join(endings)}"
        )
    if path.exists() and path.resolve() == video.resolve():
        raise UsageError("the output is the input video", advice="Name another file")


def require_picture(video: Path, info: ffmpeg.VideoInfo) -> None:
    """Refuses to burn into a recording that is only heard.

    Raises:
        UsageError: it has no picture.
    """
    if info.fps is None or not info.width:
        raise UsageError(f"{video.name} has no picture to burn subtitles into", advice="Use --mux")


def burn(
    video: Path, cues: Sequence[Cue], target: Path, on_progress: OnProgress | None = None
) -> None:
    """Writes a copy of ``video`` with the cues drawn into the picture, atomically.

    The picture is encoded anew (H.264, constant quality), sound is copied where the container
    takes it. The font size follows the picture's size.

    Args:
        video: read with ffmpeg.
        cues: with HTML-like tags.
        target: .mp4, .m4v, .mov or .mkv.
        on_progress: receives the milliseconds written so far.

    Raises:
        UsageError: ffmpeg or a Chinese font is missing, or the target is not possible.
        InputError: the video cannot be read.
        OutputError: encoding or writing failed.
    """
    check_target(target, video, tuple(_CONTAINERS))
    info = ffmpeg.probe(video)
    require_picture(video, info)
    chinese = any(regex.search(r"\p{Han}", cue.text + cue.second) for cue in cues)
    font = (ffmpeg.chinese_font() if chinese else None) or _FALLBACK_FONT
    script = _script(cues, info, font)
    odd = "pad=ceil(iw/2)*2:ceil(ih/2)*2," if info.width % 2 or info.height % 2 else ""
    copied = target.suffix.lower() == ".mkv" or set(info.audio) <= _COPIED_AUDIO
    with (
        tempfile.TemporaryDirectory(prefix="translator-") as folder,
        replacing(target) as temporary,
    ):
        # The filter finds its file by a plain name in the working folder, so that no character of
        # the user's paths has to be escaped.
        (Path(folder) / "subtitles.ass").write_text(script, encoding="utf-8", newline="")
        arguments = [
            *("-i", str(video.absolute())),
            *("-map", "0:v:0", "-map", "0:a?", "-vf", f"{odd}ass=subtitles.ass"),
            *("-c:v", "libx264", "-crf", "18", "-preset", "medium", "-pix_fmt", "yuv420p"),
            *("-c:a", "copy" if copied else "aac"),
            *(("-movflags", "+faststart") if target.suffix.lower() != ".mkv" else ()),
            *("-f", _CONTAINERS[target.suffix.lower()], str(temporary.absolute())),
        ]
        ffmpeg.run(arguments, Path(folder), on_progress)


def mux(
    video: Path, tracks: Sequence[Track], target: Path, on_progress: OnProgress | None = None
) -> None:
    """Writes a copy of ``video`` with the subtitles as tracks in front of its own, atomically.

    Nothing is encoded anew; the first track is shown by default.

    Args:
        video: read with ffmpeg.
        tracks: what to add, in order.
        target: .mkv.
        on_progress: receives the milliseconds written so far.

    Raises:
        UsageError: ffmpeg is missing, or the target is not possible.
        InputError: the video cannot be read.
        OutputError: writing failed.
    """
    check_target(target, video, (".mkv",))
    info = ffmpeg.probe(video)
    with (
        tempfile.TemporaryDirectory(prefix="translator-") as folder,
        replacing(target) as temporary,
    ):
        inputs: list[str] = ["-i", str(video.absolute())]
        streams: list[str] = ["-map", "0:v?", "-map", "0:a?"]
        settings: list[str] = []
        for number, track in enumerate(tracks):
            name = f"track{number}.{track.format}"
            text = render_cues(track.cues, track.format)
            (Path(folder) / name).write_text(text, encoding="utf-8", newline="")
            inputs += ["-i", name]
            streams += ["-map", f"{number + 1}:0"]
            settings += [
                *(f"-c:s:{number}", "ass" if track.format == "ass" else "srt"),
                *(f"-metadata:s:s:{number}", f"language={_LANGUAGES.get(track.language, 'und')}"),
                *(f"-metadata:s:s:{number}", f"title={track.title}"),
                *(f"-disposition:s:{number}", "default" if number == 0 else "0"),
            ]
        streams += ["-map", "0:s?", "-map", "0:t?"]
        for number, codec in enumerate(info.subtitles, start=len(tracks)):
            # Matroska does not know MP4's own text format.
            settings += [f"-c:s:{number}", "srt" if codec == "mov_text" else "copy"]
            settings += [f"-disposition:s:{number}", "0"]
        copy = ("-c:v", "copy", "-c:a", "copy", "-c:t", "copy")
        output = ("-f", "matroska", str(temporary.absolute()))
        ffmpeg.run([*inputs, *streams, *copy, *settings, *output], Path(folder), on_progress)


def _script(cues: Sequence[Cue], info: ffmpeg.VideoInfo, font: str) -> str:
    from translator.subtitles.formats.ass import header_for

    lines = [line for cue in cues for text in (cue.text, cue.second) for line in text.split("\n")]
    longest = max((sum(map(width, plain(line))) for line in lines), default=0.0)
    header = header_for(info.width, info.height, font, longest)
    converted = [
        replace(
            cue,
            text=convert(cue.text, Markup.HTML, Markup.ASS),
            second=convert(cue.second, Markup.HTML, Markup.ASS),
            settings="",
        )
        for cue in cues
    ]
    return render_cues(CueFile(tuple(converted), "ass", Markup.ASS, header=header), "ass")
