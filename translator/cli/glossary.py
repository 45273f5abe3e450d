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
    rich_markup_mode="markdown",
    help="Read, edit, check and exchange the glossary that translations obey.",
)
app.command("list")(glossary_show.list_)
app.command("show")(glossary_show.show)
app.command("add")(glossary_edit.add)
app.command("edit")(glossary_edit.edit)
app.command("remove")(glossary_edit.remove)
app.command("check")(glossary_check.check)
app.command("import")(glossary_exchange.import_)
app.command("export")(glossary_exchange.export)
app.command("merge")(glossary_exchange.merge)
app.command("diff")(glossary_exchange.diff)
app.command("extract")(glossary_extract.extract)
