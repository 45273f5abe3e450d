"""Translating needs no network and none of the heavy packages that argostranslate may use."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TRANSLATE = """
import sys
from translator.engine.packages import choose_package
from translator.engine.translator import Request, Translator
translator = Translator(choose_package())
((_, found),) = translator.translate([Request("今天我们讨论深度学习理论。")], align=True)
assert found[0].text
heavy = {"stanza", "spacy", "torch", "argostranslate", "minisbd", "onnxruntime", "transformers"}
print(found[0].text, sorted(heavy & {name.partition(".")[0] for name in sys.modules}))
"""

CONNECT = "import socket; socket.create_connection(('127.0.0.1', 1), timeout=1)"


def run(*command: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(home)}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_nothing_heavy_is_imported(home: Path) -> None:
    result = run(sys.executable, "-c", TRANSLATE, home=home)
    assert result.stdout.endswith(" []\n"), result.stderr
    assert result.stderr == ""


def test_translating_works_without_a_network(home: Path) -> None:
    unshare = [shutil.which("unshare") or "unshare", "--net", "--map-root-user"]
    if run(*unshare, "true", home=home).returncode:
        pytest.skip("network namespaces are not permitted here")
    assert "unreachable" in run(*unshare, sys.executable, "-c", CONNECT, home=home).stderr.lower()
    result = run(*unshare, sys.executable, "-c", TRANSLATE, home=home)
    assert result.returncode == 0, result.stderr
    main = "from translator.cli.app import main; main()"
    result = run(*unshare, sys.executable, "-c", main, "engine", "translate", "你好。", home=home)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip()


def test_the_command_line_starts_without_heavy_imports(home: Path) -> None:
    code = "import sys, translator.cli.commands; print(*sorted(sys.modules))"
    loaded = set(run(sys.executable, "-c", code, home=home).stdout.split())
    heavy = {
        "ctranslate2", "sentencepiece", "numpy", "lxml", "docx", "openpyxl", "opencc", "pypinyin",
        "jinja2", "sqlite3", "urllib.request", "asyncio", "starlette", "uvicorn", "ahocorasick",
    }  # fmt: skip
    assert not heavy & loaded
