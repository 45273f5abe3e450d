from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents.examples import documents, panel, with_text_everywhere
from translator.document import Document
from translator.documents import FORMATS, Layout, aligned, output_name, output_stem, parse, write
from translator.errors import OutputError, UsageError


@pytest.mark.parametrize(
    ("origin", "stem"),
    [
        ("talk.txt", "talk"),
        ("talk.zh.txt", "talk"),
        ("talk.zh-Hant.docx", "talk"),
        ("talk.zh_CN.md", "talk"),
        ("talk.ZH.html", "talk"),
        ("talk.en.xlf", "talk"),
        ("talk.aligned.json", "talk"),
        ("folder/sub/talk.v2.txt", "talk.v2"),
        ("讨论.txt", "讨论"),
        ("talk", "talk"),
        (".zh.txt", ".zh"),
        ("zh.txt", "zh"),
        ("-", "stdin"),
        ("", "stdin"),
    ],
)
def test_output_stem(origin: str, stem: str) -> None:
    assert output_stem(origin) == stem


def test_output_names_differ_from_inputs_and_each_other() -> None:
    names = {name: output_name("talk", name) for name in FORMATS}
    assert names["html"] == "talk.en.html"
    assert names["txt"] == "talk.en.txt"
    assert names["json"] == "talk.aligned.json"
    assert len(set(names.values())) == len(names)
    assert not set(names.values()) & {"talk.txt", "talk.md", "talk.html", "talk.docx"}
    assert {output_stem(name) for name in names.values()} == {"talk"}


def test_parse_takes_each_format_once() -> None:
    assert [f.name for f in parse(" HTML, md ,html,")] == ["html", "md"]


@pytest.mark.parametrize("names", ["", " , ", "pdf", "html,pdf"])
def test_parse_refuses_with_the_list(names: str) -> None:
    with pytest.raises(UsageError, match="Choose from md, html, docx, xlsx, txt, tmx, xliff, json"):
        parse(names)


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("name", FORMATS)
def test_same_document_same_bytes(tmp_path: Path, name: str, layout: Layout) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    write(panel(), first, format=name, layout=layout)
    write(panel(), second, format=name, layout=layout)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", ["\x00\x0b\x1b\ufffe", "=cmd|'/c'!A1", "\r\n\r\n", "a" * 40_000])
def test_no_text_stops_a_writer(tmp_path: Path, name: str, text: str) -> None:
    write(with_text_everywhere(text), tmp_path / "out", format=name)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=10
)
@given(documents(), st.sampled_from(Layout))
def test_every_format_takes_any_document(
    tmp_path: Path, document: Document, layout: Layout
) -> None:
    for name in FORMATS:
        write(document, tmp_path / name, format=name, layout=layout, script="s2twp")


def test_script_never_touches_the_aligned_document(tmp_path: Path) -> None:
    path = tmp_path / "a.aligned.json"
    write(panel(), path, format="json", script="s2tw")
    assert aligned.read(path) == panel()


def test_unknown_script_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="klingon"):
        write(panel(), tmp_path / "a.md", format="md", script="klingon")
    assert not list(tmp_path.iterdir())


def test_unwritable_folder_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for name in FORMATS:
        with pytest.raises(OutputError):
            write(panel(), tmp_path / "file" / "out", format=name)
