"""No format loses a field, whatever the values look like."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translator.glossary.formats import format_names, glossary_format
from translator.glossary.term import CaseRule, Term, TermState

TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp", "Co"))
    | st.sampled_from("\t\n|\\#\"',;=+-@<&中文，。x09x0a"),
    max_size=12,
).map(str.strip)
WORDS = TEXT.filter(bool)


@st.composite
def terms(draw):
    source, keep = draw(WORDS), draw(st.booleans())
    target = draw(WORDS)
    others = draw(st.lists(WORDS.filter(lambda w: w != target), max_size=4, unique=True))
    cut = draw(st.integers(0, len(others)))
    return Term(
        source=source,
        target=target,
        variants=tuple(others[:cut]),
        forbidden=tuple(others[cut:]),
        do_not_translate=keep,
        case=draw(st.sampled_from(CaseRule)),
        part_of_speech=draw(st.sampled_from(["noun", "verb", "proper noun", ""]) | TEXT),
        domain=draw(TEXT),
        note=draw(TEXT),
        example=draw(TEXT),
        state=draw(st.sampled_from(TermState)),
        extra=draw(st.sampled_from([(), (("owner", "Mei 梅"),), (("编号", "=1"), ("x-1", "|"))])),
    )


def through(name, glossary):
    form = glossary_format(name)
    reading = form.read(form.write(glossary), where="test", glossary="")
    assert not reading.problems
    return [replace(term, line=None) for term in reading.terms]


@pytest.mark.parametrize("name", format_names())
@given(glossary=st.lists(terms(), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back(name, glossary):
    assert through(name, glossary) == glossary


def test_through_all_formats_and_back():
    glossary = [
        Term("泛化", "generalization", ("generalise",), ("extensive",), note="一行\n二行"),
        Term("PyTorch", "PyTorch", do_not_translate=True, case=CaseRule.EXACT, domain="software"),
        Term("k近邻", "k-nearest neighbours", ("kNN", "k|NN"), (), state=TermState.NEW),
        Term("图", "graph", part_of_speech="noun, countable", example="图上的学习。"),
        Term("旧词", "old word", state=TermState.OBSOLETE, extra=(("owner", "Mei"),)),
    ]
    current = glossary
    for name in ("tsv", "tbx", "xlsx", "csv", "tsv", "tbx2", "tsv"):
        current = through(name, current)
        assert current == glossary


@pytest.mark.parametrize("name", format_names())
def test_equal_glossaries_give_equal_files(name):
    form = glossary_format(name)
    assert form.write([Term("泛化", "generalization")]) == form.write(
        [Term("泛化", "generalization")]
    )


@pytest.mark.parametrize("name", format_names())
def test_an_empty_glossary_can_be_written(name):
    assert through(name, []) == []
