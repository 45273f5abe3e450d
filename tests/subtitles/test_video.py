import shutil
import subprocess

import pytest

from translator.errors import InputError, OutputError, UsageError
from translator.subtitles import ffmpeg
from translator.subtitles.cue import Cue
from translator.subtitles.video import Track, burn, mux

pytestmark = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
BLACK = "color=black:s=161x91:r=25:d=1,format=yuv444p"
CUES = (Cue(0, 900, "Hello <i>there</i>", second="你好"),)


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    path = tmp_path_factory.mktemp("video") / "it's [a], 100% odd: name.mp4"
    sources = ["-f", "lavfi", "-i", BLACK, "-f", "lavfi", "-i", "sine=d=1"]
    coding = ["-c:v", "libx264", "-pix_fmt", "yuv444p", "-preset", "ultrafast", "-c:a", "aac"]
    subprocess.run(["ffmpeg", "-v", "error", *sources, *coding, str(path)], check=True)
    return path


def test_probe(video):
    info = ffmpeg.probe(video)
    assert (info.fps, info.width, info.height, info.audio) == (25.0, 161, 91, ("aac",))
    assert 900 <= info.duration_ms <= 1200


def test_burning_draws_into_the_picture(video, tmp_path):
    target = tmp_path / "b;urn't, [x].mp4"
    seen = []
    burn(video, CUES, target, seen.append)
    assert ffmpeg.probe(target).width == 162
    assert seen
    frame = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(target), "-frames:v", "1", "-f", "rawvideo",
         "-pix_fmt", "gray", "-"],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert max(frame) > 60


def test_muxing_adds_tracks(video, tmp_path):
    target = tmp_path / "m.mkv"
    mux(video, [Track(CUES, "ass", "en", "English"), Track(CUES, "srt", "zh", "中文")], target)
    assert ffmpeg.probe(target).subtitles == ("ass", "subrip")


def test_bad_inputs_are_typed_errors(video, tmp_path):
    text = tmp_path / "x.mp4"
    text.write_text("no video")
    with pytest.raises(InputError):
        burn(text, CUES, tmp_path / "y.mp4")
    with pytest.raises(UsageError, match="ends with"):
        burn(video, CUES, tmp_path / "y.avi")
    with pytest.raises(UsageError, match="input video"):
        burn(video, CUES, video)
    with pytest.raises(OutputError, match="ffmpeg failed"):
        ffmpeg.run(["-i", "/no/such/file.mp4", "-f", "null", "-"], tmp_path)
    assert not (tmp_path / "y.mp4").exists()


def test_a_missing_ffmpeg_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(UsageError, match="apt install ffmpeg"):
        ffmpeg.find_tool("ffmpeg")
    assert ffmpeg.chinese_font() is None


def test_a_missing_chinese_font_is_told_before_the_work(monkeypatch):
    done = subprocess.CompletedProcess([], 0, b"", b"")
    monkeypatch.setattr(subprocess, "run", lambda *_a, **_k: done)
    with pytest.raises(UsageError, match="fonts-noto-cjk"):
        ffmpeg.chinese_font()
