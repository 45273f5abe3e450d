from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from tests.documents.examples import documents, panel
from translator.document import (
    SCHEMA_VERSION,
    Document,
    DroppedLine,
    Section,
    SectionKind,
    Segment,
    Speaker,
    TermUse,
    Turn,
)
from translator.documents import aligned
from translator.errors import InputError


@settings(deadline=None, max_examples=50)
@given(documents())
def test_round_trip_is_exact(document: Document) -> None:
    text = aligned.to_json(document)
    assert aligned.from_json(text, where="x") == document
    assert aligned.to_json(aligned.from_json(text, where="x")) == text


def test_file_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "panel.aligned.json"
    aligned.write(panel(), path)
    assert aligned.read(path) == panel()
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert aligned.read(path) == panel()


def test_one_field_per_line_and_defaults_left_out() -> None:
    document = Document("a.txt", (Section(SectionKind.BODY, heading=Segment("h", "标题")),))
    assert aligned.to_json(document) == (
        "{\n"
        '  "schema_version": 1,\n'
        '  "origin": "a.txt",\n'
        '  "sections": [\n'
        "    {\n"
        '      "kind": "body",\n'
        '      "heading": {\n'
        '        "id": "h",\n'
        '        "source": "标题",\n'
        '        "target": "",\n'
        '        "state": "untranslated"\n'
        "      }\n"
        "    }\n"
        "  ]\n"
        "}\n"
    )


def test_one_changed_target_changes_one_line() -> None:
    def change(segment: Segment) -> Segment:
        return replace(segment, target="Otherwise.") if segment.id == "b1" else segment

    before = aligned.to_json(panel()).splitlines()
    after = aligned.to_json(panel().map_segments(change)).splitlines()
    assert len(before) == len(after)
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def test_unknown_keys_are_ignored() -> None:
    content = _content()
    content["reviewed_by"] = "Li"
    _segment(content)["colour"] = {"deep": [1]}
    assert aligned.from_json(json.dumps(content), where="x") == panel()


def test_infinite_score_is_written_as_unknown() -> None:
    document = panel().map_segments(lambda s: replace(s, score=float("-inf")))
    read_back = aligned.from_json(aligned.to_json(document), where="x")
    assert {segment.score for segment in read_back.segments()} == {None}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1, column 1: damaged JSON"),
        ('{"schema_version": 1,\n "origin" "x"}', "line 2, column 11: damaged JSON"),
        ('{"schema_version": NaN}', "NaN is not a number"),
        ("[" * 200_000, "damaged JSON"),
        ('{"schema_version": ' + "9" * 5000 + "}", "damaged JSON"),
        ("[]", "no schema_version"),
        ("{}", "no schema_version"),
        ('{"schema_version": "1"}', "no schema_version"),
        ('{"schema_version": true}', "no schema_version"),
        (f'{{"schema_version": {SCHEMA_VERSION + 1}}}', "newer translator (schema 2, we know 1)"),
        ('{"schema_version": 1}', "$.origin is missing"),
    ],
)
def test_damaged_files_are_refused(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        aligned.from_json(text, where="talk.aligned.json")
    assert message in str(caught.value)
    assert str(caught.value).startswith("talk.aligned.json")
    assert caught.value.advice


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("source", None, "must be a text, not null"),
        ("source", "\ud800", "half of a surrogate pair"),
        ("target", 3, "must be a text, not a whole number"),
        ("state", "done", "must be one of untranslated, machine, edited, approved, not 'done'"),
        ("state", {}, "must be one of"),
        ("paragraph", "0", "must be a whole number, not a text"),
        ("paragraph", True, "must be a whole number, not true or false"),
        ("line", 1.5, "must be a whole number, not a number"),
        ("terms", {}, "must be a list, not an object"),
        ("terms", [1], "[0] must be an object, not a whole number"),
        ("score", "high", "must be a number, not a text"),
        ("score", 10**400, "too large"),
        ("notes", ["a", None], "[1] must be a text, not null"),
    ],
)
def test_wrong_type_names_the_json_path(key: str, value: object, message: str) -> None:
    content = _content()
    _segment(content)[key] = value
    with pytest.raises(InputError) as caught:
        aligned.from_json(json.dumps(content), where="x")
    assert f"$.sections[1].turns[0].segments[1].{key}" in caught.value.problem
    assert message in caught.value.problem


def test_whole_number_is_accepted_as_score() -> None:
    content = _content()
    _segment(content)["score"] = -1
    scores = [s.score for s in aligned.from_json(json.dumps(content), where="x").segments()]
    assert -1.0 in scores
    assert all(isinstance(score, float | None) for score in scores)


def test_repeated_segment_ids_are_refused() -> None:
    content = _content()
    _segment(content)["id"] = "b1"
    with pytest.raises(InputError, match="'b1' is used 2 times"):
        aligned.from_json(json.dumps(content), where="x")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        aligned.read(tmp_path / "missing.aligned.json")
    with pytest.raises(InputError, match="is a folder"):
        aligned.read(tmp_path)
    (tmp_path / "utf16.json").write_text("{}", encoding="utf-16")
    with pytest.raises(InputError, match="not UTF-8"):
        aligned.read(tmp_path / "utf16.json")


def test_schema_accepts_what_we_write_and_nothing_malformed() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(aligned.SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(_content())
    for key, value in (("source", None), ("state", "done"), ("paragraph", "0"), ("notes", [1])):
        content = _content()
        _segment(content)[key] = value
        assert not validator.is_valid(content), key


@settings(deadline=None, max_examples=50)
@given(documents())
def test_schema_accepts_any_document(document: Document) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(aligned.SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(aligned.to_json(document)))


def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(aligned.to_json(panel()))
    return content


def _segment(content: dict[str, Any]) -> dict[str, Any]:
    segment: dict[str, Any] = content["sections"][1]["turns"][0]["segments"][1]
    return segment


def test_schema_names_every_field() -> None:
    schema = json.loads(aligned.SCHEMA_FILE.read_text(encoding="utf-8"))
    definitions = schema["$defs"]
    for kind, definition in (
        (Section, "section"),
        (Turn, "turn"),
        (Segment, "segment"),
        (TermUse, "term_use"),
        (Speaker, "speaker"),
        (DroppedLine, "dropped_line"),
    ):
        assert list(definitions[definition]["properties"]) == [f.name for f in fields(kind)]
    assert list(schema["properties"]) == ["schema_version", *(f.name for f in fields(Document))]
