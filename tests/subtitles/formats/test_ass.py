# ruff: noqa: E501 - files as they are
import pytest

from translator.errors import InputError
from translator.subtitles.cue import Cue
from translator.subtitles.formats import read_cues, render_cues

HEAD = """[Script Info]
Title: 讨论
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: 正文,Noto Sans CJK SC,48,&H00FFFFFF,&H000000FF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,2,0,2,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def read(text: str):
    return read_cues(text.encode())


def test_styles_settings_and_override_tags_survive():
    text = (
        HEAD + "Dialogue: 3,0:00:01.00,0:00:02.50,正文,张老师,1,2,3,fx,{\\i1}你好{\\i0}\\N, 大家\n"
    )
    cue_file = read(text)
    (cue,) = cue_file.cues
    assert (cue.start_ms, cue.end_ms, cue.speaker) == (1000, 2500, "张老师")
    assert cue.text == "{\\i1}你好{\\i0}\n, 大家"
    assert cue.settings == "3,正文,1,2,3,fx"
    again = read(render_cues(cue_file, "ass"))
    assert again.cues == cue_file.cues
    assert again.header == cue_file.header
    assert "Style: 正文,Noto Sans CJK SC,48" in again.header


def test_a_broken_time_loses_neither_its_cue_nor_the_others():
    cue_file = read(
        HEAD
        + "Dialogue: 0,0:00:xx.00,0:00:02.00,正文,,0,0,0,,甲\n"
        + "Dialogue: 0,0:00:03.00,0:00:04.00,正文,,0,0,0,,乙\n"
        + "Dialogue: 丙\n"
    )
    assert [cue.text for cue in cue_file.cues] == ["甲", "乙", ""]
    assert (cue_file.cues[0].start_ms, cue_file.cues[0].end_ms) == (1000, 2000)
    assert {(w.cue, w.line) for w in cue_file.warnings if w.line} >= {(1, 11), (3, 13)}


def test_field_order_of_the_format_line_is_obeyed():
    cue_file = read(
        "[Script Info]\n[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00,a, b\n"
    )
    assert cue_file.cues[0].text == "a, b"


def test_comments_stay_comments():
    cue_file = read(
        HEAD
        + "Comment: 0,0:00:00.00,0:00:01.00,正文,,0,0,0,,说明\n"
        + "Dialogue: 0,0:00:03.00,0:00:04.00,正文,,0,0,0,,乙\n"
    )
    assert [cue.text for cue in cue_file.cues] == ["乙"]
    assert "Comment: 0,0:00:00.00,0:00:01.00,正文,,0,0,0,,说明" in render_cues(cue_file, "ass")


def test_ssa_and_more_than_ten_hours():
    cues = (Cue(36_000_000, 36_001_000, "a"),)
    for dialect in ("ass", "ssa"):
        again = read(render_cues(cues, dialect))
        assert (again.format, again.cues[0].start_ms) == (dialect, 36_000_000)


def test_bilingual_has_two_styles_and_a_chinese_font():
    text = render_cues((Cue(0, 1000, "Hello", second="你好"),), "ass")
    assert "Style: Second,Noto Sans CJK SC" in text
    assert "Hello\\N{\\rSecond}你好" in text


def test_srt_tags_become_override_tags():
    text = render_cues((Cue(0, 1000, "<i>a</i> {b}"),), "ass")
    assert "{\\i1}a{\\i0} \\{b\\}" in text
    assert render_cues(read(text), "srt").split("\n")[2] == "<i>a</i> {b}"


def test_no_dialogue_is_refused():
    with pytest.raises(InputError, match="Dialogue"):
        read(HEAD)


def test_senseless_styles_are_replaced_with_a_warning():
    cue_file = read(
        "[Script Info]\n[V4+ Styles]\nStyle: A,B,big,red\n[Events]\n"
        "Dialogue: 0,0:00:03.00,0:00:04.00,A,,0,0,0,,乙\n"
    )
    assert any("styles" in w.message for w in cue_file.warnings)
    assert "乙" in render_cues(cue_file, "ass")


def test_lines_that_are_no_event_and_disorder_are_told_with_their_line():
    text = render_cues([Cue(5000, 6000, "甲"), Cue(1000, 2000, "乙")], "ass")
    text = text.rstrip("\n") + "\nDialog: 0,0:00:07.00\n"
    lines = text.split("\n")
    cue_file = read_cues(text.encode())
    assert [(w.cue, lines[w.line - 1][:9]) for w in cue_file.warnings] == [
        (0, "Dialog: 0"),
        (2, "Dialogue:"),
    ]
