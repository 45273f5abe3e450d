from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.errors import UsageError
from translator.segmenting.script import convert, normalise, simplify, variants


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("深度學習", "深度学习"),
        ("深度学习", "深度学习"),
        ("ＧＮＮ與ＣＮＮ", "GNN与CNN"),
        ("２０２２年", "2022年"),
        ("好，真的！對嗎？（是）：「嗯」；……～", "好，真的！对吗？（是）：「嗯」；……～"),
        ("100％", "100%"),
        ("½杯", "1⁄2杯"),
        ("㎡", "m2"),
        ("ﬁne", "fine"),
        ("⼈工智能", "人工智能"),
        ("①②", "12"),
        ("全角　空格", "全角 空格"),
        ("隨著資料變多", "随着资料变多"),
        ("意味著顯著的進步", "意味着显著的进步"),
        ("這是名著，作者很著名", "这是名著，作者很著名"),
        ("他的著作显著", "他的著作显著"),
        ("乾坤與乾淨", "乾坤与干净"),
        ("plain ASCII, kept.", "plain ASCII, kept."),
        ("", ""),
        ("cafe\u0301", "café"),
        ("😀👍🏽", "😀👍🏽"),
    ],
)
def test_normalised_text(text: str, expected: str) -> None:
    assert normalise(text).text == expected
    assert simplify(text) == expected


@pytest.mark.parametrize(
    ("text", "found", "original"),
    [
        ("我們用ＧＮＮ做實驗", "GNN", "ＧＮＮ"),
        ("½杯水與㎡", "m2", "㎡"),
        ("½杯水", "水", "水"),
        ("一ﬁne模型", "f", "ﬁ"),
        ("一ﬁne模型", "模型", "模型"),
        ("cafe\u0301很好", "é", "e\u0301"),
        ("cafe\u0301很好", "很好", "很好"),
        ("有㍿與機構", "机构", "機構"),
        ("……對", "对", "對"),
    ],
)
def test_span_maps_back(text: str, found: str, original: str) -> None:
    normalised = normalise(text)
    at = normalised.text.index(found)
    start, end = normalised.span(at, at + len(found))
    assert text[start:end] == original


def test_empty_span_and_span_outside() -> None:
    normalised = normalise("好")
    assert normalised.span(1, 1) == (1, 1)
    with pytest.raises(ValueError, match="outside"):
        normalised.span(0, 2)


@given(st.text(max_size=60), st.data())
def test_offsets_never_decrease_and_spans_cover_the_original(
    text: str, data: st.DataObject
) -> None:
    normalised = normalise(text)
    assert len(normalised.offsets) == len(normalised.text) + 1
    assert list(normalised.offsets) == sorted(normalised.offsets)
    assert normalised.offsets[-1] == len(text)
    if normalised.text:
        assert normalised.span(0, len(normalised.text))[1] == len(text)
    cut = data.draw(st.integers(0, len(normalised.text)))
    left, right = normalised.span(0, cut), normalised.span(cut, len(normalised.text))
    assert left[1] >= right[0] or left[1] == left[0]


@given(st.text("學習ＡＢ½ﬁ，。a1 \n豔", max_size=40))
def test_parts_normalise_like_the_whole_line(text: str) -> None:
    assert normalise(text).text.split("\n") == [normalise(p).text for p in text.split("\n")]


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ("s2t", "鼠標裏面的軟件"),
        ("s2tw", "鼠標裡面的軟件"),
        ("s2twp", "滑鼠裡面的軟體"),
        ("s2hk", "鼠標裏面的軟件"),
        ("t2s", "鼠标里面的软件"),
    ],
)
def test_convert(variant: str, expected: str) -> None:
    assert convert("鼠标里面的软件", variant) == expected


def test_unknown_variant_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"s2tx.*Choose one of .*s2twp"):
        convert("字", "s2tx")
    assert {"s2t", "s2tw", "s2twp", "s2hk", "t2s"} <= set(variants())
