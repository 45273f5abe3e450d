"""Finding, asking and running ffmpeg; finding a font that has Chinese characters."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, Any

from translator.errors import InputError, OutputError, UsageError

_INSTALL = (
    "Install ffmpeg (Debian and Ubuntu: apt install ffmpeg; macOS: brew install ffmpeg; "
    "Windows: winget install ffmpeg) and try again"
)
_PROBE_SECONDS = 60
_KEPT_LINES = 12
_PREFERRED_FONTS = (
    *("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei"),
    *("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "SimHei"),
)


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """What ffprobe tells about a file.

    Attributes:
        duration_ms: 0 if unknown.
        fps: average frame rate, None if it has no video.
        width, height: as displayed, 0 without video.
        audio: codec name of each audio stream.
        subtitles: codec name of each subtitle stream.
    """

    duration_ms: int
    fps: float | None
    width: int
    height: int
    audio: tuple[str, ...]
    subtitles: tuple[str, ...]


def find_tool(name: str) -> str:
    """Returns the path of ``ffmpeg`` or ``ffprobe``.

    Raises:
        UsageError: it is not installed; says how to install it.
    """
    found = shutil.which(name)
    if found is None:
        raise UsageError(f"{name} was not found", advice=_INSTALL)
    return found


def probe(path: Path) -> VideoInfo:
    """Returns what is known about a video or audio file.

    Raises:
        UsageError: ffprobe is not installed.
        InputError: the file cannot be read as audio or video.
    """
    command = [find_tool("ffprobe"), "-v", "error", "-show_format", "-show_streams",
               "-of", "json", str(path.absolute())]  # fmt: skip
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=_PROBE_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        data = json.loads(done.stdout or b"{}")
    except (subprocess.TimeoutExpired, ValueError, OSError) as error:
        raise _unreadable(path, str(error)) from error
    streams = [s for s in data.get("streams", []) if isinstance(s, dict)]
    kinds = {s.get("codec_type") for s in streams}
    if done.returncode or not kinds & {"video", "audio"}:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _unreadable(path, lines[-1] if lines else "no audio or video in it")
    video = next((s for s in streams if s.get("codec_type") == "video"), {})
    return VideoInfo(
        _duration_ms(data, streams),
        _rate(video.get("avg_frame_rate")) or _rate(video.get("r_frame_rate")),
        *_size(video),
        tuple(str(s.get("codec_name")) for s in streams if s.get("codec_type") == "audio"),
        tuple(str(s.get("codec_name")) for s in streams if s.get("codec_type") == "subtitle"),
    )


def run(
    arguments: Sequence[str], folder: Path, on_progress: Callable[[int], None] | None = None
) -> None:
    """Runs ffmpeg to its end; stops it if interrupted.

    Args:
        arguments: everything behind ``ffmpeg``, files as absolute paths.
        folder: working folder, from which filters find their files.
        on_progress: receives the milliseconds written so far.

    Raises:
        UsageError: ffmpeg is not installed.
        OutputError: it failed; names its last message.
    """
    command = [find_tool("ffmpeg"), "-hide_banner", "-nostdin", "-loglevel", "error", "-y",
               "-progress", "pipe:1", "-nostats", *arguments]  # fmt: skip
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    if process.stdout is None or process.stderr is None:  # cannot be: both are pipes
        raise OutputError("ffmpeg could not be started", advice=_INSTALL)
    messages: deque[str] = deque(maxlen=_KEPT_LINES)
    reader = Thread(target=_drain, args=(process.stderr, messages), daemon=True)
    reader.start()
    try:
        for line in process.stdout:
            key, _equals, value = line.decode("ascii", "replace").strip().partition("=")
            if key == "out_time_us" and on_progress and value.lstrip("-").isdigit():
                on_progress(max(0, int(value) // 1000))
        code = process.wait()
    except BaseException:
        process.kill()
        process.wait()
        raise
    reader.join(timeout=5)
    if code:
        last = messages[-1] if messages else f"exit code {code}"
        raise OutputError(
            f"ffmpeg failed: {last}", advice="Check that the video plays and that the disk has room"
        )


def chinese_font() -> str | None:
    """Returns the name of an installed font with Chinese characters.

    None where fontconfig cannot be asked (its ``fc-list`` is missing, as on Windows): libass then
    asks the system itself.

    Raises:
        UsageError: fontconfig knows no such font; says how to install one.
    """
    lister = shutil.which("fc-list")
    if lister is None:
        return None
    done = subprocess.run(
        [lister, ":lang=zh-cn", "family"], capture_output=True, timeout=_PROBE_SECONDS, check=False
    )
    families = {
        name.strip()
        for line in done.stdout.decode("utf-8", "replace").splitlines()
        for name in line.split(",")
        if name.strip()
    }
    if not families:
        raise UsageError(
            "no font with Chinese characters is installed, so that Chinese would show as boxes",
            advice="Install one (Debian and Ubuntu: apt install fonts-noto-cjk) or use "
            "--bilingual off",
        )
    return next((name for name in _PREFERRED_FONTS if name in families), min(families))


def _drain(stream: IO[bytes], messages: deque[str]) -> None:
    for line in stream:
        text = line.decode("utf-8", "replace").strip()
        if text:
            messages.append(text)


def _unreadable(path: Path, reason: str) -> InputError:
    return InputError(
        f"cannot be read as audio or video ({reason})",
        where=path.name,
        advice="Check the file name and that the file plays",
    )


def _duration_ms(data: dict[str, Any], streams: Sequence[dict[str, Any]]) -> int:
    for holder in (data.get("format", {}), *streams):
        try:
            return round(float(holder["duration"]) * 1000)
        except (KeyError, TypeError, ValueError):
            continue
    return 0


def _rate(value: object) -> float | None:
    numerator, _slash, denominator = str(value).partition("/")
    try:
        rate = float(numerator) / float(denominator or 1)
    except (ValueError, ZeroDivisionError):
        return None
    return round(rate, 3) if 1 <= rate <= 1000 else None


def _size(video: dict[str, Any]) -> tuple[int, int]:
    width, height = int(video.get("width") or 0), int(video.get("height") or 0)
    for side in video.get("side_data_list", ()):
        if isinstance(side, dict) and abs(int(side.get("rotation") or 0)) % 180 == 90:
            return height, width
    return width, height
