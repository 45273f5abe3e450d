# ruff: noqa: E501 - files as they are
import pytest

from translator.errors import InputError
from translator.subtitles.cue import Cue
from translator.subtitles.formats import read_cues, render_cues


def read(text: str):
    return read_cues(text.encode(), format="srt")


def shape(cue_file):
    return [(cue.start_ms, cue.end_ms, cue.text) for cue in cue_file.cues]


TWO = [(1000, 2000, "今天讲三点"), (2500, 4000, "第一点是数据")]

WILD = {
    "as it should be": (
        "1\n00:00:01,000 --> 00:00:02,000\n今天讲三点\n\n2\n00:00:02,500 --> 00:00:04,000\n第一点是数据\n",
        [],
    ),
    "no blank line between cues": (
        "1\n00:00:01,000 --> 00:00:02,000\n今天讲三点\n2\n00:00:02,500 --> 00:00:04,000\n第一点是数据\n",
        [(1, 3, "no blank line")],
    ),
    "no numbers": (
        "00:00:01,000 --> 00:00:02,000\n今天讲三点\n\n00:00:02,500 --> 00:00:04,000\n第一点是数据\n",
        [(1, 1, "no cue number"), (2, 4, "no cue number")],
    ),
    "repeated numbers": (
        "1\n00:00:01,000 --> 00:00:02,000\n今天讲三点\n\n1\n00:00:02,500 --> 00:00:04,000\n第一点是数据\n",
        [(2, 6, "number 1 repeated")],
    ),
    "a gap in the numbers": (
        "1\n00:00:01,000 --> 00:00:02,000\n今天讲三点\n\n7\n00:00:02,500 --> 00:00:04,000\n第一点是数据\n",
        [(2, 6, "number 7 follows 1")],
    ),
    "point for comma": (
        "1\n00:00:01.000 --> 00:00:02.000\n今天讲三点\n\n2\n00:00:02.500 --> 00:00:04.000\n第一点是数据\n",
        [(1, 2, "times not written as"), (2, 6, "times not written as")],
    ),
    "full-width colons and commas": (
        "1\n00：00：01，000 --> 00：00：02，000\n今天讲三点\n\n2\n00：00：02，500 --> 00：00：04，000\n第一点是数据\n",
        [(1, 2, "times not written as"), (2, 6, "times not written as")],
    ),
    "no hours, short fractions, odd arrows": (
        "1\n00:01,0 -> 00:02\n今天讲三点\n\n2\n0:0:2,5 –> 0:0:4\n第一点是数据\n",
        [(1, 2, "times not written as"), (2, 6, "times not written as")],
    ),
    "CR only": (
        "1\r00:00:01,000 --> 00:00:02,000\r今天讲三点\r\r2\r00:00:02,500 --> 00:00:04,000\r第一点是数据\r",
        [],
    ),
    "text before the first cue": (
        "字幕：某某组\n\n1\n00:00:01,000 --> 00:00:02,000\n今天讲三点\n\n2\n00:00:02,500 --> 00:00:04,000\n第一点是数据",
        [(0, 1, "text before the first cue")],
    ),
    "blank line between number and times": (
        "1\n00:00:01,000 --> 00:00:02,000\n今天讲三点\n\n2\n\n00:00:02,500 --> 00:00:04,000\n第一点是数据",
        [],
    ),
    "blank line between times and text": (
        "1\n00:00:01,000 --> 00:00:02,000\n\n今天讲三点\n\n2\n00:00:02,500 --> 00:00:04,000\n第一点是数据",
        [(1, 2, "blank line between times and text")],
    ),
    "blank lines everywhere": (
        "1\n\n00:00:01,000 --> 00:00:02,000\n\n今天讲三点\n\n2\n\n00:00:02,500 --> 00:00:04,000\n\n第一点是数据\n",
        [(1, 3, "blank line between times and text"), (2, 9, "blank line between times and text")],
    ),
    "all in one line": (
        "1 00:00:01,000 --> 00:00:02,000 今天讲三点\n2 00:00:02,500 --> 00:00:04,000 第一点是数据\n",
        [
            (1, 1, "text in the line of the times"),
            (1, 1, "times not written as"),
            (2, 2, "text in the line of the times"),
            (2, 2, "times not written as"),
        ],
    ),
    "colons for commas": (
        "1\n00:00:01:000 --> 00:00:02：000\n今天讲三点\n\n2\n00:00:02：500 —> 00:00:04:000\n第一点是数据\n",
        [(1, 2, "times not written as"), (2, 6, "times not written as")],
    ),
    "reversed times": (
        "1\n00:00:02,000 --> 00:00:01,000\n今天讲三点\n\n2\n00:00:02,500 --> 00:00:04,000\n第一点是数据",
        [(1, 2, "ends before it starts")],
    ),
    "three-digit hours": (
        "1\n000:00:01,000 --> 000:00:02,000\n今天讲三点\n\n2\n000:00:02,500 --> 000:00:04,000\n第一点是数据",
        [],
    ),
}


@pytest.mark.parametrize("name", WILD)
def test_wild_files_are_recovered_with_warnings_that_name_the_place(name):
    text, expected = WILD[name]
    cue_file = read(text)
    assert shape(cue_file) == TWO
    found = [(w.cue, w.line, w.message) for w in cue_file.warnings]
    assert len(found) == len(expected), found
    for (cue, line, message), (at_cue, at_line, begins) in zip(found, expected, strict=True):
        assert (cue, line) == (at_cue, at_line)
        assert message.startswith(begins)


def test_bom_and_gb18030():
    text = WILD["as it should be"][0]
    assert shape(read_cues(b"\xef\xbb\xbf" + text.encode())) == TWO
    cue_file = read_cues(text.encode("gb18030"))
    assert shape(cue_file) == TWO
    assert cue_file.encoding == "gb18030"


def test_broken_times_become_a_cue_between_its_neighbours():
    cue_file = read(
        "1\n00:00:01,000 --> 00:00:02,000\n甲\n\n2\n00:0x:02,500 --> 00:00:04,000\n乙\n\n"
        "3\n00:00:05,000 --> 00:00:06,000\n丙\n"
    )
    assert shape(cue_file)[1] == (2000, 4000, "乙")
    assert [(w.cue, w.line) for w in cue_file.warnings] == [(2, 6)]


def test_zero_duration_is_lengthened_up_to_the_next_cue():
    cue_file = read(
        "1\n00:00:01,000 --> 00:00:01,000\n甲\n\n2\n00:00:01,400 --> 00:00:04,000\n乙\n"
    )
    assert shape(cue_file)[0] == (1000, 1400, "甲")
    assert "no duration" in cue_file.warnings[0].message


def test_overlap_and_disorder_keep_times_and_warn():
    cue_file = read(
        "1\n00:00:05,000 --> 00:00:07,000\n甲\n\n2\n00:00:06,000 --> 00:00:08,000\n乙\n\n"
        "3\n00:00:01,000 --> 00:00:02,000\n丙\n"
    )
    assert [c[0] for c in shape(cue_file)] == [5000, 6000, 1000]
    assert [w.cue for w in cue_file.warnings] == [2, 3]


def test_empty_cues_are_kept():
    cue_file = read("1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\n乙\n")
    assert shape(cue_file) == [(1000, 2000, ""), (3000, 4000, "乙")]
    assert [w.message for w in cue_file.warnings] == ["empty cue"]


@pytest.mark.parametrize(
    "text",
    [
        "输入 --> 输出",
        "<i>斜体</i> 与 {\\an8} 位置",
        "42",
        "第一行\n42",
        "\t缩进\t",
        "00:00:01,000 --> 00:00:02,000",
        "\u206000:00:01,000 --> 00:00:02,000",
        "00:01 → 00:02",
        "一\n\n二\n\n12",
    ],
)
def test_texts_that_look_like_something_else_survive(text):
    cues = (Cue(1000, 2000, text), Cue(3000, 4000, text), Cue(5000, 6000, "末"))
    assert read(render_cues(cues, "srt")).cues == cues


def test_settings_after_the_times_are_kept():
    text = "1\n00:00:01,000 --> 00:00:02,000 X1:100 Y1:20\n甲\n\n"
    cue_file = read(text)
    assert cue_file.cues[0].settings == "X1:100 Y1:20"
    assert render_cues(cue_file, "srt") == text


def test_strict_refuses_with_cue_and_line():
    with pytest.raises(InputError, match="cue 2, line 5"):
        read_cues(
            b"1\n00:00:01,000 --> 00:00:02,000\na\n\n00:00:03,000 --> 00:00:04,000\nb\n",
            strict=True,
        )


@pytest.mark.parametrize("data", [b"", b"hello\n", "没有时间的文字".encode()])
def test_files_without_cues_are_refused(data):
    with pytest.raises(InputError):
        read_cues(data)


def test_a_file_named_srt_that_is_webvtt_inside(tmp_path):
    path = tmp_path / "talk.srt"
    path.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n甲\n", encoding="utf-8")
    assert read_cues(path).format == "vtt"


def test_picture_coordinates_behind_the_times_stay_what_they_are():
    text = "1\n00:00:01,000 --> 00:00:02,000 X1:100 X2:200\n甲\n"
    cue_file = read(text)
    assert cue_file.cues[0].settings == "X1:100 X2:200"
    assert cue_file.warnings == ()
    assert render_cues(cue_file, "srt").strip() == text.strip()


def test_strict_names_what_is_known_of_the_place():
    with pytest.raises(InputError, match=r"subtitles, cue 1, line 1: malformed"):
        read_cues(b"00:00:01,000 --> 00:00:02,000\n\xe7\x94\xb2\n", format="srt", strict=True)
    with pytest.raises(InputError, match=r"subtitles: malformed .*control characters"):
        read_cues(b"1\n00:00:01,000 --> 00:00:02,000\na\x01b\n", format="srt", strict=True)
