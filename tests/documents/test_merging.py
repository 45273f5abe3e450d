from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.documents.examples import documents, panel
from translator.document import Document, Rung, Segment, State
from translator.documents import write
from translator.documents.merging import merge
from translator.errors import InputError


def exported(document: Document, path: Path, script: str | None = None) -> str:
    write(document, path, format="tmx" if path.suffix == ".tmx" else "xliff", script=script)
    return path.read_text(encoding="utf-8")


def by_id(document: Document) -> dict[str, Segment]:
    return {segment.id: segment for segment in document.segments()}


@pytest.mark.parametrize("name", ["a.xlf", "a.tmx"])
def test_unchanged_file_changes_nothing(tmp_path: Path, name: str) -> None:
    exported(panel(), tmp_path / name)
    merged = merge(panel(), tmp_path / name)
    assert merged.document == panel()
    assert (merged.changed, merged.stale, merged.unknown) == ((), (), ())


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(documents())
def test_any_unchanged_xliff_changes_nothing(tmp_path: Path, document: Document) -> None:
    exported(document, tmp_path / "a.xlf")
    assert merge(document, tmp_path / "a.xlf").document == document


@pytest.mark.parametrize("name", ["a.xlf", "a.tmx"])
def test_edited_target_is_taken_over(tmp_path: Path, name: str) -> None:
    text = exported(panel(), tmp_path / name)
    changed = text.replace("The talk was lively.", "It was a lively talk.")
    (tmp_path / name).write_text(changed, encoding="utf-8")
    merged = merge(panel(), tmp_path / name)
    assert merged.changed == ("a1",)
    segment = by_id(merged.document)["a1"]
    assert (segment.target, segment.state) == ("It was a lively talk.", State.EDITED)
    assert segment.source == "周末的讨论很热闹。"


def test_terms_are_judged_again_in_the_new_wording(tmp_path: Path) -> None:
    text = exported(panel(), tmp_path / "a.xlf")
    start, end = text.index("<target><mrk"), text.index("into words.</target>")
    edited = text[:start] + "<target>Hard to put generalization " + text[end:]
    (tmp_path / "a.xlf").write_text(edited, encoding="utf-8")
    segment = by_id(merge(panel(), tmp_path / "a.xlf").document)["b1"]
    assert segment.target == "Hard to put generalization into words."
    (use,) = segment.terms
    assert use.rung is Rung.PERSON
    assert use.target_start is not None
    assert segment.target[use.target_start : use.target_end] == "generalization"
    assert use.note == "not “popularization”"
    assert segment.confidence is None
    assert segment.score is None


def test_final_in_the_tool_is_approved_here(tmp_path: Path) -> None:
    text = exported(panel(), tmp_path / "a.xlf")
    (tmp_path / "a.xlf").write_text(text.replace('"translated"', '"final"'), encoding="utf-8")
    merged = merge(panel(), tmp_path / "a.xlf")
    assert merged.changed == ("a1", "a2", "h1", "b1", "c1")
    assert by_id(merged.document)["b1"].state is State.APPROVED
    assert by_id(merged.document)["b1"].target == by_id(panel())["b1"].target


def test_emptied_target_changes_nothing(tmp_path: Path) -> None:
    text = exported(panel(), tmp_path / "a.xlf")
    emptied = text.replace("<target>The talk was lively.</target>", "<target> </target>")
    (tmp_path / "a.xlf").write_text(emptied, encoding="utf-8")
    assert merge(panel(), tmp_path / "a.xlf").changed == ()


def test_changed_source_is_told_and_left_alone(tmp_path: Path) -> None:
    text = exported(panel(), tmp_path / "a.xlf").replace("lively", "noisy")
    (tmp_path / "a.xlf").write_text(text, encoding="utf-8")
    later = panel().map_segments(
        lambda s: replace(s, source="另一句。", target="Another.") if s.id == "a1" else s
    )
    merged = merge(later, tmp_path / "a.xlf")
    assert merged.stale == ("a1",)
    assert merged.document == later


def test_export_in_traditional_script_comes_home(tmp_path: Path) -> None:
    text = exported(panel(), tmp_path / "a.xlf", script="s2tw")
    assert "週末的討論很熱鬧" in text
    (tmp_path / "a.xlf").write_text(text.replace("lively", "noisy"), encoding="utf-8")
    merged = merge(panel(), tmp_path / "a.xlf")
    assert merged.changed == ("a1",)
    assert by_id(merged.document)["a1"].source == "周末的讨论很热闹。"


def test_ids_lost_by_the_tool_are_found_by_source(tmp_path: Path) -> None:
    text = (
        exported(panel(), tmp_path / "a.tmx").replace(' tuid="a1"', "").replace("lively", "noisy")
    )
    (tmp_path / "a.tmx").write_text(text, encoding="utf-8")
    assert merge(panel(), tmp_path / "a.tmx").changed == ("a1",)


def test_foreign_units_are_told(tmp_path: Path) -> None:
    text = exported(panel(), tmp_path / "a.xlf")
    text = text.replace('unit id="a1"', 'unit id="zz"').replace("周末的讨论", "别的讨论")
    (tmp_path / "a.xlf").write_text(text, encoding="utf-8")
    assert merge(panel(), tmp_path / "a.xlf").unknown == ("zz",)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "damaged XML"),
        ("<xliff", "damaged XML"),
        ("<html/>", "is not XLIFF 2"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "declares XML entities"),
        ('<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd">]><x/>', "declares XML entities"),
        ("<a>" * 400, "damaged XML"),
    ],
)
def test_hostile_and_foreign_files_are_refused(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "a.xlf").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        merge(panel(), tmp_path / "a.xlf")


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        merge(panel(), tmp_path / "a.xlf")
