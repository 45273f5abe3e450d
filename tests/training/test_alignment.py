from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.training.toy import ACTIONS, PERSONS, THINGS, sentences
from translator.engine.packages import Package
from translator.engine.translator import Translator
from translator.training.alignment import align, align_with_package
from translator.training.alignment_builtin import align_both_ways
from translator.training.annotation import annotate, phrases
from translator.training.links import load_links, save_links
from translator.training.pairs import Pair
from translator.training.settings import AlignmentMethod, AlignmentSettings, HintSettings

pytest.importorskip("jieba")


def test_words_that_occur_together_are_linked() -> None:
    chance = random.Random(1)
    rows = [chance.sample("abcdefghijklmnop", 3) for _ in range(150)]
    target = [[letter.upper() for letter in reversed(row)] for row in rows]
    forward, backward = align_both_ways(rows, target, 8)
    expected = {(0, 2), (1, 1), (2, 0)}
    for links in (forward, backward):
        assert sum(len(found & expected) for found in links) > 0.85 * 3 * len(rows)
        assert sum(len(found) for found in links) <= 3 * len(rows)


@pytest.mark.parametrize(("source", "target"), [([[]], [[]]), ([["a"]], [[]]), ([], [])])
def test_nothing_to_align(source: list[list[str]], target: list[list[str]]) -> None:
    forward, backward = align_both_ways(source, target, 2)
    assert forward == backward == [set() for _ in source]


@pytest.mark.parametrize("method", [AlignmentMethod.BUILTIN, AlignmentMethod.EFLOMAL])
def test_toy_words_find_each_other(method: AlignmentMethod, tmp_path: Path) -> None:
    if method is AlignmentMethod.EFLOMAL:
        pytest.importorskip("eflomal")
    pairs = sentences(200)
    links, used = align(pairs, AlignmentSettings(method))
    assert used is method
    save_links(tmp_path / "links.npz", links)
    right = wrong = 0
    dictionary = PERSONS | ACTIONS | THINGS
    for row, pair in enumerate(pairs):
        words = load_links(tmp_path / "links.npz")[row] if row < 3 else links[row]
        for i, j in words.sure:
            source = pair.source[slice(*words.source[i])]
            target = pair.target[slice(*words.target[j])]
            if source in dictionary:
                right += dictionary[source] == target
                wrong += dictionary[source] != target
    assert right > 500
    assert wrong < 0.05 * right


def test_the_package_aligns_few_pairs(embedded: Package) -> None:
    pair = Pair("泛化能力很重要。", "The generalization ability is very important.")
    links = align_with_package([pair, Pair("好", "OK")], Translator(embedded, threads=1))
    words = links[0]
    linked = {
        (pair.source[slice(*words.source[i])], pair.target[slice(*words.target[j])])
        for i, j in words.sure
    }
    assert ("泛化", "generalization") in linked
    assert len(links) == 2


def test_hints_are_put_where_the_phrase_was() -> None:
    pairs = sentences(200)
    links, _ = align(pairs, AlignmentSettings(AlignmentMethod.BUILTIN))
    annotated = 0
    for row, pair in enumerate(pairs):
        found = phrases(pair, links[row])
        result = annotate(pair, found, HintSettings(), random.Random(row))
        annotated += bool(result.hints)
        assert len(result.places) == len(pair.source) + 1
        plain = "".join(
            character
            for place, character in zip(result.places, pair.source, strict=False)
            if result.text[place] == character
        )
        masked = [h.phrase for h in result.hints if result.text[h.start - 6 : h.start] == "<t><=>"]
        hidden = sum(phrase.source_end - phrase.source_start for phrase in masked)
        assert len(plain) >= len(pair.source) - hidden
        for hint in result.hints:
            english = pair.target[hint.phrase.target_start : hint.phrase.target_end]
            form = result.text[hint.start : hint.end].lower()
            assert english.lower().startswith(form.removesuffix("y"))
    assert annotated > 150


def test_hints_never_overlap_and_close() -> None:
    pair = sentences(1)[0]
    links, _ = align(sentences(120), AlignmentSettings(AlignmentMethod.BUILTIN))
    found = phrases(pair, links[0])
    for seed in range(30):
        text = annotate(pair, found, HintSettings(masked=0.5), random.Random(seed)).text
        opened = 0
        for mark in ("<t>", "<=>", "</t>"):
            opened = max(opened, text.count(mark))
            assert text.count(mark) == text.count("<t>")
        assert opened <= 3


def test_the_same_chance_gives_the_same_hints() -> None:
    pair = sentences(1)[0]
    links, _ = align(sentences(120), AlignmentSettings(AlignmentMethod.BUILTIN))
    found = phrases(pair, links[0])
    one, other = (annotate(pair, found, HintSettings(), random.Random(3)) for _ in range(2))
    assert one == other
