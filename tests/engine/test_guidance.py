"""The ladder with the embedded engine, and with the same engine made deaf to hints."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translator.document import Rung
from translator.engine.guidance import Guided, GuidedRequest, GuidedTranslator
from translator.engine.packages import load_package
from translator.engine.translator import Request, Translator
from translator.glossary.realisation import forbidden_uses
from translator.glossary.term import CaseRule, Term
from translator.glossary.termbase import TermBase
from translator.resources import embedded_packages_folder


def embedded() -> Path:
    return min(file.parent for file in embedded_packages_folder().rglob("metadata.json"))


@pytest.fixture(scope="module")
def plain() -> Translator:
    return Translator(load_package(embedded()), threads=1)


@pytest.fixture(scope="module", params=["hints", "no hints"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> GuidedTranslator:
    folder = embedded()
    if request.param == "no hints":
        copy = tmp_path_factory.mktemp("package") / "deaf"
        shutil.copytree(folder, copy)
        metadata = json.loads((copy / "metadata.json").read_text(encoding="utf-8"))
        del metadata["term_hints"]
        (copy / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
        folder = copy
    return GuidedTranslator(Translator(load_package(folder), threads=1))


def guided(engine: GuidedTranslator, text: str, *terms: Term) -> Guided:
    ((_, result),) = engine.translate([GuidedRequest(text, TermBase([terms]).match(text))])
    return result


SENTENCES = [
    "这个模型的泛化能力比我们预想的要好。",
    "我们先在训练集上训练，然后在测试集上看结果。",
    "大家都觉得这个问题很有意思，但是没有人知道答案。",
    "图神经网络的表达能力受到消息传递的限制。",
]


def test_without_terms_nothing_changes(engine: GuidedTranslator, plain: Translator) -> None:
    free = dict(engine.translate([GuidedRequest(text) for text in SENTENCES]))
    for index, hypotheses in plain.translate([Request(text) for text in SENTENCES]):
        assert free[index].target == hypotheses[0].text
        assert free[index].terms == ()


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        (SENTENCES[0], Term("泛化能力", "power of extrapolation")),
        (SENTENCES[1], Term("测试集", "proving ground")),
        (SENTENCES[2], Term("问题", "conundrum")),
        (SENTENCES[3], Term("消息传递", "whispering down the lane")),
        ("李明远老师，您怎么看？", Term("李明远", "Li Mingyuan", case=CaseRule.EXACT)),
        ("我们用PyTorch写了一个很小的例子。", Term("PyTorch", "PyTorch", do_not_translate=True)),
        ("我們的模型泛化能力很強。", Term("泛化能力", "power of extrapolation")),
        ("出圈。", Term("出圈", "going viral")),
    ],
)
def test_even_unlikely_targets_are_obeyed(engine: GuidedTranslator, text: str, entry: Term) -> None:
    result = guided(engine, text, entry)
    (use,) = result.terms
    assert use.rung is not Rung.FAILED
    assert use.target_start is not None
    shown = result.target[use.target_start : use.target_end]
    assert shown == entry.target or entry.case is CaseRule.ANY
    assert shown.casefold().startswith(entry.target.casefold())
    assert text[use.start : use.end] in (entry.source, "泛化能力")
    assert "<t>" not in result.target
    assert "<=>" not in result.target


@pytest.mark.parametrize("text", ["鲁棒性和分布漂移", "鲁棒性很重要。"])
def test_a_term_at_the_start_gets_a_capital(engine: GuidedTranslator, text: str) -> None:
    entries = [Term("鲁棒性", "robustness"), Term("分布漂移", "distribution drift")]
    request = GuidedRequest(text, TermBase([entries]).match(text))
    ((_, guided),) = engine.translate([request])
    assert guided.target[:1].isupper()
    fixed = [Term("鲁棒性", "robustness", case=CaseRule.EXACT)]
    ((_, guided),) = engine.translate([GuidedRequest(text, TermBase([fixed]).match(text))])
    assert "robustness" in guided.target


def test_every_occurrence_is_paid_for(engine: GuidedTranslator) -> None:
    text = "从泛化的角度看，泛化误差和优化误差是两回事，优化得好不等于泛化得好。"
    terms = [Term("泛化", "generalization"), Term("泛化误差", "generalization error")]
    result = guided(engine, text, *terms)
    assert len(result.terms) == 3
    assert all(use.rung is not Rung.FAILED for use in result.terms)
    assert result.target.lower().count("generalization") >= 3
    assert "generalization generalization" not in result.target.lower()


def test_a_forbidden_target_gives_way(engine: GuidedTranslator) -> None:
    text = "深度学习的理论还很年轻。"
    free = guided(engine, text).target
    entry = Term("理论", "doctrine", forbidden=("theory",))
    assert forbidden_uses(TermBase([[entry]]).match(text), free)
    result = guided(engine, text, entry)
    assert forbidden_uses(TermBase([[entry]]).match(text), result.target) == ()
    assert "doctrine" in result.target.lower()


def test_links_point_into_the_original(engine: GuidedTranslator) -> None:
    text = "這個模型的Ｌ２正則化很重要，但是泛化能力更重要。"
    result = guided(engine, text, Term("L2正则化", "L2 penalty"), Term("泛化能力", "far reach"))
    assert result.links
    for link in result.links:
        assert 0 <= link.source_start <= link.source_end <= len(text)
        assert 0 <= link.target_start <= link.target_end <= len(result.target)
    for use in result.terms:
        assert any(
            link.source_start < use.end and use.start < link.source_end
            for link in result.links
            if use.target_start is not None
            and link.target_start < (use.target_end or 0)
            and use.target_start < link.target_end
        )


def test_requests_come_back_under_their_number(engine: GuidedTranslator) -> None:
    base = TermBase([[Term("问题", "conundrum"), Term("模型", "contraption")]])
    requests = [GuidedRequest(text, base.match(text)) for text in SENTENCES * 3]
    results = dict(engine.translate(requests))
    assert sorted(results) == list(range(12))
    assert [results[i].target for i in range(4)] == [results[i + 4].target for i in range(4)]


def test_alternatives_are_different_and_obedient_first(engine: GuidedTranslator) -> None:
    text = SENTENCES[0]
    request = GuidedRequest(text, TermBase([[Term("泛化能力", "far reach")]]).match(text))
    offered = engine.alternatives(request, 3)
    assert 1 <= len(offered) == len(set(offered)) <= 3
    assert "far reach" in offered[0].lower()


def test_the_same_input_gives_the_same_output(engine: GuidedTranslator) -> None:
    entry = Term("表达能力", "eloquence")
    assert guided(engine, SENTENCES[3], entry) == guided(engine, SENTENCES[3], entry)


WORDS = ["模型", "泛化", "的", "，", "我们", "鲁棒性", "。", "优化", "不", "很好", "<t>", "A"]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map("".join))
def test_no_segment_without_a_target_and_no_term_left_out(
    engine: GuidedTranslator, text: str
) -> None:
    terms = [Term("泛化", "far reach"), Term("鲁棒性", "Toughness Index", case=CaseRule.EXACT)]
    result = guided(engine, text, *terms)
    if result.terms:
        assert result.target.strip()
    for entry in terms:
        uses = [use for use in result.terms if use.source == entry.source]
        assert not uses or any(use.rung is not Rung.FAILED for use in uses)
