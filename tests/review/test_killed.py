"""A server that is killed at any moment loses nothing that it acknowledged."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.review.bench import Running, running, segments, start, write
from translator.documents import aligned

ROUNDS = 50
CHAINS = 2


class _Reviewer(threading.Thread):
    """Edits one segment after the other and remembers what was acknowledged."""

    def __init__(self, bench: Running, round_number: int, acknowledged: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self.bench, self.round, self.acknowledged = bench, round_number, acknowledged
        self.pending: tuple[str, str] | None = None
        self.wrong: list[str] = []
        self.count = 0
        self.begun = threading.Event()

    def run(self) -> None:
        with contextlib.suppress(httpx.HTTPError), self.bench.client() as client:
            known = segments(client)
            for name, target in self.acknowledged.items():
                if known[name]["target"] != target:
                    self.wrong.append(f"{name}: {known[name]['target']!r}, not {target!r}")
            revisions = dict.fromkeys(known, 0)
            for number in range(10_000):
                name = f"s{number % 40}"
                target = f"Round {self.round}, edit {number}."
                self.pending = (name, target)
                body = {"op": "target", "id": name, "revision": revisions[name], "target": target}
                answer = client.post("/api/edit", json=body | {"approve": number % 3 == 0})
                assert answer.status_code == 200
                revisions[name] += 1
                self.acknowledged[name] = target
                self.pending = None
                self.count += 1
                self.begun.set()


def test_fifty_kills_lose_nothing(tmp_path: Path) -> None:
    """Two documents at a time, because most of a round is waiting for a server to start."""
    with ThreadPoolExecutor(CHAINS) as chains:
        folders = [tmp_path / str(number) for number in range(CHAINS)]
        for edits in chains.map(_kill_and_look, folders, range(CHAINS)):
            assert edits > ROUNDS // CHAINS


def _kill_and_look(folder: Path, seed: int) -> int:
    """Edits and kills again and again; returns the number of acknowledged edits."""
    folder.mkdir()
    chance = random.Random(seed)
    path = write(folder, 60)
    acknowledged: dict[str, str] = {}
    edits = 0
    for round_number in range(ROUNDS // CHAINS):
        bench = start(folder, path.name, "--no-memory", "--no-shipped-glossaries")
        reviewer = _Reviewer(bench, round_number, acknowledged)
        try:
            reviewer.start()
            if chance.random() < 0.75:  # else it is killed while it starts
                reviewer.begun.wait(30)
            time.sleep(chance.uniform(0.0, 0.3))
        finally:
            bench.process.kill()
            bench.process.communicate()
        reviewer.join(20)
        assert not reviewer.wrong
        edits += reviewer.count
        if reviewer.pending:  # it may have been made, or not: nobody was told
            _settle(path, reviewer.pending, acknowledged)
    with running(folder, path.name, "--no-memory") as bench, bench.client() as client:
        known = {name: s["target"] for name, s in segments(client).items()}
        assert {name: known[name] for name in acknowledged} == acknowledged
        assert bench.stop() == 0
    saved = {s.id: s.target for s in aligned.read(path).segments()}
    assert {name: saved[name] for name in acknowledged} == acknowledged
    assert not path.with_name("talk.aligned.journal").exists()
    return edits


def _settle(path: Path, pending: tuple[str, str], acknowledged: dict[str, str]) -> None:
    """Takes an edit whose answer was lost as made if the journal has it."""
    journal = path.with_name("talk.aligned.journal")
    name, target = pending
    if journal.exists() and f'"target":"{target}"' in journal.read_text("utf-8"):
        acknowledged[name] = target
