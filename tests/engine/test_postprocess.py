from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.engine.postprocess import polish

CASES = [
    # punctuation and spaces
    ("他说：“你好。”", "He said，“hello。”", 'He said, "hello."'),
    ("对，好。", "Right ，good 。", "Right, good."),
    ("（鼓掌）", "（ Applause ）", "(Applause)"),
    ("甲、乙。", "A、B.", "A, B."),
    ("什么？！", "What？！", "What?!"),
    ("读《论文》。", "Read 《Papers》.", 'Read "Papers".'),
    ("等等……", "Wait……", "Wait..."),
    ("50％。", "50 ％.", "50%."),
    ("ＡＢＣ１２", "ＡＢＣ１２", "ABC12"),
    ("好。", "It’s  good .", "It's good."),
    ("好。", "Well,good,right.", "Well, good, right."),
    ("1,000 个。", "1,000 of them.", "1,000 of them."),
    ("用 .NET。", "Use .NET.", "Use .NET."),
    ("见 https://a.org/x,y?z=1。", "See https://a.org/x,y?z=1.", "See https://a.org/x,y?z=1."),
    ("例如谷歌。", "For instance (e.g., Google).", "For instance (e.g., Google)."),
    # the end and the beginning
    ("这行吗？", "Is this OK.", "Is this OK?"),
    ("这行。", "This works", "This works."),
    ("这行。", "This works,", "This works."),
    ("走！", "Go", "Go!"),
    ("走！", "Go.", "Go."),
    ("“走吧。”", '"Let us go"', '"Let us go."'),
    ("（完）。", "The end (really)", "The end (really)."),
    ("标题", "A heading", "A heading"),
    ("标题", "a heading", "a heading"),
    ("原子很小。", "atoms are small.", "Atoms are small."),
    ("pip install 就行。", "pip install is enough.", "pip install is enough."),
    ("iPhone 很好。", "iPhone is good.", "iPhone is good."),
    ("e.g. 很好。", "e.g. is good.", "e.g. is good."),
    # pairs
    ("他说：“好。”", 'He said, "good.', 'He said, "good."'),
    ("“好。”", 'Good."', '"Good."'),
    ("好。", 'Good".', "Good."),
    ("他说：“好。", 'He said, "good.', 'He said, "good.'),
    ("屏幕是 5 英寸。", 'The screen is 5".', 'The screen is 5".'),
    ("甲（乙）。", "A (B.", "A (B)."),
    ("甲（乙。", "A (B.", "A (B."),
    # Latin and figures as in the source
    ("用 BERT-base 和 GPT-4o。", "We use Bert-base and GPT4o.", "We use BERT-base and GPT-4o."),
    ("NeurIPS 是集市。", "NerIPS is a fair.", "NeurIPS is a fair."),
    ("用 gpt 做。", "Use GPT for it.", "Use GPT for it."),
    ("Transformer 很强。", "Transformers are strong.", "Transformers are strong."),
    ("LLM 很强。", "LLMs are strong.", "LLMs are strong."),
    ("准确率是98.5%。", "The accuracy is 98.6%.", "The accuracy is 98.5%."),
    ("共1024个。", "1025 in all.", "1024 in all."),
    ("他有3个和5个。", "He has 3 and 6.", "He has 3 and 6."),
    ("2.4万人。", "24,000 people.", "24,000 people."),
    ("2017年的事。", "It was in 2018.", "It was in 2018."),
    ("15:30开会。", "We meet at 3:30 pm.", "We meet at 3:30 pm."),
    # Chinese left over
    ("我叫犇。", "My name is犇.", "My name is Ben."),
    ("一段话。", "This 一段没有翻译的话 stays.", "This 一段没有翻译的话 stays."),
    ("", "", ""),
    ("好。", "", ""),
]


@pytest.mark.parametrize(("source", "target", "expected"), CASES)
def test_a_target_takes_english_form(source: str, target: str, expected: str) -> None:
    assert polish(source, target).text == expected


@pytest.mark.parametrize(("source", "target", "expected"), CASES)
def test_what_is_polished_stays(source: str, target: str, expected: str) -> None:
    assert polish(source, expected).text == expected


def test_protected_spans_stay_letter_by_letter() -> None:
    target = "We read《道》and 道."
    polished = polish("我们读《道》。", target, protected=[(7, 10)])
    assert polished.text == "We read《道》and Dao."


def test_spans_follow_their_words() -> None:
    target = "he，said  “generalization ability” holds"
    polished = polish("他说“泛化能力”成立。", target)
    assert polished.text == 'He, said "generalization ability" holds.'
    for word in ("said", "generalization ability", "holds"):
        start = target.index(word)
        moved = polished.moved(start, start + len(word))
        assert polished.text[slice(*moved)] == word


@given(
    st.text(st.sampled_from("甲乙，。？“”（）a1. "), max_size=20),
    st.text(st.sampled_from("ab A1.,，。“”\"()（）:;%犇 -'"), max_size=40),
)
def test_polishing_any_text_settles_and_keeps_offsets_inside(source: str, target: str) -> None:
    polished = polish(source, target)
    assert len(polished.text) == len(polished.origins)
    for start in range(0, len(target), 3):
        a, b = polished.moved(start, min(len(target), start + 3))
        assert 0 <= a <= b <= len(polished.text)
    letters = [c for c in target if c.isascii() and c.isalpha()]
    kept = [c for c in polished.text if c.isascii() and c.isalpha()]
    assert len(kept) >= len(letters)
