import pytest

from translator.subtitles.cue import Cue
from translator.subtitles.formats import CueFile, read_cues
from translator.subtitles.formats.whisper import Word
from translator.subtitles.sentences import sentences
from translator.subtitles.utterances import Kind


def split(*cues: tuple[int, int, str], words=()) -> list:
    file = CueFile(tuple(Cue(start, end, text) for start, end, text in cues), "srt")
    return sentences(file, words)


def test_a_sentence_across_cues_keeps_the_time_of_its_characters():
    (one, two) = split(
        (0, 2000, "好的理论应该"), (3000, 5000, "解释现象。它也"), (5000, 6000, "应该简单。")
    )
    assert (one.timed.text, two.timed.text) == ("好的理论应该解释现象。", "它也应该简单。")
    assert one.timed.ends[5] == 2000
    assert one.timed.starts[6] == 3000
    assert two.timed.ends[-1] == 6000


def test_text_without_punctuation_is_cut_at_pauses_and_clause_words():
    found = split(
        (0, 3000, "我们今天讨论一个很重要的问题"),
        (3000, 5000, "就是模型为什么能够泛化"),
        (6200, 9000, "所以我先介绍一下背景然后再"),
        (9000, 11000, "讲我们自己的结果"),
    )
    assert [item.timed.text.rstrip("。，") for item in found] == [
        "我们今天讨论一个很重要的问题就是模型为什么能够泛化",
        "所以我先介绍一下背景，然后再讲我们自己的结果",
    ]
    for item in found:
        assert item.timed.text[-1] == "。"
        original = "".join(c for at, c in enumerate(item.timed.text) if at not in item.inserted)
        assert "。" not in original


def test_sounds_and_songs_stand_alone():
    found = split(
        (0, 1000, "谢谢大家。"),
        (1000, 2000, "[掌声]"),
        (2000, 4000, "♪ 让我们荡起双桨 ♪"),
        (4000, 5000, "（笑）好的。"),
    )
    assert [(item.kind, item.timed.text) for item in found] == [
        (Kind.SPEECH, "谢谢大家。"),
        (Kind.SOUND, "[掌声]"),
        (Kind.SONG, "让我们荡起双桨"),
        (Kind.SPEECH, "（笑）好的。"),
    ]


def test_hyphens_and_labels_tell_speakers():
    found = split(
        (0, 2000, "- 你同意吗？\n- 我不同意。"),
        (2000, 4000, "主持人：为什么？"),
        (4000, 6000, "因为假设太强了。"),
        (6000, 8000, "主持人：明白了。"),
    )
    assert [(item.timed.speaker, item.timed.text, item.labelled) for item in found] == [
        ("-1", "你同意吗？", False),
        ("-2", "我不同意。", False),
        ("主持人", "为什么？", True),
        ("", "因为假设太强了。", False),
        ("主持人", "明白了。", True),
    ]


def test_a_colon_in_a_sentence_is_no_label():
    (item,) = split((0, 3000, "我的看法是：理论要简单。"))
    assert item.timed.text == "我的看法是：理论要简单。"


def test_tags_become_styles():
    (item,) = split((0, 3000, "这<i>非常</i>重要。"))
    assert item.timed.text == "这非常重要。"
    assert item.timed.styles == ("", "i", "i", "", "", "")


def test_of_bilingual_cues_only_the_chinese_is_taken():
    found = split((0, 3000, "你好，世界。\nHello, world."), (3000, 5000, "再见。\nGoodbye."))
    assert [item.timed.text for item in found] == ["你好，世界。", "再见。"]


def test_overlapping_and_disordered_cues_never_run_backwards():
    found = split((5000, 9000, "第二句话在这里"), (0, 6000, "第一句话在"), (100, 200, "那里"))
    for item in found:
        assert list(item.timed.starts) == sorted(item.timed.starts)
        for start, end in zip(item.timed.starts, item.timed.ends, strict=True):
            assert start <= end


def test_word_times_are_used_where_the_words_match():
    words = [Word("你好", 0, 400), Word("世界", 1600, 2000)]
    (item,) = split((0, 2000, "你好世界"), words=words)
    assert item.timed.starts[:4] == (0, 200, 1600, 1800)


def test_a_number_cut_in_two_by_a_recogniser_is_whole_again():
    (item,) = split((0, 1000, "一共有25"), (1000, 2000, "6个样本"))
    assert "256个" in item.timed.text


@pytest.mark.parametrize("text", ["", " ", "。", "-", "♪", "[]", "：", "{\\an8}", "<i></i>"])
def test_cues_of_nothing_much_do_no_harm(text):
    split((0, 1000, text), (1000, 2000, "好。"))


def test_no_character_is_lost():
    from pathlib import Path

    path = Path(__file__).parents[2] / "samples" / "talk.asr.srt"
    cue_file = read_cues(path)
    kept = "".join(
        c
        for item in sentences(cue_file)
        for at, c in enumerate(item.timed.text)
        if at not in item.inserted
    )
    given = "".join(cue.text for cue in cue_file.cues)
    assert kept.replace(" ", "") == given.replace(" ", "").replace("\n", "")


def test_two_hyphens_in_one_line_are_two_speakers():
    found = split((0, 2000, "- 真的吗？ - 真的。"), (3000, 5000, "我们做 A - B 对照实验。"))
    assert [item.timed.text for item in found] == ["真的吗？", "真的。", "我们做 A - B 对照实验。"]
    assert found[0].timed.speaker != found[1].timed.speaker


def test_a_name_with_a_title_is_a_label_at_once():
    (one,) = split((0, 2000, "李老师：对，而且还在上升。"))
    assert (one.timed.speaker, one.timed.text) == ("李老师", "对，而且还在上升。")


@pytest.mark.parametrize(
    "cues",
    [
        [(0, 3000, "我们每天都要更新这个模"), (3500, 6000, "型而且更新得越来越快")],
        [(0, 3000, "小的模型虽然没有"), (3500, 6000, "那么聪明但是已经够用")],
    ],
)
def test_a_pause_inside_a_word_or_behind_a_dependent_one_gets_no_mark(cues):
    text = "".join(item.timed.text for item in split(*cues))
    assert cues[0][2] + cues[1][2][0] in text
