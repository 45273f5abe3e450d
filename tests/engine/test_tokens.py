from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translator.engine.packages import Package
from translator.engine.tokens import Tokens

MIXED = [
    "深度学习 GPT-4 的 AI",
    "犇猋𠮷",
    "一\u3000二",
    "a <t>泛化<=>generalization</t> b",
    "模型▁的_x",
    "  前导",
    "Ａ①㎡ｋｍ",
    "≤½ﬁ é e\u0301",
    "",
    "   ",
]


@pytest.fixture(scope="module")
def tokens(package: Package) -> Tokens:
    return Tokens(package)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("深度学习 AI", ["深度学习", "深度学习", "AI"]),
        ("他说 AI 好", ["他", "说", "AI", "", "好"]),
    ],
)
def test_a_span_is_the_text_of_its_token(text: str, expected: list[str], tokens: Tokens) -> None:
    assert [text[start:end].strip() for start, end in tokens.spans(text)] == expected


@pytest.mark.parametrize("text", MIXED)
def test_spans_run_from_left_to_right_one_per_token(text: str, tokens: Tokens) -> None:
    spans = tokens.spans(text)
    assert len(spans) == len(tokens.encode(text))
    assert spans == sorted(spans)
    assert all(0 <= start <= end <= len(text) for start, end in spans)


def test_bytes_of_a_rare_character_share_its_span(tokens: Tokens) -> None:
    assert set(tokens.spans("犇𠮷")) == {(0, 1), (1, 2)}


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_spans_of_any_text_stay_inside_it(text: str) -> None:
    tokens = _tokens()
    spans = tokens.spans(text)
    assert len(spans) == len(tokens.encode(text))
    assert all(0 <= start <= end <= len(text) for start, end in spans)


@given(st.text(st.sampled_from("abcXYZ019 ,.'\"-()é犇😀"), max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_target_can_be_forced_in_the_vocabulary(text: str) -> None:
    tokens = _tokens()
    forced = tokens.encode_target(text)
    assert set(forced) <= _vocabulary()
    assert tokens.decode(forced) == tokens.decode(tokens.encode(text))
    decoded, spans = tokens.decode_with_spans(forced)
    assert decoded == tokens.decode(forced)
    assert len(spans) == len(forced)


def test_spans_of_targets_leave_out_leading_spaces(tokens: Tokens) -> None:
    text, spans = tokens.decode_with_spans(["▁The", "▁model", "s", "."])
    assert text == "The models."
    assert [text[a:b] for a, b in spans] == ["The", "model", "s", "."]


def test_unknown_tokens_leave_no_trace(tokens: Tokens) -> None:
    assert tokens.decode(["▁The", "<unk>", "▁model"]) == "The model"
    assert len(tokens.decode_with_spans(["▁The", "<unk>", "▁model"])[1]) == 3


_CACHE: list[Tokens] = []


def _tokens() -> Tokens:
    from tests.engine.conftest import embedded

    if not _CACHE:
        _CACHE.append(Tokens(embedded()))
    return _CACHE[0]


def _vocabulary() -> set[str]:
    from tests.engine.conftest import embedded

    file = embedded().model / "target_vocabulary.json"
    return set(json.loads(file.read_text(encoding="utf-8")))
