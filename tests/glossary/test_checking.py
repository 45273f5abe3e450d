"""Every rule finds its case, and a clean glossary gives no finding."""

import pytest

from translator.checks.finding import Severity
from translator.glossary.checking import check_glossaries, check_terms
from translator.glossary.term import CaseRule, Term, TermState

CLEAN = [
    Term("泛化", "generalization", ("generalize",), ("extensive",)),
    Term("高斯过程", "Gaussian process"),
    Term("清华大学", "Tsinghua University"),
    Term("经合组织", "Organisation for Economic Co-operation and Development"),
    Term("图灵测试", "Turing test"),
    Term("PyTorch", "PyTorch", do_not_translate=True),
    Term("β-变分自编码器", "β-VAE"),
    Term("最大更新参数化", "μP", case=CaseRule.EXACT),
    Term("k近邻", "k-nearest neighbours"),
    Term("鲁棒性", "robustness", forbidden=("Lubang",)),
    Term("旧", "old", state=TermState.OBSOLETE),
]


def rules(*terms):
    return {finding.rule for finding in check_terms(terms, "own.tsv")}


def test_a_clean_glossary():
    assert rules(*CLEAN) == set()


@pytest.mark.parametrize(
    ("rule", "terms"),
    [
        ("duplicate-source", [Term("泛化", "a"), Term("泛化", "b")]),
        ("duplicate-source", [Term("過擬合", "overfitting"), Term("过拟合", "overfit")]),
        ("duplicate-source", [Term("ＧＮＮ模型", "a"), Term("GNN 模型", "b")]),
        ("target-forbidden", [Term("泛化", "wide", forbidden=("Wide",))]),
        ("variant-forbidden", [Term("泛化", "a", ("wide",), ("wide",))]),
        ("variant-is-target", [Term("泛化", "wide", ("Wide",))]),
        ("kept-but-translated", [Term("OOD", "out of domain", do_not_translate=True)]),
        ("stray-space", [Term("泛化", "over  fitting")]),
        ("stray-space", [Term("泛化", "over\u3000fitting")]),
        ("stray-space", [Term("泛化", "over\u200bfitting")]),
        ("stray-space", [Term("泛 化", "generalization")]),
        ("stray-punctuation", [Term("泛化。", "generalization")]),
        ("stray-punctuation", [Term("泛化", "generalization.")]),
        ("chinese-target", [Term("泛化", "generalization 泛化")]),
        ("chinese-target", [Term("泛化", "generalization", ("泛化能力",))]),
        ("wide-target", [Term("泛化", "generalization（ability）")]),
        ("wide-target", [Term("泛化", "ＣＮＮ")]),
        ("wrong-separator", [Term("泛化", "a", ("b; c",))]),
        ("mixed-scripts", [Term("网络模型", "n\u0435twork")]),
        ("mixed-scripts", [Term("\u0420yTorch模型", "model")]),
        ("mixed-scripts", [Term("变换器", "\u03a4ransformer")]),
        ("damaged-text", [Term("泛化", "generali\ufffdation")]),
        ("wrong-case", [Term("泛化", "Generalization")]),
        ("wrong-case", [Term("图", "graph"), Term("图网络", "Graph network")]),
        (
            "wrong-case",
            [Term(f"变体{n}", f"sparse Gaussian process {n}") for n in "abcd"]
            + [Term("高斯核", "gaussian kernel")],
        ),
        ("common-word", [Term("我们", "we")]),
        ("common-word", [Term("因为", "because")]),
        ("common-word", [Term("问题", "problem")]),
        ("single-character", [Term("图", "graph")]),
    ],
)
def test_each_rule(rule, terms):
    assert rule in rules(*terms)


def test_entries_that_insist_on_their_case_are_no_doubles():
    pair = (Term("MNIST", "MNIST", case=CaseRule.EXACT), Term("mnist", "m", case=CaseRule.EXACT))
    assert "duplicate-source" not in rules(*pair)


def test_lines_files_and_remedies(tmp_path):
    own, team = tmp_path / "own.tsv", tmp_path / "team.tsv"
    own.write_text(
        "source\ttarget\tstate\n泛化 \tgeneralization\tnw\n\tlost\n拟合\t\n优化\topt\t\tsurplus\n",
        encoding="utf-8",
    )
    team.write_text("source\ttarget\n泛化\tgenerality\n优化\topt\n", encoding="utf-8")
    found = {(f.file, f.line, f.rule): f for f in check_glossaries([own, team])}
    assert set(found) == {
        ("own.tsv", 2, "invalid-value"),
        ("own.tsv", 2, "stray-space"),
        ("own.tsv", 3, "no-source"),
        ("own.tsv", 4, "no-target"),
        ("own.tsv", 5, "surplus-cell"),
        ("team.tsv", 2, "conflict"),
    }
    assert "“new”" in found["own.tsv", 2, "invalid-value"].fix
    assert found["own.tsv", 4, "no-target"].severity is Severity.WARNING
    assert "own.tsv, line 2" in found["team.tsv", 2, "conflict"].message
    assert all(f.fix and f.message for f in found.values())


def test_capitals_are_compared_with_the_shipped_glossaries(tmp_path):
    path = tmp_path / "own.tsv"
    path.write_text(
        "source\ttarget\n梯度\tGradient\n学习率\tLearning Rate\n青年基金\tYoung Scientists Fund\n",
        encoding="utf-8",
    )
    found = [(f.line, f.rule) for f in check_glossaries([path])]
    assert found == [(2, "wrong-case"), (3, "wrong-case")]
