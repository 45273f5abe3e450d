from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.examples import documents, panel
from translator.document import Document, Rung, Section, SectionKind, Segment, TermUse, Turn
from translator.documents import view
from translator.documents.conversion import converted
from translator.errors import UsageError


def one(source: str, term: str) -> Document:
    start = source.index(term)
    use = TermUse(start, start + len(term), term, "x", Rung.HINT)
    segment = Segment("a", source, terms=(use,))
    return Document("a.txt", (Section(SectionKind.BODY, turns=(Turn("", (segment,)),)),))


def marked(document: Document) -> list[str]:
    return [
        piece.text
        for segment in document.segments()
        for piece in view.source_pieces(segment)
        if piece.use
    ]


def test_everything_chinese_is_converted_and_nothing_else() -> None:
    document = converted(panel(), "s2tw")
    sources = [segment.source for segment in document.segments()]
    assert sources[0] == "理論與實踐"
    assert [segment.target for segment in document.segments()] == [
        segment.target for segment in panel().segments()
    ]
    assert document.speakers[0].name == "毛海濤"
    assert document.sections[1].turns[0].speaker == "毛海濤"
    assert document.speaker("毛海濤").romanised == "Mao Haitao"
    assert document.dropped == panel().dropped


@pytest.mark.parametrize(
    ("source", "term", "variant", "mark"),
    [
        ("模型的泛化能力", "泛化", "s2t", "泛化"),
        ("这台打印机的内存不足", "内存", "s2twp", "記憶體"),
        ("用鼠标点击程序", "程序", "s2twp", "程式"),
    ],
)
def test_terms_keep_their_mark(source: str, term: str, variant: str, mark: str) -> None:
    assert marked(converted(one(source, term), variant)) == [mark]


def test_term_whose_edge_a_phrase_crosses_loses_its_mark_only() -> None:
    document = converted(one("内存不足", "存不"), "s2twp")
    assert marked(document) == []
    (segment,) = document.segments()
    assert len(segment.terms) == 1


@settings(deadline=None, max_examples=40)
@given(documents(), st.sampled_from(["s2t", "s2twp", "t2s"]))
def test_any_document_converts(document: Document, variant: str) -> None:
    result = converted(document, variant)
    assert [s.id for s in result.segments()] == [s.id for s in document.segments()]


def test_unknown_variant_is_refused() -> None:
    with pytest.raises(UsageError, match="s2tw"):
        converted(panel(), "elvish")
