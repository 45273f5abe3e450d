"""The term report: counts, deviations, and pages that cannot be broken by what they show."""

import csv
import io
import json

import pytest
from lxml import html

from translator.checks.terms import term_report
from translator.document import (
    Document,
    Rung,
    Section,
    SectionKind,
    Segment,
    State,
    TermUse,
    Turn,
)
from translator.glossary.term import Term
from translator.glossary.termbase import TermBase

TERMS = TermBase(
    [
        [
            Term("泛化", "generalization", ("generalize",), ("extensive",), glossary="own"),
            Term("鲁棒性", "robustness", forbidden=("Lubang",), glossary="own"),
            Term("PyTorch", "PyTorch", do_not_translate=True, glossary="own"),
        ]
    ]
)


def document(*pairs, state=State.MACHINE, terms=()):
    segments = tuple(
        Segment(
            f"s{n}", source, target, state if target else State.UNTRANSLATED, line=n, terms=terms
        )
        for n, (source, target) in enumerate(pairs, start=1)
    )
    return Document("talk.txt", (Section(SectionKind.BODY, turns=(Turn("", segments),)),))


def test_renderings_are_counted_without_the_capital_of_a_sentence():
    report = term_report(
        document(
            ("泛化很难，泛化很重要。", "Generalization is hard; generalization matters."),
            ("它能泛化。", "It generalizes."),
            ("还没翻译的泛化。", ""),
        ),
        TERMS,
    )
    (row,) = report.rows
    assert (row.occurrences, row.honoured, row.untranslated) == (4, 3, 1)
    assert dict(row.renderings) == {"generalization": 2, "generalizes": 1}
    assert not row.deviations


def test_deviations_name_segment_and_forbidden_form():
    report = term_report(
        document(
            ("泛化很难。", "It is hard."),
            ("鲁棒性很重要。", "Lubang matters."),
            ("用 PyTorch。", "Use Pytorch."),
        ),
        TERMS,
    )
    found = {row.source: row.deviations for row in report.rows}
    assert [(d.segment, d.forbidden) for d in found["泛化"]] == [("s1", "")]
    assert [(d.segment, d.forbidden) for d in found["鲁棒性"]] == [("s2", "Lubang")]
    assert [d.segment for d in found["PyTorch"]] == ["s3"]
    assert report.deviations == 3
    assert report.honoured == 0


def test_a_forbidden_form_beside_the_right_one_is_a_deviation_too():
    report = term_report(
        document(("泛化很难。", "Generalization, an extensive thing, is hard.")), TERMS
    )
    (row,) = report.rows
    assert (row.honoured, [d.forbidden for d in row.deviations]) == (1, ["extensive"])


def test_rungs_come_from_the_segments_and_from_persons():
    use = TermUse(0, 2, "泛化", "generalization", Rung.SPLICE, 0, 14)
    spliced = term_report(document(("泛化。", "Generalization."), terms=(use,)), TERMS)
    assert spliced.rungs() == ((Rung.SPLICE, 1),)
    edited = term_report(document(("泛化。", "Generalization."), state=State.EDITED), TERMS)
    assert edited.rungs() == ((Rung.PERSON, 1),)
    broken = term_report(document(("泛化。", "Wide."), terms=(use,)), TERMS)
    assert broken.rungs() == ((Rung.FAILED, 1),)


def test_worst_terms_come_first():
    report = term_report(
        document(("泛化泛化。", "Generalization and generalization."), ("鲁棒性。", "It.")),
        TERMS,
    )
    assert [row.source for row in report.rows] == ["鲁棒性", "泛化"]


def test_json_and_csv_hold_the_same():
    report = term_report(
        document(("泛化。", "Generalization."), ("泛化，真的。", "Extensive, really.")), TERMS
    )
    data = json.loads(report.to_json())
    assert (data["occurrences"], data["honoured"], data["deviations"]) == (2, 1, 1)
    assert data["terms"][0]["deviations"][0]["segment"] == "s2"
    rows = list(csv.DictReader(io.StringIO(report.to_csv())))
    assert [(r["kind"], r["rendering"]) for r in rows] == [
        ("rendered", "Generalization"),
        ("forbidden", "extensive"),
    ]


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "&amp;"])
def test_html_escapes_everything(evil):
    terms = TermBase([[Term("泛化", evil, forbidden=("wide",), glossary=evil)]])
    page = term_report(document((f"泛化{evil}。", f"Wide {evil}.")), terms).to_html()
    tree = html.fromstring(page)
    assert not tree.xpath("//script | //img")
    assert not tree.xpath("//@onerror")
    assert evil in tree.text_content()
    assert tree.xpath("//mark[@class='bad']/text()") == ["Wide"]
    for link in tree.xpath("//a/@href"):
        assert tree.xpath(f"//*[@id='{link[1:]}']"), link


def test_a_document_without_terms():
    report = term_report(document(("你好。", "Hello.")), TERMS)
    assert report.rows == ()
    assert "0 terms" in report.to_html()
    assert json.loads(report.to_json())["terms"] == []
    assert report.to_table().row_count == 0
