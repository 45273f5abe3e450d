from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from tests.documents.examples import panel, with_text_everywhere
from translator.document import Document
from translator.documents import Layout, write
from translator.documents.markdown import escape
from translator.documents.view import one_line


def rendered(markdown: str) -> lxml_html.HtmlElement:
    page = MarkdownIt("commonmark").enable("table").render(markdown)
    return lxml_html.document_fromstring(f"<body>{page}</body>")


def written(document: Document, folder: Path, layout: Layout = Layout.TABLE) -> str:
    write(document, folder / "a.md", format="md", layout=layout)
    return (folder / "a.md").read_text(encoding="utf-8")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
@settings(deadline=None)
def test_escaped_text_arrives_letter_by_letter(text: str) -> None:
    for markdown in (f"# x {escape(text)}", f"x {escape(text)}"):
        shown = one_line(rendered(markdown).text_content())
        assert shown == one_line("x " + text.replace("\ufffe", ""))


HOSTILE = (
    "a | b \\| c",
    "*bold* _and_ `code` ~~gone~~",
    "[link](http://x) <b>html</b> &amp; ![image](y)",
    "# no heading",
    "- no list",
    "1. no list",
    "2) no list",
    "=== no rule",
    "> no quote",
    "***",
    "```",
    "back\\slash\\",
    "line one\nline two\r\n\r\nline three",
)


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_changes_the_structure(tmp_path: Path, text: str, layout: Layout) -> None:
    def outline(document: Document) -> list[str]:
        page = rendered(written(document, tmp_path, layout))
        return [e.tag for e in page.iter() if e.tag not in {"li", "ul"}]

    document = with_text_everywhere(text)
    assert outline(document) == outline(with_text_everywhere("plain"))
    content = one_line(rendered(written(document, tmp_path, layout)).text_content())
    for segment in document.segments():
        if segment.target:
            assert one_line(segment.target) in content
        if layout is not Layout.ENGLISH:
            assert one_line(segment.source) in content


def test_table_layout(tmp_path: Path) -> None:
    page = rendered(written(panel(), tmp_path))
    tables = [
        [[cell.text_content() for cell in row] for row in table.iter("tr")]
        for table in page.iter("table")
    ]
    assert tables[1] == [
        ["毛海涛", "Mao Haitao"],
        ["模型泛化很难 | 说清。", "Generalization of a model is hard to put | into words."],
        ["算力只是一部分。", "Computing is only part of it."],
    ]
    assert tables[0][0] == ["中文", "English"]
    assert [h.text for h in page.iter("h2")] == [
        "Introduction",
        "1. What is generalization?",
        "Closing",
        "To check",
        "Left out",
    ]


def test_interleaved_layout(tmp_path: Path) -> None:
    text = written(panel(), tmp_path, Layout.INTERLEAVED)
    assert (
        "> **毛海涛：** 模型泛化很难 \\| 说清。算力只是一部分。\n\n**Mao Haitao:** General" in text
    )
    page = rendered(text)
    assert len(list(page.iter("blockquote"))) == 5
    assert [s.text for s in page.iter("strong")] == ["毛海涛：", "Mao Haitao:", "主持人：", "Host:"]


def test_english_layout(tmp_path: Path) -> None:
    assert written(panel(), tmp_path, Layout.ENGLISH) == (
        "# Theory and Practice\n\n"
        "## Introduction\n\n"
        "The talk was lively.\n\n"
        "The record follows.\n\n"
        "## 1. What is generalization?\n\n"
        "**Mao Haitao:** Generalization of a model is hard to put \\| into words. "
        "Computing is only part of it.\n\n"
        "**Host:** \\[untranslated: 为什么？\\]\n\n"
        "## Closing\n\n"
        "Thank you.\n"
    )
