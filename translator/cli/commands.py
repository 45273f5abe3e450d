"""All commands of ``translator``, with their groups."""

from __future__ import annotations

from typing import Annotated

import typer

from translator import __version__
from translator.cli import check, engine, export, glossary, review, subtitles, transcript
from translator.cli.help import show_docstrings

app = typer.Typer(
    name="translator",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: never cut off, and there in a third of the time
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for name, command, summary in (
    ("transcript", transcript.transcript, "Articles to English transcripts and documents."),
    ("subtitles", subtitles.subtitles, "Subtitles and timed transcripts to English subtitles."),
    ("check", check.check, "What a reviewer should look at: numbers, names, terms …"),
    ("review", review.review, "Edit a translation in the browser."),
    ("export", export.export, "Aligned documents in other formats, and edits back."),
):
    app.command(name, short_help=summary)(command)
app.add_typer(glossary.app, name="glossary", short_help="The terms that translations obey.")
app.add_typer(engine.app, name="engine", short_help="The packages that translate.")
show_docstrings(app)


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
