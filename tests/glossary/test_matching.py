from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translator.glossary.matching import Matcher, compact, fold
from translator.glossary.term import CaseRule, Term
from translator.glossary.termbase import TermBase
from translator.segmenting.script import normalise


def found(text: str, *sources: str, case: CaseRule = CaseRule.ANY) -> list[str]:
    base = TermBase([[Term(source, "x", case=case) for source in sources]])
    return [text[match.start : match.end] for match in base.match(text)]


@pytest.mark.parametrize(
    ("text", "sources", "expected"),
    [
        ("模型的泛化能力和泛化误差", ["泛化", "泛化能力"], ["泛化能力", "泛化"]),
        ("深度学习率", ["深度学习", "学习率"], ["深度学习"]),
        ("图神经网络比神经网络难", ["神经网络", "图神经网络"], ["图神经网络", "神经网络"]),
        ("用k近邻", ["k近邻"], ["k近邻"]),
        ("用topk近邻", ["k近邻"], []),
        ("用 top k近邻", ["k近邻"], ["k近邻"]),
        ("K近邻与 k 近邻", ["k近邻"], ["K近邻", "k 近邻"]),
        ("L2正则化、L2 正则化", ["L2 正则化"], ["L2正则化", "L2 正则化"]),
        ("Ｌ２正则化", ["L2正则化"], ["Ｌ２正则化"]),
        ("L20正则化", ["L2"], []),
        ("GOOD、OODA、OOD问题", ["OOD"], ["OOD"]),
        ("强化Q 学习", ["Q学习"], ["Q 学习"]),
        ("Batch  Normalization 层", ["batch normalization"], ["Batch  Normalization"]),
        ("魯棒性與泛化能力", ["鲁棒性", "泛化能力"], ["魯棒性", "泛化能力"]),
        ("鲁棒性", ["魯棒性"], ["鲁棒性"]),
        ("泛化。能力", ["泛化能力"], []),
        ("泛化\n能力", ["泛化能力"], []),
        ("首先验证先验", ["先验"], ["先验"]),
        ("然后验证后验", ["后验"], ["后验"]),
        ("国内存在内存不足", ["内存"], ["内存"]),
        ("学生成绩和生成模型", ["生成"], ["生成"]),
        ("图书馆里的图，地图", ["图"], ["图"]),
        ("", ["泛化"], []),
        ("什么都没有", [], []),
        ("İstanbul的OOD", ["OOD"], ["OOD"]),
        ("𠮷泛化", ["泛化"], ["泛化"]),
    ],
)
def test_what_is_found(text: str, sources: list[str], expected: list[str]) -> None:
    assert found(text, *sources) == expected


def test_exact_case_is_looked_at_in_the_source() -> None:
    assert found("AI与ai", "AI", case=CaseRule.EXACT) == ["AI"]


def test_entries_that_differ_in_case_only_live_side_by_side() -> None:
    first = Term("Adam", "Adam", case=CaseRule.EXACT)
    base = TermBase([[first, Term("ADAM", "ADAM", case=CaseRule.EXACT)]])
    assert [match.term.target for match in base.match("Adam和ADAM")] == ["Adam", "ADAM"]


def reference(text: str, sources: list[str]) -> list[tuple[int, int]]:
    """Every place of every source, guarded at Latin edges; longest, then leftmost, kept."""

    def latin(char: str) -> bool:
        return char.isascii() and char.isalnum()

    candidates = []
    for start in range(len(text)):
        for source in sources:
            end = start + len(source)
            if fold(text[start:end]) != fold(source):
                continue
            joined = [
                0 < at < len(text) and latin(text[at - 1]) and latin(text[at])
                for at in (start, end)
            ]
            if not any(joined) and not any(c in "。！？!?\n" for c in text[start + 1 : end - 1]):
                candidates.append((start, end))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(candidates), key=lambda c: (c[0] - c[1], c[0])):
        if all(end <= s or e <= start for s, e in kept):
            kept.append((start, end))
    return sorted(kept)


ALPHABET = st.sampled_from("鲸鲨鳄kQ2 。")


@settings(max_examples=300, deadline=None)
@given(
    st.text(ALPHABET, max_size=40),
    st.lists(st.text(st.sampled_from("鲸鲨鳄kQ2"), min_size=2, max_size=4), max_size=6),
)
def test_matching_equals_a_slow_reference(text: str, sources: list[str]) -> None:
    sources = list(dict.fromkeys(fold(source) for source in sources))
    shape = compact(text)
    whole = SimpleNamespace(text=shape.text, span=lambda start, end: (start, end))
    matcher = Matcher((source, Term(source, "x")) for source in sources)
    assert [(m.start, m.end) for m in matcher.find(whole)] == reference(shape.text, sources)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("泛化能力魯棒性Ｌ２L2 正则，。…①ﬁ\t"), max_size=30))
def test_offsets_lie_in_the_original(text: str) -> None:
    base = TermBase([[Term(s, "x") for s in ("泛化", "泛化能力", "鲁棒性", "L2正则")]])
    reached = 0
    for match in base.match(text):
        assert reached <= match.start < match.end <= len(text)
        reached = match.end
        inside = compact(normalise(text[match.start : match.end]).text).text
        assert fold(inside) == fold(compact(normalise(match.term.source).text).text)
