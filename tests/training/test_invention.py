"""Invented words stand on both sides, in the hint, and nowhere else."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.training.annotation import phrases
from translator.training.invention import Inventor
from translator.training.links import LinkedWords
from translator.training.pairs import Pair

PAIR = Pair(
    "我们证明了模型的泛化能力。", "We proved the generalization ability of the model.", "own"
)
WORDS = LinkedWords(
    source=[(0, 2), (2, 4), (4, 5), (5, 7), (7, 8), (8, 10), (10, 12), (12, 13)],
    target=[(0, 2), (3, 9), (10, 13), (14, 28), (29, 36), (37, 39), (40, 43), (44, 49), (49, 50)],
    sure=[(0, 0), (1, 1), (3, 7), (5, 3), (6, 4), (7, 8)],
    possible=[],
)
POOL = [("学习率", "learning rate"), ("注意力", "attention"), ("种子", "seed"), ("天空", "sky")]


def _invent(seed: int, pair: Pair = PAIR, words: LinkedWords = WORDS):
    return Inventor(POOL).invent(pair, words, phrases(pair, words), random.Random(seed))


@given(st.integers(0, 10_000))
def test_invented_words_stand_in_hint_and_target(seed: int) -> None:
    made = _invent(seed)
    if made is None:
        return
    assert made.version.hints
    for hint in made.version.hints:
        form = made.version.text[hint.start : hint.end]
        phrase = hint.phrase
        assert made.pair.target[phrase.target_start : phrase.target_end] == form
        shown = made.version.text[: hint.start]
        source = made.pair.source[phrase.source_start : phrase.source_end]
        assert shown.endswith((f"<t>{source}<=>", "<t><=>"))


@given(st.integers(0, 10_000))
def test_everything_else_stays(seed: int) -> None:
    made = _invent(seed)
    if made is None:
        return
    assert made.pair.tag == "own"
    phrases_ = [hint.phrase for hint in made.version.hints]
    for (start, end), old in zip(made.words.source, WORDS.source, strict=True):
        inside = any(p.source_start == start for p in phrases_)
        assert inside or made.pair.source[start:end] == PAIR.source[slice(*old)]
    for (start, end), old in zip(made.words.target, WORDS.target, strict=True):
        inside = any(p.target_start <= start < p.target_end for p in phrases_)
        assert inside or made.pair.target[start:end] == PAIR.target[slice(*old)]


def test_articles_are_sometimes_part_of_the_hint() -> None:
    made = [m for m in map(_invent, range(200)) if m]
    forms = [m.version.text[h.start : h.end] for m in made for h in m.version.hints]
    assert any(form.startswith("the ") for form in forms)
    assert all("the the " not in m.pair.target for m in made)


@pytest.mark.parametrize(("article", "vowel"), [("a", False), ("an", True)])
def test_an_indefinite_article_fits_what_follows(article: str, vowel: bool) -> None:
    pair = Pair("这是网络", f"This is {article} network")
    shift = len(article)
    words = LinkedWords(
        [(0, 1), (1, 2), (2, 4)],
        [(0, 4), (5, 7), (8, 8 + shift), (9 + shift, 16 + shift)],
        [(0, 0), (1, 1), (2, 3)],
        [],
    )
    made = [m for seed in range(200) if (m := _invent(seed, pair, words))]
    assert made
    for one in made:
        follows = one.pair.target.removeprefix(f"This is {article} ")
        assert follows.startswith(tuple("aeiouAEIOU")) == vowel


def test_a_target_that_begins_with_the_phrase_keeps_its_capital() -> None:
    pair = Pair("泛化很重要", "Generalization matters")
    words = LinkedWords([(0, 2), (2, 3), (3, 5)], [(0, 14), (15, 22)], [(0, 0), (2, 1)], [])
    made = [m for seed in range(50) if (m := _invent(seed, pair, words))]
    assert all(m.pair.target[0].isupper() for m in made)
    assert any(m.version.text[m.version.hints[0].start].islower() for m in made)


def test_nothing_to_replace() -> None:
    assert _invent(0, Pair("是", "Yes"), LinkedWords([(0, 1)], [(0, 3)], [(0, 0)], [])) is None
