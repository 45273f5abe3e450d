"""A workbench as a process of its own, a document of any length, and a client that may use it."""

from __future__ import annotations

import contextlib
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from tests.cli.talks import command, environment
from translator.document import (
    Document,
    Rung,
    Section,
    SectionKind,
    Segment,
    Speaker,
    State,
    TermUse,
    Turn,
)
from translator.documents import aligned

SENTENCES = [
    ("我们先谈数据。", "Let us talk about data first."),
    ("学习率太大,误差降不下来。", "The learning rate is too large, so the error stays high."),
    ("准确率从61%提高到了74%。", "Accuracy rose from 61% to 74%."),
    ("大家同意吗?", "Does everybody agree?"),
    ("迁移学习省下了很多时间。", "Transfer learning saved a lot of time."),
]


def document(count: int = 12, *, timed: bool = False) -> Document:
    """A panel of two speakers with ``count`` segments besides title and headings."""
    turns: list[Turn] = []
    for number in range(count):
        source, target = SENTENCES[number % len(SENTENCES)]
        segment = Segment(f"s{number}", source, target, State.MACHINE, score=-0.3, confidence=0.9)
        if source.startswith("学习率"):
            use = TermUse(
                0, 3, "学习率", "learning rate", Rung.CHOOSE, 4, 17, "deep-learning.zh-en"
            )
            segment = replace(segment, terms=(use,))
        if timed:
            segment = replace(segment, start_ms=number * 3000, end_ms=number * 3000 + 2500)
        speaker = "陆一帆" if number // 4 % 2 == 0 else "周敏"
        if turns and turns[-1].speaker == speaker:
            turns[-1] = replace(turns[-1], segments=(*turns[-1].segments, segment))
        else:
            turns.append(Turn(speaker, (segment,)))
    heading = Segment("h", "怎么开始", "How to begin", State.MACHINE)
    return Document(
        "talk.txt",
        (Section(SectionKind.BODY, "1", heading, tuple(turns)),),
        Segment("t", "关于数据的对谈", "A talk about data", State.MACHINE),
        (Speaker("陆一帆", "Lu Yifan"), Speaker("周敏", "Zhou Min")),
    )


def write(folder: Path, count: int = 12, *, timed: bool = False) -> Path:
    """Writes such a document and returns its path."""
    path = folder / "talk.aligned.json"
    aligned.write(document(count, timed=timed), path)
    return path


@dataclass
class Running:
    """A started workbench."""

    process: subprocess.Popen[str]
    address: str

    @property
    def base(self) -> str:
        return self.address.split("/open/")[0]

    @contextlib.contextmanager
    def client(self) -> Iterator[httpx.Client]:
        """A client that has exchanged the one-time address for the cookie."""
        own = {"origin": self.base}
        with httpx.Client(base_url=self.base, headers=own, trust_env=False, timeout=60) as client:
            assert client.get(self.address).status_code == 303
            yield client

    def stop(self) -> int:
        """Presses Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)


def start(home: Path, *arguments: str | Path) -> Running:
    """Starts ``translator review`` in ``home``; whoever starts it ends it."""
    process = subprocess.Popen(
        command(["review", *arguments, "--no-browser"]),
        env=environment(home),
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    address = process.stdout.readline().strip()
    if not address:
        raise AssertionError(process.communicate()[1])
    return Running(process, address)


@contextlib.contextmanager
def running(home: Path, *arguments: str | Path) -> Iterator[Running]:
    """A workbench for the time of a test."""
    started = start(home, *arguments)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.process.kill()
        started.process.wait()
        for stream in (started.process.stdout, started.process.stderr):
            if stream:
                stream.close()


def segments(client: httpx.Client) -> dict[str, dict[str, object]]:
    """The segments as the server has them, by id."""
    return {s["id"]: s for s in client.get("/api/document").json()["segments"]}
