"""`translator export`: an aligned document in other formats, and a translator's edits back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translator.cli import options
from translator.cli.console import print_notice, print_warning
from translator.document import Document
from translator.documents import FORMATS, Layout, output_name, output_stem, parse, write
from translator.documents.keeping import refuse_to_lose_work
from translator.errors import UsageError

if TYPE_CHECKING:
    from translator.documents.formats import Format
    from translator.documents.merging import Merge

_FORMAT_HELP = "Formats, separated by commas: " + ", ".join(FORMATS) + "."


def export(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="Aligned documents (NAME.aligned.json)."),
    ],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FORMATS",
            help=_FORMAT_HELP,
            autocompletion=options.complete_formats,
        ),
    ] = "",
    folder: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="DIR", help="Folder; else next to the input."),
    ] = None,
    layout: Annotated[
        Layout,
        typer.Option(
            help="Sentence beside sentence, paragraph under paragraph, or English only.",
        ),
    ] = Layout.TABLE,
    script: Annotated[
        str,
        typer.Option(
            metavar="VARIANT",
            help="Chinese script by OpenCC: s2t, s2tw, s2hk, t2s, …",
            autocompletion=options.complete_script,
        ),
    ] = "",
    merge: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.xlf",
            help="First take over the targets a translator edited in this XLIFF or TMX file.",
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Let `--to json` replace a damaged file; a person's work is never replaced.",
        ),
    ] = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Write aligned documents in other formats; print the path of each file written.

    A translator's tool opens the `xliff` output; `--merge` brings the edited file home: changed
    targets become *edited*, those the tool calls final become *approved*.

    An aligned document with edited or approved segments is never overwritten by `--to json`.

    Examples:

    `translator export talk.aligned.json --to html,docx`

    `translator export talk.aligned.json --to md --layout interleaved --script s2tw -o out`

    `translator export talk.aligned.json --merge talk.en.xlf --to html`
    """
    from translator.documents import aligned

    if merge and len(files) > 1:
        raise UsageError("--merge takes one aligned document", advice="Merge them one by one")
    formats = parse(to) if to or not merge else ()
    documents = [(path, aligned.read(path)) for path in files]
    merged = None
    if merge:
        path, document = documents[0]
        merged = _merge(path, document, merge, quiet=quiet)
        documents = [(path, merged.document)]
    written = _write_all(documents, formats, folder, layout, script, force=force)
    if as_json:
        typer.echo(json.dumps(_report(written, merged), ensure_ascii=False, indent=2))
    else:
        for _, output in written:
            typer.echo(output)


def _merge(path: Path, document: Document, returned: Path, *, quiet: bool) -> Merge:
    """Takes over the edited targets and writes the aligned document in place."""
    from translator.documents import aligned
    from translator.documents.merging import merge

    merged = merge(document, returned)
    for label, names in (
        ("not taken over, their source has changed", merged.stale),
        ("belong to no segment", merged.unknown),
    ):
        if names:
            print_warning(f"{returned}: {len(names)} units {label}: {', '.join(names[:5])}")
    if merged.document != document:
        aligned.write(merged.document, path)
    count = len(merged.changed)
    noun = "segment" if count == 1 else "segments"
    print_notice(f"{path}: {count} {noun} taken over from {returned}", quiet=quiet)
    return merged


def _write_all(
    documents: list[tuple[Path, Document]],
    formats: tuple[Format, ...],
    folder: Path | None,
    layout: Layout,
    script: str,
    *,
    force: bool,
) -> list[tuple[str, Path]]:
    """Checks all outputs, then writes them, so that a refusal leaves nothing half done."""
    from translator.checks.document import check_document

    jobs = [
        (document, chosen, _output(path, chosen, folder))
        for path, document in documents
        for chosen in formats
    ]
    _refuse_collisions([output for *_, output in jobs])
    for document, chosen, output in jobs:
        if chosen.name == "json":
            refuse_to_lose_work(document, output, force=force)
    findings = {id(document): check_document(document) for _, document in documents}
    for document, chosen, output in jobs:
        write(
            document,
            output,
            format=chosen.name,
            layout=layout,
            script=script or None,
            findings=findings[id(document)],
        )
    return [(chosen.name, output) for _, chosen, output in jobs]


def _output(path: Path, chosen: Format, folder: Path | None) -> Path:
    return (folder or path.parent) / output_name(output_stem(path.name), chosen.name)


def _refuse_collisions(outputs: list[Path]) -> None:
    for output in outputs:
        if outputs.count(output) > 1:
            raise UsageError(
                f"several inputs would be written to {output}",
                advice="Export them one by one, each with a folder of its own (-o)",
            )


def _report(written: list[tuple[str, Path]], merged: Merge | None) -> dict[str, object]:
    report: dict[str, object] = {
        "written": [{"format": name, "path": str(output)} for name, output in written]
    }
    if merged:
        report["merged"] = {
            "changed": list(merged.changed),
            "stale": list(merged.stale),
            "unknown": list(merged.unknown),
        }
    return report
