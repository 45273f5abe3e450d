from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translator.subtitles.alignment import SAME, align
from translator.subtitles.alignment_dynamic import align_scores
from translator.subtitles.speech_sounds import sounds


def fuzzy(text: str) -> list[str]:
    return [sound.fuzzy for sound in sounds(text)]


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("显卡", "险卡"),
        ("批大小", "披大小"),
        ("政策是知识", "增测似自思"),
        ("南方", "蓝黄"),
        ("经常", "金藏"),
        ("2022", "二零二二"),
        ("4,096", "４０９６"),
        ("3.5", "三点五"),
        ("資料與學習", "资料与学习"),
        ("GNN", "gnn"),
        ("Alpha Go", "alpha go"),
    ],
)
def test_texts_that_sound_alike(written: str, heard: str) -> None:
    assert fuzzy(written) == fuzzy(heard)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("好，ＡＩ！", ["好", "Ａ", "Ｉ"]),
        ("loss函数", ["loss", "函", "数"]),
        ("……——“”", []),
        ("", []),
        ("½", ["½", "½"]),
        ("𠮷", ["𠮷"]),
    ],
)
def test_sounds_know_where_they_stand(text: str, spans: list[str]) -> None:
    assert [text[sound.start : sound.end] for sound in sounds(text)] == spans


def test_a_number_weighs_what_it_takes_to_say() -> None:
    assert sum(sound.weight for sound in sounds("256")) == pytest.approx(5)
    assert sum(sound.weight for sound in sounds("2022年")) == pytest.approx(5)


@given(st.text(max_size=60))
def test_any_text_has_sounds_in_order(text: str) -> None:
    found = sounds(text)
    assert all(0 <= sound.start < sound.end <= len(text) and sound.weight > 0 for sound in found)
    starts = [sound.start for sound in found]
    assert starts == sorted(starts)


TALK = (
    "一开始我们以为是自己的代码写错了我的学生把每一行都检查了一遍没有找到问题"
    "后来我们给作者写信作者很热心把他们的配置文件发了过来我们一看就明白了"
)


def pairs(text: str, speech: str) -> list[tuple[int, int]]:
    return [(p.text, p.speech) for p in align(sounds(text), sounds(speech))]


def test_equal_texts_are_aligned_sound_by_sound() -> None:
    assert pairs(TALK, TALK) == [(at, at) for at in range(len(TALK))]


def test_what_was_cut_out_is_one_gap() -> None:
    found = pairs(TALK[:20] + TALK[40:], TALK)
    assert found == [(at, at if at < 20 else at + 20) for at in range(len(TALK) - 20)]


def test_misheard_syllables_keep_their_partners() -> None:
    heard = TALK.replace("代码", "呆马").replace("配置", "赔至").replace("问题", "文体")
    assert pairs(TALK, heard) == pairs(TALK, TALK)


def test_unrelated_texts_hardly_match() -> None:
    other = "今天天气晴朗适合去公园散步湖边有很多人在放风筝孩子们跑来跑去非常开心"
    same = [p for p in align(sounds(TALK), sounds(other)) if p.similarity >= SAME]
    assert len(same) <= 4


@pytest.mark.parametrize("size", [0, 1, 700, 3000])
def test_one_syllable_over_and_over(size: int) -> None:
    found = pairs("哈" * size, "哈" * (size + 200))
    assert len(found) == size


@settings(deadline=None)
@given(st.text("的一是不了我在人有", max_size=40), st.text("的一是不了我在人有", max_size=40))
def test_pairs_always_rise(text: str, speech: str) -> None:
    found = pairs(text, speech)
    assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(found))
    assert all(0 <= a < len(text) and 0 <= b < len(speech) for a, b in found)


def gotoh_by_hand(scores: np.ndarray, opening: float, extension: float) -> float:
    """Best score by trying every alignment, for tables of a few cells."""

    def best(row: int, column: int, gap: str) -> float:
        if row == scores.shape[0] and column == scores.shape[1]:
            return 0.0
        found = -np.inf
        if row < scores.shape[0] and column < scores.shape[1]:
            found = max(found, scores[row, column] + best(row + 1, column + 1, ""))
        if row < scores.shape[0]:
            cost = extension if gap == "up" else opening
            found = max(found, best(row + 1, column, "up") - cost)
        if column < scores.shape[1]:
            cost = extension if gap == "left" else opening
            found = max(found, best(row, column + 1, "left") - cost)
        return float(found)

    return best(0, 0, "")


def score_of(scores: np.ndarray, found: list[tuple[int, int]]) -> float:
    total, last = 0.0, (-1, -1)
    for row, column in [*found, scores.shape]:
        for gap in (row - last[0] - 1, column - last[1] - 1):
            total -= 0.75 + 0.02 * (gap - 1) if gap else 0.0
        total += float(scores[row, column]) if (row, column) != scores.shape else 0.0
        last = (row, column)
    return total


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 4), st.integers(1, 4), st.randoms(use_true_random=False))
def test_the_programme_finds_the_best_alignment(rows: int, columns: int, random: object) -> None:
    values = [random.choice([1.0, 0.85, 0.1, -0.5]) for _ in range(rows * columns)]  # type: ignore[attr-defined]
    scores = np.array(values, np.float32).reshape(rows, columns)
    best = gotoh_by_hand(scores, 0.75, 0.02)
    assert score_of(scores, align_scores(scores)) == pytest.approx(best, abs=1e-3)
