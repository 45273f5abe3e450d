from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.documents.examples import panel, with_text_everywhere
from translator.documents import Layout, write


def test_english_transcript(tmp_path: Path) -> None:
    write(panel(), tmp_path / "a.txt", format="txt", layout=Layout.ENGLISH)
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == (
        "Theory and Practice\n===================\n\n"
        "The talk was lively.\n\n"
        "The record follows.\n\n"
        "1. What is generalization?\n--------------------------\n\n"
        "Mao Haitao: Generalization of a model is hard to put | into words. "
        "Computing is only part of it.\n\n"
        "Host: [untranslated: 为什么？]\n\n"
        "Thank you.\n"
    )


def test_bilingual_transcript(tmp_path: Path) -> None:
    write(panel(), tmp_path / "a.txt", format="txt", layout=Layout.INTERLEAVED)
    text = (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert "理论与实践\nTheory and Practice\n=====" in text
    assert "主持人：为什么？\nHost: [untranslated: 为什么？]\n" in text


def test_line_ends_in_texts_do_not_break_paragraphs(tmp_path: Path) -> None:
    write(with_text_everywhere("\r\n\n."), tmp_path / "a.txt", format="txt", layout=Layout.ENGLISH)
    write(with_text_everywhere("."), tmp_path / "b.txt", format="txt", layout=Layout.ENGLISH)
    one, two = ((tmp_path / name).read_text(encoding="utf-8") for name in ("a.txt", "b.txt"))
    assert one.count("\n") == two.count("\n")


def test_document_without_title_or_sections(tmp_path: Path) -> None:
    empty = replace(panel(), title=None, sections=())
    write(empty, tmp_path / "a.txt", format="txt")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "\n"
