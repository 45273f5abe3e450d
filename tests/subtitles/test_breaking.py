import itertools

import pytest

from translator.subtitles.breaking import HARD, break_cost, find_breaks


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ("the | model", "model | and"),
        ("Mao | Haitao", "Haitao | showed"),
        ("Liu | Siyuan", "Today | we"),
        ("give | up", "give | results"),
        ("12 | layers", "layers | of"),
        ("we | found", "found | that"),
        ("of | theory", "theory | of"),
        ("such | as", "models, | such"),
        ("Dr. | Li", "it. | Li"),
        ("e.g. | this", "this; | that"),
        ("深 | 度", "学习 | 模型"),
        ("第 | 三章", "三章 | 但是"),
        ("3 | 个模型", "模型 | 在"),
        ("《学习 | 理论》", "》 | 说"),
        ("不 | 能够", "能够 | 因为"),
    ],
)
def test_what_belongs_together_costs_more(worse, better):
    def cost(text):
        left, right = text.split(" | ")
        chinese = any("一" <= character <= "鿿" for character in text)
        return break_cost(left, "" if chinese else " ", right)

    assert cost(worse) > cost(better)


@pytest.mark.parametrize("text", ["好。”他说", "（笑）。", "50%的", "a，b", "「你好」"])
def test_no_mark_opens_a_line(text):
    for item in find_breaks(text, len, 42):
        assert text[item.position] not in "，。！？”）」%"
        assert text[item.position - 1] not in "（「“"


def test_words_longer_than_a_line_can_be_cut_and_only_they():
    text = "see https://example.org/a/very/long/path/that/never/ends now"
    breaks = find_breaks(text, len, 20)
    hard = [item.position for item in breaks if item.cost == HARD]
    assert hard
    assert all(4 < position < 57 for position in hard)
    edges = [0, *(item.position for item in breaks), len(text)]
    assert max(b - a for a, b in itertools.pairwise(edges)) <= 20


def test_protected_spans_are_dear():
    text = "Zhang Bo hang said so in the old days"
    breaks = {item.position: item.cost for item in find_breaks(text, len, 12, [(0, 13)])}
    assert all(breaks.get(position, 999) >= 200 for position in (6, 9))


def test_latin_words_inside_chinese_are_never_cut():
    text = "我们用Transformer模型"
    positions = {item.position for item in find_breaks(text, len, 16)}
    assert not positions & set(range(4, 14))
