"""`translator check` on documents and subtitles."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from translator.cli.commands import app
from translator.document import Document, Section, SectionKind, Segment, State, Turn
from translator.documents.aligned import write
from translator.errors import ExitCode, InputError, UsageError

RUNNER = CliRunner()
GOOD = Segment(
    "s1", "约2.4万人观看了泛化的讨论。", "About 24,000 people watched.", State.MACHINE, line=3
)
BAD = Segment("s2", "有17个问题。", "There are 70 questions.", State.MACHINE, line=5)
SRT = "1\n00:00:01,000 --> 00:00:03,000\nA good theory is simple.\n"


def aligned(path: Path, *segments: Segment) -> Path:
    body = Section(SectionKind.BODY, turns=(Turn("", segments),))
    write(Document("talk.txt", (body,)), path)
    return path


def test_nothing_found(tmp_path: Path) -> None:
    path = aligned(tmp_path / "talk.aligned.json", GOOD)
    result = RUNNER.invoke(app, ["check", str(path)])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing found" in result.stderr
    assert RUNNER.invoke(app, ["check", str(path), "--quiet"]).stderr == ""


def test_a_table_with_the_segment_the_rule_and_what_to_do(tmp_path: Path) -> None:
    path = aligned(tmp_path / "talk.aligned.json", GOOD, BAD)
    result = RUNNER.invoke(app, ["check", str(path)])
    assert result.exit_code == ExitCode.FINDINGS
    for words in ("s2", "line 5", "number-mismatch", "17", "Check the number"):
        assert words in result.stdout
    assert "2 errors, no warnings" in result.stderr


def test_json_and_csv_hold_the_sentences(tmp_path: Path) -> None:
    path = aligned(tmp_path / "talk.aligned.json", GOOD, BAD)
    (entry,) = json.loads(RUNNER.invoke(app, ["check", str(path), "--json"]).stdout)
    assert entry["file"] == str(path)
    assert entry["findings"][0]["source"] == BAD.source
    rows = list(
        csv.DictReader(io.StringIO(RUNNER.invoke(app, ["check", str(path), "--csv"]).stdout))
    )
    assert [row["rule"] for row in rows] == ["number-mismatch", "number-added"]
    assert rows[0]["target"] == BAD.target


def test_terms_are_judged_by_the_named_glossary(tmp_path: Path) -> None:
    path = aligned(tmp_path / "talk.aligned.json", GOOD)
    glossary = tmp_path / "terms.tsv"
    glossary.write_text("source\ttarget\n泛化\tgeneralization\n", encoding="utf-8")
    page = tmp_path / "terms.html"
    result = RUNNER.invoke(app, ["check", str(path), "-g", str(glossary), "--html", str(page)])
    assert result.exit_code == ExitCode.FINDINGS
    assert "term-missing" in result.stdout
    assert "generalization" in page.read_text(encoding="utf-8")


def test_subtitles_and_documents_in_one_call(tmp_path: Path) -> None:
    document = aligned(tmp_path / "talk.aligned.json", BAD)
    subtitles = tmp_path / "other.srt"
    subtitles.write_text(SRT.replace("03,000", "01,100"), encoding="utf-8")
    result = RUNNER.invoke(app, ["check", str(document), str(subtitles), "--json"])
    entries = json.loads(result.stdout)
    assert [bool(entry["findings"]) for entry in entries] == [True, True]
    assert entries[1]["findings"][0]["cue"] == 1


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["talk.docx"], InputError),
        (["missing.aligned.json"], InputError),
        (["missing.srt"], InputError),
        (["a.json", "--json", "--csv"], UsageError),
        (["a.json", "b.json", "--html", "x.html"], UsageError),
        (["a.srt", "--html", "x.html"], UsageError),
        (["a.json", "--fix"], UsageError),
        (["a.json", "b.srt", "--terms"], UsageError),
    ],
)
def test_refusals(arguments: list[str], error: type[Exception]) -> None:
    assert isinstance(RUNNER.invoke(app, ["check", *arguments]).exception, error)


def test_help_has_examples() -> None:
    assert "translator check talk.aligned.json" in RUNNER.invoke(app, ["check", "--help"]).stdout


def test_terms_are_reported_as_table_json_and_csv(tmp_path: Path) -> None:
    path = aligned(
        tmp_path / "talk.aligned.json",
        Segment("a", "泛化很难。", "Generalization is hard.", State.MACHINE),
        Segment("b", "泛化很好。", "It is extensive.", State.MACHINE),
    )
    glossary = tmp_path / "own.tsv"
    glossary.write_text("source\ttarget\n泛化\tgeneralization\n", encoding="utf-8")
    arguments = ["check", str(path), "--terms", "--glossary", str(glossary)]
    table = RUNNER.invoke(app, arguments)
    assert table.exit_code == 1
    assert "Generalization ×1" in table.stdout
    assert "1 of 2 occurrences of terms as the glossary asks, 1 deviation" in table.stderr
    (report,) = json.loads(RUNNER.invoke(app, [*arguments, "--json"]).stdout)
    assert report["terms"][0]["renderings"] == {"Generalization": 1}
    assert report["terms"][0]["deviations"][0]["segment"] == "b"
    lines = RUNNER.invoke(app, [*arguments, "--csv"]).stdout.splitlines()
    assert [line.split(",")[3] for line in lines] == ["kind", "rendered", "missing"]


def test_the_least_sure_segment_comes_first(tmp_path: Path) -> None:
    sure, unsure = (replace(BAD, id=name, score=score) for name, score in (("a", -0.1), ("b", -2)))
    path = aligned(tmp_path / "talk.aligned.json", sure, unsure)
    (report,) = json.loads(RUNNER.invoke(app, ["check", str(path), "--json"]).stdout)
    assert [f["segment"] for f in report["findings"]] == ["b", "b", "a", "a"]
    assert report["findings"][0]["confidence"] < report["findings"][2]["confidence"]
