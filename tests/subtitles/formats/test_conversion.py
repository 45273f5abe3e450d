"""From one format to another: tags, places and speakers, as far as the target has them."""

import pytest

from translator.subtitles.cue import Cue
from translator.subtitles.formats import read_cues, render_cues

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000 {settings}\n<v 周宁>看<i>这里</i>\n"


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ("", ""),
        ("line:0", "{\\an8}"),
        ("line:-2", ""),
        ("line:10% align:left", "{\\an7}"),
        ("line:50%", "{\\an5}"),
        ("line:90% align:right", "{\\an3}"),
        ("position:20% align:start", "{\\an1}"),
    ],
)
def test_webvtt_places_become_codes(settings, code):
    cue_file = read_cues(VTT.replace("{settings}", settings).encode())
    assert f"\n{code}看<i>这里</i>\n" in render_cues(cue_file, "srt")
    assert f",周宁,0,0,0,,{code}看{{\\i1}}这里{{\\i0}}" in render_cues(cue_file, "ass")


@pytest.mark.parametrize("key", range(1, 10))
def test_codes_survive_the_way_through_webvtt(key):
    code = "" if key == 2 else f"{{\\an{key}}}"
    vtt = render_cues([Cue(0, 1000, f"{code}<b>好</b>", speaker="周宁")], "vtt")
    assert "<v 周宁><b>好</b>" in vtt
    assert f"\n{code}<b>好</b>\n" in render_cues(read_cues(vtt.encode()), "srt")


def test_a_place_in_a_block_with_other_overrides_is_kept():
    ass = render_cues([Cue(0, 1000, "x")], "ass").replace(",,x", ",,{\\fad(9,9)\\an8\\i1}好")
    assert "\n{\\an8}<i>好</i>\n" in render_cues(read_cues(ass.encode()), "srt")


def test_speakers_with_angle_brackets_do_no_harm():
    vtt = render_cues([Cue(0, 1000, "好", speaker="a<b>&c")], "vtt")
    assert read_cues(vtt.encode()).cues[0].speaker == "a b c"


def test_bilingual_cues_have_a_class_in_webvtt_and_read_back_as_written():
    vtt = render_cues([Cue(0, 1000, "好", "Good", speaker="周宁")], "vtt")
    assert "00:00:00.000 --> 00:00:01.000 align:center\n<v 周宁>好\n<c.second>Good</c>" in vtt
    assert render_cues(read_cues(vtt.encode()), "vtt") == vtt


def test_the_shortest_cue_still_lasts_in_hundredths_of_a_second():
    ass = render_cues([Cue(8001, 8002, "好")], "ass")
    assert read_cues(ass.encode()).warnings == ()
    assert render_cues(read_cues(ass.encode()), "ass") == ass
