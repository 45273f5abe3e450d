"""An edit touches its own line and nothing else, whatever the file looks like."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.glossary.formats.test_round_trip import terms
from translator.errors import InputError, OutputError, UsageError
from translator.glossary.editing import editing, parse_glossary, single
from translator.glossary.formats import read_glossary
from translator.glossary.formats.delimited import parse
from translator.glossary.term import CaseRule, Term, TermState

TSV = '''# Our own terms.

source\ttarget\towner\tnote
泛化\tgeneralization\tMei\t"said ""so"""

# names
鲁棒性\trobustness
PyTorch\tPyTorch\t\tkept\t
'''


def glossary(text=TSV, name="own.tsv"):
    return parse_glossary(text.encode(), name)


def add(path, *terms, create=False, meanwhile=None):
    with editing(path, create=create) as edit:
        for term in terms:
            edit.content = edit.content.add(term)
        if meanwhile is not None:
            path.write_text(meanwhile, encoding="utf-8")


def changed_lines(before, after):
    old, new = before.splitlines(), after.splitlines()
    removed = [line for line in old if line not in new]
    added = [line for line in new if line not in old]
    return removed, added


def test_adding_keeps_everything_and_pads_nothing():
    after = glossary().add(Term("拟合", "fitting")).table.text()
    assert after == TSV + "拟合\tfitting\n"


def test_changing_one_field_touches_one_line():
    content = glossary()
    (term,) = content.find("鲁棒性")
    after = content.change(term, replace(term, note="new")).table.text()
    assert changed_lines(TSV, after) == (["鲁棒性\trobustness"], ["鲁棒性\trobustness\t\tnew"])


def test_a_new_column_touches_the_header_and_the_line():
    content = glossary()
    (term,) = content.find("鲁棒性")
    after = content.change(term, replace(term, domain="learning")).table.text()
    removed, added = changed_lines(TSV, after)
    assert added == ["source\ttarget\towner\tnote\tdomain", "鲁棒性\trobustness\t\t\tlearning"]
    assert len(removed) == 2


def test_quotes_and_unknown_columns_survive():
    content = glossary()
    (term,) = content.find("泛化")
    assert term.note == 'said "so"'
    assert term.extra == (("owner", "Mei"),)
    after = content.change(term, replace(term, note='says "no"')).table.text()
    assert '泛化\tgeneralization\tMei\t"says ""no"""\n' in after


def test_removing_takes_the_line_out():
    content = glossary()
    (term,) = content.find("泛化")
    assert changed_lines(TSV, content.remove(term).table.text())[1] == []
    assert "泛化" not in content.remove(term).table.text()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("泛化", "泛化"),
        ("反化", None),
        ("ＰｙＴｏｒｃｈ", "PyTorch"),
        ("pytorch", "PyTorch"),
        ("魯棒性", "鲁棒性"),
    ],
)
def test_finding_ignores_width_script_and_case(source, found):
    assert [term.source for term in glossary().find(source)] == ([found] if found else [])


def test_a_double_is_refused():
    with pytest.raises(UsageError, match="“鲁棒性” is already in the glossary as “robustness”"):
        glossary().add(Term("魯棒性", "resilience"))


def test_exact_case_entries_may_differ_in_case():
    first = glossary("source\ttarget\tcase\nMNIST\tMNIST\texact\n")
    assert first.rival(Term("mnist", "x", case=CaseRule.EXACT)) is None
    assert first.rival(Term("mnist", "x")) is not None


def test_a_line_without_target_is_filled_in():
    content = glossary("source\ttarget\tnote\tstate\n拟合\t\tseen often\tnew\n")
    after = content.add(Term("拟合", "fitting", state=TermState.APPROVED)).table.text()
    assert after == "source\ttarget\tnote\tstate\n拟合\tfitting\tseen often\tapproved\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("# just a note", None),
        ("source\ttarget", "source\ttarget\n拟合\tfitting"),
        ("source\ttarget\r\n泛化\tg\r\n", "source\ttarget\r\n泛化\tg\r\n拟合\tfitting\r\n"),
        ("source\ttarget\n泛化\tg\n\n\n", "source\ttarget\n泛化\tg\n拟合\tfitting\n\n\n"),
        ("target\tsource\ng\t泛化\n", "target\tsource\ng\t泛化\nfitting\t拟合\n"),
        ("中文,英文\n泛化,g\n", "中文,英文\n泛化,g\n拟合,fitting\n"),
    ],
)
def test_adding_to_files_of_all_kinds(text, expected):
    after = glossary(text).add(Term("拟合", "fitting"))
    assert [t.source for t in after.terms()][-1] == "拟合"
    if expected:
        assert after.table.text() == expected
    else:
        assert after.table.text().startswith(text)


def test_lists_of_untranslated_words():
    words = glossary("source\nPyTorch\n")
    after = words.add(Term("JAX", "JAX", do_not_translate=True)).table.text()
    assert after == "source\nPyTorch\nJAX\n"
    with pytest.raises(UsageError, match="not translated"):
        words.add(Term("泛化", "generalization"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_encodings_stay(tmp_path, encoding):
    path = tmp_path / "own.tsv"
    text = "source\ttarget\n泛化\tgeneralization\n过拟合\toverfitting\n神经网络\tneural network\n"
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    path.write_bytes((mark + text).encode(encoding))
    add(path, Term("优化", "optimization"))
    assert path.read_bytes().decode(encoding).lstrip("\ufeff") == text + "优化\toptimization\n"


def test_a_character_the_encoding_lacks(tmp_path):
    path = tmp_path / "own.tsv"
    before = "source\ttarget\n這個機器學習的泛化能力\tgeneralization\n".encode("big5")
    path.write_bytes(before)
    with pytest.raises(OutputError, match="cannot hold"):
        add(path, Term("表情", "😀"))
    assert path.read_bytes() == before


def test_nothing_is_written_without_a_change_or_after_an_error(tmp_path):
    path = tmp_path / "own.tsv"
    path.write_text(TSV, encoding="utf-8")
    stamp = path.stat().st_mtime_ns
    add(path)
    with pytest.raises(UsageError, match="already"):
        add(path, Term("新词", "new word"), Term("泛化", "x"))
    assert path.stat().st_mtime_ns == stamp
    assert [p.name for p in tmp_path.iterdir()] == ["own.tsv"]


def test_missing_files_and_wrong_formats(tmp_path):
    with pytest.raises(UsageError, match="there is no such glossary"):
        add(tmp_path / "x.tsv")
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(UsageError, match="edited in place"):
        add(tmp_path / "x.xlsx")
    with pytest.raises(UsageError, match="edited in place"):
        add(tmp_path / "y.tbx", create=True)
    (tmp_path / "bad.tsv").write_text("泛化\tgeneralization\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.tsv, line 1"):
        add(tmp_path / "bad.tsv")


def test_a_change_by_another_program_is_not_overwritten(tmp_path):
    path = tmp_path / "own.tsv"
    path.write_text(TSV, encoding="utf-8")
    with pytest.raises(OutputError, match="changed by another program"):
        add(path, Term("新词", "new word"), meanwhile=TSV + "他\the\n")
    assert path.read_text(encoding="utf-8") == TSV + "他\the\n"


def test_two_writers_wait_for_each_other(tmp_path):
    path = tmp_path / "own.tsv"
    path.write_text("source\ttarget\n", encoding="utf-8")
    program = (
        "import sys\nfrom pathlib import Path\nfrom translator.glossary.editing import editing\n"
        "from translator.glossary.term import Term\nfor n in range(6):\n"
        "    with editing(Path(sys.argv[1])) as edit:\n"
        "        edit.content = edit.content.add(Term(f'词{sys.argv[2]}{n}', 'word'))\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in ("甲", "乙")
    ]
    assert [process.wait(60) for process in running] == [0, 0]
    assert len(read_glossary(path)) == 12


def test_several_entries_are_not_guessed_between():
    content = glossary("source\ttarget\n泛化\ta\n泛化\tb\n")
    with pytest.raises(InputError, match="lines 2 and 3"):
        single(content.find("泛化"), "泛化", "own.tsv")


LINES = st.text("ab泛,;|\t\"'# \\\r\n", max_size=60)


@given(text=LINES)
@settings(max_examples=300)
def test_parsing_loses_no_character(text):
    assert parse(text).text() == text


@given(
    before=st.lists(terms(), max_size=3, unique_by=lambda t: t.source.casefold()),
    new=terms(),
    name=st.sampled_from(["own.tsv", "own.csv"]),
)
@settings(max_examples=120, deadline=None)
def test_what_is_added_is_found_and_the_rest_stays(before, new, name):
    content = parse_glossary(b"", name).append(before)
    text = content.table.text()
    after = content.append([new])
    parsed = parse_glossary(after.data(), name)
    assert [replace(t, line=None, glossary="") for t in parsed.terms()] == [*before, new]
    if not new.extra:
        assert after.table.text().startswith(text)


@given(entry=terms(), changed=terms(), name=st.sampled_from(["own.tsv", "own.csv"]))
@settings(max_examples=120, deadline=None)
def test_any_change_is_read_back(entry, changed, name):
    changed = replace(changed, extra=changed.extra or entry.extra)
    content = parse_glossary(b"", name).append([Term("前", "a"), entry, Term("后", "b")])
    after = content.change(content.terms()[1], changed)
    found = parse_glossary(after.data(), name).terms()
    assert [t.source for t in found] == ["前", changed.source, "后"]
    wanted = dict(entry.extra) | dict(changed.extra)
    got = replace(found[1], line=None, glossary="", extra=())
    assert got == replace(changed, extra=())
    assert set(dict(found[1].extra)) <= set(wanted)


def test_paths_are_locked_outside_of_the_project(tmp_path):
    path = tmp_path / "own.tsv"
    add(path, Term("泛化", "generalization"), create=True)
    assert sorted(p.name for p in Path(tmp_path).iterdir()) == ["own.tsv"]


def test_a_symbolic_link_stays_one(tmp_path):
    real, link = tmp_path / "real.tsv", tmp_path / "link.tsv"
    real.write_text(TSV, encoding="utf-8")
    link.symlink_to(real)
    add(link, Term("拟合", "fitting"))
    assert link.is_symlink()
    assert "拟合" in real.read_text(encoding="utf-8")


def test_without_a_place_for_locks_editing_still_works(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    add(tmp_path / "own.tsv", Term("泛化", "generalization"), create=True)
    assert len(read_glossary(tmp_path / "own.tsv")) == 1
