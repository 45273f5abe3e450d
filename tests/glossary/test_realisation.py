from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.document import Rung
from translator.glossary.realisation import (
    assign,
    forbidden_uses,
    judge,
    realisations,
    word_forms,
)
from translator.glossary.term import CaseRule, Match, Term


def term(target: str, **more: Any) -> Term:
    return Term(more.pop("source", "术语"), target, **more)


def matches(*terms: Term) -> tuple[Match, ...]:
    return tuple(Match(2 * i, 2 * i + 2, term) for i, term in enumerate(terms))


@pytest.mark.parametrize(
    ("entry", "text", "expected"),
    [
        (term("generalization"), "Generalisation and generalizations.", 2),
        (term("generalization"), "overgeneralization", 0),
        (term("generalization"), "the generalization's limits", 1),
        (term("generalization"), "it generalizes", 0),
        (term("generalization", variants=("generalize",)), "it generalizes", 1),
        (term("fine-tuning"), "fine tuning, fine-tuning, fine\u2011tuning", 3),
        (term("degree of freedom"), "two degrees of freedom", 1),
        (term("matrix"), "matrices, not submatrix", 1),
        (term("convex"), "a non-convex problem", 0),
        (term("k-nearest neighbor"), "k-nearest neighbours", 1),
        (term("k-nearest neighbors"), "the k-nearest neighbor rule", 1),
        (term("optimize", part_of_speech="verb"), "we optimised it", 1),
        (term("train a model", part_of_speech="verb"), "training a model", 1),
        (term("robust", part_of_speech="adjective"), "robusts", 0),
        (term("PyTorch", do_not_translate=True), "pytorch and PyTorch's", 1),
        (term("GAN", do_not_translate=True), "GANs", 1),
        (term("Hao Ren", case=CaseRule.EXACT), "hao ren and Hao Ren", 1),
        (term("Bellman’s equation"), "Bellman's equation and Bellman’s equations", 2),
        (term(""), "anything", 0),
    ],
)
def test_what_realises_a_term(entry: Term, text: str, expected: int) -> None:
    assert len(realisations(entry, text)) == expected


def test_a_form_forbidden_by_name_does_not_count() -> None:
    entry = term("network", forbidden=("networks",))
    assert realisations(entry, "networks and a network") == ((15, 22),)


def test_each_place_pays_once() -> None:
    twice = matches(term("generalization"), term("generalization"))
    assert assign(twice, "generalization") == ((0, 14), None)
    assert assign(twice, "generalization of generalization") == ((0, 14), (18, 32))


def test_a_longer_rendering_does_not_pay_for_a_shorter() -> None:
    short, long = term("generalization"), term("generalization ability", source="泛化能力")
    assert assign(matches(short, long), "generalization ability") == (None, (0, 22))
    assert None not in assign(matches(short, long), "Generalization is generalization ability.")


def test_terms_that_share_a_target_take_one_place_each() -> None:
    pair = matches(term("robustness", source="鲁棒性"), term("robustness", source="稳健性"))
    assert None not in assign(pair, "robustness and robustness")
    assert assign(pair, "robustness").count(None) == 1


def test_judge_reports_rung_and_place() -> None:
    honoured, failed = judge(matches(term("loss"), term("label")), "The losses.", Rung.HINT)
    assert (honoured.rung, honoured.target_start, honoured.target_end) == (Rung.HINT, 4, 10)
    assert (failed.rung, failed.target_start, failed.target_end) == (Rung.FAILED, None, None)


def test_forbidden_targets_are_found_in_any_inflection() -> None:
    found = forbidden_uses(matches(term("generalization", forbidden=("extension",))), "Extensions!")
    assert [(use.start, use.end, use.form) for use in found] == [(0, 10, "extension")]


def test_words_of_an_admitted_rendering_are_not_forbidden() -> None:
    entries = matches(
        term("net", forbidden=("network",)), term("neural network", source="神经网络")
    )
    assert forbidden_uses(entries, "A neural network.") == ()
    assert len(forbidden_uses(entries, "A network.")) == 1


def test_word_forms_put_the_entry_first() -> None:
    assert word_forms("training set") == ("training set", "training sets")
    assert word_forms("robust", "adjective") == ("robust",)


@given(st.lists(st.sampled_from(["model", "models", "language model", "the", "x"]), max_size=12))
def test_places_never_overlap_and_lie_in_the_text(words: list[str]) -> None:
    text = " ".join(words)
    entries = matches(term("model"), term("language model", source="语言模型"), term("model"))
    spans = [span for span in assign(entries, text) if span]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in zip(sorted(spans), sorted(spans)[1:], strict=False))
