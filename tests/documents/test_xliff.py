from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage import xliff2 as toolkit

from tests.documents.examples import documents, panel, with_text_everywhere
from translator.checks.finding import Finding, Severity
from translator.document import Document
from translator.documents import view, write, xliff
from translator.documents.xml import parse
from translator.errors import InputError

GRAMMAR = etree.RelaxNG(file=str(Path(__file__).with_name("grammars") / "xliff21-core.rng"))
NAMES = {"x": xliff.NAMESPACE}


def written(document: Document, folder: Path, findings: Sequence[Finding] = ()) -> Path:
    path = folder / "panel.xlf"
    write(document, path, format="xliff", findings=findings)
    return path


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(documents())
def test_any_document_is_valid_and_comes_back_exactly(tmp_path: Path, document: Document) -> None:
    root = parse(written(document, tmp_path))
    GRAMMAR.assertValid(root)
    returned = xliff.read_targets(root, "x")
    assert [(u.id, u.source, u.target) for u in returned] == [
        (view.token(s.id), s.source, s.target) for s in document.segments() if s.target
    ]


@pytest.mark.parametrize("text", ["</source>&amp;]]>", "\x00\x1b\ufffe", "\r\n\t x ", "🙂𠮷"])
def test_hostile_text_comes_back_exactly(tmp_path: Path, text: str) -> None:
    document = with_text_everywhere(text)
    root = parse(written(document, tmp_path))
    GRAMMAR.assertValid(root)
    returned = {u.id: u.target for u in xliff.read_targets(root, "x")}
    assert returned == {s.id: s.target for s in document.segments() if s.target}


def test_translate_toolkit_reads_and_writes_it_back(tmp_path: Path) -> None:
    path = written(panel(), tmp_path)
    store = toolkit.Xliff2File(path.open("rb"))
    assert (store.sourcelanguage, store.targetlanguage) == ("zh", "en")
    assert {u.getid(): u.source for u in store.units} == {
        s.id: s.source for s in panel().segments()
    }
    by_id = {u.getid(): u for u in store.units}
    assert by_id["b1"].target == "Generalization of a model is hard to put | into words."
    assert not by_id["b3"].istranslated()
    assert by_id["t"].isapproved()
    by_id["b3"].target = "Why?"
    by_id["b3"].markapproved()
    returned_path = tmp_path / "returned.xlf"
    returned_path.write_bytes(bytes(store))
    returned = {u.id: u.target for u in xliff.read_targets(parse(returned_path), "x")}
    assert returned["b3"] == "Why?"
    assert returned["b1"] == by_id["b1"].target


def test_groups_states_terms_and_notes(tmp_path: Path) -> None:
    finding = Finding("number-mismatch", Severity.ERROR, "24,000 is missing", segment="b1")
    root = parse(written(panel(), tmp_path, [finding]))
    GRAMMAR.assertValid(root)
    groups = root.xpath("x:file/x:group/@name", namespaces=NAMES)
    assert groups == ["Introduction", "1. What is generalization?", "Closing"]
    states = {
        unit.get("id"): unit.find("x:segment", NAMES).get("state")
        for unit in root.iterfind(".//x:unit", NAMES)
    }
    assert states["t"] == "final"
    assert (states["b1"], states["b2"], states["b3"]) == ("translated", "reviewed", "initial")
    marks = root.xpath("//x:unit[@id='b1']//x:mrk", namespaces=NAMES)
    assert [(m.get("id"), m.text) for m in marks] == [("m1", "泛化"), ("m1", "Generalization")]
    assert root.xpath("//x:unit[@id='b1']//x:note/text()", namespaces=NAMES) == [finding.message]
    assert root.xpath("//x:note[@category='speaker']/text()", namespaces=NAMES) == [
        "Mao Haitao (毛海涛)",
        "Host (主持人)",
    ]


@given(st.lists(st.text(max_size=8), unique=True))
def test_tokens_are_nmtokens_and_different(ids: list[str]) -> None:
    tokens = [view.token(name) for name in ids]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", token) for token in tokens)
    assert len(set(tokens)) == len(tokens)


def test_unit_cut_up_by_a_tool_is_joined_again() -> None:
    root = etree.fromstring(
        f'<xliff xmlns="{xliff.NAMESPACE}" version="2.1" srcLang="zh" trgLang="en"><file id="f">'
        '<unit id="a"><segment state="final"><source>一。</source><target>One.</target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment state="final"><source>二。</source>'
        '<target>Tw<pc id="1">o</pc><ph id="2"/>.</target></segment></unit>'
        '<unit id="b"><segment><source>三。</source></segment></unit>'
        "</file></xliff>"
    )
    (unit,) = xliff.read_targets(root, "x")
    assert (unit.id, unit.source, unit.target) == ("a", "一。 二。", "One. Two.")
    assert unit.approved


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>', "XLIFF 1.x"),
        ("<html/>", "is not XLIFF 2"),
    ],
)
def test_other_xml_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        xliff.read_targets(etree.fromstring(text), "x")


@pytest.mark.parametrize("hexadecimal", ["D800", "110000", "zz", ""])
def test_senseless_code_points_become_replacement_characters(hexadecimal: str) -> None:
    root = etree.fromstring(
        f'<xliff xmlns="{xliff.NAMESPACE}"><unit id="a"><segment><source>一</source>'
        f'<target>x<cp hex="{hexadecimal}"/></target></segment></unit></xliff>'
    )
    assert xliff.read_targets(root, "x")[0].target == "x\ufffd"
