"""Bilingual pairs from the files that hold them: tables, memories, aligned documents."""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

import regex

from translator.document import State
from translator.errors import InputError
from translator.files import cannot_read, replacing

_HAN = regex.compile(r"\p{Han}")
_TMX_STATE = "prop[@type='x-state']"


class Pair(NamedTuple):
    """A segment in both languages and the name of the corpus it comes from."""

    source: str
    target: str
    tag: str = ""


def read_pairs(file: Path, tag: str = "") -> list[Pair]:
    """Returns the pairs in a file, in its order.

    - ``.tsv``, ``.txt``, also compressed with xz: ``Chinese TAB English``; or ``tag TAB Chinese TAB
      English``, recognised by a first column without Chinese. Further columns are ignored, and so
      are empty lines and lines that begin with ``#``.
    - ``.tmx``: every unit with both languages, unless our own property says that its target is a
      machine's.
    - ``.aligned.json``: the segments whose target a person edited or approved.

    Args:
        file: one of the above, recognised by its name.
        tag: given to pairs whose file names none.

    Raises:
        InputError: unreadable, of another kind, or a line without a tab.
    """
    name = file.name.lower()
    if name.endswith(".aligned.json"):
        return _aligned_pairs(file, tag)
    if name.endswith(".tmx"):
        return _tmx_pairs(file, tag)
    if name.removesuffix(".xz").endswith((".tsv", ".txt")):
        return list(_table_pairs(file, tag))
    raise InputError(
        "is no file of pairs", where=str(file), advice="Give a .tsv, .tmx or .aligned.json file"
    )


def write_pairs(file: Path, pairs: Iterable[Pair]) -> None:
    """Writes ``tag TAB Chinese TAB English`` lines, atomically."""
    with (
        replacing(file) as temporary,
        temporary.open("w", encoding="utf-8", newline="\n") as output,
    ):
        for pair in pairs:
            output.write(f"{pair.tag}\t{pair.source}\t{pair.target}\n")


def read_lines(file: Path) -> Iterator[str]:
    """Yields the lines of a text file, of an ``.xz`` one too, without their ends.

    Raises:
        InputError: it cannot be read or is not UTF-8.
    """
    try:
        with _open(file) as lines:
            for line in lines:
                yield line.rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8", where=str(file), advice="Save it as UTF-8") from error
    except (OSError, lzma.LZMAError, EOFError) as error:
        raise cannot_read(file, error) from error


def _open(file: Path) -> IO[str]:
    if file.suffix.lower() == ".xz":
        return lzma.open(file, "rt", encoding="utf-8-sig", newline="\n")
    return file.open(encoding="utf-8-sig", newline="\n")


def _table_pairs(file: Path, tag: str) -> Iterator[Pair]:
    for number, line in enumerate(read_lines(file), 1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) < 2:
            raise InputError(
                "has no tab",
                where=f"{file}, line {number}",
                advice="Write Chinese, a tab, English",
            )
        if len(columns) == 2 or _HAN.search(columns[0]):
            yield Pair(columns[0], columns[1], tag)
        else:
            yield Pair(columns[1], columns[2], columns[0] or tag)


def _tmx_pairs(file: Path, tag: str) -> list[Pair]:
    from translator.documents import tmx, xml

    root = xml.parse(file)
    for unit in list(root.iter("tu")):
        state = unit.findtext(_TMX_STATE)
        parent = unit.getparent()
        if state in (State.MACHINE, State.UNTRANSLATED) and parent is not None:
            parent.remove(unit)
    units = tmx.read_targets(root, str(file))
    return [Pair(u.source, u.target, tag) for u in units if u.source and u.target]


def _aligned_pairs(file: Path, tag: str) -> list[Pair]:
    from translator.documents import aligned

    segments = aligned.read(file).segments()
    return [Pair(s.source, s.target, tag) for s in segments if s.state.by_person and s.target]
