# ruff: noqa: E501 - files as they are
"""Round trips of any cues, and files of any bytes. TRANSLATOR_FUZZ=50000 runs that many cases."""

import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translator.errors import TranslatorError
from translator.subtitles.cue import Cue
from translator.subtitles.formats import read_cues, render_cues

CASES = int(os.environ.get("TRANSLATOR_FUZZ", "600"))

texts = st.text(
    st.sampled_from(list("今天说 <>&{}\\iN-0123:,.\n\t\u2060\u2028ab♪[]→")), max_size=30
)
times = st.tuples(st.integers(0, 400_000_000), st.integers(1, 20_000))
cue_lists = st.lists(
    st.builds(lambda t, text: Cue(t[0], t[0] + t[1], text), times, texts), min_size=1, max_size=6
)


@pytest.mark.parametrize("name", ["srt", "vtt", "ass", "ssa"])
@given(cues=cue_lists)
@settings(max_examples=150, deadline=None)
def test_read_write_read_is_the_identity(name, cues):
    first = read_cues(render_cues(cues, name).encode(), format=name)
    assert len(first.cues) == len(cues)
    second = read_cues(render_cues(first, name).encode(), format=name)
    assert second.cues == first.cues
    assert second.header == first.header
    if name in ("srt", "vtt"):
        assert [(c.start_ms, c.end_ms) for c in first.cues] == [
            (c.start_ms, c.end_ms) for c in cues
        ]


@given(cues=cue_lists)
@settings(max_examples=150, deadline=None)
def test_srt_keeps_every_text_that_has_no_blank_edge(cues):
    again = read_cues(render_cues(cues, "srt").encode(), format="srt")
    for cue, back in zip(cues, again.cues, strict=True):
        lines = cue.text.split("\n")
        while lines and not lines[0].strip():
            lines.pop(0)
        while lines and not lines[-1].strip():
            lines.pop()
        assert back.text == "\n".join(lines)


SEEDS = [
    "1\n00:00:01,000 --> 00:00:02,000\n<i>今天</i>\n\n2\n00:00:02,500 --> 00:00:04,000\n第一点\n",
    "WEBVTT\n\nNOTE x\n\na\n00:01.000 --> 00:02.000 align:start\n<v 甲>今天 &amp;\n\n00:03.000 --> 00:04.000\n乙\n",
    "[Script Info]\nTitle: x\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial,20,&H00FFFFFF,&H0,&H0,&H0,0,0,0,0,100,100,0,0,1,2,0,2,10,10,10,1\n"
    "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\i1}今天\\N好\nComment: 0,0:0:1,0:0:2,Default,,0,0,0,,c\n[Fonts]\nfontname: a.ttf\nAAAA\n",
    '{"segments":[{"start":0.5,"end":1.2,"text":"今天","words":[{"word":"今","start":0.5,"end":0.8}]}]}',
]
PIECES = ["\n", "\r", "\r\n\r\n", " --> ", "00:00:01,000", "99:99:99,999", "1\n", "{\\p1}", "<v ", "&#x0;",
          "Dialogue:", "Style:", "[Events]", "Format: Text, Start, End", "-1", "\x00", "\ufeff", "﷐", ":", ",",
          "9" * 30, "NOTE", "Comment: ", "null", "1e999", "[", "{", "\u2028", "Style: ,,,", "-00:00:01,0"]  # fmt: skip


def mutate(random_source: random.Random) -> bytes:
    text = random_source.choice(SEEDS)
    for _step in range(random_source.randint(1, 8)):
        at = random_source.randint(0, len(text))
        end = min(len(text), at + random_source.choice([0, 0, 1, 3, 20]))
        text = text[:at] + random_source.choice([*PIECES, text[end : end + 30]]) + text[end:]
    encoding = random_source.choice(["utf-8", "utf-8", "utf-8", "gb18030", "utf-16"])
    data = bytearray(text.encode(encoding, "replace"))
    for _step in range(random_source.choice([0, 0, 0, 1, 4])):
        data[random_source.randrange(len(data))] = random_source.randrange(256)
    return bytes(data)


@pytest.mark.timeout(3600)
def test_damaged_bytes_raise_nothing_but_typed_errors():
    random_source = random.Random(20240501)
    for _case in range(CASES):
        data = mutate(random_source)
        for name in (None, random_source.choice(["srt", "vtt", "ass", "ssa", "json"])):
            try:
                cue_file = read_cues(data, format=name)
            except TranslatorError:
                continue
            assert all(0 <= cue.start_ms < cue.end_ms for cue in cue_file.cues), data
            for target in ("srt", "vtt", "ass"):
                again = read_cues(render_cues(cue_file, target).encode(), format=target)
                assert len(again.cues) >= len(cue_file.cues), (data, target)
