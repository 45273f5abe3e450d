from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from translator.engine.splitting import split_long


def pieces(text: str, limit: int, zones: list[tuple[int, int]] | None = None) -> list[str]:
    return [text[a:b] for a, b in split_long(text, limit, len, zones or [])]


def test_a_short_text_stays_whole() -> None:
    assert pieces("短句。", 10) == ["短句。"]
    assert pieces("", 10) == [""]


def test_sentence_ends_come_before_commas() -> None:
    assert pieces("我们先看数据，再看模型。然后看结果，最后总结。", 14) == [
        "我们先看数据，再看模型。",
        "然后看结果，最后总结。",
    ]


def test_closing_quotes_stay_with_their_sentence() -> None:
    assert pieces("他说：“今天就到这里。”大家都同意了。", 12)[0].endswith("。”")


def test_commas_serve_where_no_sentence_ends() -> None:
    assert pieces("损失函数下降得很慢，但是泛化误差一直很小", 12) == [
        "损失函数下降得很慢，",
        "但是泛化误差一直很小",
    ]


def test_a_text_without_breaks_is_cut_in_the_middle() -> None:
    assert pieces("甲" * 10, 5) == ["甲" * 5, "甲" * 5]


def test_hints_are_never_cut() -> None:
    text = "甲甲<t>乙，乙<=>b, b</t>丙丙"
    zone = (2, text.index("</t>") + 4)
    assert "<t>乙，乙<=>b, b</t>" in pieces(text, 6, [zone])


@given(st.text(st.sampled_from("甲乙，。 a“”"), max_size=80), st.integers(1, 20))
def test_nothing_is_lost_and_pieces_fit(text: str, limit: int) -> None:
    cut = pieces(text, limit)
    assert "".join(cut) == text
    assert all(len(piece) <= limit for piece in cut)
