from __future__ import annotations

import random
from dataclasses import replace

import pytest

from translator.engine import translator as module
from translator.engine.decoding import Decoding
from translator.engine.packages import Package
from translator.engine.translator import Hypothesis, Request, Translator

SENTENCES = [
    "今天我们讨论深度学习理论。",
    "好。",
    "扩散模型为什么能够泛化？",
    "这个 assumption 太强了，在实践中几乎不成立。",
    "我们在三个数据集上做了实验，准确率提高了2.4个百分点。",
    "主持人：请各位老师介绍一下自己。",
    "谢谢大家。",
    "损失函数下降得很慢，但是泛化误差一直很小。",
]


def one(translator: Translator, text: str, prefix: str = "", **options: bool | int) -> Hypothesis:
    ((_, found),) = translator.translate([Request(text, prefix)], **options)  # type: ignore[arg-type]
    return found[0]


def all_of(translator: Translator, texts: list[str]) -> list[Hypothesis]:
    results: list[Hypothesis | None] = [None] * len(texts)
    for index, found in translator.translate(map(Request, texts)):
        assert results[index] is None
        results[index] = found[0]
    assert None not in results
    return [result for result in results if result]


def test_every_request_is_answered_once(translator: Translator) -> None:
    assert all(hypothesis.text for hypothesis in all_of(translator, SENTENCES * 3))


def test_results_do_not_depend_on_company_order_or_threads(
    translator: Translator, package: Package
) -> None:
    alone = [one(translator, text) for text in SENTENCES]
    texts = SENTENCES * 4
    random.Random(7).shuffle(texts)
    expected = [alone[SENTENCES.index(text)] for text in texts]
    assert all_of(translator, texts) == expected
    assert all_of(Translator(package, threads=1), texts) == expected


def test_windows_are_read_as_needed(
    translator: Translator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WINDOW", 4)
    read = []
    requests = (read.append(i) or Request(SENTENCES[i % 8]) for i in range(20))  # type: ignore[func-returns-value]
    stream = translator.translate(requests)
    first = next(stream)
    assert first[0] < 4
    assert len(read) == 4
    assert sorted([first[0], *(index for index, _ in stream)]) == list(range(20))


def test_batches_are_reported(translator: Translator) -> None:
    counts: list[int] = []
    texts = [*SENTENCES, "", "我们，" * 200]
    assert len(list(translator.translate(map(Request, texts), on_batch=counts.append))) == 10
    assert sum(counts) == 10
    assert min(counts) > 0


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_nothing_gives_nothing(text: str, translator: Translator) -> None:
    assert one(translator, text) == Hypothesis("", 0.0)
    assert one(translator, text, "Kept ", align=True).text == "Kept"


@pytest.mark.parametrize(
    "text",
    [
        "犇",
        "😀",
        "\u200b",
        "\x00",
        "<t>",
        "</t><=>",
        "<s>",
        "▁",
        "a" * 3000,
        "。" * 400,
        "哈" * 900,
    ],
)
def test_strange_texts_do_not_fail(text: str, translator: Translator) -> None:
    assert isinstance(one(translator, text, align=True).text, str)


def test_alternatives_are_different_and_ordered(translator: Translator) -> None:
    ((_, found),) = translator.translate([Request(SENTENCES[2])], hypotheses=6)
    assert len({hypothesis.text for hypothesis in found}) == 6
    assert [h.score for h in found] == sorted((h.score for h in found), reverse=True)


@pytest.mark.parametrize("length_penalty", [0.2, 1.0, 1.5])
def test_scores_are_mean_log_probabilities(length_penalty: float, package: Package) -> None:
    translator = Translator(package, decoding=Decoding(length_penalty=length_penalty))
    for text in SENTENCES[2:5]:
        found = one(translator, text)
        assert found.score == pytest.approx(translator.score([(text, found.text)])[0], abs=1e-2)


def test_scores_tell_good_from_bad(translator: Translator) -> None:
    text = SENTENCES[0]
    good, bad = translator.score(
        [(text, "Today we discuss deep learning theory."), (text, "The cat is on the roof.")]
    )
    assert good > bad


NATURAL_PREFIXES = ("Today", "In this talk, we")
"""Beginnings that any engine goes on from; after a strange one it may well stop."""


@pytest.mark.parametrize(
    "prefix",
    [
        *NATURAL_PREFIXES,
        "The 犇",
        "Today ",
        "“Deep”",
        "GPT-4o and Qwen2.5-VL",
        "ＡＢＣ",
        "é",
    ],
)
def test_a_prefix_stays_letter_by_letter(prefix: str, translator: Translator) -> None:
    found = one(translator, SENTENCES[0], prefix, align=True)
    assert found.text.startswith(prefix.rstrip())
    if prefix in NATURAL_PREFIXES:
        assert len(found.text) > len(prefix)
    assert all(0 <= k.target_start <= k.target_end <= len(found.text) for k in found.links)
    plain = one(translator, SENTENCES[0], prefix)
    assert (plain.text, plain.score) == (found.text, found.score)


def test_a_score_counts_the_prefix(translator: Translator) -> None:
    text = SENTENCES[0]
    assert one(translator, text, "Cats and dogs").score < one(translator, text).score - 0.5


def test_prefixes_of_any_length_go_together(translator: Translator) -> None:
    prefixes = ["", "Today", "Today we", "We are", "Today we discuss deep"] * 3
    requests = [Request(SENTENCES[0], prefix) for prefix in prefixes]
    found = {index: hypotheses[0] for index, hypotheses in translator.translate(requests)}
    assert [found[i].text.startswith(p) for i, p in enumerate(prefixes)] == [True] * 15
    assert [found[i] for i in range(5)] == [found[i] for i in range(5, 10)]


def test_links_name_the_source(translator: Translator) -> None:
    text = "扩散模型为什么能够泛化？"
    found = one(translator, text, align=True)
    linked = {
        found.text[k.target_start : k.target_end]: text[k.source_start : k.source_end]
        for k in found.links
    }
    assert linked["?"] == "？"
    assert all(k.source_start < k.source_end for k in found.links)


@pytest.mark.parametrize(
    "text", [*SENTENCES, "模型的<t>泛化<=>generalization</t>能力很强。", "犇 的 AI。"]
)
def test_alignment_of_a_given_target_is_that_of_the_search(
    text: str, translator: Translator
) -> None:
    found = one(translator, text, align=True)
    assert translator.align([(text, found.text)]) == [found.links]


def test_a_hint_is_one_zone_and_stands_for_its_source(translator: Translator) -> None:
    text = "模型的<t>泛化<=>generalization</t>能力很强。"
    found = one(translator, text, align=True)
    assert "generaliz" in found.text
    inside = range(text.index("<t>"), text.index("</t>") + 4)
    for link in found.links:
        if link.source_start in inside:
            assert text[link.source_start : link.source_end] == "泛化"


def test_alignment_of_nothing_is_nothing(translator: Translator) -> None:
    assert translator.align([("", "A"), ("好", ""), ("", "")]) == [(), (), ()]
    assert translator.align([]) == []
    assert translator.score([]) == []
    assert translator.score([("", "A"), ("好", "")])[0] == 0.0


def test_long_texts_are_cut_not_truncated(package: Package, translator: Translator) -> None:
    text = "".join(SENTENCES[1:7])
    cut = Translator(package, decoding=replace(translator.decoding, longest_input=20))
    found = one(cut, text, align=True)
    assert "assumption" in found.text
    assert "2.4" in found.text
    ends = [k.target_end for k in found.links]
    assert ends == sorted(ends)
    assert ends[-1] == len(found.text)
    assert max(k.source_end for k in found.links) > len(text) - 8
    assert one(cut, text).text == found.text


def test_huge_texts_are_translated_to_the_end(translator: Translator) -> None:
    text = "".join(f"第{n}组实验一共用了{n}个模型。" for n in range(100, 160))
    found = one(translator, text)
    assert sum(str(n) in found.text for n in range(100, 160)) > 40


def test_positions_beyond_the_model_do_not_fail(translator: Translator) -> None:
    long = "Hello world. " * 400
    assert len(translator.align([("好" * 2000, long)])[0]) > 100
    assert translator.score([("好" * 2000, long)])[0] < 0
    assert one(translator, "好" * 2000, long).text.startswith("Hello world.")


def test_the_key_follows_package_and_settings(package: Package, translator: Translator) -> None:
    assert translator.key.startswith(package.fingerprint)
    assert translator.key == Translator(package, decoding=translator.decoding).key
    assert translator.key != Translator(package, beam_size=2).key
