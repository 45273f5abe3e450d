"""`translator glossary import`, `export`, `merge` and `diff`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from translator.cli.console import print_notice, print_warning
from translator.cli.glossary_changes import as_dicts, counted, print_changes
from translator.cli.glossary_common import (
    GlossariesOption,
    GlossaryOption,
    glossary_files,
    print_json,
    read_all,
    refuse_overwriting,
    require,
)
from translator.cli.options import PROJECT_GLOSSARY, Json, Quiet
from translator.errors import ExitCode
from translator.glossary.merging import FieldConflict, Prefer

_SHOWN_CONFLICTS = 20


def import_(
    file: Annotated[Path, typer.Argument(help="TSV, CSV, XLSX or TBX file.")],
    glossary: GlossaryOption = PROJECT_GLOSSARY,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Show what would change, change nothing.")
    ] = False,
    prefer: Annotated[
        Prefer, typer.Option(help="Whose value stays where both fill in a field differently.")
    ] = Prefer.OURS,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Merge a file into a glossary, by source. Nothing is ever wiped; blanks change nothing.

    Examples:

        translator glossary import colleague.xlsx --dry-run

        translator glossary import colleague.xlsx --prefer theirs
    """
    from translator.glossary.comparing import changes_of_merge
    from translator.glossary.editing import editing
    from translator.glossary.formats import read_with_problems
    from translator.glossary.merging import merge_terms

    reading = read_with_problems(file)
    for problem in reading.problems:
        print_warning(f"{file.name}, line {problem.line}: {problem.problem}; left out as blank")
    with editing(glossary, create=True) as change:
        ours = change.content.terms()
        merged = merge_terms(ours, reading.terms, given=reading.given, prefer=prefer)
        changes = changes_of_merge(merged)
        if not dry_run and changes:
            content = change.content
            for entry in merged:
                if entry.old is not None and entry.changed:
                    content = content.change(entry.old, entry.new)
            change.content = content.append([e.new for e in merged if e.old is None])
    conflicts = [conflict for entry in merged for conflict in entry.conflicts]
    if json:
        print_json({"changes": as_dicts(changes), "conflicts": conflicts_as_dicts(conflicts)})
    elif dry_run:
        print_changes(changes)
    _report_conflicts(conflicts, prefer, quiet=quiet)
    verb = "Would change" if dry_run else "Changed"
    done = f"{verb} {glossary}: {counted(changes)}" if changes else f"{glossary} has all of it"
    print_notice(done, quiet=quiet)


def export(
    file: Annotated[
        Path | None, typer.Argument(help="Glossary to convert. Default: --glossary.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; its ending is the format.")
    ] = None,
    to: Annotated[
        str, typer.Option("--to", help="Format: tsv, csv, xlsx, tbx (version 3) or tbx2.")
    ] = "",
    glossary: GlossariesOption = None,
    force: Annotated[bool, typer.Option("--force", "-f", help="Overwrite the file.")] = False,
    quiet: Quiet = False,
) -> None:
    """Write a glossary in another format; without -o, text formats go to stdout.

    Several glossaries are merged, the first one counting most.

    Examples:

        translator glossary export -o glossary.xlsx

        translator glossary export glossary.tsv --to tbx > glossary.tbx
    """
    from translator.files import write_bytes
    from translator.glossary.formats import format_for, glossary_format
    from translator.glossary.merging import merge_glossaries

    if file and not output and not to and not file.exists():
        output, file = file, None
    require(bool(output or to), "no format is given", "Name a file with -o, or a format with --to")
    form = glossary_format(to) if to else format_for(output or Path())
    files = [file] if file else glossary_files(glossary)
    terms, _ = merge_glossaries(read_all(files)) if len(files) > 1 else (read_all(files)[0], ())
    data = form.write(terms)
    if output:
        refuse_overwriting(output, force=force)
        write_bytes(output, data)
        print_notice(f"Wrote {len(terms)} entries to {output}", quiet=quiet)
        return
    binary = data.startswith(b"PK")
    require(
        not (binary and sys.stdout.isatty()), "a workbook cannot be shown here", "Name a file: -o"
    )
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def merge(
    files: Annotated[list[Path], typer.Argument(help="Glossaries, the most important first.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write.")],
    force: Annotated[bool, typer.Option("--force", "-f", help="Overwrite the file.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make one glossary of several; where they contradict each other the first one counts.

    Example:

        translator glossary merge project.tsv team.xlsx old.tbx -o all.tsv
    """
    from translator.glossary.formats import format_for, write_glossary
    from translator.glossary.merging import merge_glossaries

    format_for(output)
    refuse_overwriting(output, force=force)
    terms, conflicts = merge_glossaries(read_all(files))
    write_glossary(output, terms)
    if json:
        print_json({"entries": len(terms), "conflicts": conflicts_as_dicts(conflicts)})
    _report_conflicts(conflicts, Prefer.OURS, quiet=quiet)
    print_notice(f"Wrote {len(terms)} entries to {output}", quiet=quiet)


def diff(
    old: Annotated[Path, typer.Argument(help="Glossary before.")],
    new: Annotated[Path, typer.Argument(help="Glossary after.")],
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Compare two glossaries entry by entry, in any formats. Exit code 1 if they differ.

    Example:

        translator glossary diff glossary.tsv colleague.xlsx
    """
    from translator.glossary.comparing import compare

    before, after = read_all([old, new])
    changes = compare(before, after)
    if json:
        print_json(as_dicts(changes))
    else:
        print_changes(changes)
        print_notice(counted(changes), quiet=quiet)
    if changes:
        raise typer.Exit(ExitCode.FINDINGS)


def conflicts_as_dicts(conflicts: Sequence[FieldConflict]) -> list[dict[str, str]]:
    """Returns conflicts for JSON."""
    return [
        {"source": c.source, "field": c.field, "ours": c.ours, "theirs": c.theirs}
        for c in conflicts
    ]


def _report_conflicts(conflicts: Sequence[FieldConflict], prefer: Prefer, *, quiet: bool) -> None:
    for conflict in conflicts[: 0 if quiet else _SHOWN_CONFLICTS]:
        kept, lost = conflict.ours, conflict.theirs
        if prefer is Prefer.THEIRS:
            kept, lost = lost, kept
        print_warning(f"{conflict.source}, {conflict.field}: “{kept}” stays, not “{lost}”")
    left = len(conflicts) - _SHOWN_CONFLICTS
    if left > 0 and not quiet:
        print_warning(f"… and {left} more (see them all with --json)")
