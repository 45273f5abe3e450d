"""`translator engine benchmark`: packages measured beside each other and beside other systems."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translator.cli.console import console, print_notice, print_warning
from translator.errors import InputError
from translator.files import read_bytes, write_text

if TYPE_CHECKING:
    from rich.table import Table

    from translator.engine.packages import Package
    from translator.training.benchmark import Results
    from translator.training.evaluation import Scores, Success

_BEGIN, _END = "<!-- benchmark -->", "<!-- /benchmark -->"


def benchmark(
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", help="NAME=file.tsv or NAME=CHINESE:ENGLISH; repeatable."),
    ] = None,
    terms: Annotated[
        Path | None,
        typer.Option("--terms", help="Lines of source, reference, [[term, target], …] as JSON."),
    ] = None,
    peers: Annotated[
        list[str] | None,
        typer.Option("--peer", help="NAME=FILE or SET/NAME=FILE: another system's output."),
    ] = None,
    engines: Annotated[
        list[str] | None,
        typer.Option("--engine", metavar="PATH|NAME", help="Measure this package; repeatable."),
    ] = None,
    baseline: Annotated[
        str, typer.Option("--baseline", help="System to compare the others with, by bootstrap.")
    ] = "",
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Use the first so many segments.")
    ] = None,
    threads: Annotated[int, typer.Option("--threads", min=0, help="0: all.")] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Results and errors only.")] = False,
    into: Annotated[
        Path | None,
        typer.Option("--into", help="Also write the tables into this Markdown file, at its mark."),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")] = False,
) -> None:
    """Measure packages: BLEU, chrF, obedience to terms, speed, cold start, memory.

    Without --engine, all packages of “engine list” are measured. Scores are sacreBLEU's, with
    signatures; they need the extra “training”. Nothing is looked up in the translation memory.
    --into replaces what stands between <!-- benchmark --> and <!-- /benchmark --> in a file.

    Examples:

        translator engine benchmark --set talks=dev.tsv --set news=flores.zh:flores.en

        translator engine benchmark --set news=f.zh:f.en --peer google=f.google.en --baseline google

        translator engine benchmark --terms terms.tsv --engine mine.argosmodel --json
    """
    from translator.training.benchmark import as_json, measure, parse_peers, parse_sets
    from translator.training.requirements import needed

    needed("sacrebleu", "scoring")
    if into:
        _marked(into)
    chosen = parse_sets(sets or (), limit)
    results = measure(
        _packages(engines),
        chosen,
        terms=terms,
        peers=parse_peers(peers or (), chosen, limit),
        baseline=baseline,
        limit=limit,
        threads=threads or None,
        on_note=lambda note: print_notice(note, quiet=quiet),
    )
    tables, signatures = _tables(results), _signatures(results)
    if into:
        _fill(into, "\n\n".join([*map(_markdown, tables), *(f"`{line}`" for line in signatures)]))
    if json_:
        typer.echo(as_json(results))
        return
    output = console(stderr=False)
    for table in tables:
        output.print(table)
    for signature in signatures:
        output.print(signature, markup=False)


def _packages(engines: list[str] | None) -> list[Package]:
    from translator.engine.packages import load_package, scan_packages

    if engines:
        return [load_package(engine) for engine in engines]
    packages, damaged = scan_packages()
    for fault in damaged:
        print_warning(str(fault))
    return packages


def _tables(results: Results) -> list[Table]:
    tables = []
    if results.sets:
        table = _table("Translation", "Set", "System", "Segments", "BLEU", "chrF", "p", "Sent/s")
        for r in results.sets:
            p, speed = r.p_value, r.sentences_per_second
            table.add_row(
                r.set_name,
                r.system,
                str(r.segments),
                f"{r.scores.bleu:.1f}",
                f"{r.scores.chrf:.1f}",
                "" if p is None else f"{p:.3f}",
                "" if speed is None else f"{speed:.1f}",
            )
        tables.append(table)
    if results.terms:
        table = _table("Required terms", "System", "Guidance", "Rendered", "%", "BLEU", "chrF")
        for t in results.terms:
            table.add_row(t.system, "none", *_term_cells(t.plain, t.plain_scores))
            if t.hinted and t.hinted_scores:
                table.add_row("", "hints alone", *_term_cells(t.hinted, t.hinted_scores))
            unspliced = t.guided_unspliced
            share = f"{unspliced.rendered}/{unspliced.required}", f"{unspliced.percent:.1f}"
            table.add_row("", "ladder before splice", *share, "", "")
            table.add_row("", "ladder", *_term_cells(t.guided, t.guided_scores))
        tables.append(table)
    table = _table("Cost", "Package", "Disk MB", "Cold start s", "Memory MB")
    for c in results.costs:
        memory = "" if c.peak_bytes is None else f"{c.peak_bytes / 1e6:.0f}"
        table.add_row(c.system, f"{c.disk_bytes / 1e6:.1f}", f"{c.cold_start_seconds:.2f}", memory)
    return [*tables, table]


def _term_cells(success: Success, scores: Scores) -> tuple[str, ...]:
    rendered = f"{success.rendered}/{success.required}"
    return rendered, f"{success.percent:.1f}", f"{scores.bleu:.1f}", f"{scores.chrf:.1f}"


def _signatures(results: Results) -> list[str]:
    scored = [r.scores for r in results.sets] + [r.plain_scores for r in results.terms]
    found = [(f"BLEU {s.bleu_signature}", f"chrF {s.chrf_signature}") for s in scored]
    return list(dict.fromkeys(line for lines in found for line in lines))


def _table(title: str, *columns: str) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=None)
    for column in columns:
        text = column in {"Set", "System", "Guidance", "Package"}
        table.add_column(column, justify="left" if text else "right", no_wrap=True)
    return table


def _markdown(table: Table) -> str:
    """A table of ours in Markdown, its title in bold above it."""
    columns = [[str(column.header), *map(str, column.cells)] for column in table.columns]
    rows = [" | ".join(cells) for cells in zip(*columns, strict=True)]
    marks = " | ".join("--:" if c.justify == "right" else ":--" for c in table.columns)
    lines = [f"| {line} |" for line in (rows[0], marks, *rows[1:])]
    return f"**{table.title}**\n\n" + "\n".join(lines)


def _marked(file: Path) -> tuple[str, str]:
    """What stands before and after the marks of ``file``, marks included."""
    try:
        text = read_bytes(file).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 text ({error})", where=str(file)) from error
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise InputError(f"lacks {_BEGIN} … {_END}", where=str(file), advice="Put both in it")
    return before + begin, end + after


def _fill(file: Path, content: str) -> None:
    before, after = _marked(file)
    write_text(file, f"{before}\n{content}\n{after}")
