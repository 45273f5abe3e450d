"""`translator glossary check`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from translator.checks.finding import Severity
from translator.cli.console import counted, print_notice
from translator.cli.glossary_common import (
    FilesArgument,
    GlossariesOption,
    glossary_files,
    print_csv,
    print_json,
    print_table,
)
from translator.cli.options import Json, Quiet
from translator.errors import ExitCode

_COLUMNS = ("file", "line", "rule", "severity", "source", "message", "fix")


def check(
    files: FilesArgument = None,
    glossary: GlossariesOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 for warnings as well.")
    ] = False,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    quiet: Quiet = False,
) -> None:
    """Find what is wrong or risky in glossaries. Exit code 1 if there are errors.

    Doubled sources, forbidden targets that are admitted, stray spaces, Chinese or look-alike
    letters in targets, capitals without a reason, values that are not allowed, everyday words that
    match too often, and (for several files, the most important first) contradictions between them.

    Examples:

        translator glossary check glossary.tsv

        translator glossary check project.tsv team.xlsx --json
    """
    from translator.glossary.checking import check_glossaries

    paths = glossary_files([*(files or ()), *(glossary or ())])
    findings = check_glossaries(paths)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    rows = [
        tuple("" if value is None else str(value) for value in asdict(finding).values())
        for finding in findings
    ]
    if json:
        print_json([asdict(finding) for finding in findings])
    elif csv:
        print_csv(_COLUMNS, rows)
    elif findings:
        table = [
            (f"{file}:{line}" if line else file, severity, rule, source, message, fix)
            for file, line, rule, severity, source, message, fix in rows
        ]
        header = ("Where", "", "Rule", "Source", "What is wrong", "What to do")
        print_table(header, table, styles={2: "cyan", 3: "bold"})
    names = ", ".join(path.name for path in paths)
    warnings = len(findings) - errors
    print_notice(
        f"{names}: {counted(errors, 'error')}, {counted(warnings, 'warning')}", quiet=quiet
    )
    if errors or (strict and findings):
        raise typer.Exit(ExitCode.FINDINGS)
