from __future__ import annotations

import pytest

from translator.segmenting.numbering import Number, number_alone, number_in_front, sequences


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("1", 1), ("01", 1), ("10.", 10), ("一", 1), ("十", 10), ("十二、", 12), ("二十一", 21),
        ("①", 1), ("⑳", 20), ("❸", 3), ("Ⅳ", 4), ("III", 3), ("第一部分", 1), ("第 2 章", 2),
        ("Part 3", 3), ("PART.04", 4), ("【5】", 5), ("（六）", 6), ("问题七", 7), ("Q8", 8),
        ("— 9 —", 9), ("■ 01", 1),
    ],
)  # fmt: skip
def test_number_alone(line: str, value: int) -> None:
    number = number_alone(line)
    assert number is not None
    assert (number.value, number.text) == (value, len(line))


@pytest.mark.parametrize(
    "line", ["", "2023", "1.5", "100", "一共", "A", "第一", "Part", "1:1", "0.1"]
)
def test_no_number_alone(line: str) -> None:
    assert number_alone(line) is None


@pytest.mark.parametrize(
    ("line", "written", "text"),
    [
        ("1. 什么", "1", "什么"), ("1、什么", "1", "什么"), ("01什么", "01", "什么"),
        ("01 | 什么", "01", "什么"), ("1 什么", "1", "什么"), ("一、什么", "一", "什么"),
        ("（二）什么", "（二）", "什么"), ("③ 什么", "③", "什么"),
        ("第四部分：什么", "第四部分", "什么"),
        ("Part 5 What", "Part 5", "What"), ("问题六：什么", "问题六", "什么"),
        ("Q7：什么", "Q7", "什么"),
        ("▎02 | 什么", "02", "什么"), ("IV. What", "IV", "What"),
    ],
)  # fmt: skip
def test_number_in_front(line: str, written: str, text: str) -> None:
    number = number_in_front(line)
    assert number is not None
    assert (number.written, line[number.text :]) == (written, text)


@pytest.mark.parametrize(
    "line",
    ["3.14是圆周率", "2023年", "一共三个", "10个样本", "第一次", "1", "什么", "5G时代", "3D视觉"],
)
def test_no_number_in_front(line: str) -> None:
    assert number_in_front(line) is None


def counted(*numbers: tuple[str, int], nested: bool = True) -> list[int]:
    """Returns the places of ``numbers`` (style, value) that belong to a sequence."""
    found = {at: Number(style, value, "", 0) for at, (style, value) in enumerate(numbers)}
    return list(sequences(found, nested=nested))


def test_sequences() -> None:
    assert counted(("a", 1), ("a", 2), ("a", 3)) == [0, 1, 2]
    assert counted(("a", 0), ("a", 1)) == [0, 1]
    assert counted(("a", 1), ("a", 3)) == [0, 1]
    assert counted(("a", 1), ("a", 9), ("a", 2)) == [0, 2]
    assert counted(("a", 5), ("a", 6)) == []
    assert sorted(counted(("a", 1), ("b", 1), ("b", 2), ("a", 2), ("b", 1), ("b", 2))) == list(
        range(6)
    )
    assert counted(("a", 1), ("a", 2), ("a", 1), ("a", 2)) == [0, 1]
    assert counted(("a", 1), ("b", 1), ("a", 1), nested=False) == [0, 1]
