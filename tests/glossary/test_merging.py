"""Merging and comparing: nothing is wiped, blanks change nothing, conflicts are told."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.glossary.formats.test_round_trip import terms
from translator.glossary.comparing import ChangeKind, changes_of_merge, compare
from translator.glossary.formats.columns import FIELDS
from translator.glossary.merging import Prefer, merge_glossaries, merge_terms
from translator.glossary.term import CaseRule, Term, TermState

OURS = Term("泛化", "generalization", ("generalize",), ("wide",), note="ours", domain="")
ALL = frozenset(FIELDS)


def merged(ours, theirs, given=None, prefer=Prefer.OURS):
    (entry,) = merge_terms([ours], [theirs], given=[given] if given else (), prefer=prefer)
    return entry


def test_blanks_erase_nothing():
    entry = merged(OURS, Term("泛化", "generalization"), prefer=Prefer.THEIRS)
    assert not entry.changed
    assert not entry.conflicts


def test_what_is_blank_is_filled_in():
    entry = merged(OURS, Term("泛化", "generalization", domain="learning", case=CaseRule.EXACT))
    assert (entry.new.domain, entry.new.case, entry.new.note) == (
        "learning",
        CaseRule.EXACT,
        "ours",
    )


@pytest.mark.parametrize(
    ("prefer", "target"), [(Prefer.OURS, "generalization"), (Prefer.THEIRS, "generality")]
)
def test_conflicts_are_decided_and_told(prefer, target):
    entry = merged(OURS, Term("泛化", "generality"), prefer=prefer)
    assert entry.new.target == target
    ((field, ours, theirs),) = [(c.field, c.ours, c.theirs) for c in entry.conflicts]
    assert (field, ours, theirs) == ("target", "generalization", "generality")


def test_lists_are_united():
    entry = merged(OURS, Term("泛化", "generalization", ("generalise",), ("broad", "wide")))
    assert entry.new.variants == ("generalize", "generalise")
    assert entry.new.forbidden == ("wide", "broad")


@pytest.mark.parametrize(
    ("prefer", "variants", "forbidden"),
    [
        (Prefer.OURS, ("generalize",), ("wide",)),
        (Prefer.THEIRS, ("wide",), ("generalize",)),
    ],
)
def test_what_one_side_forbids_is_not_admitted_as_well(prefer, variants, forbidden):
    theirs = Term("泛化", "generalization", ("wide",), ("generalize",))
    entry = merged(OURS, theirs, prefer=prefer)
    assert (entry.new.variants, entry.new.forbidden) == (variants, forbidden)


def test_a_state_set_on_purpose_counts():
    new = replace(OURS, state=TermState.NEW)
    approved = Term("泛化", "generalization")
    assert not merged(new, approved, prefer=Prefer.THEIRS).changed
    entry = merged(new, approved, given=ALL, prefer=Prefer.THEIRS)
    assert entry.new.state is TermState.APPROVED


def test_sources_that_compare_equal_are_one_entry():
    entries = merge_terms([OURS], [Term("汎化", "x"), Term("泛 化", "y"), Term("優化", "z")])
    assert entries[0].new.source == "泛化"
    assert entries[-1].new.source == "優化"


def test_several_glossaries_by_priority():
    terms_, conflicts = merge_glossaries(
        [[OURS], [Term("泛化", "generality"), Term("优化", "optimisation")], [Term("优化", "x")]]
    )
    assert [(t.source, t.target) for t in terms_] == [
        ("泛化", "generalization"),
        ("优化", "optimisation"),
    ]
    assert [(c.ours, c.theirs) for c in conflicts] == [
        ("generalization", "generality"),
        ("optimisation", "x"),
    ]


def test_comparing():
    old = [OURS, Term("优化", "optimization"), Term("旧", "old", note="gone")]
    new = [replace(OURS, note=""), Term("優化", "optimisation"), Term("新", "new", ("newer",))]
    changes = compare(old, new)
    assert [(c.kind, c.source, [f.field for f in c.fields]) for c in changes] == [
        (ChangeKind.CHANGED, "泛化", ["note"]),
        (ChangeKind.CHANGED, "優化", ["source", "target"]),
        (ChangeKind.REMOVED, "旧", ["note"]),
        (ChangeKind.ADDED, "新", ["variants"]),
    ]


GLOSSARIES = st.lists(terms(), max_size=5)


@given(glossary=GLOSSARIES)
@settings(max_examples=60, deadline=None)
def test_a_glossary_equals_itself(glossary):
    assert compare(glossary, glossary) == ()
    once = tuple(e.new for e in merge_terms((), glossary))
    again = merge_terms(once, once)
    assert changes_of_merge(again) == ()


@given(ours=GLOSSARIES, theirs=GLOSSARIES, prefer=st.sampled_from(Prefer))
@settings(max_examples=80, deadline=None)
def test_merging_never_loses_an_entry_or_blanks_a_field(ours, theirs, prefer):
    entries = merge_terms(ours, theirs, prefer=prefer)
    assert [e.old for e in entries[: len(ours)]] == ours
    for entry in entries:
        if entry.old:
            for field in ("target", "domain", "note", "example", "part_of_speech"):
                assert getattr(entry.new, field) or not getattr(entry.old, field)
        assert not set(entry.new.forbidden) & {entry.new.target} or entry.conflicts
