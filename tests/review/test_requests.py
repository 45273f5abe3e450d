"""What the page asks for, asked without a page: exports, jobs, glossary, cues."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.review.bench import document, running, segments, write
from translator.document import State
from translator.documents import aligned

RECOGNISED = """1
00:00:01,000 --> 00:00:02,500
我们先谈数据

2
00:00:02,600 --> 00:00:06,000
学习率太大误差降不下来
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("requests")


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[httpx.Client]:
    write(home, 40, timed=True)
    with running(home, "talk.aligned.json", "--no-memory") as bench, bench.client() as client:
        yield client
        assert bench.stop() == 0


def _finished(client: httpx.Client, job: str) -> dict[str, Any]:
    for _ in range(600):
        jobs = {one["id"]: one for one in client.get("/api/document").json()["jobs"]}
        if jobs[job]["state"] not in ("waiting", "running"):
            return jobs[job]
        time.sleep(0.1)
    raise AssertionError("the job never ended")


@pytest.mark.parametrize(
    ("query", "begins"),
    [
        ("format=html&layout=interleaved", b"<!DOCTYPE html>"),
        ("format=docx", b"PK"),
        ("format=md&layout=english", b"# A talk"),
        ("format=xlsx&script=s2tw", b"PK"),
        ("format=txt&layout=english", b"A talk"),
        ("format=tmx", b"<?xml"),
        ("format=xliff", b"<?xml"),
        ("format=json", b"{"),
        ("format=srt", b"1\n00:00:00"),
        ("format=vtt", b"WEBVTT"),
        ("format=ass", b"[Script Info]"),
    ],
)
def test_every_format(client: httpx.Client, query: str, begins: bytes) -> None:
    answer = client.get(f"/api/export?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(begins)
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    "query", ["", "format=exe", "format=../x", "format=html&layout=x", "format=md&script=../../x"]
)
def test_formats_we_do_not_have(client: httpx.Client, query: str) -> None:
    answer = client.get(f"/api/export?{query}")
    assert answer.status_code in (400, 422)
    assert answer.json()["problem"]


def test_times_from_recognised_speech(client: httpx.Client) -> None:
    body = {"kind": "retime", "name": "asr.srt", "timings": RECOGNISED}
    job = _finished(client, client.post("/api/jobs", json=body).json()["id"])
    assert job["state"] == "done", job["problem"]
    assert segments(client)["s0"]["start"] is not None
    client.post("/api/undo", json={})
    assert segments(client)["s0"]["end"] == 2500


def test_a_timing_file_that_is_none(client: httpx.Client) -> None:
    for name, text in (("x.srt", "no times"), ("x.exe", RECOGNISED), ("../../x", "")):
        body = {"kind": "retime", "name": name, "timings": text}
        job = _finished(client, client.post("/api/jobs", json=body).json()["id"])
        assert job["state"] == "failed"
        assert job["problem"]


def test_proposals_are_taken_only_where_nothing_changed_since(client: httpx.Client) -> None:
    body = {"kind": "retranslate", "ids": ["s5", "s6"]}
    job = _finished(client, client.post("/api/jobs", json=body).json()["id"])
    new = {one["id"]: one["new"] for one in job["result"]["proposals"]}
    now = segments(client)["s5"]
    edit = {"op": "target", "id": "s5", "revision": now["revision"], "target": "By hand."}
    assert client.post("/api/edit", json=edit).status_code == 200
    answer = client.post("/api/proposals", json={"job": job["id"], "ids": ["s5", "s6"]}).json()
    assert answer == {"taken": ["s6"], "changed": ["s5"]}
    known = segments(client)
    assert known["s5"]["target"] == "By hand."
    assert known["s6"]["target"] == new["s6"]
    assert known["s6"]["state"] == "machine"


def test_cues_are_judged_by_the_profile(client: httpx.Client) -> None:
    assert client.get("/api/profile").json()["text"]["max_cpl"] == 42
    assert client.get("/api/cues/findings").json()["findings"]


def test_glossary_entries_that_contradict_themselves(client: httpx.Client, home: Path) -> None:
    for entry in (
        {"source": "", "target": "x"},
        {"source": "词", "target": " "},
        {"source": "词", "target": "word", "forbidden": ["Word"]},
        {"source": "词", "target": "word", "state": "maybe"},
        {"source": "词", "target": "word", "variants": "word"},
        {"source": "词", "target": "w" * 5000},
    ):
        answer = client.post("/api/glossary/put", json={"entries": [entry]})
        assert answer.status_code in (400, 422), entry
    assert not (home / "glossary.tsv").exists()


def test_a_glossary_changed_elsewhere_is_not_overwritten(client: httpx.Client, home: Path) -> None:
    glossary = home / "glossary.tsv"
    glossary.write_text("source\ttarget\n词\tword\n", encoding="utf-8")
    before = client.get("/api/term?source=词").json()["term"]
    glossary.write_text("source\ttarget\n词\tterm\n", encoding="utf-8")
    body = {"entries": [{"source": "词", "target": "lexeme"}], "before": before}
    if before:
        assert client.post("/api/glossary/put", json=body).status_code == 422
    assert "term" in glossary.read_text("utf-8")
    glossary.unlink()


def test_translating_everything_can_be_stopped(tmp_path: Path) -> None:
    blank = document(200).map_segments(
        lambda s: replace(s, target="", state=State.UNTRANSLATED, terms=())
    )
    path = tmp_path / "talk.aligned.json"
    aligned.write(blank, path)
    with running(tmp_path, path.name, "--no-shipped-glossaries") as bench, bench.client() as client:
        job = client.post("/api/jobs", json={"kind": "translate"}).json()["id"]
        for _ in range(600):
            if any(s["target"] for s in segments(client).values()):
                break
            time.sleep(0.1)
        client.post("/api/jobs/cancel", json={"id": job})
        assert _finished(client, job)["state"] in ("cancelled", "done")
        assert bench.stop() == 0
    assert any(s.target for s in aligned.read(path).segments())


ASS = """[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize
Style: Default,Arial,20
Style: Top,Arial,24

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:03.00,Top,周敏,0,0,0,,{\\i1}First{\\i0} cue.
Dialogue: 0,0:00:04.00,0:00:06.00,Default,,0,0,0,,Second cue here.
"""


def test_styles_survive_edits_of_a_subtitle_file(tmp_path: Path) -> None:
    path = tmp_path / "talk.ass"
    path.write_text(ASS, encoding="utf-8")
    with running(tmp_path, path.name) as bench, bench.client() as client:
        cues = list(segments(client).values())
        edit = {"op": "split", "id": cues[1]["id"], "revision": 0, "source_at": 0, "target_at": 6}
        assert client.post("/api/edit", json=edit).status_code == 200
        first = {"op": "times", "id": cues[0]["id"], "revision": 0, "start": 500, "end": 2500}
        assert client.post("/api/edit", json=first).status_code == 200
        assert client.get("/api/export?format=vtt").content.startswith(b"WEBVTT")
        assert client.get("/api/export?format=docx").status_code == 400
        assert bench.stop() == 0
    text = path.read_text("utf-8")
    assert "Style: Top,Arial,24" in text
    assert "0:00:00.50,0:00:02.50,Top" in text
    assert "First" in text
    assert text.count("Dialogue:") == 3
