from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.documents.examples import panel, with_text_everywhere
from translator.checks.finding import Finding, Severity
from translator.document import Document
from translator.documents import write


def book(document: Document, folder: Path, *findings: Finding) -> openpyxl.Workbook:
    write(document, folder / "a.xlsx", format="xlsx", findings=findings)
    return openpyxl.load_workbook(folder / "a.xlsx")


def test_sheets_and_rows(tmp_path: Path) -> None:
    finding = Finding("number-mismatch", Severity.ERROR, "24,000 is missing", segment="b1")
    workbook = book(panel(), tmp_path, finding)
    assert workbook.sheetnames == ["Segments", "Terms", "Dropped"]
    rows = {row[0]: row for row in workbook["Segments"].iter_rows(values_only=True)}
    assert rows["b1"] == (
        "b1",
        "1. What is generalization?",
        "Mao Haitao",
        "模型泛化很难 | 说清。",
        "Generalization of a model is hard to put | into words.",
        "machine",
        0.93,
        "泛化 → generalization (hint)",
        "24,000 is missing",
        None,
    )
    assert rows["t"][2] == "(title)"
    assert rows["h1"][2] == "(heading)"
    assert rows["b2"][-1] == "Check the tone."
    assert [r[1] for r in workbook["Terms"].iter_rows(values_only=True)][1:] == [
        "compute",
        "generalization",
    ]
    assert list(workbook["Dropped"].iter_rows(min_row=2, values_only=True)) == [
        (15, "点击阅读原文", "link to the original")
    ]


def test_head_is_frozen_and_filtered_and_text_wraps(tmp_path: Path) -> None:
    sheet = book(panel(), tmp_path)["Segments"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:J9"
    assert sheet["D2"].alignment.wrap_text
    assert sheet.column_dimensions["E"].width == 60
    assert sheet["A1"].font.bold


def test_colours_tell_the_state(tmp_path: Path) -> None:
    sheet = book(panel(), tmp_path)["Segments"]
    colours = {row[0].value: row[4].fill.fgColor.rgb for row in sheet.iter_rows(min_row=2)}
    assert len({colours["t"], colours["b2"], colours["b3"], colours["b1"]}) == 4


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"])
def test_nothing_becomes_a_formula(tmp_path: Path, text: str) -> None:
    document = with_text_everywhere(text).map_segments(
        lambda s: type(s)(s.id, text, text, s.state, notes=(text,))
    )
    workbook = book(document, tmp_path)
    guarded = 0
    for sheet in workbook:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                assert cell.data_type != "f"
                if cell.value == text:
                    assert cell.quotePrefix
                    guarded += 1
    assert guarded > 10


def test_overlong_text_is_cut_to_what_a_cell_holds(tmp_path: Path) -> None:
    sheet = book(with_text_everywhere("字" * 50_000), tmp_path)["Segments"]
    assert len(sheet["D2"].value) == 32_767
