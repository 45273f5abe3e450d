from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from tests.cli.talks import command, environment
from translator.cli.commands import app
from translator.cli.help import help_text

_HEAVY = (
    "argostranslate", "ctranslate2", "docx", "jinja2", "lxml", "markdown_it", "numpy", "opencc",
    "openpyxl", "pypinyin", "regex", "rich", "sentencepiece", "starlette",
)  # fmt: skip


def test_examples_are_one_block_and_prose_stays_prose() -> None:
    docstring = """Does it.

        More about `this`.

        Examples:

        `translator check a.json`

            translator check b.json

        Afterword.
        """
    assert help_text(docstring) == (
        "Does it.\n\nMore about `this`.\n\n"
        "\b\nExamples:\n    translator check a.json\n    translator check b.json\n\nAfterword."
    )


def _commands() -> list[list[str]]:
    root = typer.main.get_command(app)
    paths = []
    for name, child in root.commands.items():  # type: ignore[attr-defined]
        children = getattr(child, "commands", None)
        paths += [[name, inner] for inner in children] if children else [[name]]
    return paths


@pytest.mark.parametrize("path", _commands(), ids=" ".join)
def test_every_command_shows_examples_uncut_and_ends_with_zero(path: list[str]) -> None:
    result = CliRunner().invoke(app, [*path, "--help"], env={"COLUMNS": "60"})
    assert result.exit_code == 0
    lines = result.output.splitlines()
    examples = [line for line in lines if line.lstrip().startswith(f"translator {' '.join(path)}")]
    assert examples, "no example"
    assert not re.search(r"--[\w-]*…", result.output), "an option is cut off"


def test_root_help_names_the_exit_codes() -> None:
    output = " ".join(CliRunner().invoke(app, ["--help"]).output.split())
    assert "0 done, 1 findings, 2 usage, 3 bad input, 4 no engine, 5 interrupted" in output


def test_help_loads_no_heavy_library() -> None:
    script = (
        "import sys; sys.argv = ['translator', '--help']\n"
        "from translator.cli.app import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print(*(name for name in {_HEAVY} if name in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("transcript a.txt --to ", "md html docx xlsx txt tmx xliff json"),
        ("transcript a.txt --to md,ht", "md,html"),
        ("export a.aligned.json --script s2t", "s2t s2tw s2twp"),
        ("transcript a.txt --layout ", "table interleaved english"),
        ("glossary show 泛化能", "泛化能力"),
        ("glossary edit --glossary none.tsv 泛", ""),
        ("glossary rem", "remove"),
    ],
)
def test_completion(words: str, expected: str, tmp_path: Path) -> None:
    done = subprocess.run(
        command([]),
        env=environment(tmp_path)
        | {
            "_TRANSLATOR_COMPLETE": "complete_bash",
            "COMP_WORDS": f"translator {words}",
            "COMP_CWORD": str(len(words.split(" "))),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.split(), done.stderr) == (expected.split(), "")
