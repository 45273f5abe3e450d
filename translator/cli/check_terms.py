"""`translator check --terms`: how every term of a document was rendered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from translator.cli import options
from translator.cli.console import console, counted, print_notice
from translator.errors import ExitCode


def show_terms(
    files: Sequence[Path],
    glossary: list[Path] | None,
    *,
    html: Path | None,
    as_json: bool,
    as_csv: bool,
    quiet: bool,
) -> None:
    """Prints, per term, how often it occurs, what it became, and each deviation.

    JSON is a list with an object per file; CSV has one header for all of them.

    Raises:
        typer.Exit: with `ExitCode.FINDINGS` if a term deviates from the glossary.
    """
    from translator.checks.terms import term_report
    from translator.documents.aligned import read
    from translator.files import write_text

    terms = options.load_terms(glossary, shipped=not glossary)
    reports = [term_report(read(path), terms) for path in files]
    if html:
        write_text(html, reports[0].to_html())
    if as_json:
        typer.echo(f"[{', '.join(report.to_json() for report in reports)}]")
    elif as_csv:
        tables = [report.to_csv() for report in reports]
        bodies = (table.partition("\n")[2] for table in tables[1:])
        typer.echo("".join([*tables[:1], *bodies]), nl=False)
    else:
        for report in reports:
            console(stderr=False).print(report.to_table(), soft_wrap=False)
    for path, report in zip(files, reports, strict=True):
        print_notice(
            f"{path.name}: {report.honoured} of {report.occurrences - report.untranslated} "
            f"occurrences of terms as the glossary asks, "
            f"{counted(report.deviations, 'deviation')}",
            quiet=quiet,
        )
    if any(report.deviations for report in reports):
        raise typer.Exit(ExitCode.FINDINGS)
