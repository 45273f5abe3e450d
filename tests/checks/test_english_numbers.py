"""Numbers in English."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.checks.english_numbers import amounts, values_in


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("24,000", "24000"), ("1.28 million", "1280000"), ("7B", "7000000000"), ("3.5%", "0.035"),
        ("twenty-one", "21"), ("two hundred and five", "205"), ("a hundred", "100"),
        ("one and a half million", "1500000"), ("half a million", "500000"),
        ("thirteen hundred", "1300"), ("twenty-first", "21"), ("two-thirds", "2/3"),
        ("three quarters", "3/4"), ("nineteen thirty-two", "1932"), ("the 1980s", "1980"),
        ("the eighties", "1980"), ("two decades", "20"), ("tenfold", "10"), ("May 3", "5"),
        ("three or four hundred", "300"), ("1.5 to 2 million", "1500000"),
        ("nine out of ten", "9/10"),
        ("eight zero six three", "8063"), ("138-0000-1234", "13800001234"), ("World War II", "2"),
        ("2½ hours", "5/2"), ("a dozen", "12"), ("1e-3", "0.001"), ("five percent", "0.05"),
        ("two and a half years", "5/2"), ("GPT-4", "4"), ("thirty-second delay", "30"),
    ],
)  # fmt: skip
def test_values(text: str, value: str) -> None:
    assert Fraction(value) in values_in(text)


@pytest.mark.parametrize("text", ["", "no one", "GPT-4", "a hundred times", "the first and third"])
def test_small_and_named_numbers_do_not_bind(text: str) -> None:
    assert not any(amount.binding for amount in amounts(text))


def test_two_numbers_beside_each_other_stay_two() -> None:
    assert [a.text for a in amounts("ten thousand and fifty thousand images")] == [
        "ten thousand",
        "fifty thousand",
    ]


@given(st.text("0123456789,. -%kMoneandhunredthtwy'’xfi½", max_size=60))
def test_anything_is_read_without_trouble(text: str) -> None:
    assert all(0 <= a.start < a.end <= len(text) for a in amounts(text))


@given(st.integers(0, 10**15))
def test_figures_are_read_back(number: int) -> None:
    assert number in values_in(f"about {number:,} of them")
