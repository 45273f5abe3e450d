"""Markdown as people write it in Chinese."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.document import Block, BlockKind
from translator.errors import InputError
from translator.reading import read_bytes

H, L, Q, I = BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.QUOTE, BlockKind.IMAGE  # noqa: E741


def blocks(text: str, name: str = "a.md") -> list[Block]:
    return list(read_bytes(text.encode(), origin=name).blocks)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 题\n正文。", [Block("题", 1, H, 1), Block("正文。", 2)]),
        ("题\n---\n正文。", [Block("题", 1, H, 2), Block("正文。", 3)]),
        ("一句完整的话。\n---\n正文。", [Block("一句完整的话。", 1), Block("正文。", 3)]),
        ("**周明：**今天聊", [Block("周明：今天聊", 1, bold=((0, 3),))]),
        ("**周明**：今天**聊**", [Block("周明：今天聊", 1, bold=((0, 2), (5, 6)))]),
        ("孤零零的**两个星", [Block("孤零零的**两个星", 1)]),
        ("甲：第一句。\n乙：第二句。", [Block("甲：第一句。", 1), Block("乙：第二句。", 2)]),
        ("被硬换\n行的话", [Block("被硬换行的话", 1)]),
        ("wrapped\nwords 和\n汉字", [Block("wrapped words 和汉字", 1)]),
        ("一行  \n硬断", [Block("一行", 1), Block("硬断", 2)]),
        ("一行<br>标签断", [Block("一行", 1), Block("标签断", 1)]),
        ("3. 三\n4. 四", [Block("三", 1, L, marker="3."), Block("四", 2, L, marker="4.")]),
        ("- 项\n\n  续段", [Block("项", 1, L, marker="-"), Block("续段", 3, L)]),
        ("1.\n\n问题是什么？", [Block("1.", 1), Block("问题是什么？", 3)]),
        ("> 引用", [Block("引用", 1, Q)]),
        ("文 ![图](a/b.png)", [Block("文", 1), Block("图", 1, I)]),
        ("文\n\n![](a/b.png)", [Block("文", 1), Block("a/b.png", 3, I)]),
        ("|a|**b**|\n|-|-|\n|一|", [Block("a", 1, L), Block("b", 1, L), Block("一", 3, L)]),
        ("|林夏|先说数据。|\n|-|-|", [Block("林夏", 1), Block("先说数据。", 1)]),
        ("    缩进", [Block("缩进", 1)]),
        ("\t缩进\n\n　　全角缩进", [Block("缩进", 1), Block("全角缩进", 3)]),
        ("```\na\n\nb\n```", [Block("a", 2), Block("b", 4)]),
        ("<div><b>块</b></div>", [Block("块", 1, bold=((0, 1),))]),
        ("&lt;不是标签&gt; \\*星\\*", [Block("<不是标签> *星*", 1)]),
        ("[链接](http://a.b)和`代码`", [Block("链接和代码", 1)]),
        ("1\r\n\r\n什么？\r\n", [Block("1", 1), Block("什么？", 3)]),
    ],
)  # fmt: skip
def test_blocks(text: str, expected: list[Block]) -> None:
    assert blocks(text) == expected


def test_front_matter_gives_the_title() -> None:
    article = read_bytes("---\ntitle: '圆桌'\nauthor: x\n---\n\n正文。".encode(), origin="a.md")
    assert article.title == "圆桌"
    assert article.blocks == (Block("正文。", 6),)


def test_recognised_on_standard_input() -> None:
    assert blocks("# 题\n\n文", "-")[0].kind is H
    assert blocks("文\n# 不是题\n", "a.txt")[1].text == "# 不是题"
    assert blocks("井号#不是题\n2 * 3 = 6", "-")[0].text == "井号#不是题"


@given(st.text("#*_-`>[]()!|<br/> \n\t1.甲乙：。\\&;", max_size=120))
def test_anything_gives_text_or_an_input_error(text: str) -> None:
    try:
        read = blocks(text)
    except InputError:
        return
    assert all(block.text.strip() for block in read)
    lines = text.count("\n") + 1
    assert all(1 <= block.line <= lines for block in read)
    assert all(0 <= start < end <= len(block.text) for block in read for start, end in block.bold)
