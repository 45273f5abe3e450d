from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.segmenting.examples import outline, plain, reasons, segmented
from translator.document import Article, Block, BlockKind, Document, SectionKind
from translator.reading import read
from translator.segmenting import segment
from translator.segmenting.identifiers import SegmentIds
from translator.segmenting.persons import person_names

SAMPLES = Path(__file__).parents[2] / "samples"


def test_interview() -> None:
    assert (
        segmented(
            "专访：把推荐做慢一点\n作者 | 小林\n“慢”是他说得最多的一个字。以下为采访实录：\n"
            "记者：为什么要慢？\n李晓岚：快不一定好。我的观点是：用户需要时间。\n\n"
            "举个例子：看完一部纪录片，谁想马上再看十部？\n记者：怎么衡量？\n"
            "李晓岚：三个指标：时长、回访、满意度。\n-END-\n往期推荐\n《大模型的十个问题》\n"
            "点赞 23"
        )
        == "= 专访：把推荐做慢一点\n# introduction\n- “慢”是他说得最多的一个字。"
        " | 以下为采访实录：\n"
        "# body\n记者: 为什么要慢？\n李晓岚: 快不一定好。 | 我的观点是：用户需要时间。\n"
        "  举个例子：看完一部纪录片，谁想马上再看十部？\n记者: 怎么衡量？\n"
        "李晓岚: 三个指标：时长、回访、满意度。"
    )


def test_giant_paragraph_with_all_turns() -> None:
    assert (
        segmented(
            "主持人：大家好。我们请到两位嘉宾。张伟：我是张伟。李娜：大家好。主持人：先请张伟。"
            "张伟：规模是关键。李娜：我不同意！他说：“规模就是一切。”这太绝对了。"
        )
        == "# body\n主持人: 大家好。 | 我们请到两位嘉宾。\n张伟: 我是张伟。\n李娜: 大家好。"
        "\n主持人: 先请张伟。\n"
        "张伟: 规模是关键。\n李娜: 我不同意！ | 他说：“规模就是一切。” | 这太绝对了。"
    )


def test_english_panel() -> None:
    assert (
        segmented(
            "A Short Talk on Scaling\nHost: Welcome. Dr. Smith is here.\n"
            "Dr. Smith: Thanks. It is empirical, e.g. loss vs. compute.\nHost: And data?\n"
            "Dr. Smith: See Fig. 2."
        )
        == "= A Short Talk on Scaling\n# body\nHost: Welcome. | Dr. Smith is here.\n"
        "Dr. Smith: Thanks. | It is empirical, e.g. loss vs. compute.\nHost: And data?\n"
        "Dr. Smith: See Fig. 2."
    )


def test_page_of_a_blog_platform() -> None:
    document = segment(
        plain(
            "深入理解残差连接\n原创\n小鹿码农\n于 2022-11-03 18:30:21 发布\n阅读量1.2k\n收藏 3\n"
            "1 为什么要残差\n网络越深越难训练，这不是过拟合，因为训练误差也在变大。"
            "残差让梯度有一条直达的路。\n"
            "2 怎么实现\n两行代码就够了，先卷积，再加上输入，最后过一个激活函数，"
            "其余的交给框架去做。\n"
            "相关推荐\n入门教程\n• 12\n点赞"
        )
    )
    assert [s.heading and s.heading.source for s in document.sections] == [
        "为什么要残差",
        "怎么实现",
    ]
    assert len(document.dropped) == 9


def test_answer_on_a_question_site() -> None:
    document = segment(
        plain(
            "如何看待注意力机制？\n关注问题\n写回答\n1,024 人赞同了该回答\n谢邀。"
            "先说结论：它不是万能的。\n"
            "一、它解决了什么\n长距离依赖一直是循环网络的痛点，注意力让任意两个位置直接相连，"
            "训练也能并行。\n"
            "二、它没解决什么\n平方复杂度让长文本变得昂贵，虽然有很多线性的工作，"
            "但是效果总差一口气。\n"
            "编辑于 2023-01-02 11:11 · IP 属地北京\n赞同 1024\n32 条评论\n分享\n收藏\n喜欢"
        )
    )
    assert [s.number for s in document.sections] == ["", "一", "二"]
    assert len(document.dropped) == 9


@pytest.mark.parametrize("text", ["你好", "。", "一行\n又一行", "1", "1\n2", "：", "林夏：", "～"])
def test_next_to_nothing(text: str) -> None:
    document = segment(plain(text))
    assert all(part in _kept(document) for part in text.split("\n"))


def test_script_speakers_and_offsets_of_a_traditional_article() -> None:
    document = segment(read(SAMPLES / "panel.traditional.zh.txt"))
    assert [(s.name, s.romanised, s.title) for s in document.speakers] == [
        ("主持人", "Host", ""),
        ("尉遲安", "Yuchi An", "教授"),
        ("盧曉嵐", "Lu Xiaolan", ""),
        ("記者", "Reporter", ""),
    ]


def test_sample_panel() -> None:
    document = segment(read(SAMPLES / "panel.zh.txt"))
    assert [(s.kind.value, s.number) for s in document.sections] == [
        ("introduction", ""), ("body", "1"), ("body", "2"), ("body", "3"), ("body", "4"),
        ("closing", ""),
    ]  # fmt: skip
    assert [s.romanised for s in document.speakers] == [
        "Su Qing", "Qiu Mingxuan", "Shan Ruotong", "Ouyang Rui", "Ou Zimo",
    ]  # fmt: skip
    assert set(person_names(document)) == {s.name for s in document.speakers} | {"子墨"}
    assert 60 <= sum(1 for _ in document.segments()) <= 85
    assert len(document.dropped) == 24
    narration = [t for s in document.sections[1:-1] for t in s.turns if not t.speaker]
    assert [t.segments[0].source[:2] for t in narration] == ["针对"]
    closing = document.sections[-1].turns[0].segments
    assert [segment.source[:2] for segment in closing] == ["本期", "下一"]


def test_sample_in_markdown() -> None:
    document = segment(read(SAMPLES / "panel.zh.md"))
    assert [s.heading and s.heading.source for s in document.sections] == [
        "导语",
        "奖励函数从哪里来",
        "仿真与现实的差距",
    ]
    assert {t.speaker for s in document.sections[1:] for t in s.turns} == {
        "黎小满",
        "查文渊",
        "任嘉禾",
    }
    assert len(document.dropped) == 5


def test_sample_of_a_saved_page() -> None:
    document = segment(read(SAMPLES / "lecture.zh.html"))
    assert document.title is not None
    assert document.title.source == "学习率预热为什么有用？"
    assert [s.number for s in document.sections] == ["", "一", "二", "三"]
    assert "赞同 1024" in reasons(document)


def test_identifiers_depend_on_the_text_alone() -> None:
    before = segment(plain("林夏：好。\n高远：数据决定上限。\n林夏：好。\n高远：走。"))
    after = segment(plain("林夏：好。\n高远：模型逼近上限。\n林夏：好。\n高远：走。"))
    old, new = [s.id for s in before.segments()], [s.id for s in after.segments()]
    assert sum(a != b for a, b in zip(old, new, strict=True)) == 1
    assert old[2] == f"{old[0]}-2"
    assert len(old[0]) == 8


def test_identifiers_count_repeats() -> None:
    ids = SegmentIds()
    assert [ids.next("好。")[8:] for _ in range(3)] == ["", "-2", "-3"]


def test_paragraphs_and_lines_of_the_input() -> None:
    document = segment(plain("对谈\n\n林夏：好。走。\n\n我们先看数据。\n高远：行。"))
    assert [(s.source, s.paragraph, s.line) for s in document.segments()] == [
        ("对谈", 0, 1),
        ("好。", 0, 3),
        ("走。", 0, 3),
        ("我们先看数据。", 1, 5),
        ("行。", 0, 6),
    ]


def test_segmenting_is_deterministic() -> None:
    article = read(SAMPLES / "panel.zh.txt")
    assert segment(article) == segment(article)
    assert outline(segment(article)) == outline(segment(article))


def _kept(document: Document) -> str:
    """Returns all that is left of the article's characters, in no particular order."""
    parts = [s.source for s in document.segments()]
    parts += [section.number for section in document.sections]
    parts += [line.text for line in document.dropped]
    parts += [turn.speaker for section in document.sections for turn in section.turns]
    parts += [speaker.title for speaker in document.speakers]
    return "".join(parts)


PIECES = st.sampled_from(
    [
        "林夏：", "高远:", "主持人：", "Q：", "A：", "张老师（北方大学）：", "Alice: ", "1",
        "2", "一、", "01 ",
        "第二部分", "什么最重要？", "数据决定上限。",
        "我们先看数据，再看模型，最后看算力够不够。", "点击蓝字", "关注我们",
        "往期推荐", "关于我们", "a.png", "~", "点赞", "• 0", "参考文献", "嘉宾介绍",
        "本期活动吸引了很多观众。", "\n", "\n",
        "“好。”", "（笑）", "嘉宾：林夏、高远", "林夏", "00:01", "10:30", "e.g. ", "：", "【",
        "】", "😀", "　",
    ]
)  # fmt: skip
KINDS = st.sampled_from([BlockKind.PARAGRAPH] * 4 + [BlockKind.HEADING, BlockKind.LIST_ITEM])


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text = "".join(draw(st.lists(PIECES, min_size=1, max_size=30)))
    blocks = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            kind = draw(KINDS)
            end = draw(st.integers(0, len(line)))
            bold = ((0, end),) if end and draw(st.booleans()) else ()
            level = 1 if kind is BlockKind.HEADING else 0
            blocks.append(Block(line, number, kind, level, bold))
    return Article("a.txt", tuple(blocks) or (Block("好", 1),))


def _letters(text: str) -> Counter[str]:
    """Counts characters, but not those that labels may lose: colons, brackets, times."""
    return Counter(c for c in text if c.isalpha())


@settings(max_examples=300, deadline=None)
@given(articles(), st.booleans())
def test_no_letter_is_lost(article: Article, keep: bool) -> None:
    document = segment(article, keep_boilerplate=keep)
    missing = _letters("".join(b.text for b in article.blocks)) - _letters(_kept(document))
    repeated_titles = _letters("老师北方大学林夏主持人嘉宾" * 30)
    assert not missing - repeated_titles
    ids = [s.id for s in document.segments()]
    assert len(ids) == len(set(ids))
    assert not (keep and document.dropped)
    assert all(s.source.strip() == s.source != "" for s in document.segments())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=20).filter(str.strip), min_size=1, max_size=6))
def test_any_text_becomes_a_document(texts: list[str]) -> None:
    document = segment(Article("a.txt", tuple(Block(t, n) for n, t in enumerate(texts, 1))))
    assert document.sections
    kinds = [section.kind for section in document.sections]
    assert kinds.count(SectionKind.ABOUT) == 0
