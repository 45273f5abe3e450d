from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from tests.documents.examples import panel, with_text_everywhere
from translator.document import Document
from translator.documents import Layout, write


def opened(document: Document, folder: Path, layout: Layout = Layout.TABLE, **options: Any) -> Any:
    write(document, folder / "a.docx", format="docx", layout=layout, **options)
    return docx.Document(str(folder / "a.docx"))


def test_headings(tmp_path: Path) -> None:
    file = opened(panel(), tmp_path)
    headings = [
        (p.style.name, p.text)
        for p in file.paragraphs
        if p.style.name == "Title" or p.style.name.startswith("Heading")
    ]
    assert headings == [
        ("Title", "Theory and Practice"),
        ("Heading 1", "Introduction"),
        ("Heading 1", "1. What is generalization?"),
        ("Heading 2", "Mao Haitao  毛海涛"),
        ("Heading 2", "Host  主持人"),
        ("Heading 1", "Closing"),
        ("Heading 1", "Terms"),
        ("Heading 1", "Left out"),
    ]
    speakers = [p.runs[0].style.name for p in file.paragraphs if p.style.name == "Heading 2"]
    assert speakers == ["Speaker 1", "Speaker 2"]


def test_tables_repeat_their_label_and_keep_rows_whole(tmp_path: Path) -> None:
    table = opened(panel(), tmp_path).tables[1]
    assert [[c.text for c in row.cells] for row in table.rows] == [
        ["毛海涛", "Mao Haitao"],
        ["模型泛化很难 | 说清。", "Generalization of a model is hard to put | into words."],
        ["算力只是一部分。", "Computing is only part of it."],
    ]
    head, *rows = table.rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rows)


@pytest.mark.parametrize(
    ("script", "font", "language"),
    [
        (None, "Microsoft YaHei", "zh-CN"),
        ("s2tw", "Microsoft JhengHei", "zh-TW"),
        ("s2hk", "Microsoft JhengHei", "zh-HK"),
    ],
)
def test_chinese_font_and_language(
    tmp_path: Path, script: str | None, font: str, language: str
) -> None:
    file = opened(panel(), tmp_path, script=script)
    for name in ("Normal", "Chinese text", "Heading 1", "Title"):
        fonts = file.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert not [key for key in fonts.attrib if "Theme" in key]
    defaults = file.styles.element.find(qn("w:docDefaults"))
    assert defaults.find(f".//{qn('w:lang')}").get(qn("w:eastAsia")) == language
    run = file.tables[1].rows[1].cells[0].paragraphs[0].runs[0]
    assert run._r.rPr.rFonts.get(qn("w:hint")) == "eastAsia"


def test_segments_to_check_carry_comments(tmp_path: Path) -> None:
    comments = [c.text for c in opened(panel(), tmp_path).comments]
    assert comments == ["Check the tone.", "not translated yet"]
    assert not list(opened(panel(), tmp_path, Layout.ENGLISH).comments)


def test_terms_are_underlined(tmp_path: Path) -> None:
    row = opened(panel(), tmp_path).tables[1].rows[1]
    marked = [r.text for c in row.cells for r in c.paragraphs[0].runs if r.font.underline]
    assert marked == ["泛化", "Generalization"]


def test_flowing_layouts(tmp_path: Path) -> None:
    english = [p.text for p in opened(panel(), tmp_path, Layout.ENGLISH).paragraphs]
    assert not opened(panel(), tmp_path, Layout.ENGLISH).tables
    assert "毛海涛" not in "".join(english)
    both = [p.text for p in opened(panel(), tmp_path, Layout.INTERLEAVED).paragraphs]
    index = both.index("模型泛化很难 | 说清。算力只是一部分。")
    assert both[index + 1].startswith("Generalization of a model")


def test_properties(tmp_path: Path) -> None:
    properties = opened(panel(), tmp_path).core_properties
    assert properties.title == "Theory and Practice"
    assert properties.language == "en"
    assert properties.created is None
    assert "python-docx" not in properties.author + properties.comments


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    write(with_text_everywhere("〈&\x00\n"), tmp_path / "a.docx", format="docx")
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "a.docx",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=240,
    )
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
