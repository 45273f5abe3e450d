from __future__ import annotations

import pytest

from translator.engine.loops import loop_start, repeats_itself


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("we are we are we are we are done", 2),
        ("a a a a a a", 1),
        ("x the more the more the more y", None),
        ("of the same of the same of the same", 3),
        ("no no no", None),
        (". . . . . . . . .", None),
        ("the model and the data and the loss", None),
        ("1 2 3 4", None),
        ("", None),
        ("one", None),
        ("a b c d e f g h i j k l " * 3, 12),
    ],
)
def test_loops_are_told_from_emphasis(text: str, start: int | None) -> None:
    assert loop_start(text.split()) == start


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("不不不，我不同意。", True),
        ("走，走，走！", True),
        ("哈哈哈哈", True),
        ("看看吧。", False),
        ("我们讨论模型。", False),
        ("", False),
    ],
)
def test_a_source_may_repeat_itself(source: str, expected: bool) -> None:
    assert repeats_itself(source) is expected
