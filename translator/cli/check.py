"""`translator check`: what a reviewer should look at in aligned documents and subtitles."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translator.cli import options
from translator.cli.check_terms import show_terms
from translator.cli.console import console, counted, print_notice
from translator.errors import ExitCode, InputError, UsageError

if TYPE_CHECKING:
    from rich.table import Table

    from translator.checks.finding import Finding
    from translator.document import Document, Segment

SUBTITLE_SUFFIXES = (".srt", ".vtt", ".ass", ".ssa")
_CSV_COLUMNS = (
    "file", "line", "segment", "cue", "start_ms", "severity", "rule", "message", "value", "limit",
    "reference", "fix", "source", "target", "confidence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Checked:
    """The findings of one file, with the texts they are about.

    Attributes:
        path: the file.
        findings: of a document, those of the least sure segment first; of subtitles, by time.
        segments: by id; empty for subtitles.
    """

    path: Path
    findings: tuple[Finding, ...]
    segments: Mapping[str, Segment] = field(default_factory=dict)


def check(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="Aligned documents (NAME.aligned.json) or subtitles."),
    ],
    glossary: options.Glossaries = None,
    terms: Annotated[
        bool,
        typer.Option("--terms", help="Show how each term was rendered instead (documents only)."),
    ] = False,
    html: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write a page on how each term was rendered (documents only)."
        ),
    ] = None,
    profile: Annotated[
        str, typer.Option(metavar="NAME", help="Subtitle profile: a name or a TOML file.")
    ] = "netflix-en",
    fix: Annotated[
        bool, typer.Option("--fix", help="Apply safe repairs to subtitle files in place.")
    ] = False,
    fps: Annotated[
        float | None, typer.Option(min=1, max=240, help="Frame rate of the video.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the findings as CSV.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """List what a reviewer should look at, worst first; exit with 1 if there is anything.

    In aligned documents: numbers and dates that differ between source and target, targets that are
    empty or still Chinese, loops, lengths out of proportion, unbalanced quotes and brackets, names
    romanised in two ways, terms not rendered as the glossary asks. In subtitles (SRT, WebVTT, ASS):
    the rules of a profile, such as reading speed, line length and gaps.

    Examples:

    `translator check talk.aligned.json`

    `translator check talk.aligned.json --glossary terms.tsv --html terms.html`

    `translator check talk.aligned.json --terms --csv > terms.csv`

    `translator check talk.en.srt --profile ted --fix`

    `translator check *.aligned.json --csv > findings.csv`
    """
    if as_json and as_csv:
        raise UsageError("--json and --csv exclude each other", advice="Choose one")
    _refuse_impossible(files, terms=terms, html=html, fix=fix)
    if terms:
        show_terms(files, glossary, html=html, as_json=as_json, as_csv=as_csv, quiet=quiet)
        return
    checked = [
        _subtitles(path, profile, fix=fix, fps=fps, quiet=quiet)
        if path.suffix.lower() in SUBTITLE_SUFFIXES
        else _document(path, glossary, html)
        for path in files
    ]
    if as_json:
        typer.echo(json.dumps([_as_json(one) for one in checked], ensure_ascii=False, indent=2))
    elif as_csv:
        typer.echo(_as_csv(checked), nl=False)
    else:
        for one in checked:
            _print(one)
    _count(checked, quiet=quiet)
    if any(one.findings for one in checked):
        raise typer.Exit(ExitCode.FINDINGS)


def _refuse_impossible(files: Sequence[Path], *, terms: bool, html: Path | None, fix: bool) -> None:
    """Raises for files that cannot be checked and options that no file can use."""
    for path in files:
        if path.suffix.lower() not in (*SUBTITLE_SUFFIXES, ".json"):
            raise InputError(
                "neither an aligned document nor subtitles",
                where=str(path),
                advice="Give NAME.aligned.json, .srt, .vtt, .ass or .ssa",
            )
    documents = [path for path in files if path.suffix.lower() == ".json"]
    if terms and len(documents) != len(files):
        raise UsageError("--terms is for aligned documents", advice="Leave the subtitles out")
    if html and len(documents) != 1:
        raise UsageError("--html takes one aligned document", advice="Check them one by one")
    if fix and len(documents) == len(files):
        raise UsageError(
            "--fix repairs subtitles only", advice="Edit the document with `translator review`"
        )


def _subtitles(path: Path, profile: str, *, fix: bool, fps: float | None, quiet: bool) -> _Checked:
    from translator.cli.check_subtitles import check_subtitle_file

    return _Checked(path, check_subtitle_file(path, profile=profile, fix=fix, fps=fps, quiet=quiet))


def _document(path: Path, glossary: list[Path] | None, html: Path | None) -> _Checked:
    from translator.checks.confidence import with_confidence
    from translator.checks.document import check_document
    from translator.documents.aligned import read

    document = read(path)
    findings = check_document(document)
    if glossary or html:
        findings = _with_terms(document, findings, glossary, html)
    segments = {s.id: s for s in with_confidence(document, findings).segments()}
    ordered = sorted(findings, key=lambda finding: _sureness(segments, finding))
    return _Checked(path, tuple(ordered), segments)


def _sureness(segments: Mapping[str, Segment], finding: Finding) -> float:
    segment = segments.get(finding.segment)
    return segment.confidence or 0.0 if segment else 0.0


def _with_terms(
    document: Document,
    findings: tuple[Finding, ...],
    glossary: list[Path] | None,
    html: Path | None,
) -> tuple[Finding, ...]:
    """Judges the terms by the named glossaries instead of what the translation recorded."""
    from translator.checks.term_uses import RULES, deviations
    from translator.checks.terms import term_report
    from translator.files import write_text

    terms = options.load_terms(glossary, shipped=not glossary)
    report = term_report(document, terms)
    if html:
        write_text(html, report.to_html())
    if not glossary:
        return findings
    order = {segment.id: place for place, segment in enumerate(document.segments())}
    others = [finding for finding in findings if finding.rule not in RULES]
    return tuple(sorted((*others, *deviations(report)), key=lambda f: order.get(f.segment, -1)))


def _print(checked: _Checked) -> None:
    if checked.findings:
        out = console(stderr=False)
        out.print(checked.path.name, style="bold", markup=False)
        out.print(_table(checked), soft_wrap=False)


def _table(checked: _Checked) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("Segment" if checked.segments else "Cue", overflow="fold")
    table.add_column("Rule", no_wrap=True)
    table.add_column("What is wrong, and what to do", overflow="fold")
    table.add_column("Value / limit", overflow="fold")
    for finding in checked.findings:
        style = "red" if finding.severity == "error" else "yellow"
        message = Text(finding.message)
        for line in filter(None, (finding.fix, finding.reference)):
            message.append(f"\n{line}", style="dim")
        limits = " / ".join(filter(None, (finding.value, finding.limit)))
        place = Text(_place(checked, finding))
        table.add_row(place, Text(finding.rule, style), message, Text(limits))
    return table


def _place(checked: _Checked, finding: Finding) -> str:
    segment = checked.segments.get(finding.segment)
    if segment and segment.line:
        return f"{finding.segment}\nline {segment.line}"
    if finding.segment or finding.cue is None:
        return finding.segment
    return f"{finding.cue}\n{_clock(finding.start_ms)}" if finding.cue else ""


def _clock(milliseconds: int | None) -> str:
    """Returns ``H:MM:SS.mmm``, as players and editors show it."""
    seconds, rest = divmod(milliseconds or 0, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"


def _as_json(checked: _Checked) -> dict[str, object]:
    findings = [asdict(finding) | _about(checked, finding) for finding in checked.findings]
    return {"file": str(checked.path), "findings": findings}


def _about(checked: _Checked, finding: Finding) -> dict[str, object]:
    """Returns what a program wants to know about the segment, nothing for subtitles."""
    if not checked.segments:
        return {}
    names = ("line", "source", "target", "confidence")
    segment = checked.segments.get(finding.segment)
    return {name: getattr(segment, name, None) for name in names}


def _as_csv(checked: Sequence[_Checked]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, _CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for one in checked:
        for finding in one.findings:
            writer.writerow(asdict(finding) | {"file": str(one.path)} | _about(one, finding))
    return text.getvalue()


def _count(checked: Sequence[_Checked], *, quiet: bool) -> None:
    for one in checked:
        errors = sum(1 for finding in one.findings if finding.severity == "error")
        warnings = len(one.findings) - errors
        said = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
        print_notice(f"{one.path.name}: {said if one.findings else 'nothing found'}", quiet=quiet)
