"""The glossary commands as a user types them."""

import json
import re
import shlex
import sys
from pathlib import Path

import pytest

from translator.cli.app import main
from translator.document import Document, Section, SectionKind, Segment, State, Turn
from translator.documents import aligned


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Runs ``translator glossary …`` in an empty folder; gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["translator", "glossary", *words])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


OWN = "# ours\nsource\ttarget\towner\n泛化\tgeneralization\tMei\n\n鲁棒性\trobustness\n"


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "glossary.tsv"
    path.write_text(OWN, encoding="utf-8")
    return path


def text(path):
    return Path(path).read_text(encoding="utf-8")


def test_the_first_entry_makes_the_file(run):
    code, _, err = run(
        "add", "泛化", "generalization", "--variant", "generalize", "--forbid", "extensive"
    )
    assert (code, "new file" in err) == (0, True)
    header, row = text("glossary.tsv").splitlines()
    assert header.startswith("source\ttarget\tvariants\tforbidden")
    assert row == "泛化\tgeneralization\tgeneralize\textensive"


def test_a_double_is_refused_and_shown(run, own):
    code, out, err = run("add", "泛化", "generality")
    assert code == 2
    assert "generalization" in out
    assert "already in the glossary" in err
    assert text(own) == OWN


def test_do_not_translate(run):
    assert run("add", "PyTorch", "--do-not-translate")[0] == 0
    assert text("glossary.tsv").splitlines()[1] == "PyTorch\tPyTorch\t\t\tyes"
    assert run("add", "JAX", "jacks", "--do-not-translate")[0] == 2
    assert run("add", "空")[0] == 2


def test_edit_changes_one_line(run, own):
    code, out, _ = run("edit", "魯棒性", "--target", "resilience", "--forbid", "Lubang")
    assert code == 0
    assert "target: robustness → resilience" in out
    assert text(own) == (
        "# ours\nsource\ttarget\towner\tforbidden\n泛化\tgeneralization\tMei\n\n"
        "鲁棒性\tresilience\t\tLubang\n"
    )


def test_edit_lists(run, own):
    run("edit", "泛化", "--add-variant", "generalize", "--add-variant", "generality")
    run("edit", "泛化", "--forbid", "generality", "--remove-variant", "generalize")
    _, out, _ = run("show", "泛化", "-g", "glossary.tsv", "--json")
    (entry,) = json.loads(out)
    assert (entry["variants"], entry["forbidden"]) == ([], ["generality"])
    run("edit", "泛化", "--allow", "generality")
    assert json.loads(run("show", "泛化", "-g", str(own), "--json")[1])[0]["forbidden"] == []


def test_edit_refuses_nonsense(run, own):
    assert run("edit", "泛化", "--target", "")[0] == 2
    assert run("edit", "泛化", "--source", "鲁棒性")[0] == 2
    assert run("edit", "泛化", "--add-variant", "x", "--forbid", "x")[0] == 2
    code, _, err = run("edit", "泛华", "--note", "x")
    assert code == 3
    assert "Did you mean one of these: 泛化 (generalization)" in err
    assert text(own) == OWN


def test_nothing_to_change(run, own):
    code, out, err = run("edit", "泛化", "--target", "generalization")
    assert (code, out, "nothing to change" in err) == (0, "", True)


def test_remove(run, own, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda: "n")
    assert run("remove", "泛化")[0] == 0
    assert text(own) == OWN
    assert run("remove", "泛化", "--yes")[0] == 0
    assert text(own) == "# ours\nsource\ttarget\towner\n\n鲁棒性\trobustness\n"


def test_commands_without_a_glossary(run):
    code, _, err = run("edit", "泛化", "--note", "x")
    assert code == 2
    assert "glossary.tsv: there is no such glossary" in err


def test_list_and_search(run, own):
    code, out, err = run("list", "-g", str(own), "--search", "ROBUST")
    assert (code, "1 entry" in err) == (0, True)
    assert "鲁棒性" in out
    assert "泛化" not in out
    rows = json.loads(run("list", "-g", str(own), "--json")[1])
    assert [row["source"] for row in rows] == ["泛化", "鲁棒性"]
    assert rows[0]["owner"] == "Mei"
    lines = run("list", "-g", str(own), "--csv")[1].splitlines()
    assert lines[0].startswith("source,target")
    assert len(lines) == 3


def test_own_entries_come_before_shipped_ones(run, own):
    _, out, _ = run("show", "泛化")
    assert out.index("glossary.tsv, line 3") < out.index("outranked")


@pytest.mark.parametrize("name", ["all.xlsx", "all.tbx", "all.csv"])
def test_export_diff_and_import(run, own, name):
    assert run("export", "glossary.tsv", "-o", name)[0] == 0
    assert run("export", "glossary.tsv", "-o", name)[0] == 2
    assert run("export", "glossary.tsv", "-o", name, "--force")[0] == 0
    assert run("diff", "glossary.tsv", name)[0] == 0
    assert run("import", name, "-g", "copy.tsv")[0] == 0
    code, out, _ = run("diff", "glossary.tsv", "copy.tsv", "--json")
    assert (code, json.loads(out)) == (0, [])


def test_export_to_stdout(run, own):
    own.write_text("source\ttarget\n泛化\tgeneralization\n", encoding="utf-8")
    for form in ("tsv", "csv", "tbx", "tbx2"):
        assert "generalization" in run("export", "glossary.tsv", "--to", form)[1]
    assert run("export", "glossary.tsv", "--to", "docx")[0] == 2
    assert run("export", "glossary.tsv")[0] == 2


def test_dry_run_shows_and_changes_nothing(run, own, tmp_path):
    theirs = tmp_path / "theirs.csv"
    theirs.write_text(
        "source,target,note\n泛化,generality,theirs\n优化,optimization,\n空,,\n", encoding="utf-8"
    )
    code, out, err = run("import", "theirs.csv", "--dry-run")
    assert code == 0
    assert text(own) == OWN
    assert "+ 优化 → optimization" in out
    assert "note: (blank) → theirs" in out
    assert "“generalization” stays, not “generality”" in err
    assert "“空” has no target" in err
    assert "1 added, 1 changed" in err
    run("import", "theirs.csv", "--prefer", "theirs")
    assert text(own) == (
        "# ours\nsource\ttarget\towner\tnote\n泛化\tgenerality\tMei\ttheirs\n\n"
        "鲁棒性\trobustness\n优化\toptimization\n"
    )
    before = text(own)
    assert run("import", "theirs.csv", "--prefer", "theirs")[0] == 0
    assert text(own) == before


def test_merge(run, own, tmp_path):
    other = tmp_path / "team.tsv"
    other.write_text("source\ttarget\n泛化\tgenerality\n优化\toptimization\n", encoding="utf-8")
    code, _, err = run("merge", "glossary.tsv", "team.tsv", "-o", "all.tsv")
    assert code == 0
    assert "“generalization” stays, not “generality”" in err
    lines = text("all.tsv").splitlines()
    assert [line.split("\t")[:2] for line in lines[1:]] == [
        ["泛化", "generalization"],
        ["鲁棒性", "robustness"],
        ["优化", "optimization"],
    ]


def test_diff_exits_with_1(run, own, tmp_path):
    other = tmp_path / "new.tsv"
    other.write_text("source\ttarget\n泛化\tgenerality\n", encoding="utf-8")
    code, out, err = run("diff", "glossary.tsv", "new.tsv")
    assert code == 1
    assert "~ 泛化 → generality" in out
    assert "- 鲁棒性 → robustness" in out
    assert "1 changed, 1 removed" in err


def test_check(run, own):
    assert run("check", "glossary.tsv")[0] == 0
    own.write_text("source\ttarget\n泛化\t泛化\n我们\twe\n", encoding="utf-8")
    code, out, _ = run("check", "glossary.tsv", "--json")
    assert code == 1
    assert [(f["line"], f["rule"]) for f in json.loads(out)] == [
        (2, "chinese-target"),
        (3, "common-word"),
    ]
    own.write_text("source\ttarget\n我们\twe\n", encoding="utf-8")
    assert run("check", "glossary.tsv")[0] == 0
    assert run("check", "glossary.tsv", "--strict")[0] == 1


def test_extract(run, own, tmp_path):
    talk = tmp_path / "talk.txt"
    talk.write_text(
        "今天我们讲泛化和自注意力(self-attention)。\n\n泛化很重要，对比学习也很重要。\n\n"
        "对比学习怎么做？泛化怎么做？\n",
        encoding="utf-8",
    )
    code, out, _ = run("extract", "talk.txt", "-g", "glossary.tsv", "--json")
    assert code == 0
    found = {entry["source"]: entry for entry in json.loads(out)}
    assert found["自注意力"]["target"] == "self-attention"
    assert "对比学习" in found
    assert "泛化" not in found
    assert "泛化" in run("extract", "talk.txt", "-g", "glossary.tsv", "--all")[1]
    assert run("extract", "talk.txt", "-o", "new.tsv", "-g", "glossary.tsv")[0] == 0
    assert "自注意力\tself-attention" in text("new.tsv")
    assert run("add", "对比学习", "contrastive learning", "-g", "new.tsv")[0] == 0
    assert text("new.tsv").count("对比学习\tcontrastive learning") == 1
    assert run("check", "new.tsv")[0] == 0
    assert run("extract")[0] == 2


def test_extract_from_an_aligned_document(run, own, tmp_path):
    pairs = [
        ("负样本越多越好。", "The more negative samples the better."),
        ("一个负样本不够。", "One negative sample is not enough."),
        ("天气很好。", "The weather is nice."),
        ("我们回家。", "We go home."),
    ]
    segments = tuple(
        Segment(f"s{n}", source, target, State.MACHINE) for n, (source, target) in enumerate(pairs)
    )
    document = Document("t.txt", (Section(SectionKind.BODY, turns=(Turn("", segments),)),))
    aligned.write(document, tmp_path / "t.aligned.json")
    _, out, _ = run("extract", "--bilingual", "t.aligned.json", "-g", str(own), "--json")
    assert {entry["source"]: entry["target"] for entry in json.loads(out)} == {
        "负样本": "negative sample"
    }


@pytest.mark.parametrize(
    "content", [b"", b"\0\1\2", b"\xff\xfe\x00", b"PK\x03\x04", b"<tbx", b"a\tb\n", b"\x89PNG\r\n"]
)
@pytest.mark.parametrize("command", [["list", "-g"], ["check"], ["import"], ["edit", "x", "-g"]])
def test_broken_files_never_give_a_traceback(run, tmp_path, command, content):
    (tmp_path / "bad.tsv").write_bytes(content)
    code, _, err = run(*command, "bad.tsv")
    assert code in (0, 1, 2, 3)
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "command",
    [
        "list",
        "show",
        "add",
        "edit",
        "remove",
        "check",
        "import",
        "export",
        "merge",
        "diff",
        "extract",
    ],
)
def test_every_command_has_help_with_an_example(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert "translator glossary" in out.replace("\n", " ")


DOCS = Path(__file__).parents[2] / "docs" / "glossary.md"


def test_the_session_in_the_docs_is_what_happens(run):
    blocks = re.findall(r"```console\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    shown = re.findall(r"(?ms)^\$ (.*?)\n(.*?)(?=^\$ |\Z)", "\n".join(blocks))
    assert len(shown) > 20
    for command, printed in shown:
        program, *words = shlex.split(command)
        if program == "cat":
            if not Path(words[0]).exists():
                Path(words[0]).write_text(printed.rstrip() + "\n", encoding="utf-8")
            assert text(words[0]).rstrip() == printed.rstrip()
            continue
        _, out, err = run(*words[1:])
        lines = sorted((out + err).splitlines())
        assert lines == sorted(line for line in printed.splitlines() if line), command
