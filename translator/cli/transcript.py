"""`translator transcript`: articles to English transcripts and bilingual documents."""

from __future__ import annotations

import json
import signal
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translator.cli import options
from translator.cli.console import (
    console,
    deferred_interrupts,
    print_error,
    print_notice,
    print_warning,
    progress,
)
from translator.documents.writer import Layout
from translator.errors import ExitCode, InputError, UsageError
from translator.files import check_folder, write_bytes

if TYPE_CHECKING:
    from translator.checks.finding import Finding
    from translator.document import Document
    from translator.documents.formats import Format
    from translator.engine.guidance import GuidedTranslator
    from translator.engine.memory import Memory
    from translator.engine.pipeline import Summary
    from translator.glossary.termbase import TermBase


@dataclass(frozen=True)
class _Settings:
    """The options of one call, and what all its files share: engine, glossary and memory."""

    folder: Path
    formats: tuple[Format, ...]
    layout: Layout
    script: str | None
    glossaries: list[Path] | None
    shipped: bool
    engine_name: str | None
    memory_file: Path | None
    use_memory: bool
    speakers_file: Path | None
    keep_boilerplate: bool
    quiet: bool

    @cached_property
    def engine(self) -> GuidedTranslator:
        return options.load_engine(self.engine_name)

    @cached_property
    def terms(self) -> TermBase:
        return options.load_terms(self.glossaries, shipped=self.shipped)

    @cached_property
    def memory(self) -> Memory | None:
        return options.open_memory(self.memory_file, use=self.use_memory)

    @cached_property
    def speakers(self) -> dict[str, str]:
        from translator.segmenting.speakers import read_speakers

        return read_speakers(self.speakers_file) if self.speakers_file else {}

    def output(self, file: str, format: str) -> Path:  # noqa: A002 - as in documents.formats
        """Where the output of ``file`` in ``format`` goes."""
        from translator.documents.formats import output_name, output_stem

        return self.folder / output_name(output_stem(file), format)


@dataclass(frozen=True, slots=True)
class _Result:
    """What became of one file."""

    file: str
    document: Document
    summary: Summary
    findings: tuple[Finding, ...]
    outputs: tuple[Path, ...]


def transcript(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="Articles: text, Markdown, HTML, DOCX; `-` reads standard input. An aligned "
            "document is translated anew, a person's work in it kept.",
            show_default=False,
        ),
    ],
    output: options.OutputFolder = Path(),
    to: Annotated[
        str,
        typer.Option(
            help="Formats, with commas: md, html, docx, xlsx, txt, tmx, xliff, json.",
            autocompletion=options.complete_formats,
        ),
    ] = "html,docx,json",
    layout: Annotated[
        Layout, typer.Option(help="How the two languages are set in md, html, docx and txt.")
    ] = Layout.TABLE,
    glossary: options.Glossaries = None,
    shipped_glossaries: options.ShippedGlossaries = True,
    engine: options.Engine = None,
    memory: options.MemoryFile = None,
    use_memory: options.UseMemory = True,
    speakers: Annotated[
        Path | None,
        typer.Option(help="Romanised names of speakers: TSV with the columns name, romanised."),
    ] = None,
    keep_boilerplate: Annotated[
        bool, typer.Option("--keep-boilerplate", help="Translate the platform's lines as well.")
    ] = False,
    script: Annotated[
        str | None,
        typer.Option(
            help="Set the Chinese side in another script: an OpenCC variant like s2tw.",
            autocompletion=options.complete_script,
        ),
    ] = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Translate Chinese panel articles into English transcripts and bilingual documents.

    `NAME.aligned.json` is always written: it holds the work, and `review`, `check`, `export` and
    `subtitles` go on from it. What a person edited or approved there is kept in the next run.

    Examples:

    `translator transcript panel.txt`

    `translator transcript a.html b.docx -o out --to md,xlsx,tmx --glossary mine.tsv`

    `pbpaste | translator transcript - --to txt --layout english`
    """
    from translator.documents.formats import parse

    settings = _Settings(
        folder=output,
        formats=tuple(dict.fromkeys((*parse(to), *parse("json")))),
        layout=layout,
        script=script,
        glossaries=glossary,
        shipped=shipped_glossaries,
        engine_name=engine,
        memory_file=memory,
        use_memory=use_memory,
        speakers_file=speakers,
        keep_boilerplate=keep_boilerplate,
        quiet=quiet,
    )
    _refuse_same_names(files)
    if script:
        from translator.segmenting.script import convert

        convert("", script)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    check_folder(output)
    results, exit_code = _run(files, settings)
    if as_json:
        typer.echo(json.dumps([_as_json(r) for r in results], ensure_ascii=False, indent=2))
    else:
        for result in results:
            for path in result.outputs:
                typer.echo(path)
    if not quiet:
        for result in results:
            _print_summary(result)
    raise typer.Exit(exit_code)


def _run(files: Sequence[str], settings: _Settings) -> tuple[list[_Result], ExitCode]:
    """Translates file after file; one that cannot be read does not keep the others back."""
    results: list[_Result] = []
    exit_code = ExitCode.DONE
    for file in files:
        try:
            result = _translate(file, settings)
        except InputError as error:
            print_error(str(error))
            exit_code = error.exit_code
            continue
        results.append(result)
        if not result.summary.finished:
            print_error(
                f"Interrupted. {result.outputs[0]} holds what was finished; "
                "the same command goes on from there."
            )
            return results, ExitCode.INTERRUPTED
    return results, exit_code


def _translate(file: str, settings: _Settings) -> _Result:
    from translator.checks.confidence import with_confidence
    from translator.checks.document import check_document
    from translator.documents.formats import parse
    from translator.engine.pipeline import Summary, translate_document

    document = _segmented(file, settings)
    total = sum(1 for _ in document.segments())

    def start(known: Summary) -> None:
        if known.reused and known.reused + known.kept < known.segments:
            print_notice(
                f"{file}: going on; {known.reused} of {known.segments} segments are remembered.",
                quiet=settings.quiet,
            )
        advance(known.reused + known.kept)

    with progress("Translating", total, unit="segments", quiet=settings.quiet) as advance:
        try:
            document, summary = translate_document(
                document,
                settings.engine,
                settings.terms,
                settings.memory,
                on_start=start,
                on_segment=advance,
            )
        except KeyboardInterrupt:  # while engine or glossaries were loading
            summary = Summary(segments=total, finished=False)
    earlier = settings.output(file, "json")
    if not (summary.finished or summary.translated or summary.reused) and earlier.is_file():
        return _Result(file, document, summary, (), (earlier,))
    outputs: tuple[Path, ...] = ()
    try:
        with deferred_interrupts():
            findings = check_document(document)
            document = with_confidence(document, findings)
            outputs = _write(file, document, findings, settings, formats=parse("json"))
        if summary.finished:
            others = [entry for entry in settings.formats if entry.name != "json"]
            outputs += _write(file, document, findings, settings, formats=others)
    except KeyboardInterrupt:
        summary = replace(summary, finished=False)
    return _Result(file, document, summary, findings, outputs)


def _segmented(file: str, settings: _Settings) -> Document:
    """Reads and segments ``file``, and brings over a person's work from an earlier run."""
    from translator.documents import aligned
    from translator.engine.pipeline import carry_over
    from translator.reading import read
    from translator.segmenting import segment

    if file.endswith(aligned.SUFFIX):
        document = aligned.read(Path(file))
    else:
        document = segment(
            read(file), keep_boilerplate=settings.keep_boilerplate, speakers=settings.speakers
        )
    earlier_path = settings.output(file, "json")
    if not earlier_path.is_file():
        return document
    document, orphans = carry_over(document, aligned.read(earlier_path))
    if orphans:
        aside = earlier_path.with_suffix(".earlier.json")
        write_bytes(aside, earlier_path.read_bytes())
        print_warning(
            f"{len(orphans)} edited segments of {earlier_path} are not in the input any more; "
            f"the file is kept as {aside.name}."
        )
    return document


def _write(
    file: str,
    document: Document,
    findings: Sequence[Finding],
    settings: _Settings,
    *,
    formats: Sequence[Format],
) -> tuple[Path, ...]:
    from translator.documents.formats import write

    written = []
    for entry in formats:
        path = settings.output(file, entry.name)
        write(
            document,
            path,
            format=entry.name,
            layout=settings.layout,
            script=settings.script,
            findings=findings,
        )
        written.append(path)
    return tuple(written)


def _refuse_same_names(files: Sequence[str]) -> None:
    from translator.documents.formats import output_stem

    stems = [output_stem(file) for file in files]
    for file, stem in zip(files, stems, strict=True):
        if stems.count(stem) > 1:
            raise UsageError(
                f"several inputs would be written to {stem}.aligned.json",
                where=file,
                advice="Translate them with one call and one -o folder each",
            )


def _flagged(result: _Result) -> int:
    """Segments that a reviewer should look at first."""
    from translator.documents.view import reasons

    by_segment: dict[str, list[Finding]] = {}
    for finding in result.findings:
        by_segment.setdefault(finding.segment, []).append(finding)
    return sum(
        bool(reasons(segment, by_segment.get(segment.id, ())))
        for segment in result.document.segments()
    )


def _as_json(result: _Result) -> dict[str, Any]:
    summary = result.summary
    return {
        "file": result.file,
        "finished": summary.finished,
        "segments": summary.segments,
        "translated": summary.translated,
        "reused": summary.reused,
        "kept": summary.kept,
        "terms": {
            "found": summary.terms_found,
            "honoured": summary.terms_honoured,
            "rungs": {rung.value: count for rung, count in (summary.terms or {}).items()},
        },
        "flagged": _flagged(result),
        "findings": len(result.findings),
        "dropped_lines": len(result.document.dropped),
        "speakers": {s.name: s.romanised for s in result.document.speakers},
        "outputs": [str(path) for path in result.outputs],
    }


def _print_summary(result: _Result) -> None:
    from rich.table import Table

    summary = result.summary
    rungs = ", ".join(f"{rung.value} {count}" for rung, count in (summary.terms or {}).items())
    table = Table(title=result.file, title_justify="left", show_header=False, box=None)
    table.add_column(style="bold")
    table.add_column()
    kept = f", {summary.kept} kept as edited" if summary.kept else ""
    table.add_row(
        "Segments",
        f"{summary.segments}: {summary.translated} translated, "
        f"{summary.reused} from the memory{kept}",
    )
    table.add_row(
        "Terms honoured",
        f"{summary.terms_honoured} of {summary.terms_found}" + (f" ({rungs})" if rungs else ""),
    )
    table.add_row("Flagged", f"{_flagged(result)} segments to look at first")
    table.add_row("Dropped", f"{len(result.document.dropped)} lines of boilerplate")
    console().print(table)
