"""`translator engine train` and `adapt`: making a package, and fitting one to approved segments."""

from __future__ import annotations

import json
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translator.cli.console import Advance, print_error, print_notice, progress
from translator.errors import ExitCode

if TYPE_CHECKING:
    from translator.training.recipe import Watcher
    from translator.training.trainer import Report

QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print results and errors only.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]
ThreadsOption = Annotated[
    int, typer.Option("--threads", min=0, help="Processor threads; 0: as the configuration says.")
]

_REPORT_SECONDS = 60
"""Between lines about training; a terminal gets every report, in place."""


def train(
    config: Annotated[Path, typer.Argument(metavar="CONFIG.toml", help="What to train on, how.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Package to write; default: beside the configuration."),
    ] = None,
    work: Annotated[
        Path | None,
        typer.Option("--work", help="Folder of the stages; default: CONFIG.work.", file_okay=False),
    ] = None,
    threads: ThreadsOption = 0,
    quiet: QuietOption = False,
    json_: JsonOption = False,
) -> None:
    """Train a package: clean, align, annotate, train, export, score and pack.

    Every stage is kept in the work folder. Run the same command again after an interruption, or
    with a changed configuration: only what is affected is made anew. Needs the extra “training”.

    Examples:

        translator engine train zh_en.toml

        translator engine train zh_en.toml -o translate-zh_en-0_2.argosmodel --work /data/work
    """
    import dataclasses

    from translator.training.config import read_settings
    from translator.training.packing import package_name
    from translator.training.recipe import train_package

    settings = read_settings(config)
    if threads:
        plan = dataclasses.replace(settings.training, threads=threads)
        settings = dataclasses.replace(settings, training=plan)
    name = package_name(settings.package.version)
    archive = output or config.with_name(f"{name}.argosmodel")
    facts = train_package(
        settings, work or config.with_suffix(".work"), archive, _watcher(quiet=quiet)
    )
    if json_:
        typer.echo(json.dumps({**facts, "path": str(archive)}, ensure_ascii=False, indent=2))
        return
    for scores in facts.get("scores", []):
        typer.echo(f"{scores['set']}: BLEU {scores['bleu']}, chrF {scores['chrf']}")
    print_notice(f"Wrote {archive}. Install it with: translator engine install", quiet=quiet)


def _watcher(*, quiet: bool) -> Watcher:
    from translator.training.recipe import Watcher

    def on_stage(name: str, done: bool) -> None:
        print_notice(f"{name}: {'already there' if done else 'begins'}", quiet=quiet)

    def counting(label: str, total: int, unit: str) -> AbstractContextManager[Advance]:
        return progress(label, total, unit=unit, quiet=quiet)

    return Watcher(
        on_stage, lambda note: print_notice(f"  {note}", quiet=quiet), reporter(quiet), counting
    )


def reporter(quiet: bool) -> Any:
    """Returns what shows a `Report` on stderr: a line in place, or one a minute in a log."""
    import time

    shown = [float("-inf")]

    def show(report: Report) -> None:
        if quiet:
            return
        terminal, now = sys.stderr.isatty(), time.monotonic()
        if not terminal and report.done < 1 and now - shown[0] < _REPORT_SECONDS:
            return
        shown[0] = now
        line = describe_report(report)
        if terminal:
            end = "\n" if report.done >= 1 else ""
            print(f"\r\x1b[2K{line}", end=end, file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr, flush=True)

    return show


def describe_report(report: Report) -> str:
    """Returns a `Report` in one line."""
    minutes, seconds = divmod(round(report.seconds_left), 60)
    hours, minutes = divmod(minutes, 60)
    checked = "" if report.development_loss is None else f" (held out {report.development_loss})"
    return (
        f"  {report.done:4.0%}  step {report.step}, {report.pairs} pairs, "
        f"{report.pairs_per_second:.0f}/s, loss {report.loss:.3f}{checked}, "
        f"alignment {report.alignment_loss:.3f}, rate {report.rate:.2f}, "
        f"{hours}:{minutes:02}:{seconds:02} left"
    )


def adapt(
    with_: Annotated[
        list[Path],
        typer.Option("--with", help="Approved pairs: .tsv, .tmx or .aligned.json; repeatable."),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Package to write.")],
    from_: Annotated[
        str | None, typer.Option("--from", metavar="PATH|NAME", help="Package to begin with.")
    ] = None,
    replay: Annotated[
        Path | None,
        typer.Option("--replay", help="General pairs to keep in memory instead of the shipped."),
    ] = None,
    no_replay: Annotated[
        bool, typer.Option("--no-replay", help="Hold on to the old weights instead.")
    ] = False,
    epochs: Annotated[int, typer.Option(min=1, max=50, help="Times that every pair is seen.")] = 3,
    version: Annotated[str, typer.Option(help="Version of the new package.")] = "",
    threads: ThreadsOption = 0,
    quiet: QuietOption = False,
    json_: JsonOption = False,
) -> None:
    """Fit a package to segments that you have approved; nothing is written if it gets worse.

    Some of the segments are kept apart to judge by. Exit code 1: the adapted package was no
    better on them, or lost too much on general text. Needs the extra “training”.

    Examples:

        translator engine adapt --with talk.aligned.json -o mine.argosmodel

        translator engine adapt --from translate-zh_en-0_2 --with memory.tmx -o mine.argosmodel
    """
    import dataclasses

    from translator.engine.packages import choose_package
    from translator.training.adaptation import SHIPPED_REPLAY, AdaptationSettings
    from translator.training.adaptation import adapt as adapt_package

    result = adapt_package(
        choose_package(from_),
        with_,
        output,
        replay=None if no_replay else replay or SHIPPED_REPLAY,
        settings=AdaptationSettings(epochs=epochs, threads=threads),
        version=version,
        on_note=lambda note: print_notice(note, quiet=quiet),
        on_report=reporter(quiet),
    )
    if json_:
        facts = {**dataclasses.asdict(result), "path": str(output) if result.accepted else None}
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    if not result.accepted:
        print_error(f"Refused, nothing written: {result.verdict}.")
        raise typer.Exit(ExitCode.FINDINGS)
    print_notice(f"Wrote {output}: {result.verdict}.", quiet=quiet)
