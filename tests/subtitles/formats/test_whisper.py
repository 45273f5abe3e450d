import json

import pytest

from translator.errors import InputError, UsageError
from translator.subtitles.formats import read_cues, render_cues
from translator.subtitles.formats.whisper import Word, read_words

WHISPER = {
    "text": " 大家好 欢迎",
    "language": "zh",
    "segments": [
        {
            "id": 0,
            "start": 0.5,
            "end": 1.26,
            "text": " 大家好",
            "words": [
                {"word": " 大家", "start": 0.5, "end": 0.9, "probability": 0.9},
                {"word": "好", "start": 0.9, "end": 1.26, "probability": 0.8},
            ],
        },
        {"id": 1, "start": 1.5, "end": 2.0, "text": "欢迎", "words": [{"word": "欢迎"}]},
    ],
}


def dump(value) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def test_segments_are_cues():
    cue_file = read_cues(dump(WHISPER))
    assert cue_file.format == "whisper"
    assert [(c.start_ms, c.end_ms, c.text) for c in cue_file.cues] == [
        (500, 1260, "大家好"),
        (1500, 2000, "欢迎"),
    ]


def test_words_with_and_without_times():
    assert read_words(dump(WHISPER)) == (
        Word("大家", 500, 900, 0.9),
        Word("好", 900, 1260, 0.8),
        Word("欢迎", 1260, 1260),
    )


def test_bare_list_and_whisper_cpp():
    assert read_cues(dump(WHISPER["segments"])).cues[0].text == "大家好"
    cpp = {"transcription": [{"offsets": {"from": 500, "to": 1260}, "text": " 大家好"}]}
    assert read_cues(dump(cpp)).cues[0].start_ms == 500


@pytest.mark.parametrize(
    "value",
    [{}, [], {"segments": []}, {"segments": [1, None]}, [[1, 2]], {"segments": "x"}],
)
def test_other_json_is_refused(value):
    with pytest.raises(InputError):
        read_cues(dump(value), format="json")


@pytest.mark.parametrize(
    "times", [(None, None), ("x", 2), (float("nan"), 1), (3, 1), (-5, -4), (2, 2)]
)
def test_odd_times_give_a_cue_and_a_warning(times):
    start, end = times
    cue_file = read_cues(dump([{"start": start, "end": end, "text": "甲"}]), format="json")
    assert cue_file.cues[0].start_ms < cue_file.cues[0].end_ms
    assert cue_file.warnings or times == (-5, -4)


def test_it_cannot_be_written():
    with pytest.raises(UsageError):
        render_cues((), "json")


def test_segments_without_text_are_told_and_words_stand_in_for_it():
    data = {
        "segments": [
            {"start": 0, "end": 1, "words": [{"word": "大家"}, {"word": "好"}]},
            {"start": 1, "end": 2},
            "x",
        ]
    }
    cue_file = read_cues(dump(data))
    assert [cue.text for cue in cue_file.cues] == ["大家好"]
    assert str(cue_file.warnings[0]) == "2 entries without any text; left out"


def test_json_that_was_cut_off_is_called_so(tmp_path):
    path = tmp_path / "asr.json"
    path.write_bytes(dump(WHISPER)[:80])
    with pytest.raises(InputError, match=r"no valid JSON \(line 1\), perhaps cut off"):
        read_cues(path)
