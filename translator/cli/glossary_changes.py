"""How changes between glossaries are shown: coloured like a version-control diff."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from translator.cli.console import console

if TYPE_CHECKING:
    from translator.glossary.comparing import EntryChange

_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}


def print_changes(changes: Iterable[EntryChange]) -> None:
    """Prints changes on stdout, one entry after the other, with old and new value of each field."""
    from rich.text import Text

    from translator.glossary.comparing import ChangeKind

    out = console(stderr=False)
    for change in changes:
        sign, colour = _SIGNS[change.kind]
        out.print(Text(f"{sign} {change.source} → {change.target}", style=colour))
        for field in change.fields:
            old = (field.old, "red") if field.old else ("(blank)", "dim")
            new = (field.new, "green") if field.new else ("(blank)", "dim")
            line = Text(f"    {field.field}: ")
            if change.kind is ChangeKind.CHANGED:
                line.append_text(Text.assemble(old, " → ", new))
            else:
                line.append(
                    field.new if change.kind is ChangeKind.ADDED else field.old, style=colour
                )
            out.print(line)


def counted(changes: Iterable[EntryChange]) -> str:
    """Returns how many entries were added, changed and removed, in words."""
    from translator.glossary.comparing import ChangeKind

    kinds = [change.kind for change in changes]
    parts = [
        f"{kinds.count(kind)} {kind.value}"
        for kind in (ChangeKind.ADDED, ChangeKind.CHANGED, ChangeKind.REMOVED)
        if kind in kinds
    ]
    return ", ".join(parts) or "no differences"


def as_dicts(changes: Iterable[EntryChange]) -> list[dict[str, object]]:
    """Returns changes for JSON."""
    return [
        {
            "change": change.kind.value,
            "source": change.source,
            "target": change.target,
            "fields": {f.field: {"old": f.old, "new": f.new} for f in change.fields},
        }
        for change in changes
    ]
