"""Shared pieces of the glossary commands: which files they mean, and how they show entries."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from translator.cli.console import console
from translator.cli.options import PROJECT_GLOSSARY
from translator.errors import InputError, UsageError
from translator.glossary.formats.columns import FIELDS, LIST_FIELDS
from translator.glossary.term import Term

GlossariesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--glossary",
        "-g",
        help="Glossary file; repeat it, the most important first. Default: ./glossary.tsv, then "
        "the shipped glossaries.",
        show_default=False,
    ),
]
FilesArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Glossary files, the most important first. Default: ./glossary.tsv, then the "
        "shipped glossaries.",
        show_default=False,
    ),
]
GlossaryOption = Annotated[
    Path,
    typer.Option("--glossary", "-g", help="Glossary file to change (TSV or CSV)."),
]


def glossary_files(chosen: Sequence[Path] | None) -> list[Path]:
    """Returns the glossary files to read, the most important first."""
    from translator.glossary.termbase import shipped_files

    if chosen:
        return list(chosen)
    own = [PROJECT_GLOSSARY] if PROJECT_GLOSSARY.is_file() else []
    return own + shipped_files()


def read_all(files: Iterable[Path]) -> list[tuple[Term, ...]]:
    """Returns the entries of each file.

    Raises:
        InputError: a file cannot be read.
    """
    from translator.glossary.formats import read_glossary

    return [read_glossary(path) for path in files]


def complete_source(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Returns the entries whose source begins so, with their targets, for shell completion."""
    chosen = ctx.params.get("glossary") or ()
    files = [chosen] if isinstance(chosen, Path) else [Path(path) for path in chosen]
    try:
        terms = [term for terms in read_all(glossary_files(files)) for term in terms]
    except InputError:
        return []
    return [(term.source, term.target) for term in terms if term.source.startswith(incomplete)]


def not_found(source: str, terms: Sequence[Term], where: str) -> InputError:
    """Returns the error for a source that no entry has, with the entries that look like it."""
    near = similar(source, terms)
    shown = ", ".join(f"{term.source} ({term.target})" for term in near)
    advice = f"Did you mean one of these: {shown}" if near else "glossary list shows all entries"
    return InputError(f"there is no entry for “{source}”", where=where, advice=advice)


def similar(source: str, terms: Sequence[Term], limit: int = 5) -> list[Term]:
    """Returns entries whose source or target is spelt like ``source``, or holds it, best first."""
    import difflib

    plain = source.casefold()
    scored: list[tuple[float, int, Term]] = []
    for index, term in enumerate(terms):
        forms = (term.source.casefold(), term.target.casefold())
        score = max(difflib.SequenceMatcher(None, plain, form).ratio() for form in forms)
        score = max(score, *(0.8 for form in forms if plain in form or form in plain), 0.0)
        if score >= 0.5:
            scored.append((-score, index, term))
    chosen: dict[str, Term] = {}
    for _, _, term in sorted(scored, key=lambda item: item[:2]):
        chosen.setdefault(term.source, term)
    return list(chosen.values())[:limit]


def as_dict(term: Term, *, full: bool = False) -> dict[str, Any]:
    """Returns an entry for JSON: what it fills in, or every field if ``full``."""
    values: dict[str, Any] = {}
    for field in FIELDS:
        value = getattr(term, field)
        if full or value or field in ("source", "target"):
            values[field] = list(value) if field in LIST_FIELDS else value
    values |= dict(term.extra)
    values["glossary"] = term.glossary
    values["line"] = term.line
    return values


def print_json(value: object) -> None:
    """Prints ``value`` as JSON on stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Prints rows as CSV on stdout."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    typer.echo(text.getvalue(), nl=False)


def print_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, styles: Mapping[int, str] | None = None
) -> None:
    """Prints a table on stdout, as wide as the terminal; a pipe gets it without line breaks.

    Args:
        header: column titles.
        rows: cells, plain text.
        styles: rich style per column index.
    """
    from rich.measure import Measurement
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for index, title in enumerate(header):
        table.add_column(title, style=(styles or {}).get(index, ""), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    out = console(stderr=False)
    if sys.stdout.isatty():
        out.print(table, soft_wrap=False)
        return
    out.width = Measurement.get(out, out.options.update(max_width=100_000), table).maximum
    with out.capture() as captured:
        out.print(table, soft_wrap=False)
    typer.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def require(condition: bool, problem: str, advice: str) -> None:
    """Makes sure that options fit together.

    Raises:
        UsageError: ``condition`` does not hold.
    """
    if not condition:
        raise UsageError(problem, advice=advice)


def refuse_overwriting(path: Path, *, force: bool) -> None:
    """Makes sure that ``path`` is not there yet, unless ``force``.

    Raises:
        UsageError: it is.
    """
    require(force or not path.exists(), f"{path} exists", "Name another file, or use --force")
