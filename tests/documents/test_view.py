from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.documents.examples import documents, panel
from translator.checks.finding import Finding, Severity
from translator.document import Document, Rung, Section, SectionKind, Segment, State, TermUse
from translator.documents import view


def use(start: int, end: int) -> TermUse:
    return TermUse(start, end, "词", "term", Rung.HINT, start, end)


@settings(deadline=None, max_examples=50)
@given(documents())
def test_pieces_add_up(document: Document) -> None:
    for segment in document.segments():
        assert "".join(p.text for p in view.source_pieces(segment)) == segment.source
        assert "".join(p.text for p in view.target_pieces(segment)) == segment.target


@pytest.mark.parametrize(
    ("spans", "texts"),
    [
        ([(0, 2), (4, 6)], ["[ab]", "cd", "[ef]"]),
        ([(4, 6), (0, 2)], ["[ab]", "cd", "[ef]"]),
        ([(0, 4), (2, 6)], ["[abcd]", "ef"]),
        ([(0, 0), (5, 9), (-2, 3), (3, 1)], ["abcdef"]),
        ([], ["abcdef"]),
    ],
)
def test_stale_and_overlapping_spans_are_passed_over(
    spans: list[tuple[int, int]], texts: list[str]
) -> None:
    segment = Segment("a", "abcdef", "abcdef", terms=tuple(use(*span) for span in spans))
    for pieces in (view.source_pieces(segment), view.target_pieces(segment)):
        assert [f"[{p.text}]" if p.use else p.text for p in pieces] == texts


@pytest.mark.parametrize(
    ("sources", "joined"),
    [
        (["你好。", "再见。"], "你好。再见。"),
        (["He left.", "So did I."], "He left. So did I."),
        (["他走了。", "OK."], "他走了。OK."),
        (["OK.", "他走了。"], "OK.他走了。"),
        (["", "他走了。"], "他走了。"),
    ],
)
def test_chinese_paragraph(sources: list[str], joined: str) -> None:
    assert view.chinese_paragraph([Segment(s, s) for s in sources]) == joined


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("1", "1"),
        ("一", "1"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("九十九", "99"),
        ("Q1", "Q1"),
        ("第三部分", "第三部分"),
        ("一二", "一二"),
        ("十十", "十十"),
    ],
)
def test_section_numbers_in_english(number: str, shown: str) -> None:
    heading = view.section_heading(
        Section(SectionKind.BODY, number, Segment("h", "标题", "Heading", State.MACHINE))
    )
    assert heading.english == f"{shown}. Heading"
    assert heading.chinese == f"{number} 标题"
    assert view.section_heading(Section(SectionKind.BODY, number)).english == shown


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        (SectionKind.INTRODUCTION, "Introduction"),
        (SectionKind.BODY, "Discussion"),
        (SectionKind.CLOSING, "Closing"),
        (SectionKind.ABOUT, "About"),
    ],
)
def test_sections_without_heading(kind: SectionKind, heading: str) -> None:
    assert view.section_heading(Section(kind)) == view.Heading(heading, "")


def test_reasons() -> None:
    finding = Finding("loop", Severity.WARNING, "a word repeats", segment="a")
    failed = TermUse(0, 1, "词", "term", Rung.FAILED)
    segment = Segment("a", "词。", "Word.", State.MACHINE, terms=(failed,), confidence=0.2)
    assert view.reasons(segment, [finding]) == ("a word repeats",)
    assert view.reasons(segment, []) == (
        "term not honoured: 词 → term",
        "low confidence (0.20)",
    )
    spliced = replace(segment, terms=(replace(failed, rung=Rung.SPLICE),), confidence=None)
    assert view.reasons(spliced, []) == ("term put in by force: 词 → term",)
    assert view.reasons(replace(segment, target=""), []) == ("not translated yet",)
    assert view.reasons(replace(segment, state=State.EDITED), []) == ()
    noted = replace(segment, state=State.APPROVED, notes=("tone?",))
    assert view.reasons(noted, [finding]) == ("a word repeats", "tone?")


def test_terms_are_counted_by_their_english() -> None:
    entries = view.terms(panel())
    assert [(e.source, e.target, e.count) for e in entries] == [
        ("算力", "compute", 1),
        ("泛化", "generalization", 1),
    ]
