from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.subtitles.whisper_model import untrained_whisper
from translator.document import Document, Section, SectionKind, Segment, Turn
from translator.errors import InputError, UsageError
from translator.subtitles.audio import (
    decode,
    speech_spans,
    spread_document,
    time_by_audio,
    transcribe,
)
from translator.subtitles.audio_spread import Clause, Span, SpeechClock, spread_over_speech
from translator.subtitles.cue import TimingOrigin
from translator.subtitles.timing_result import is_interpolated

RATE = 22_050

SENTENCES = (
    "大家下午好，很高兴来到这里。",
    "我今天想讲一讲我们实验室的一次失败。",
    "去年冬天，我们在仓库里找到了一台旧服务器，它的硬盘里存着三年前的全部日志。",
    "结果完全不行！",
    "原因很简单：时间错位了八个小时，谁也没有注意到。",
    "后来我的同事写了一个小程序，把它们一条一条地修好了。",
    "所以我的建议是，先看数据，再看模型。",
    "谢谢大家。",
)


def document(sentences: Sequence[str], editor: Sequence[str] = ()) -> Document:
    turns = [Turn("主讲", tuple(Segment(f"s{n}", s) for n, s in enumerate(sentences)))]
    if editor:
        turns.insert(0, Turn("", tuple(Segment(f"e{n}", s) for n, s in enumerate(editor))))
    return Document("talk.txt", (Section(SectionKind.BODY, turns=tuple(turns)),))


def say(text: str) -> np.ndarray:
    command = ["espeak-ng", "-v", "cmn", "-s", "180", "--stdout", text]
    sound = subprocess.run(command, capture_output=True, check=True).stdout
    samples = np.frombuffer(sound[44:], np.int16)
    loud = np.flatnonzero(np.abs(samples) > 200)
    return samples[loud[0] : loud[-1] + 1]


def write(path: Path, samples: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.astype(np.int16).tobytes())
    return path


def silence(seconds: float) -> np.ndarray:
    return np.random.default_rng(1).normal(0, 30, int(seconds * RATE))


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """A spoken talk, and when its sentences begin; pauses of 0.3 to 1 second."""
    pytest.importorskip("faster_whisper")
    pytest.importorskip("av")
    if not shutil.which("espeak-ng"):
        pytest.skip("espeak-ng is not installed")
    parts = [silence(1.5)]
    starts = []
    for number, sentence in enumerate(SENTENCES):
        starts.append(sum(len(part) for part in parts) * 1000 // RATE)
        parts += [say(sentence), silence(0.3 + 0.1 * number)]
    path = tmp_path_factory.mktemp("audio") / "talk.wav"
    return write(path, np.concatenate(parts)), starts


def starts_of(found: Document) -> list[int | None]:
    return [segment.start_ms for segment in found.segments()]


def test_sentences_begin_where_they_are_spoken(talk: tuple[Path, list[int]]) -> None:
    path, truth = talk
    timed = time_by_audio(document(SENTENCES), path)
    for start, true in zip(starts_of(timed.document), truth, strict=True):
        assert start == pytest.approx(true, abs=200)
    assert all(item.origin is TimingOrigin.INTERPOLATED for item in timed.times.values())
    assert all(is_interpolated(segment) for segment in timed.document.segments())
    assert "estimated" in timed.notices[0]


def test_a_video_with_late_sound_keeps_the_players_time(
    talk: tuple[Path, list[int]], tmp_path: Path
) -> None:
    if not shutil.which("ffmpeg"):
        pytest.skip("ffmpeg is not installed")
    path, truth = talk
    video = tmp_path / "talk.mkv"
    picture = ["-f", "lavfi", "-i", "color=c=black:s=64x36:r=10:d=60"]
    sound = ["-itsoffset", "4", "-i", str(path), "-c:v", "mpeg4", "-c:a", "libvorbis"]
    subprocess.run(
        ["ffmpeg", "-v", "error", *picture, *sound, str(video)], check=True, capture_output=True
    )
    spans = speech_spans(video)
    assert spans[0].start_ms == pytest.approx(truth[0] + 4000, abs=200)


def test_progress_reaches_the_end(talk: tuple[Path, list[int]]) -> None:
    path, _truth = talk
    done: list[int] = []
    speech_spans(path, done.append)
    with wave.open(str(path)) as file:
        assert done[-1] == pytest.approx(file.getnframes() / RATE * 1000, abs=50)


def test_silence_has_no_voice(tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper")
    path = write(tmp_path / "silence.wav", silence(3))
    timed = time_by_audio(document(SENTENCES), path)
    assert timed.notices == ("no voice was found in the recording",)
    assert starts_of(timed.document) == [None] * len(SENTENCES)


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("av")
    path = tmp_path / "talk.mp4"
    path.write_bytes(b"no video at all" * 100)
    with pytest.raises(InputError, match=r"talk\.mp4: cannot be decoded"):
        list(decode(path))
    with pytest.raises(InputError, match="cannot be decoded"):
        list(decode(tmp_path / "missing.mp4"))


def test_a_video_without_sound_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("av")
    if not shutil.which("ffmpeg"):
        pytest.skip("ffmpeg is not installed")
    path = tmp_path / "mute.mkv"
    picture = ["-f", "lavfi", "-i", "color=c=black:s=64x36:r=10:d=1", "-c:v", "mpeg4"]
    subprocess.run(["ffmpeg", "-v", "error", *picture, str(path)], check=True)
    with pytest.raises(InputError, match="has no sound"):
        list(decode(path))


def test_a_folder_without_a_model_is_refused(talk: tuple[Path, list[int]], tmp_path: Path) -> None:
    path, _truth = talk
    with pytest.raises(InputError, match="holds no Whisper model"):
        time_by_audio(document(SENTENCES), path, tmp_path)
    (tmp_path / "model.bin").write_bytes(b"rubbish")
    with pytest.raises(InputError, match=r"tokenizer\.json is missing"):
        time_by_audio(document(SENTENCES), path, tmp_path)
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be loaded"):
        time_by_audio(document(SENTENCES), path, tmp_path)


def test_a_real_model_gives_words_in_order(talk: tuple[Path, list[int]], tmp_path: Path) -> None:
    """Its weights are random, so the words are nonsense; all the rest is as with a good one."""
    path, _truth = talk
    with wave.open(str(path)) as file:
        start = np.frombuffer(file.readframes(6 * RATE), np.int16)
    short = write(tmp_path / "short.wav", start)
    untrained_whisper(tmp_path)
    words = transcribe(short, tmp_path)
    assert words
    assert all(word.text.strip() and word.start_ms <= word.end_ms for word in words)
    assert words[-1].end_ms <= 30_000


def test_the_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    monkeypatch.setitem(sys.modules, "faster_whisper.vad", None)
    with pytest.raises(UsageError, match=r"pip install 'panel-translator\[audio\]'"):
        time_by_audio(document(SENTENCES), tmp_path / "talk.wav")


def test_the_editors_words_get_no_time() -> None:
    timed = spread_document(document(SENTENCES, ["编者按：以下为整理稿。"]), [Span(0, 20_000)])
    assert starts_of(timed.document)[:2] == [None, 0]
    assert timed.not_spoken == ("e0",)


def test_a_transcript_that_cannot_be_all_is_told() -> None:
    timed = spread_document(document(SENTENCES), [Span(0, 600_000)])
    assert any("syllables a second" in notice for notice in timed.notices)


def times(clauses: Sequence[Clause], spans: Sequence[Span]) -> list[tuple[int, int]]:
    clock = SpeechClock(spans)
    return [
        (round(clock.starting(start)), round(clock.ending(end)))
        for start, end in spread_over_speech(clauses, spans)
    ]


def test_sentence_ends_are_put_at_silences() -> None:
    clauses = [Clause(10, 2), Clause(6, 1), Clause(8, 2), Clause(12, 3)]
    spans = [Span(500, 2600), Span(3200, 4300), Span(4480, 6000), Span(6900, 9100)]
    assert times(clauses, spans) == [(500, 2600), (3200, 4300), (4480, 6000), (6900, 9100)]


def test_a_hesitation_inside_a_clause_ends_no_sentence() -> None:
    clauses = [Clause(20, 2), Clause(10, 2)]
    spans = [Span(0, 2000), Span(2200, 4100), Span(4700, 6700)]
    assert times(clauses, spans) == [(0, 4100), (4700, 6700)]


def test_without_silences_syllables_decide() -> None:
    assert times([Clause(10, 2), Clause(30, 2)], [Span(0, 8000)]) == [(0, 2000), (2000, 8000)]


@st.composite
def recordings(draw: st.DrawFn) -> list[Span]:
    found, now = [], draw(st.integers(0, 5000))
    for _number in range(draw(st.integers(1, 40))):
        length = draw(st.integers(1, 6000))
        found.append(Span(now, now + length))
        now += length + draw(st.integers(1, 3000))
    return found


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.builds(Clause, st.floats(0.3, 60), st.integers(0, 3)), min_size=1, max_size=40),
    recordings(),
)
def test_any_text_over_any_speech(clauses: list[Clause], spans: list[Span]) -> None:
    found = times(clauses, spans)
    assert len(found) == len(clauses)
    assert found[0][0] == spans[0].start_ms
    assert found[-1][1] == spans[-1].end_ms
    flat = [time for pair in found for time in pair]
    assert all(a <= b + 1 for a, b in itertools.pairwise(flat))


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text("你好，。！a1 …", max_size=30), max_size=10), recordings())
def test_any_document_over_any_speech(sentences: list[str], spans: list[Span]) -> None:
    timed = spread_document(document(sentences), spans)
    previous = spans[0].start_ms
    for segment in timed.document.segments():
        if segment.id in timed.times:
            item = timed.times[segment.id]
            assert previous <= item.starts[0] <= item.ends[-1] <= spans[-1].end_ms
            assert list(item.starts) == sorted(item.starts)
            previous = item.ends[-1]
