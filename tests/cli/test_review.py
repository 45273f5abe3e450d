from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.cli.talks import PANEL, run
from tests.review.bench import running, segments, write
from translator.documents import aligned


def test_ctrl_c_ends_it_with_nothing_left_behind(tmp_path: Path) -> None:
    path = write(tmp_path)
    with running(tmp_path, path.name) as bench:
        assert bench.address.startswith("http://127.0.0.1:")
        assert bench.stop() == 0
    assert [p.name for p in tmp_path.glob("talk*")] == ["talk.aligned.json"]


def test_ctrl_c_ends_it_while_a_page_listens(tmp_path: Path) -> None:
    path = write(tmp_path)
    with (
        running(tmp_path, path.name) as bench,
        bench.client() as client,
        client.stream("GET", "/api/events") as stream,
    ):
        assert stream.status_code == 200
        assert bench.stop() == 0


def test_an_article_is_segmented_next_to_itself(tmp_path: Path) -> None:
    (tmp_path / "panel.zh.txt").write_text(PANEL, encoding="utf-8")
    with running(tmp_path, "panel.zh.txt") as bench, bench.client() as client:
        sources = [s["source"] for s in segments(client).values()]
        assert any("数据增强" in str(source) for source in sources)
        assert bench.stop() == 0
    document = aligned.read(tmp_path / "panel.aligned.json")
    assert any(segment.terms for segment in document.segments())


def test_an_existing_document_is_opened_not_replaced(tmp_path: Path) -> None:
    write(tmp_path)
    before = (tmp_path / "talk.aligned.json").read_bytes()
    (tmp_path / "talk.txt").write_text("另一篇文章。\n", encoding="utf-8")
    with running(tmp_path, "talk.txt") as bench:
        assert bench.stop() == 0
    assert (tmp_path / "talk.aligned.json").read_bytes() == before


def test_one_workbench_per_file(tmp_path: Path) -> None:
    path = write(tmp_path)
    with running(tmp_path, path.name) as bench:
        second = run(tmp_path, "review", path.name, "--no-browser")
        assert second.returncode == 2
        assert "another workbench" in second.stderr
        assert bench.stop() == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["missing.aligned.json"], 3, "no such file"),
        (["-"], 2, "standard input"),
        (["broken.aligned.json"], 3, "damaged"),
        (["empty.srt"], 3, "cue"),
        (["talk.aligned.json", "--video", "none.mp4"], 3, "no such file"),
        (["talk.aligned.json", "--profile", "nobody"], 2, "unknown profile"),
    ],
)
def test_bad_input_is_told_in_one_line(
    tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    write(tmp_path)
    (tmp_path / "broken.aligned.json").write_text("{", encoding="utf-8")
    (tmp_path / "empty.srt").write_text("", encoding="utf-8")
    done = run(tmp_path, "review", *arguments, "--no-browser")
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    write(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run(tmp_path, "review", "talk.aligned.json", "--no-browser", "--port", port)
    assert done.returncode == 2
    assert f"port {port} cannot be used" in done.stderr
