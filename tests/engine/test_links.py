from __future__ import annotations

import pytest

from translator.engine.links import Link, hint_zones, links_of, widen_to_hints
from translator.engine.packages import TermHints

HINTS = TermHints("<t>", "<=>", "</t>")


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("模型的<t>泛化<=>generalization</t>能力", ["泛化"]),
        ("<t>甲<=>A</t>和<t>乙<=>B</t>", ["甲", "乙"]),
        ("用<t><=>sparse attention</t>吧", ["<t><=>sparse attention</t>"]),
        ("没有", []),
        ("<t>没有完", []),
        ("<t>没有<=>完", []),
        ("", []),
        ("a<b>c</t><=>", []),
    ],
)
def test_zones_give_the_source_inside_or_the_markup(text: str, inside: list[str]) -> None:
    zones = hint_zones(text, HINTS)
    assert [text[a:b] for _, (a, b) in zones] == inside
    assert all(text[a:b].startswith("<t>") and text[a:b].endswith("</t>") for (a, b), _ in zones)


def test_every_token_of_a_hint_stands_for_its_source() -> None:
    text = "很<t>泛化<=>gen</t>强"
    spans = [(0, 1), (1, 4), (4, 6), (6, 9), (9, 12), (12, 16), (16, 17)]
    widened = widen_to_hints(text, spans, HINTS)
    assert [text[a:b] for a, b in widened] == ["很", *["泛化"] * 5, "强"]


def test_without_hints_spans_stay() -> None:
    assert widen_to_hints("<t>泛化<=>g</t>", [(0, 3)], None) == [(0, 3)]


def test_links_take_the_largest_weight() -> None:
    links = links_of([[0.1, 0.7, 0.2], [0.9, 0.0, 0.1]], [(0, 3), (4, 9)], [(0, 2), (2, 4), (4, 5)])
    assert links == (Link(0, 3, 2, 4), Link(4, 9, 0, 2))


def test_a_column_for_the_end_token_counts_as_the_last_token() -> None:
    assert links_of([[0.1, 0.9]], [(0, 1)], [(0, 2)]) == (Link(0, 1, 0, 2),)
