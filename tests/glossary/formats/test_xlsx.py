"""Workbooks as people make them."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from translator.errors import InputError
from translator.glossary.formats import read_glossary, xlsx
from translator.glossary.term import Term


def save(tmp_path, rows, name="base.xlsx", sheets=()):
    workbook = Workbook()
    for title in sheets:
        workbook.create_sheet(title, 0).append(["Read me first"])
    sheet = workbook[workbook.sheetnames[-1]]
    for row in rows:
        sheet.append(row)
    workbook.save(tmp_path / name)
    return tmp_path / name


def test_numbers_blanks_and_other_sheets(tmp_path):
    path = save(
        tmp_path,
        [
            ["Team glossary"],
            [],
            ["中文", "英文", "备注", "Owner"],
            ["泛化", "generalization", 2.0, "Mei"],
            [None, None, None, None],
            ["空", None, None, None],
            [2022, "2022", None, None],
        ],
        sheets=["About"],
    )
    first, second = read_glossary(path)
    assert (first.source, first.note, first.extra, first.line) == (
        "泛化",
        "2",
        (("Owner", "Mei"),),
        4,
    )
    assert second.source == "2022"


def test_formulas_are_neither_read_nor_written(tmp_path):
    path = save(tmp_path, [["source", "target"], ["泛化", '=HYPERLINK("http://x","y")']])
    assert read_glossary(path) == ()
    written = xlsx.write([Term("泛化", '=HYPERLINK("http://x","y")', note="@SUM(1)")])
    sheet = load_workbook(io.BytesIO(written)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value)[0] in "=@")


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"PK\x03\x04" + b"\0" * 500])
def test_broken_workbooks(tmp_path, data):
    (tmp_path / "bad.xlsx").write_bytes(data)
    with pytest.raises(InputError, match="bad"):
        read_glossary(tmp_path / "bad.xlsx")


def test_a_workbook_without_header(tmp_path):
    with pytest.raises(InputError, match="no sheet names its columns"):
        read_glossary(save(tmp_path, [["泛化", "generalization"]]))
