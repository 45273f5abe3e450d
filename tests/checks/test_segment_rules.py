"""Completeness, loops, lengths, quotes and brackets, terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.checks.document import check_segment
from translator.checks.finding import Severity
from translator.document import Rung, Segment, TermUse


def rules(source: str, target: str, *terms: TermUse) -> list[str]:
    return [finding.rule for finding in check_segment(Segment("s1", source, target, terms=terms))]


KEPT = TermUse(0, 2, "龙芯", "龙芯", Rung.HINT)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("好。", "Good.", []),
        ("好。", "", ["empty-target"]),
        ("好。", "  \n", ["empty-target"]),
        ("……", "", []),
        ("理论很重要。", "理论很重要。", ["untranslated"]),
        ("理论很重要。", "理论很重要", ["untranslated"]),
        ("OK!", "OK!", []),
        ("泛化很重要。", "泛化 is important.", ["chinese-left"]),
        ("泛化很重要。", "Generalization is important。", ["chinese-punctuation"]),
        ("他说：“好。”", "He said, “Good.”", []),
    ],
)
def test_completeness(source: str, target: str, expected: list[str]) -> None:
    assert rules(source, target) == expected


def test_a_term_may_stay_chinese() -> None:
    assert rules("龙芯是一种处理器。", "龙芯 is a processor.") == ["chinese-left"]
    assert rules("龙芯是一种处理器。", "龙芯 is a processor.", KEPT) == []


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("这个问题很难回答。", "It is hard to answer it is hard to answer.", True),
        ("这个问题很难回答。", "It is very very very hard to answer.", True),
        ("这个问题很难回答。", "It is the the hard one to answer.", True),
        ("这个问题很难很难回答。", "It is very, very hard to answer.", False),
        ("对对对，是这样的。", "Right, right, right, that is so.", False),
        ("我们一步一步一步来。", "We go step by step by step.", False),
        ("问题出在哪里？出在数据上。", "What went wrong? What went wrong was the data.", False),
        ("你在哪个阶段呢？", "Which phase are you in, in reality?", False),
    ],
)
def test_repetition(source: str, target: str, *, found: bool) -> None:
    assert ("repetition" in rules(source, target)) is found


LONG_TAIL = "and I would like to add a few more words on that."
LONG = "我们现在对深度网络泛化能力的理解很大程度上还停留在几个高度简化的模型上面"


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (LONG, "Our understanding.", ["too-short"]),
        (LONG, "Our understanding of generalization still rests on a few simple models.", []),
        ("我同意。", "I agree.", []),
        ("我不同意。", f"I disagree with what was said, {LONG_TAIL}", ["too-long"]),
        ("嗯。", "Right, that is exactly what I meant.", []),
    ],
)
def test_lengths(source: str, target: str, expected: list[str]) -> None:
    assert rules(source, target) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("他说“可以”。", 'He said "fine".', []),
        ("他说“可以”。", 'He said "fine.', ["unbalanced-quotes"]),
        ("他说“可以”。", "He said fine.”", ["unbalanced-quotes"]),
        ("他说“可以”。", 'He said “fine".', []),
        ("他说：“可以。", 'He said, "Fine.', []),
        ("屏幕有27英寸。", 'The screen is 27" wide.', []),
        ("这是好事（大概）。", "It is good (probably.", ["unbalanced-brackets"]),
        ("这是好事（大概。", "It is good (probably.", []),
        ("区间是[0, 1)。", "The interval is [0, 1).", []),
        ("第一点：1）简单", "First: 1) simple", []),
        ("我很高兴 :)", "I am glad :)", []),
        ("那是九十年代的事。", "That was in the '90s, and it's the students' work.", []),
    ],
)
def test_pairs(source: str, target: str, expected: list[str]) -> None:
    assert rules(source, target) == expected


def test_a_failed_term_is_reported_until_it_is_there() -> None:
    failed = TermUse(0, 2, "泛化", "generalization", Rung.FAILED)
    assert rules("泛化很重要。", "It matters a lot.", failed, failed) == ["term-missing"]
    assert rules("泛化很重要。", "Generalization matters.", failed) == []


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_texts_are_checked_without_trouble(source: str, target: str) -> None:
    for finding in check_segment(Segment("s1", source, target)):
        assert finding.segment == "s1"
        assert finding.message
        assert finding.severity in Severity


@given(
    st.text(
        "一二三四五六七八九十百千万亿两点半分之第年月日时号几多成倍0123456789.,% :-", max_size=40
    )
)
def test_any_numerals_are_checked_without_trouble(source: str) -> None:
    list(check_segment(Segment("s1", source, "12 of 3")))
