from __future__ import annotations

import pytest

from translator.glossary.number_words import spell


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "zero"),
        (7, "seven"),
        (13, "thirteen"),
        (20, "twenty"),
        (35, "thirty-five"),
        (99, "ninety-nine"),
    ],
)
def test_whole_numbers_in_words(value: int, words: str) -> None:
    assert spell(value) == words
