"""Terms come out on top, everyday words do not; patterns give English; aligned text gives more."""

import pytest

from translator.glossary.extraction import extract
from translator.glossary.extraction_bilingual import associate, propose_targets
from translator.glossary.extraction_patterns import find_patterns
from translator.glossary.extraction_words import chunks
from translator.glossary.term import Term

TALK = [
    "我们先讲一下对比学习，对比学习其实很简单。",
    "如果数据增广做得不好，对比学习就学不到东西。",
    "数据增广是我们认为最重要的部分。",
    "今天很多人都在用数据增广，但是没有人解释为什么。",
    "负样本的数量会影响对比学习的效果，这个大家都知道。",
    "我们发现负样本越多越好，但是显存不够用。",
    "所以我们觉得负样本的选择很重要，尤其是困难负样本。",
    "困难负样本就是和正样本很像的那些样本。",
    "这个结果和之前的工作很不一样，我们也没有想到。",
    "在 OOD 数据上，OOD 检测的结果也不错。",
]


def sources(sentences, **options):
    return [candidate.source for candidate in extract(sentences, **options)]


def test_terms_come_first():
    assert set(sources(TALK)[:6]) >= {"对比学习", "数据增广", "负样本"}


@pytest.mark.parametrize(
    "word", ["我们", "但是", "很重要", "的", "觉得", "大家", "数据增", "比学习"]
)
def test_everyday_words_and_fragments_do_not_come(word):
    assert word not in sources(TALK)


def test_acronyms_stay_as_they_are():
    (found,) = [c for c in extract(TALK) if c.source == "OOD"]
    assert (found.target, found.count) == ("OOD", 2)


def test_candidates_have_count_example_and_what_is_known():
    known = Term("對比學習", "contrastive learning")
    found = {c.source: c for c in extract(TALK, [known])}
    assert found["对比学习"].count == 4
    assert found["对比学习"].example == TALK[0]
    assert found["对比学习"].known is known
    assert found["负样本"].known is None


def test_min_count():
    assert "正样本" not in sources(TALK)
    assert all(c.count >= 3 for c in extract(TALK, min_count=3))


def test_traditional_and_full_width_text():
    talk = [
        "對比學習很簡單。",
        "我們用對比學習，ＧＮＮ模型也一樣。",
        "ＧＮＮ模型很好。",
        "對比學習。",
    ]
    assert {"对比学习", "GNN模型"} <= set(sources(talk))


@pytest.mark.parametrize("sentences", [[], [""], ["。。。"], ["hello world"], ["的的的的的"]])
def test_texts_without_terms(sentences):
    assert sources(sentences) == []


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("我们使用自注意力(self-attention)来处理。", [("自注意力", "self-attention", ())]),
        ("所谓泛化（generalization）就是这样", [("泛化", "generalization", ())]),
        (
            "介绍图神经网络（Graph Neural Network，GNN）的工作",
            [("图神经网络", "graph neural network", ("GNN",))],
        ),
        ("Transformer（变换器）是一种结构", [("变换器", "Transformer", ())]),
        ("这就是泛化，也就是 generalization 的问题", [("泛化", "generalization", ())]),
        ("self-attention，即自注意力的作用", [("自注意力", "self-attention", ())]),
        ("这个“隐式偏置”（implicit bias）很重要", [("隐式偏置", "implicit bias", ())]),
        ("提出了k近邻图(kNN graph)", [("k近邻图", "kNN graph", ())]),
        (
            "随机梯度下降(SGD)和动量(momentum)",
            [("随机梯度下降", "SGD", ()), ("动量", "momentum", ())],
        ),
        ("人工智能（AI）时代", [("人工智能", "AI", ())]),
        ("我们的模型（CHAM）最好", []),
        ("这个数据集（COCO）很大", []),
        ("他毕业于清华(2020)", []),
        ("你好（笑）", []),
        ("的(a)", []),
    ],
)
def test_patterns(text, pairs):
    assert [(p.source, p.target, p.variants) for p in find_patterns([text])] == pairs


def test_a_pattern_counts_from_one_occurrence_on():
    (found,) = extract(["今天讲良性过拟合（benign overfitting）。"])
    assert (found.source, found.target, found.from_pattern) == (
        "良性过拟合",
        "benign overfitting",
        True,
    )


@pytest.mark.parametrize(
    "text", ["对比学习GNN 很好", "abc def，你好", "k近邻 Q学习", "a" * 50 + "中" * 50]
)
def test_chunks_cover_every_word_once(text):
    for chunk in chunks(text):
        assert [text[s:e] for s, e in zip(chunk.starts, chunk.ends, strict=True)] == list(
            chunk.words
        )
        assert all(a <= b for a, b in zip(chunk.ends, chunk.starts[1:], strict=False))


PAIRS = [
    ("对比学习很简单。", "Contrastive learning is simple."),
    ("我们喜欢对比学习。", "We like contrastive learning."),
    ("对比学习需要负样本。", "Contrastive learning needs negative samples."),
    ("负样本越多越好。", "The more negative samples the better."),
    ("一个负样本不够。", "One negative sample is not enough."),
    ("高斯过程也可以。", "A Gaussian process works too."),
    ("他用高斯过程。", "He uses a Gaussian process."),
    ("天气很好。", "The weather is nice."),
    ("我们回家吧。", "Let us go home."),
]


def test_targets_from_aligned_text():
    found = associate(["对比学习", "负样本", "高斯过程", "没有出现"], PAIRS)
    assert {source: hit.target for source, hit in found.items()} == {
        "对比学习": "contrastive learning",
        "负样本": "negative sample",
        "高斯过程": "Gaussian process",
    }


def test_proposals_leave_what_the_text_itself_gives():
    candidates = extract([*(source for source, _ in PAIRS), "对比学习(CL)很新。"])
    found = {c.source: c.target for c in propose_targets(candidates, PAIRS)}
    assert found["对比学习"] == "CL"
    assert found["负样本"] == "negative sample"


def test_the_english_that_is_given_most_often_wins():
    texts = ["先验（before）", "说到先验（prior）", "先验（prior）分布"]
    assert [(p.source, p.target, p.sentence) for p in find_patterns(texts)] == [
        ("先验", "prior", 1)
    ]


def test_what_stands_inside_a_longer_term_has_no_share_in_its_english():
    pairs = [
        ("最小范数插值器很好。", "The minimum-norm interpolator is fine."),
        ("我们用最小范数插值器。", "We use the minimum-norm interpolator."),
        ("插值很难。", "Interpolation is hard."),
        ("他讲插值。", "He talks about interpolation."),
        ("天气很好。", "Nice weather."),
        ("再见。", "Goodbye."),
    ]
    found = associate(["插值", "最小范数插值器"], pairs)
    assert {source: hit.target for source, hit in found.items()} == {
        "插值": "interpolation",
        "最小范数插值器": "minimum-norm interpolator",
    }
