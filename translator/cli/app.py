"""The ``translator`` command: registers the groups, turns typed errors into exit codes."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from translator import __version__
from translator.cli import check, engine, export, glossary, review, subtitles, transcript
from translator.cli.console import print_error
from translator.errors import ExitCode, TranslatorError

app = typer.Typer(
    name="translator",
    help="Offline Chinese→English transcripts and subtitles, guided by a glossary you edit.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(glossary.app, name="glossary")
app.add_typer(engine.app, name="engine")
app.command("transcript")(transcript.transcript)
app.command("subtitles")(subtitles.subtitles)
app.command("check")(check.check)
app.command("review")(review.review)
app.command("export")(export.export)

_CLICK_INTERRUPTED = 130
"""What click makes of a ``KeyboardInterrupt`` that no command caught."""


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"translator {__version__}")
        raise typer.Exit


@app.callback()
def translator(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Offline Chinese→English transcripts and subtitles, guided by a glossary you edit.

    Exit codes: 0 done, 1 findings, 2 usage, 3 bad input, 4 no engine, 5 interrupted (work kept).
    """


def main() -> None:
    """Runs the command line; never shows a traceback for an error the user can mend."""
    try:
        app()
    except TranslatorError as error:
        print_error(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(ExitCode.DONE)
    except SystemExit as stop:
        if stop.code == _CLICK_INTERRUPTED:
            print_error("Interrupted.")
            sys.exit(ExitCode.INTERRUPTED)
        raise
