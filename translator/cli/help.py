"""Docstrings of commands as ``--help`` shows them: prose rewrapped, examples line by line."""

from __future__ import annotations

import inspect

import typer

_HEADINGS = ("Example:", "Examples:")
_AS_IT_IS = "\b\n"
"""Keeps click from rewrapping the paragraph that begins with it."""


def show_docstrings(app: typer.Typer) -> None:
    """Gives every command of ``app`` and of its groups its docstring as help."""
    for command in app.registered_commands:
        if command.help is None and command.callback and command.callback.__doc__:
            command.help = help_text(command.callback.__doc__)
    for group in app.registered_groups:
        if group.typer_instance:
            show_docstrings(group.typer_instance)


def help_text(docstring: str) -> str:
    """Returns ``docstring`` for click: the examples, one a paragraph there, as one block.

    An example is indented, or stands in backticks; the heading "Examples:" goes with its block.
    """
    parts: list[str] = []
    for written in inspect.cleandoc(docstring).split("\n\n"):
        is_code = written[0] == written[-1] == "`" and written.count("`") == 2
        paragraph = f"    {written.strip('`')}" if is_code else written
        if paragraph.startswith("    ") and parts and parts[-1].startswith(_AS_IT_IS):
            parts[-1] += f"\n{paragraph}"
        elif paragraph.startswith("    ") or paragraph in _HEADINGS:
            parts.append(_AS_IT_IS + paragraph)
        else:
            parts.append(paragraph)
    return "\n\n".join(parts)
