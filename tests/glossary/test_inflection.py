import re

import pytest

from translator.glossary.inflection import (
    indefinite_article,
    inflected,
    plurals,
    singulars,
    spelling_pattern,
    verb_forms,
)


@pytest.mark.parametrize(
    ("word", "plural"),
    [
        ("network", "networks"), ("loss", "losses"), ("box", "boxes"), ("batch", "batches"),
        ("theory", "theories"), ("array", "arrays"), ("matrix", "matrices"), ("index", "indices"),
        ("criterion", "criteria"), ("hypothesis", "hypotheses"), ("vertex", "vertices"),
        ("bias", "biases"), ("person", "people"), ("GAN", "GANs"),
    ],
)  # fmt: skip
def test_plural_and_back(word: str, plural: str) -> None:
    assert plural in plurals(word)
    assert word.lower() in [form.lower() for form in singulars(plural)]


@pytest.mark.parametrize("word", ["bias", "dynamics", "corpus", "loss", "analysis", "news"])
def test_not_every_s_is_a_plural(word: str) -> None:
    assert singulars(word) == ()


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("train", {"trains", "trained", "training"}),
        ("optimize", {"optimizes", "optimized", "optimizing"}),
        ("apply", {"applies", "applied", "applying"}),
        ("prune", {"prunes", "pruned", "pruning"}),
        ("overfit", {"overfits", "overfitted", "overfitting"}),
        ("run", {"runs", "ran", "running"}),
        ("teach", {"teaches", "taught", "teaching"}),
        ("die", {"dies", "died", "dying"}),
    ],
)
def test_verbs(word: str, forms: set[str]) -> None:
    assert forms <= set(verb_forms(word))


def test_participles_are_not_inflected_again() -> None:
    assert verb_forms("training") == ()
    assert inflected("L2", noun=True, verb=True) == ("L2",)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("generalization", "generalisation"), ("optimized", "optimised"), ("analyze", "analyse"),
        ("neighbor", "neighbour"), ("behaviors", "behaviours"), ("modeling", "modelling"),
        ("labeled", "labelled"), ("center", "centre"),
    ],
)  # fmt: skip
def test_british_and_american_spelling(word: str, other: str) -> None:
    for written in (word, other):
        assert re.fullmatch(spelling_pattern(written), word)
        assert re.fullmatch(spelling_pattern(written), other)


@pytest.mark.parametrize(
    ("following", "article"),
    [
        ("model", "a"), ("optimizer", "an"), ("upper bound", "an"), ("uniform bound", "a"),
        ("union bound", "a"), ("unimportant one", "an"), ("hour", "an"), ("LLM", "an"),
        ("GAN", "a"),
        ("MLP", "an"), ("SGD step", "an"), ("8-bit weight", "an"), ("2-layer network", "a"),
        ("one-hot vector", "a"), ("Euclidean norm", "a"), ("AI model", "an"), ("", "a"),
    ],
)  # fmt: skip
def test_article(following: str, article: str) -> None:
    assert indefinite_article(following) == article
