"""The rooms import one way: from the command line down to plain data."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import translator

PACKAGE = Path(translator.__file__).parent
LAYERS = [
    {"document", "errors", "files", "resources"},
    {"reading"},
    {"segmenting"},
    {"glossary"},
    {"engine"},
    {"documents", "subtitles", "checks"},
    {"training"},
    {"review"},
    {"cli"},
    {"__main__"},
]
PLAIN = {"translator.checks.finding", "translator.subtitles.cue", "translator.glossary.term"}
"""Dataclasses that live with their rooms but are as plain as ``translator.document``."""
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}


def _imports(path: Path) -> set[str]:
    """Rooms that a module imports anywhere, in functions and for type checking too."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = (
            [node.module]
            if isinstance(node, ast.ImportFrom) and node.module and not node.level
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        rooms |= {
            name.split(".")[1]
            for name in names
            if name.startswith("translator.") and name not in PLAIN
        }
    return rooms


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_imports_only_go_down(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room == "__init__":
        return
    upward = {other for other in _imports(path) if RANK[other] > RANK[room]}
    assert not upward, f"{path.name} imports from the rooms above it: {sorted(upward)}"


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_files_stay_readable(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
