# ruff: noqa: E501 - files as they are
from translator.subtitles.cue import Cue
from translator.subtitles.formats import read_cues, render_cues

FULL = """WEBVTT - 讨论
Kind: captions

STYLE
::cue { color: white; }

NOTE 第一段

开场
00:01.000 --> 00:02.000 align:start position:10%
<v 主持人>大家好 &amp; 欢迎

2
100:00:02.500 --> 100:00:04.000
<i>谢谢</i>
"""


def read(text: str):
    return read_cues(text.encode())


def test_header_blocks_identifiers_settings_and_voices():
    cue_file = read(FULL)
    first, second = cue_file.cues
    assert (first.start_ms, first.end_ms, first.speaker) == (1000, 2000, "主持人")
    assert first.settings == "id:开场 align:start position:10%"
    assert second.start_ms == 360_002_500
    assert not cue_file.warnings
    assert "STYLE\n::cue" in cue_file.header
    again = read(render_cues(cue_file, "vtt"))
    assert again.cues == cue_file.cues
    assert again.header == cue_file.header


def test_notes_between_cues_move_to_the_header_and_are_no_text():
    cue_file = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n甲\n\nNOTE 这里\n有停顿\n\n00:03.000 --> 00:04.000\n乙\n"
    )
    assert [cue.text for cue in cue_file.cues] == ["甲", "乙"]
    assert "NOTE 这里\n有停顿" in cue_file.header
    assert not cue_file.warnings


def test_missing_signature_and_comma_times_are_recovered():
    cue_file = read_cues(b"00:00:01,000 --> 00:00:02,000\na\n", format="vtt")
    assert [w.message for w in cue_file.warnings] == [
        "the WEBVTT signature is missing",
        "times not written as 00:00.000",
    ]


def test_an_arrow_in_the_text_is_written_as_an_entity_and_stays():
    cue_file = read("WEBVTT\n\n00:01.000 --> 00:02.000\n甲 --> 乙\n")
    assert cue_file.cues[0].text == "甲 --&gt; 乙"
    assert read(render_cues(cue_file, "vtt")).cues == cue_file.cues


def test_srt_to_vtt_escapes_and_back():
    cues = (Cue(0, 1000, "a < b & <i>c</i> {\\an8}"),)
    vtt = render_cues(cues, "vtt")
    assert "a &lt; b &amp; <i>c</i> " in vtt
    back = read_cues(render_cues(read(vtt), "srt").encode()).cues[0].text
    assert back == "{\\an8}a < b & <i>c</i> "


def test_bilingual_gets_a_class_and_a_style():
    vtt = render_cues((Cue(0, 1000, "Hello", second="你好"),), "vtt")
    assert "::cue(.second)" in vtt
    assert "Hello\n<c.second>你好</c>" in vtt
