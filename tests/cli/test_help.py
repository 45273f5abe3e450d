from __future__ import annotations

import subprocess
import sys

import pytest
import typer.main
from typer.testing import CliRunner

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
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        children = getattr(command, "commands", None)
        paths += [[name, child] for child in children] if children else [[name]]
    return paths


@pytest.mark.parametrize("path", _commands(), ids=" ".join)
def test_every_command_shows_examples_uncut_and_ends_with_zero(path: list[str]) -> None:
    result = CliRunner().invoke(app, [*path, "--help"], env={"COLUMNS": "60"})
    assert result.exit_code == 0
    lines = result.output.splitlines()
    examples = [line for line in lines if line.lstrip().startswith(f"translator {' '.join(path)}")]
    assert examples, "no example"
    assert "…" not in "".join(line for line in lines if line.strip().startswith("--"))


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
