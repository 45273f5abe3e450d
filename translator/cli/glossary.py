"""`translator glossary …`: the group; the commands are in the modules beside."""

from __future__ import annotations

import typer

from translator.cli import (
    glossary_check,
    glossary_edit,
    glossary_exchange,
    glossary_extract,
    glossary_show,
)

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Read, edit, check and exchange the glossary that translations obey.",
)
for name, command, summary in (
    ("list", glossary_show.list_, "Entries, all or those you search for."),
    ("show", glossary_show.show, "Everything about one entry."),
    ("add", glossary_edit.add, "Add an entry."),
    ("edit", glossary_edit.edit, "Change an entry."),
    ("remove", glossary_edit.remove, "Remove an entry, after asking."),
    ("check", glossary_check.check, "What is wrong or risky in glossaries."),
    ("import", glossary_exchange.import_, "Merge a file into a glossary, by source."),
    ("export", glossary_exchange.export, "Write a glossary in another format."),
    ("merge", glossary_exchange.merge, "Make one glossary of several."),
    ("diff", glossary_exchange.diff, "Compare two glossaries entry by entry."),
    ("extract", glossary_extract.extract, "Propose terms from Chinese texts."),
):
    app.command(name, short_help=summary)(command)
