from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from translate.storage import tmx as toolkit

from tests.documents.examples import documents, panel, with_text_everywhere
from translator.document import Document
from translator.documents import tmx, write
from translator.documents.view import holdable
from translator.documents.xml import parse
from translator.errors import InputError

GRAMMAR = etree.DTD(str(Path(__file__).with_name("grammars") / "tmx14.dtd"))


def written(document: Document, folder: Path, **options: str) -> Path:
    path = folder / "panel.tmx"
    write(document, path, format="tmx", **options)  # type: ignore[arg-type]
    return path


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(documents())
def test_any_document_is_valid_and_comes_back(tmp_path: Path, document: Document) -> None:
    path = written(document, tmp_path)
    root = parse(path)
    GRAMMAR.assertValid(root)
    expected = [(holdable(s.source), holdable(s.target)) for s in document.segments() if s.target]
    returned = tmx.read_targets(root, "x")
    assert [(unit.source, unit.target) for unit in returned] == expected


def test_translate_toolkit_reads_and_writes_it_back(tmp_path: Path) -> None:
    path = written(panel(), tmp_path)
    store = toolkit.tmxfile(path.open("rb"), sourcelanguage="zh", targetlanguage="en")
    targets = {unit.getid(): (unit.source, unit.target) for unit in store.units}
    assert targets == {s.id: (s.source, s.target) for s in panel().segments() if s.target}
    for unit in store.units:
        if unit.getid() == "b1":
            unit.target = "Edited in a tool."
    returned_path = tmp_path / "returned.tmx"
    returned_path.write_bytes(bytes(store))
    returned = {u.id: u.target for u in tmx.read_targets(parse(returned_path), "x")}
    assert returned["b1"] == "Edited in a tool."
    assert returned["b2"] == targets["b2"][1]


def test_properties_tell_where_a_segment_stands(tmp_path: Path) -> None:
    root = parse(written(panel(), tmp_path))
    (unit,) = root.xpath("//tu[@tuid='b1']")
    assert {p.get("type"): p.text for p in unit.iter("prop")} == {
        "x-document": "panel.txt",
        "x-section": "1. What is generalization?",
        "x-speaker": "Mao Haitao",
        "x-state": "machine",
        "x-confidence": "0.93",
    }
    assert root.xpath("//tu[@tuid='b2']/note/text()") == ["Check the tone."]
    assert not root.xpath("//tu[@tuid='b3']"), "an untranslated segment is no translation unit"


def test_traditional_script_is_declared(tmp_path: Path) -> None:
    root = parse(written(panel(), tmp_path, script="s2tw"))
    assert root.find("header").get("srclang") == "zh-Hant-TW"  # type: ignore[union-attr]
    assert "理論與實踐" in root.xpath("//seg/text()")


@pytest.mark.parametrize("text", ["<seg>&amp;]]>", "\x00\x1b\ufffe", "\r\n\t x ", "🙂𠮷"])
def test_hostile_text(tmp_path: Path, text: str) -> None:
    document = with_text_everywhere(text)
    root = parse(written(document, tmp_path))
    GRAMMAR.assertValid(root)
    assert {u.target for u in tmx.read_targets(root, "x")} == {
        holdable(s.target) for s in document.segments() if s.target
    }


def test_native_codes_of_other_tools_are_left_out() -> None:
    root = etree.fromstring(
        '<tmx version="1.4"><header/><body><tu tuid="a">'
        '<tuv xml:lang="zh-CN"><seg>好<bpt i="1">&lt;b></bpt>的<ept i="1">&lt;/b></ept></seg></tuv>'
        '<tuv xml:lang="EN_us"><seg>All <hi type="x">right</hi>.</seg></tuv>'
        "</tu></body></tmx>"
    )
    (unit,) = tmx.read_targets(root, "x")
    assert (unit.source, unit.target) == ("好的", "All right.")


def test_other_xml_is_refused() -> None:
    with pytest.raises(InputError, match="is not TMX"):
        tmx.read_targets(etree.fromstring("<html/>"), "x")


def test_state_comes_back(tmp_path: Path) -> None:
    returned = tmx.read_targets(parse(written(panel(), tmp_path)), "x")
    assert [unit.id for unit in returned if unit.approved] == ["t"]
    emptied = replace(panel(), title=None, sections=())
    assert tmx.read_targets(parse(written(emptied, tmp_path)), "x") == []
