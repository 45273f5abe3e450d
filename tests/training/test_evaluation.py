from __future__ import annotations

from pathlib import Path

import pytest

from translator.errors import InputError, UsageError
from translator.training.benchmark import EvaluationSet, parse_peers, parse_sets
from translator.training.evaluation import (
    better_probability,
    read_set,
    read_terms,
    score,
    term_success,
)
from translator.training.pairs import Pair

pytest.importorskip("sacrebleu")


def test_a_perfect_translation_scores_full_marks() -> None:
    lines = ["The loss falls quickly at first.", "Then it stays where it is."]
    scores = score(lines, lines)
    assert scores.bleu == pytest.approx(100)
    assert scores.chrf == pytest.approx(100)
    assert "tok:13a" in scores.bleu_signature
    assert "nc:6" in scores.chrf_signature


def test_the_bootstrap_tells_good_from_bad() -> None:
    references = [f"The {n} experiments took {n} hours on machine {n}." for n in range(40)]
    bad = ["Something else altogether."] * 40
    assert better_probability(bad, references, references) < 0.01
    assert better_probability(bad, bad, references) == 1


@pytest.mark.parametrize(
    ("hypothesis", "target", "rendered"),
    [
        ("The generalization error", "generalization", 1),
        ("GENERALIZATION", "generalization", 1),
        ("overgeneralization", "generalization", 0),
        ("the Hao  Ren family", "Hao Ren", 1),
        ("generalizations", "generalization", 0),
        ("at Galaxy Media Co., today", "Galaxy Media Co.,", 1),
        ("C++ is fast", "C++", 1),
        ("a (b) c", "(b)", 1),
    ],
)
def test_exact_terms(hypothesis: str, target: str, rendered: int) -> None:
    assert term_success([hypothesis], [(("词", target),)]) == (rendered, 1)


def test_no_terms_are_all_rendered() -> None:
    assert term_success(["x"], [()]).percent == 100


def test_sets(tmp_path: Path) -> None:
    zh, en, tsv = (tmp_path / n for n in ("a.zh", "a.en", "a.tsv"))
    zh.write_text("你好\n再见\n", encoding="utf-8")
    en.write_text("Hello\nBye\n", encoding="utf-8")
    tsv.write_text("你好\tHello\n", encoding="utf-8")
    assert read_set(f"{zh}:{en}") == [Pair("你好", "Hello"), Pair("再见", "Bye")]
    assert parse_sets([f"x={tsv}"]) == [EvaluationSet("x", [Pair("你好", "Hello")])]
    en.write_text("Hello\n", encoding="utf-8")
    with pytest.raises(InputError, match="has 1 lines where the Chinese has 2"):
        read_set(f"{zh}:{en}")
    for wrong in ("a.tsv", "=a.tsv", "x="):
        with pytest.raises(UsageError, match="no name"):
            parse_sets([wrong])
    with pytest.raises(UsageError, match="same name"):
        parse_sets([f"x={tsv}", f"x={tsv}"])


def test_peers_find_their_set(tmp_path: Path) -> None:
    file = tmp_path / "out.en"
    file.write_text("Hello\nBye\n", encoding="utf-8")
    one, two = (EvaluationSet(n, [Pair("你", "you")] * k) for n, k in (("one", 1), ("two", 2)))
    assert parse_peers([f"p={file}"], [one, two])[0].set_name == "two"
    assert parse_peers([f"two/p={file}"], [one, two])[0].name == "p"
    with pytest.raises(InputError, match="has 2 lines, and the set one 1"):
        parse_peers([f"one/p={file}"], [one, two])
    with pytest.raises(UsageError, match="2 sets fit"):
        parse_peers([f"p={file}"], [two, EvaluationSet("three", two.pairs)])
    with pytest.raises(UsageError, match="0 sets fit"):
        parse_peers([f"none/p={file}"], [two])


@pytest.mark.parametrize("line", ["你好\tHello", "你好\tHello\t[1]", '你好\tHello\t[["a"]]', "x"])
def test_damaged_terms(tmp_path: Path, line: str) -> None:
    file = tmp_path / "terms.tsv"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match="line 1: is not: source, tab"):
        read_terms(file)
