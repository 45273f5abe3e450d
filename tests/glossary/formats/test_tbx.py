"""TBX of both versions, as other tools write it, and hostile XML."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.glossary.formats.test_round_trip import terms
from translator.errors import InputError
from translator.glossary.formats import glossary_format, read_glossary, read_with_problems, tbx

SCHEMA = Path(__file__).parent / "schemas" / "tbx-core.rng"

BASIC_V2 = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en">
<martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader>
<text><body>
<termEntry id="a">
  <descrip type="subjectField">machine learning</descrip>
  <langSet xml:lang="en-US">
    <tig><term>wide</term>
      <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
    <ntig><termGrp><term>generalize</term>
      <termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termGrp></ntig>
    <tig><term>generalization</term><termNote type="partOfSpeech">noun</termNote>
      <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
  </langSet>
  <langSet xml:lang="zh-CN">
    <tig><term>泛化</term><descrip type="context">模型的泛化。</descrip></tig>
    <tig><term>推广能力</term></tig>
  </langSet>
</termEntry>
<termEntry id="b"><langSet xml:lang="zh"><tig><term>无译</term></tig></langSet></termEntry>
</body></text></martif>
"""

DCT_V3 = """<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>
<text><body><conceptEntry id="c1">
<min:subjectField>machine learning</min:subjectField><note>core notion</note>
<langSec xml:lang="zh"><termSec><term>泛化</term><basic:context>模型的泛化。</basic:context>
</termSec></langSec>
<langSec xml:lang="en"><termSec><term>generalization</term><min:partOfSpeech>noun</min:partOfSpeech>
</termSec><termSec><term>wide</term>
<min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec></langSec>
</conceptEntry></body></text></tbx>
"""


def save(tmp_path, text, name="base.tbx"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_version_2_with_doctype(tmp_path):
    reading = read_with_problems(save(tmp_path, BASIC_V2))
    first, second = reading.terms
    assert (first.source, first.target) == ("泛化", "generalization")
    assert (first.variants, first.forbidden) == (("generalize",), ("wide",))
    assert (first.domain, first.part_of_speech) == ("machine learning", "noun")
    assert first.example == "模型的泛化。"
    assert (second.source, second.target) == ("推广能力", "generalization")
    assert [p.problem for p in reading.problems] == ["“无译” has no admitted English term"]


def test_version_3_in_dct_style(tmp_path):
    (term,) = read_glossary(save(tmp_path, DCT_V3))
    assert (term.source, term.target, term.forbidden) == ("泛化", "generalization", ("wide",))
    assert (term.domain, term.part_of_speech, term.note) == (
        "machine learning",
        "noun",
        "core notion",
    )


def test_content_decides_not_the_name(tmp_path):
    assert read_glossary(save(tmp_path, DCT_V3, "base.tsv"))[0].source == "泛化"
    assert read_glossary(save(tmp_path, DCT_V3.encode("utf-16"), "base.xml"))[0].source == "泛化"


@given(glossary=st.lists(terms(), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_version_3_is_valid(glossary):
    schema = etree.RelaxNG(etree.parse(str(SCHEMA)))
    schema.assertValid(etree.fromstring(tbx.write(glossary)))


@given(glossary=st.lists(terms(), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_translate_toolkit_reads_version_2(glossary):
    storage = pytest.importorskip("translate.storage.tbx")
    store = storage.tbxfile.parsestring(glossary_format("tbx2").write(glossary))
    for unit, term in zip(store.units, glossary, strict=True):
        assert [t.text for t in unit.get_source_terms()] == [term.source]
        assert [t.text for t in unit.get_target_terms()] == [
            term.target,
            *term.variants,
            *term.forbidden,
        ]
        assert sum(t.deprecated for t in unit.get_target_terms()) == len(term.forbidden)


BODY = "<martif><text><body><termEntry><langSet>&x;</langSet></termEntry></body></text></martif>"


@pytest.mark.parametrize(
    "attack",
    [
        f'<!DOCTYPE martif [<!ENTITY x SYSTEM "file:///etc/passwd">]>{BODY}',
        f'<!DOCTYPE martif [<!ENTITY % p SYSTEM "http://127.0.0.1:1/e.dtd"> %p;]>{BODY}',
        '<!DOCTYPE martif [<!ENTITY a "aaaaaaaaaa">'
        + "".join(
            f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + '<!ENTITY x "&i;">]>'
        + BODY.replace("<martif>", '<martif type="&i;">'),
        "<martif><text>",
        "<html><body>no term base</body></html>",
        "<" * 5000,
    ],
)
def test_hostile_or_broken_xml_is_refused(tmp_path, attack):
    with pytest.raises(InputError):
        read_glossary(save(tmp_path, attack))
