from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.training.cleaning import Reason, clean, objection, tidy
from translator.training.pairs import Pair
from translator.training.settings import CleaningSettings

SETTINGS = CleaningSettings()


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        ("损失函数下降得很快。", "The loss falls quickly.", None),
        ("好。", "All right, then.", None),
        ("这个 assumption 不成立。", "This assumption does not hold.", None),
        ("", "Nothing", Reason.EMPTY),
        ("没有译文", " ", Reason.EMPTY),
        ("The loss falls.", "The loss falls.", Reason.SOURCE_LANGUAGE),
        ("import numpy as np 导入", "import numpy as np", Reason.SOURCE_LANGUAGE),
        ("损失函数下降", "损失函数下降", Reason.TARGET_LANGUAGE),
        ("损失函数下降", "Функция потерь", Reason.TARGET_LANGUAGE),
        ("损失函数下降", "12.5 %", Reason.TARGET_LANGUAGE),
        ("好", "x" * 130, Reason.RATIO),
        ("我们今天讨论的第一个问题是模型为什么能够泛化到没有见过的数据上", "Yes", Reason.RATIO),
        ("点击<b>保存</b>按钮", "Click the Save button", Reason.MARKUP),
        ("点击<b>保存</b>按钮", "Click the <b>Save</b> button", None),
        ("模型的<t>泛化", "the model's <t> generalization", Reason.MARKUP),
        ("字" * 700, "word " * 200, Reason.LONG),
    ],
)
def test_objections(source: str, target: str, reason: Reason | None) -> None:
    assert objection(Pair(tidy(source), tidy(target)), SETTINGS) is reason


def test_repetitions_go_and_the_first_stays() -> None:
    pairs = [
        Pair("你好！", "Hello!"),
        Pair("你好 ！", "hello"),
        Pair("你好！", "Hi there!"),
        Pair("你好！", "Good day!"),
        Pair("你好！", "Greetings!"),
    ]
    kept, dropped = clean(pairs, CleaningSettings(most_per_source=2))
    assert [pair.target for pair in kept] == ["Hello!", "Hi there!"]
    assert dropped == {Reason.REPEATED: 3}


def test_development_sources_are_kept_out() -> None:
    kept, _ = clean(
        [Pair("你好！", "Hello!"), Pair("再见。", "Goodbye.")],
        SETTINGS,
        excluded=[Pair("你 好", "Other words")],
    )
    assert kept == [Pair("再见。", "Goodbye.")]


def test_sources_are_simplified() -> None:
    kept, _ = clean([Pair("測試", "Test")], SETTINGS, simplify=lambda t: t.replace("測試", "测试"))
    assert kept[0].source == "测试"


@given(st.text(max_size=60))
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    once = tidy(tidy(text.replace("&", "")))
    assert tidy(once) == once
    assert "\t" not in once
    assert "\n" not in once
