"""Plain text: lines, and lines that a mailer or an editor broke."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.document import Block
from translator.errors import InputError
from translator.reading import read_bytes


def read(text: str) -> list[tuple[str, int]]:
    article = read_bytes(text.encode(), origin="a.txt")
    assert all(block == Block(block.text, block.line) for block in article.blocks)
    return [(block.text, block.line) for block in article.blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一\n\n二", [("一", 1), ("二", 3)]),
        ("　　缩进　中间 \r\n\r\n尾", [("缩进　中间", 1), ("尾", 3)]),
        ("一\r二\u2028三", [("一", 1), ("二", 2), ("三", 3)]),
        ("\ufeff开头", [("开头", 1)]),
        ("空\0字符", [("空字符", 1)]),
        ("周明:半角\n周明：全角", [("周明:半角", 1), ("周明：全角", 2)]),
    ],
)
def test_one_block_per_line(text: str, expected: list[tuple[str, int]]) -> None:
    assert read(text) == expected


PARAGRAPHS = [
    "周明：我先说一个观察，过去几年里大家花了很多力气去解释为什么深度网络能够泛化，但是真正能指导"
    "实践的结论并不算多，这里面有一个原因是我们总在问错误的问题。",
    "李雪：这一点我同意一半，因为理论并不只是给工程师用的，它首先要让我们自己明白发生了什么，然后才"
    "谈得上去告诉别人应该怎么做，否则就只是在给已经知道的结果找一个好听的说法而已。",
    "周明：那就说说 benchmark 吧，它让大家有了共同的目标，也让大家只看得见同一个目标。",
]


def wrapped(paragraph: str, columns: int) -> str:
    """Breaks lines as a mailer does: before the word that would not fit."""
    lines, width = [""], 0
    for word in re.findall(r"[a-z]+|.", paragraph):
        size = len(word.encode("gb18030"))
        if width + size > columns:
            lines.append("")
            width = 0
        lines[-1] += word
        width += size
    return "\n".join(lines)


@pytest.mark.parametrize("columns", [30, 40, 60, 76])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_hard_wrapped_paragraphs_are_put_together(columns: int, gap: str) -> None:
    text = gap.join(wrapped(paragraph, columns) for paragraph in PARAGRAPHS * 2)
    assert [text for text, _ in read(text)] == PARAGRAPHS * 2


def test_english_lines_are_joined_with_a_space() -> None:
    line = "the quick brown fox jumps over the lazy dog and"
    assert read("\n".join([line] * 8 + ["stops."])) == [(" ".join([line] * 8 + ["stops."]), 1)]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(["好的理论应该简单，也应该有用。"] * 12),
        "\n".join(["床前明月光", "疑是地上霜", "举头望明月", "低头思故乡"] * 3),
        "\n".join(f"第{n}个问题" for n in range(12)),
    ],
)
def test_lists_poems_and_short_sentences_stay_apart(text: str) -> None:
    assert len(read(text)) == len(text.split("\n"))


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t\n", "　\n　".encode(), b"\xef\xbb\xbf", b"\xff\xfe"]
)
def test_nothing_in_it(data: bytes) -> None:
    with pytest.raises(InputError, match=r"empty|no text"):
        read_bytes(data, origin="a.txt")


@given(st.lists(st.text("甲乙丙，。a b", max_size=30), max_size=30))
def test_no_character_is_lost(lines: list[str]) -> None:
    try:
        found = "".join(text for text, _ in read("\n".join(lines)))
    except InputError:
        assert not "".join(lines).strip()
        return
    assert found.replace(" ", "") == "".join(lines).replace(" ", "")
