from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.engine.numerals import number_matches
from translator.glossary.term import Match, Term

CASES = {
    "2023年5月18日晚": [("2023年5月18日", "May 18, 2023")],
    "5月18日上午": [("5月18日", "May 18")],
    "2022年10月": [("2022年10月", "October 2022")],
    "算力要2.4万元": [("2.4万", "24,000")],
    "算力要２．４萬元": [("２．４萬", "24,000")],
    "共有3.5亿参数": [("3.5亿", "350 million")],
    "两千三百万张图": [("两千三百万", "23 million")],
    "1.8万亿参数": [("1.8万亿", "1.8 trillion")],
    "约240万人,花了一万三": [("240万", "2.4 million"), ("一万三", "13,000")],
    "2万多人": [("2万", "20,000")],
    "代码在https://github.com/foo/bar-baz,欢迎试用。": [
        ("https://github.com/foo/bar-baz", "https://github.com/foo/bar-baz")
    ],
    "写信到 li.ming+a@lab.edu.cn。": [("li.ming+a@lab.edu.cn", "li.ming+a@lab.edu.cn")],
    "详见github.com/foo和arxiv.org。": [
        ("github.com/foo", "github.com/foo"),
        ("arxiv.org", "arxiv.org"),
    ],
    "百分之三点五": [("百分之三点五", "3.5%")],
    "F1从0.71到0.83都有，只有61.5%": [("0.71", "0.71"), ("0.83", "0.83"), ("61.5%", "61.5%")],
    "批大小从256增加到４０９６": [("256", "256"), ("４０９６", "4096")],
    "租了32块显卡，1,024人看": [("32", "32"), ("1,024", "1,024")],
    "一百二十三万四千五百六十七": [("一百二十三万四千五百六十七", "1,234,567")],
}
LEFT_ALONE = (
    "几十万人 十几万 上万人 千万不要 万一出错 五六百万 第三万个 三千分之一"
    " 三百个 3月 GPT-4 10:30 1月1号线 数千人 成百上千 8块显卡 95后 90年代 15点 20斤 第20届 v0.3.1"
    " ResNet-50 1e-4 98年 3-5个 arXiv:2301.12345 3.5折 70B 21世纪 1/16"
)


@pytest.mark.parametrize(("text", "wanted"), CASES.items(), ids=CASES)
def test_numbers_have_one_right_form(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(text[m.start : m.end], m.term.target) for m in number_matches(text)] == wanted


@pytest.mark.parametrize(
    ("text", "variants"),
    [
        ("18岁", ("eighteen",)),
        ("35名", ("thirty-five",)),
        ("40人", ("forty",)),
        ("200条", ("two hundred",)),
        ("3000条", ("3,000", "three thousand")),
        ("2023年", ()),
        ("5%", ("5 percent", "5 per cent")),
    ],
)
def test_figures_may_come_in_words(text: str, variants: tuple[str, ...]) -> None:
    (match,) = number_matches(text)
    assert match.term.variants == variants


@pytest.mark.parametrize("text", LEFT_ALONE.split())
def test_vague_and_small_numbers_are_left_to_the_engine(text: str) -> None:
    assert number_matches(text) == ()


def test_a_term_of_the_glossary_goes_first() -> None:
    term = Match(0, 4, Term("十万个为", "A Hundred Thousand"))
    assert number_matches("十万个为什么", [term]) == ()


@given(st.text("0123456789一二三十百千万亿零两几年月日.,分之约", max_size=20))
def test_matches_never_overlap_and_never_fail(text: str) -> None:
    matches = number_matches(text)
    assert all(a.end <= b.start for a, b in pairwise(matches))
    assert all(m.term.target and text[m.start : m.end] for m in matches)
