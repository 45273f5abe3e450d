"""Chinese numerals as they are written and spoken."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.segmenting.han_numerals import plain, value_of, values_of


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("三", "3"), ("十", "10"), ("十五", "15"), ("二十", "20"), ("三百零五", "305"),
        ("两百五", "250"), ("两百五十", "250"), ("一千零一", "1001"), ("一千零一十", "1010"),
        ("三千四", "3400"), ("一万三", "13000"), ("一万零三", "10003"), ("2万5", "25000"),
        ("2.4万", "24000"), ("2.4 万", "24000"), ("3亿", "300000000"), ("一亿两千万", "120000000"),
        ("二十三万亿", "23000000000000"), ("两百亿亿", "2000000000000000000"), ("12,345", "12345"),
        ("一千三百万", "13000000"), ("三点一四", "3.14"), ("零点零五", "0.05"),
        ("三点五万", "35000"),
        ("一九三二", "1932"), ("二〇二二", "2022"), ("三百多万", "3000000"), ("四十余万", "400000"),
        ("3153万6千", "31536000"), ("6.5", "6.5"), ("五万八千六百", "58600"),
    ],
)  # fmt: skip
def test_values(numeral: str, value: str) -> None:
    assert values_of(numeral) == {Fraction(value)}


@pytest.mark.parametrize(
    ("numeral", "values"),
    [
        ("五六百", (500, 600)),
        ("三十七八", (37, 38)),
        ("一百五六十", (150, 160)),
        ("四五万", (40000, 50000)),
        ("七八", (7, 8)),
        ("两三千", (2000, 3000)),
        ("三五", (3, 5)),
    ],
)
def test_two_neighbouring_digits_are_about(numeral: str, values: tuple[int, int]) -> None:
    assert values_of(numeral) == set(values)


@pytest.mark.parametrize("text", ["", "个", "十三三", "1,23", "点五", "五点"])
def test_what_is_no_number(text: str) -> None:
    assert value_of(text) is None


def test_plain_keeps_every_character_in_its_place() -> None:
    assert plain("２．４萬，兩億％") == "2.4万,两亿%"


def spoken(number: int) -> str:
    """Writes a number in Chinese, by the rules of school."""
    digits = "零一二三四五六七八九"
    for size, unit in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            zero = "零" if 0 < low < size // 10 else ""
            return spoken(high) + unit + (zero + spoken(low) if low else "")
    text, pending = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            text += ("零" if pending and text else "") + digits[digit] + unit
            pending = False
        else:
            pending = True
    return text


@given(st.integers(1, 10**12))
def test_every_number_written_out_is_read_back(number: int) -> None:
    assert value_of(spoken(number)) == number
