from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translator.document import Document, Section, SectionKind, Segment, Turn
from translator.subtitles.cue import TimingOrigin
from translator.subtitles.formats.whisper import Word
from translator.subtitles.timing import time_by_speech, time_document
from translator.subtitles.timing_result import INTERPOLATED_NOTE, Timed, is_interpolated
from translator.subtitles.timing_source import Piece, from_words

SENTENCES = (
    "大家好，今天我想讲一次失败的实验。",
    "去年冬天，我们在仓库里找到了一台旧服务器。",
    "它的硬盘里存着三年前的全部日志，一共2万条。",
    "我们以为可以直接拿来训练，结果完全不行。",
    "原因很简单：时间戳全部错位了八个小时。",
    "后来我的同事小林写了一个脚本，把它们都修好了。",
    "所以我的建议是，先看数据，再看模型。",
    "谢谢各位。",
)
SYLLABLE = 200
PAUSE = 400


def document(*turns: tuple[str, Sequence[str]], **sections: object) -> Document:
    built, number = [], 0
    for speaker, sentences in turns:
        segments = []
        for sentence in sentences:
            segments.append(Segment(f"s{number}", sentence))
            number += 1
        built.append(Turn(speaker, tuple(segments)))
    body = Section(SectionKind.BODY, heading=Segment("h", "一、失败的实验"), turns=tuple(built))
    return Document("talk.txt", (body,), title=Segment("t", "旧服务器的故事"))


def said(*sentences: str, start: int = 1000) -> list[Word]:
    """Every character lasts one syllable, a pause follows every sentence."""
    words = []
    for sentence in sentences:
        for character in sentence:
            if character.isalnum():
                words.append(Word(character, start, start + SYLLABLE))
                start += SYLLABLE
        start += PAUSE
    return words


def as_cues(words: Sequence[Word], size: int = 9) -> list[Piece]:
    groups = [words[at : at + size] for at in range(0, len(words), size)]
    return [Piece("".join(w.text for w in g), g[0].start_ms, g[-1].end_ms) for g in groups]


def starts(timed: Timed) -> list[int | None]:
    return [
        segment.start_ms for s in timed.document.sections for t in s.turns for segment in t.segments
    ]


def begin(sentence: str, words: Sequence[Word]) -> int:
    """When a sentence begins in the speech."""
    plain = [character for character in sentence if character.isalnum()]
    heard = [word.text for word in words]
    at = next(i for i in range(len(heard)) if heard[i : i + len(plain)] == plain)
    return words[at].start_ms


def test_word_times_come_back_exactly() -> None:
    words = said(*SENTENCES)
    timed = time_by_speech(document(("", SENTENCES)), from_words(words))
    at = 0
    for number, sentence in enumerate(SENTENCES):
        times = timed.times[f"s{number}"]
        assert times.origin is TimingOrigin.MATCHED
        assert times.confidence == 1
        for character, start, end in zip(sentence, times.starts, times.ends, strict=True):
            if character.isalnum():
                assert (start, end) == (words[at].start_ms, words[at].end_ms)
                at += 1
    assert timed.notices == ()
    assert timed.unmatched == ()


def test_title_and_headings_get_no_time() -> None:
    timed = time_by_speech(document(("", SENTENCES)), from_words(said(*SENTENCES)))
    assert timed.document.title is not None
    assert timed.document.title.start_ms is None
    heading = timed.document.sections[0].heading
    assert heading is not None
    assert heading.start_ms is None


def test_cues_cut_anywhere_are_near() -> None:
    words = said(*SENTENCES)
    timed = time_by_speech(document(("", SENTENCES)), as_cues(words))
    for sentence, start in zip(SENTENCES, starts(timed), strict=True):
        assert start == pytest.approx(begin(sentence, words), abs=300)


def test_speech_that_the_transcript_lacks_is_listed_with_its_times() -> None:
    intro = "各位观众欢迎来到本期节目我们请到了一位嘉宾。"
    question = "请问老师您当时为什么没有想到先检查时区呢？"
    words = said(intro, *SENTENCES[:4], question, *SENTENCES[4:])
    timed = time_by_speech(document(("", SENTENCES)), from_words(words))
    assert starts(timed) == [begin(sentence, words) for sentence in SENTENCES]
    assert [item.start_ms for item in timed.unmatched] == [
        begin(intro, words),
        begin(question, words),
    ]
    assert [item.text for item in timed.unmatched] == [intro[:-1], question[:-1]]


def test_the_editors_words_steal_no_time() -> None:
    added = "编者按：本文由录音整理而成，略有删节，小标题为编者所加。"
    words = said(*SENTENCES)
    spoken = list(SENTENCES)
    timed = time_by_speech(
        document(("", [added]), ("主讲", spoken[:5]), ("", [added]), ("主讲", spoken[5:])),
        from_words(words),
    )
    times = starts(timed)
    assert times[0] is None
    assert times[6] is None
    assert times[1:6] + times[7:] == [begin(sentence, words) for sentence in SENTENCES]
    assert timed.not_spoken == ("s0", "s6")
    assert any("not spoken" in notice and "编者按" in notice for notice in timed.notices)


def test_fillers_left_out_do_not_shift_what_follows() -> None:
    words = said(*(sentence.replace("，", "嗯那个就是说") for sentence in SENTENCES))
    timed = time_by_speech(document(("", SENTENCES)), from_words(words))
    expected = [begin(sentence.split("，")[0].rstrip("。"), words) for sentence in SENTENCES]
    assert starts(timed) == expected


def test_a_moved_sentence_is_shown_when_it_is_said() -> None:
    words = said(*SENTENCES)
    order = [SENTENCES[n] for n in (0, 1, 4, 2, 3, 5, 6, 7)]
    timed = time_by_speech(document(("", order)), from_words(words))
    assert starts(timed) == [begin(sentence, words) for sentence in order]
    assert len(timed.moved) == 1


def test_a_reworded_sentence_keeps_its_place_and_says_so() -> None:
    reworded = "此前谁也没料到情况竟会如此糟糕透顶。"
    words = said(*SENTENCES)
    edited = [*SENTENCES[:3], reworded, *SENTENCES[4:]]
    timed = time_by_speech(document(("", edited)), from_words(words))
    segment = timed.document.sections[0].turns[0].segments[3]
    assert segment.start_ms == pytest.approx(begin(SENTENCES[3], words), abs=400)
    assert is_interpolated(segment)
    assert timed.times["s3"].confidence < 0.5


def test_a_long_silence_is_not_filled_with_text() -> None:
    before, after = said(*SENTENCES[:4]), said(*SENTENCES[4:], start=90_000)
    timed = time_by_speech(document(("", SENTENCES)), as_cues([*before, *after]))
    ends = [s.end_ms for s in timed.document.sections[0].turns[0].segments]
    assert ends[3] is not None
    assert ends[3] <= before[-1].end_ms + 500
    assert starts(timed)[4] == pytest.approx(90_000, abs=500)


def test_timing_again_forgets_the_first_time() -> None:
    stale = document(("", SENTENCES)).map_segments(
        lambda s: Segment(s.id, s.source, start_ms=5, end_ms=6, notes=("seen", INTERPOLATED_NOTE))
    )
    timed = time_by_speech(stale, from_words(said(*SENTENCES)))
    segments = timed.document.sections[0].turns[0].segments
    assert segments[0].start_ms == 1000
    assert segments[0].notes == ("seen",)
    assert timed.document.title is not None
    assert timed.document.title.start_ms is None


@pytest.mark.parametrize("sentences", [[], ["……"], [""], ["Hello there, my friends."]])
@pytest.mark.parametrize("pieces", [[], [Piece("", 0, 0)], [Piece("你好", 5, 5)]])
def test_nothing_to_match(sentences: list[str], pieces: list[Piece]) -> None:
    timed = time_by_speech(document(("", sentences)), pieces)
    assert all(start is None or start >= 0 for start in starts(timed))


def test_timings_of_another_talk_are_told() -> None:
    words = said("这里完全是另外一个节目，讲的是怎么做红烧肉和清蒸鱼。", "先放油，再放糖。")
    timed = time_by_speech(document(("", SENTENCES)), from_words(words))
    assert any("are they of this talk" in notice for notice in timed.notices)


SRT = """1
00:00:01,000 --> 00:00:03,000
大家好今天我想讲一次

2
00:00:03,000 --> 00:00:04,400
失败的食盐

3
00:00:05,000 --> 00:00:08,600
去年东天我们在仓库里找到
"""


def test_files_of_every_kind_tell_times(tmp_path: Path) -> None:
    srt = tmp_path / "asr.srt"
    srt.write_text(SRT, encoding="utf-8")
    vtt = tmp_path / "asr.vtt"
    vtt.write_text("WEBVTT\n\n" + SRT.replace(",", "."), encoding="utf-8")
    words = [
        {"word": w.text, "start": w.start_ms / 1000, "end": w.end_ms / 1000}
        for w in said(*SENTENCES[:2])
    ]
    whisper = tmp_path / "asr.json"
    whisper.write_text(
        json.dumps({"segments": [{"start": 1, "end": 9, "text": "", "words": words}]}),
        encoding="utf-8",
    )
    for path in (srt, vtt, whisper):
        timed = time_document(document(("", SENTENCES[:2])), path)
        first, second = starts(timed)
        assert first == pytest.approx(1000, abs=50)
        assert second == pytest.approx(4600, abs=450)


def test_rolling_captions_are_counted_once(tmp_path: Path) -> None:
    lines = [
        "大家好今天我想讲",
        "一次失败的实验去年冬天",
        "我们在仓库里找到了",
        "一台旧服务器谢谢大家",
    ]
    cues = []
    for number, line in enumerate(lines):
        shown = "\n".join(lines[max(0, number - 1) : number + 1])
        cues.append(
            f"{number + 1}\n00:00:0{2 * number},000 --> 00:00:0{2 * number + 2},000\n{shown}\n"
        )
        assert line in shown
    path = tmp_path / "rolling.srt"
    path.write_text("\n".join(cues), encoding="utf-8")
    edited = [
        "大家好，今天我想讲一次失败的实验。",
        "去年冬天，我们在仓库里找到了一台旧服务器。",
        "谢谢大家。",
    ]
    timed = time_document(document(("", edited)), path)
    first, second, third = starts(timed)
    assert first == pytest.approx(0, abs=100)
    assert second == pytest.approx(3300, abs=400)
    assert third == pytest.approx(7200, abs=400)


def test_overlapping_cues_do_not_run_back(tmp_path: Path) -> None:
    path = tmp_path / "overlap.srt"
    path.write_text(
        "1\n00:00:01,000 --> 00:00:09,000\n大家好今天我想讲\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\n一次失败的实验\n\n"
        "3\n00:00:03,000 --> 00:00:06,000\n去年冬天我们在仓库里找到了\n",
        encoding="utf-8",
    )
    timed = time_document(document(("", SENTENCES[:2])), path)
    check_invariants(timed, 1000, 9000)


def check_invariants(timed: Timed, first: int, last: int) -> None:
    """Times lie inside the speech, never run backwards, and segments do not overlap."""
    previous = first
    for section in timed.document.sections:
        for turn in section.turns:
            for segment in turn.segments:
                times = timed.times.get(segment.id)
                if times is None:
                    assert segment.start_ms is None
                    assert segment.end_ms is None
                    continue
                assert len(times.starts) == len(times.ends) == len(segment.source)
                assert (segment.start_ms, segment.end_ms) == (times.starts[0], times.ends[-1])
                assert 0 <= times.confidence <= 1
                assert list(times.starts) == sorted(times.starts)
                assert all(a <= b for a, b in zip(times.starts, times.ends, strict=True))
                assert all(a <= b for a, b in zip(times.ends, times.starts[1:], strict=False))
                assert first <= times.starts[0]
                assert times.ends[-1] <= last
                if segment.id not in timed.moved:
                    assert previous <= times.starts[0]
                    previous = times.ends[-1]


ALPHABET = (
    "的一是不了我他在人有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会，。？ a1½"
)
texts = st.lists(st.text(ALPHABET, max_size=30), max_size=8)


@st.composite
def speeches(draw: st.DrawFn) -> list[Piece]:
    found, now = [], draw(st.integers(0, 10_000))
    for text in draw(texts):
        length = draw(st.sampled_from([0, 1, 300, 2000, 5000, 60_000]))
        found.append(Piece(text, now, now + length))
        now += length + draw(st.sampled_from([0, 40, 500, 30_000]))
    return found


@settings(deadline=None, max_examples=150)
@given(texts, speeches(), st.sampled_from(["", "甲"]))
def test_any_transcript_with_any_timings(
    sentences: list[str], pieces: list[Piece], speaker: str
) -> None:
    timed = time_by_speech(document((speaker, sentences), ("", sentences[:2])), pieces)
    if pieces:
        check_invariants(timed, pieces[0].start_ms, pieces[-1].end_ms)
    else:
        assert not timed.times


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_a_damaged_transcript_of_the_talk(data: st.DataObject) -> None:
    words = said(*SENTENCES)
    damaged = [word for word in words if data.draw(st.integers(0, 9)) > 0]
    order = data.draw(st.permutations(SENTENCES))
    pieces = data.draw(st.sampled_from([from_words, as_cues]))(damaged)
    timed = time_by_speech(document(("", order)), pieces)
    check_invariants(timed, words[0].start_ms, words[-1].end_ms)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, unique=True), st.integers(60, 600))
def test_what_was_said_without_errors_is_found_exactly(spoken: list[str], syllable: int) -> None:
    start, words = 0, []
    for sentence in spoken:
        for character in filter(str.isalnum, sentence):
            words.append(Word(character, start, start + syllable))
            start += syllable
        start += 300
    timed = time_by_speech(document(("", spoken)), from_words(words))
    assert starts(timed) == [begin(sentence, words) for sentence in spoken]
    assert all(item.origin is TimingOrigin.MATCHED for item in timed.times.values())
