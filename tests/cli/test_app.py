from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.talks import command, environment


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux")
@pytest.mark.parametrize("arguments", [["glossary", "list"], ["--help"]], ids=" ".join)
def test_a_full_disk_behind_stdout_is_one_line(tmp_path: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(arguments),
            env=environment(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 3
    assert "error: standard output: No space left on device." in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_a_reader_that_leaves_early_causes_no_message(tmp_path: Path) -> None:
    process = subprocess.Popen(
        command(["glossary", "list", "--csv", "--quiet"]),
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    process.wait(60)


def test_a_locale_without_chinese_shows_escapes(tmp_path: Path) -> None:
    done = subprocess.run(
        command(["glossary", "show", "过拟合"]),
        env=environment(tmp_path) | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "\\u8fc7\\u62df\\u5408" in done.stdout


@pytest.mark.parametrize("delay", [0.0, 0.1, 0.3])
def test_ctrl_c_while_loading_is_one_line(tmp_path: Path, delay: float) -> None:
    start = f"print(flush=True); {command([])[2]}"
    process = subprocess.Popen(
        [sys.executable, "-c", start, "transcript", "-"],
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    process.stdout.readline()
    time.sleep(delay + 0.02)
    process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    _, errors = process.communicate(timeout=60)
    assert errors == "error: Interrupted.\n"
    assert process.returncode == 5


def test_it_runs_as_a_module(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "translator", "--version"],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("translator ")


def test_a_message_is_one_line_and_letter_by_letter(tmp_path: Path) -> None:
    done = subprocess.run(
        command(["transcript", "a\nb[red]:smile:\x1b[2J.txt"]),
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr == (
        "error: a b[red]:smile: [2J.txt: no such file. Check the name and the folder.\n"
    )
