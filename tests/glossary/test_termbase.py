from pathlib import Path

import pytest

from translator.errors import InputError
from translator.glossary.term import Term, TermState
from translator.glossary.termbase import TermBase


def targets(base: TermBase, text: str) -> list[str]:
    return [match.term.target for match in base.match(text)]


def test_the_first_glossary_wins_and_the_conflict_is_reported() -> None:
    mine = Term("泛化", "generalisation power", glossary="mine")
    shipped = Term("泛化", "generalization", glossary="shipped")
    base = TermBase([[mine], [shipped]])
    assert targets(base, "泛化") == ["generalisation power"]
    (conflict,) = base.conflicts
    assert (conflict.source, conflict.kept, conflict.dropped) == ("泛化", mine, (shipped,))
    assert len(base) == 1


def test_admitted_variants_are_no_conflict() -> None:
    first = Term("泛化", "generalization", variants=("generalisation power",))
    assert TermBase([[first], [Term("泛化", "generalisation power")]]).conflicts == ()


def test_traditional_and_wide_sources_are_the_same_entry() -> None:
    base = TermBase([[Term("Ｌ２ 正則化", "L2 penalty")], [Term("L2正则化", "L2 regularization")]])
    assert targets(base, "L2正则化") == ["L2 penalty"]
    assert len(base.conflicts) == 1


def test_obsolete_entries_are_ignored_and_switch_off_later_glossaries() -> None:
    off = Term("泛化", "generality", state=TermState.OBSOLETE, glossary="mine")
    assert targets(TermBase([[off]]), "泛化") == []
    assert targets(TermBase([[off], [Term("泛化", "generalization", glossary="s")]]), "泛化") == []
    revived = Term("泛化", "generalization", glossary="mine")
    assert targets(TermBase([[off, revived]]), "泛化") == ["generalization"]


def test_added_terms_outrank_all_others() -> None:
    base = TermBase([[Term("毛海涛", "Hair Sea Wave")]])
    named = base.with_terms([Term("毛海涛", "Mao Haitao")])
    assert targets(named, "毛海涛说") == ["Mao Haitao"]
    assert base.with_terms([]) is base


def test_the_fingerprint_follows_what_changes_a_translation() -> None:
    base = TermBase([[Term("泛化", "generalization")]])
    same = TermBase([[Term("泛化", "generalization", note="checked", line=7)]])
    other = TermBase([[Term("泛化", "generalization", variants=("generality",))]])
    assert base.fingerprint == same.fingerprint != other.fingerprint
    assert len(base.fingerprint) == 16


def test_loading_puts_the_users_files_first(tmp_path: Path) -> None:
    file = tmp_path / "mine.tsv"
    file.write_text("source\ttarget\n泛化\tgenerality\n", encoding="utf-8")
    assert targets(TermBase.load([file]), "泛化") == ["generality"]
    assert len(TermBase.load()) > 1000
    assert len(TermBase.load(shipped=False)) == 0


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        TermBase.load([tmp_path / "none.tsv"])
