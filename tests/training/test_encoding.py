from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.training.toy import sentences
from translator.engine.packages import Package
from translator.errors import InputError
from translator.training.alignment import align
from translator.training.batching import Batches
from translator.training.encoding import EncodedCorpus, encode
from translator.training.pairs import Pair
from translator.training.ragged import Ragged
from translator.training.settings import (
    AlignmentMethod,
    AlignmentSettings,
    HintSettings,
    VocabularySettings,
)
from translator.training.vocabulary import END, PADDING, START, Vocabulary, train_vocabulary

pytest.importorskip("jieba")
PAIRS = sentences(150)


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    file = tmp_path_factory.mktemp("vocabulary") / "sentencepiece.model"
    texts = [text for pair in PAIRS for text in (pair.source, pair.target)]
    train_vocabulary(texts, VocabularySettings(size=400), file)
    return Vocabulary(file)


@pytest.fixture(scope="module")
def corpus(vocabulary: Vocabulary) -> EncodedCorpus:
    links, _ = align(PAIRS, AlignmentSettings(AlignmentMethod.BUILTIN))
    return encode(PAIRS, links, vocabulary, HintSettings(invented=0), seed=3)


def test_invented_rows_show_their_words_in_the_hint(vocabulary: Vocabulary) -> None:
    links, _ = align(PAIRS, AlignmentSettings(AlignmentMethod.BUILTIN))
    corpus = encode(PAIRS, links, vocabulary, HintSettings(invented=1), seed=3)
    assert len(PAIRS) < len(corpus) <= 2 * len(PAIRS)
    shown = 0
    for row in range(len(corpus)):
        source = "".join(vocabulary.source_tokens[i] for i in corpus.sources[0][row])
        for hint in source.split("<=>")[1:]:
            shown += 1
            wanted = _letters(hint.split("</t>")[0]).replace("▁", " ").strip().lower()
            assert wanted in vocabulary.decode_target(corpus.targets[row]).lower()
    assert shown >= len(corpus) - len(PAIRS)


def test_both_sides_come_back(vocabulary: Vocabulary, corpus: EncodedCorpus) -> None:
    for row, pair in enumerate(PAIRS):
        assert vocabulary.decode_target(corpus.targets[row]) == pair.target
        tokens = [vocabulary.source_tokens[i] for i in corpus.sources[0][row]]
        assert "".join(tokens).replace("▁", "") == pair.source


def _letters(pieces: str) -> str:
    """Pieces with ASCII bytes as letters: the toy vocabulary has few letters of its own."""
    return re.sub(r"<0x([0-7].)>", lambda byte: chr(int(byte[1], 16)), pieces)


def test_hint_marks_are_single_pieces(vocabulary: Vocabulary) -> None:
    tokens = vocabulary.encode_source("<t>红色<=>red</t>的苹果").ids
    named = [vocabulary.source_tokens[i] for i in tokens]
    assert [named.count(mark) for mark in ("<t>", "<=>", "</t>")] == [1, 1, 1]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20))
def test_any_text_can_be_a_target(vocabulary: Vocabulary, text: str) -> None:
    pieces = vocabulary.encode_target(text)
    assert len(pieces.ids) == len(pieces.spans)
    assert all(i > END for i in pieces.ids)


def test_chinese_in_a_target_becomes_bytes(embedded: Package) -> None:
    vocabulary = Vocabulary(embedded.sentencepiece)
    assert (
        vocabulary.decode_target(vocabulary.encode_target("He said 你好.").ids) == "He said 你好."
    )


def test_links_point_at_the_right_pieces(vocabulary: Vocabulary, corpus: EncodedCorpus) -> None:
    good = bad = 0
    for row, pair in enumerate(PAIRS):
        targets = [vocabulary.target_tokens[i] for i in corpus.targets[row]]
        for variant in (1, 2):
            sources = [vocabulary.source_tokens[i] for i in corpus.sources[variant][row]]
            for t, s in corpus.links[variant][row].reshape(-1, 2):
                if "<=>" in sources[:s] and sources[s].strip("▁").isascii():
                    good += sources[s].strip("▁") in pair.target
                    bad += targets[t].strip("▁")[:1] != sources[s].strip("▁")[:1]
    assert good > 100
    assert bad < 0.1 * good


def test_a_corpus_survives_the_disk(corpus: EncodedCorpus, tmp_path: Path) -> None:
    corpus.save(tmp_path)
    again = EncodedCorpus.load(tmp_path)
    assert again.tag_names == corpus.tag_names == ("toy",)
    for one, other in zip(again.sources + again.links, corpus.sources + corpus.links, strict=True):
        np.testing.assert_array_equal(one.flat, other.flat)
        np.testing.assert_array_equal(one.offsets, other.offsets)


def _batches(corpus: EncodedCorpus, **changes: object) -> Batches:
    plain = {"copies": {"toy": 1.0}, "hinted": 0.5, "tokens": 300, "longest": 60, "seed": 5}
    return Batches(corpus, **(plain | changes))


def test_an_epoch_shows_every_pair_once(corpus: EncodedCorpus) -> None:
    plans = _batches(corpus).epoch(0)
    rows = np.concatenate([plan.rows for plan in plans])
    assert sorted(rows.tolist()) == list(range(len(PAIRS)))
    hinted = np.concatenate([plan.variants for plan in plans]) > 0
    assert 0.35 < hinted.mean() < 0.65


def test_epochs_differ_and_repeat(corpus: EncodedCorpus) -> None:
    batches = _batches(corpus)
    first, again, second = (
        [plan.rows.tolist() for plan in batches.epoch(number)] for number in (0, 0, 1)
    )
    assert first == again != second


@pytest.mark.parametrize(("copies", "low", "high"), [(0.0, 0, 0), (0.5, 50, 100), (2.0, 300, 300)])
def test_copies(corpus: EncodedCorpus, copies: float, low: int, high: int) -> None:
    plans = _batches(corpus, copies={"toy": copies}).epoch(0)
    assert low <= sum(len(plan.rows) for plan in plans) <= high


def test_batches_are_what_the_model_needs(vocabulary: Vocabulary, corpus: EncodedCorpus) -> None:
    batches = _batches(corpus)
    for plan in batches.epoch(0):
        batch = batches.fill(plan)
        assert batch.source.shape == (len(plan.rows), plan.source_width)
        assert (batch.previous[:, 0] == START).all()
        assert ((batch.source == END).sum(1) == 1).all()
        assert len(batch.labels) % 256 == 0
        gold = np.full(batch.previous.size, PADDING)
        gold[batch.label_places[: batch.tokens]] = batch.labels[: batch.tokens]
        gold = gold.reshape(batch.previous.shape)
        np.testing.assert_array_equal(np.where(gold == END, 0, gold)[:, :-1], batch.previous[:, 1:])
        for row, target in zip(plan.rows, gold, strict=True):
            assert vocabulary.decode_target(target) == PAIRS[row].target
        places = batch.link_rows * plan.target_width + batch.link_targets
        sums = np.bincount(places, batch.link_weights)
        np.testing.assert_allclose(sums[sums > 0], 1, rtol=1e-5)


def test_long_pairs_are_left_out(vocabulary: Vocabulary) -> None:
    pairs = [*PAIRS[:5], Pair("红色" * 50, "red " * 50, "toy")]
    batches = _batches(encode(pairs, None, vocabulary, HintSettings()), longest=30)
    assert sum(len(plan.rows) for plan in batches.epoch(0)) == 5


def test_many_pairs_are_encoded_by_processes(vocabulary: Vocabulary) -> None:
    pairs = PAIRS * 30
    done: list[int] = []
    corpus = encode(pairs, None, vocabulary, HintSettings(), on_pairs=done.append)
    assert sum(done) == len(corpus) == len(pairs)
    assert vocabulary.decode_target(corpus.targets[4499]) == pairs[4499].target


def test_ragged_rows() -> None:
    rows = Ragged.of([[1, 2, 3], [], [4]], np.uint16)
    padded = rows.padded(np.array([2, 0, 1]), 2)
    np.testing.assert_array_equal(padded, [[4, 0], [1, 2], [0, 0]])
    assert [list(row) for row in rows] == [[1, 2, 3], [], [4]]
    empty = Ragged.of([[], []], np.uint16)
    np.testing.assert_array_equal(empty.padded(np.array([1]), 3), [[0, 0, 0]])


def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    file = tmp_path / "a.model"
    file.write_bytes(b"no model")
    with pytest.raises(InputError, match="no SentencePiece model"):
        Vocabulary(file)
