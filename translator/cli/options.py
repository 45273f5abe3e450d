"""Options that several commands share, so that the same word means the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from translator.engine.guidance import GuidedTranslator
    from translator.engine.memory import Memory
    from translator.glossary.termbase import TermBase

OutputFolder = Annotated[
    Path, typer.Option("--output", "-o", help="Folder for the results.", file_okay=False)
]
Glossaries = Annotated[
    list[Path] | None,
    typer.Option(
        "--glossary",
        "-g",
        help="Your own glossary; repeat it for more, the most important first. "
        "They outrank the shipped ones. ./glossary.tsv is used without asking.",
    ),
]
ShippedGlossaries = Annotated[
    bool,
    typer.Option(
        "--shipped-glossaries/--no-shipped-glossaries",
        help="Use the glossaries that come with translator.",
    ),
]
Engine = Annotated[
    str | None,
    typer.Option(
        help="Package to translate with: a name of `translator engine list`, a folder, or a file."
    ),
]
MemoryFile = Annotated[
    Path | None,
    typer.Option("--memory", help="Translation memory to use instead of your own.", dir_okay=False),
]
UseMemory = Annotated[
    bool, typer.Option("--use-memory/--no-memory", help="Reuse and store finished segments.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the summary as JSON on stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no notices.")]

PROJECT_GLOSSARY = Path("glossary.tsv")
"""Used from the current folder without being named, ahead of the shipped glossaries."""


def complete_formats(incomplete: str) -> list[str]:
    """Returns how a comma-separated list of formats may go on, for shell completion."""
    from translator.documents import FORMATS

    before, comma, last = incomplete.rpartition(",")
    chosen = before.split(",")
    return [f"{before}{comma}{n}" for n in FORMATS if n.startswith(last) and n not in chosen]


def complete_script(incomplete: str) -> list[str]:
    """Returns the OpenCC variants that begin so, for shell completion."""
    from translator.segmenting.script import variants

    return [name for name in variants() if name.startswith(incomplete)]


def load_terms(paths: list[Path] | None, *, shipped: bool) -> TermBase:
    """Returns the term base of the named glossaries, the project's own, then the shipped ones.

    Raises:
        InputError: a glossary cannot be read.
    """
    from translator.glossary.termbase import TermBase

    files = list(paths or ())
    if PROJECT_GLOSSARY.is_file() and PROJECT_GLOSSARY not in files:
        files.append(PROJECT_GLOSSARY)
    return TermBase.load(files, shipped=shipped)


def load_engine(engine: str | None) -> GuidedTranslator:
    """Returns the engine that ``--engine`` names, or the one in use.

    Raises:
        EngineError: there is none, or it must be refused.
    """
    from translator.engine.guidance import GuidedTranslator
    from translator.engine.packages import choose_package
    from translator.engine.translator import Translator

    return GuidedTranslator(Translator(choose_package(engine)))


def open_memory(path: Path | None, *, use: bool) -> Memory | None:
    """Returns the translation memory, None if it is not wanted; its warnings go to stderr."""
    if not use:
        return None
    from translator.cli.console import print_warning
    from translator.engine.memory import Memory

    return Memory(path, on_warning=print_warning)
