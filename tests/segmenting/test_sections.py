from __future__ import annotations

import pytest

from tests.segmenting.examples import markdown, outline, plain, segmented
from translator.document import Article, Block, BlockKind, SectionKind
from translator.segmenting import segment

FIRST = "林夏：数据决定上限。\n高远：模型逼近上限。"
SECOND = "林夏：先清洗数据。\n高远：再训练模型。"


def headings(article: Article) -> list[tuple[str, str]]:
    document = segment(article)
    return [
        (section.number, section.heading.source if section.heading else "")
        for section in document.sections
    ]


@pytest.mark.parametrize(
    ("first", "second", "numbers"),
    [
        ("1\n什么最重要？", "2\n怎么做？", ("1", "2")),
        ("01\n什么最重要？", "02\n怎么做？", ("01", "02")),
        ("一、\n什么最重要？", "二、\n怎么做？", ("一", "二")),
        ("第一部分\n什么最重要？", "第二部分\n怎么做？", ("第一部分", "第二部分")),
        ("Part 1\n什么最重要？", "Part 2\n怎么做？", ("Part 1", "Part 2")),
        ("①\n什么最重要？", "②\n怎么做？", ("①", "②")),
        ("【1】\n什么最重要？", "【2】\n怎么做？", ("【1】", "【2】")),
        ("Ⅰ\n什么最重要？", "Ⅱ\n怎么做？", ("Ⅰ", "Ⅱ")),
        ("一、什么最重要？", "二、怎么做？", ("一", "二")),
        ("1. 什么最重要？", "2. 怎么做？", ("1", "2")),
        ("1 什么最重要？", "2 怎么做？", ("1", "2")),
        ("01什么最重要？", "02怎么做？", ("01", "02")),
        ("第一部分：什么最重要？", "第二部分：怎么做？", ("第一部分", "第二部分")),
        ("（一）什么最重要？", "（二）怎么做？", ("（一）", "（二）")),
        ("Part 1 什么最重要？", "Part 2 怎么做？", ("Part 1", "Part 2")),
        ("Q1：什么最重要？", "Q2：怎么做？", ("Q1", "Q2")),
        ("问题一：什么最重要？", "问题二：怎么做？", ("问题一", "问题二")),
        ("什么最重要？", "怎么做？", ("", "")),
        ("1\n49cd9de4f8f9ff53ea2b15d2a1cb92ab.png\n什么最重要？", "2\n怎么做？", ("1", "2")),
    ],
)
def test_sections_of_a_panel(first: str, second: str, numbers: tuple[str, str]) -> None:
    article = plain(
        f"关于数据的一次对谈\n两位研究者聊了聊数据。\n{first}\n{FIRST}\n{second}\n{SECOND}"
    )
    assert headings(article) == [
        ("", ""),
        (numbers[0], "什么最重要？"),
        (numbers[1], "怎么做？"),
    ]
    assert [s.kind.value for s in segment(article).sections] == ["introduction", "body", "body"]


def test_number_without_heading() -> None:
    assert headings(plain(f"1\n{FIRST}\n2\n{SECOND}")) == [("1", ""), ("2", "")]


def test_numbered_list_inside_a_turn_is_no_heading() -> None:
    assert (
        segmented(
            "记者：为什么？\n林夏：三个原因：\n1. 好玩。\n2. 有用。\n3. 便宜。\n记者：嗯。\n"
            "林夏：对。"
        )
        == "# body\n记者: 为什么？\n林夏: 三个原因：\n  1. 好玩。\n  2. 有用。\n  3. 便宜。"
        "\n记者: 嗯。\n林夏: 对。"
    )


def test_question_of_the_host_in_a_second_paragraph_is_no_heading() -> None:
    text = "主持人：下一个话题。\n什么最重要？\n林夏：数据。\n主持人：好。\n林夏：嗯。"
    assert segmented(text).startswith("# body\n主持人: 下一个话题。\n  什么最重要？\n林夏: 数据。")


def test_list_of_words_inside_a_turn_is_no_heading() -> None:
    text = "记者：怎么做？\n林夏：三个词：\n数据\n记者：嗯。\n林夏：对。"
    assert segmented(text) == (
        "# body\n记者: 怎么做？\n林夏: 三个词：\n  数据\n记者: 嗯。\n林夏: 对。"
    )


def test_topics_without_numbers_beside_numbered_lists_in_turns() -> None:
    text = (
        "对谈\n数据的上限\n林夏：两步：\n1. 清洗。\n2. 标注。\n高远：同意。\n"
        "模型的下限\n林夏：先看损失。\n高远：嗯。"
    )
    assert headings(plain(text)) == [("", "数据的上限"), ("", "模型的下限")]


def test_numbers_that_do_not_count_up_are_no_sections() -> None:
    document = segment(plain(f"{FIRST}\n2023\n林夏：嗯。\n99\n高远：对。"))
    assert [section.number for section in document.sections] == [""]


def test_headings_of_markdown_and_bold_lines() -> None:
    article = markdown(
        "# 关于数据\n\n**导语**\n\n两位研究者聊了聊数据。\n\n## 上限\n\n**林夏：** 好。\n"
        "\n**高远：** 行。\n\n"
        "**下限**\n\n**林夏：** 嗯。\n\n**高远：** 走。"
    )
    assert outline(segment(article)) == (
        "= 关于数据\n# introduction 导语\n- 两位研究者聊了聊数据。\n# body 上限\n"
        "林夏: 好。\n高远: 行。\n"
        "# body 下限\n林夏: 嗯。\n高远: 走。"
    )


def test_word_headings_with_numbers_of_the_style() -> None:
    article = Article(
        "a.docx",
        (
            Block("关于数据", 1, BlockKind.HEADING, 1),
            Block("上限", 2, BlockKind.HEADING, 2, marker="1."),
            Block("数据决定上限。", 3),
            Block("下限", 4, BlockKind.HEADING, 2, marker="2."),
            Block("先清洗", 5, BlockKind.LIST_ITEM, marker="1."),
            Block("再训练", 6, BlockKind.LIST_ITEM, marker="-"),
        ),
    )
    assert outline(segment(article)) == (
        "= 关于数据\n# body 1 上限\n- 数据决定上限。\n# body 2 下限\n- 1. 先清洗\n  再训练"
    )


def test_lecture_without_speakers() -> None:
    assert (
        segmented(
            "动量的直觉\n这是一节课的笔记，讲的是优化里最常用的一个技巧，"
            "适合已经会写训练循环的读者。\n"
            "为什么要动量\n梯度下降在狭长的山谷里会来回震荡，走得很慢，"
            "而动量会记住之前的方向，把震荡抵消掉。\n"
            "怎么实现\n每一步先把旧的速度乘上一个系数，再减去学习率乘梯度，"
            "然后用这个速度去更新所有的参数。"
        )
        == "= 动量的直觉\n# introduction\n- 这是一节课的笔记，讲的是优化里最常用的一个技巧，"
        "适合已经会写训练循环的读者。\n"
        "# body 为什么要动量\n- 梯度下降在狭长的山谷里会来回震荡，走得很慢，"
        "而动量会记住之前的方向，把震荡抵消掉。\n"
        "# body 怎么实现\n- 每一步先把旧的速度乘上一个系数，再减去学习率乘梯度，"
        "然后用这个速度去更新所有的参数。"
    )


def test_front_and_back_headings_belong_to_the_frame() -> None:
    text = f"对谈\n嘉宾介绍\n林夏：研究数据。\n上限\n{FIRST}\n写在最后\n他们谈了三个小时。"
    kinds = [(s.kind, s.heading and s.heading.source) for s in segment(plain(text)).sections]
    assert kinds == [
        (SectionKind.INTRODUCTION, "嘉宾介绍"),
        (SectionKind.BODY, "上限"),
        (SectionKind.CLOSING, "写在最后"),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"关于数据\n{FIRST}", "关于数据"),
        (FIRST, None),
        ("只有一行", None),
        (f"1\n什么？\n{FIRST}", None),
        ("时间：2023年。\n林夏：好。\n高远：行。\n林夏：走。", None),
        ("这是一句完整的话。\n这是第二句，比第一句长得多。", None),
    ],
)
def test_title(text: str, title: str | None) -> None:
    document = segment(plain(text))
    assert (document.title.source if document.title else None) == title


@pytest.mark.parametrize(
    ("declared", "title"),
    [
        ("学习率预热 - 知乎", "学习率预热"),
        ("学习率预热_哔哩哔哩_bilibili", "学习率预热"),
        ("学习率预热-CSDN博客", "学习率预热"),
        ("Untitled", None),
    ],
)
def test_title_declared_by_the_file(declared: str, title: str | None) -> None:
    document = segment(Article("a.html", (Block("这是一句完整的话。", 1),), title=declared))
    assert (document.title.source if document.title else None) == title
