"""Glossary files: one module per format, chosen by the file's content and name.

`read_glossary` is what everybody else calls; a TSV with the columns ``source`` and ``target`` is a
complete glossary.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from translator import files
from translator.errors import InputError, UsageError
from translator.files import write_bytes
from translator.glossary.formats.base import GlossaryFormat, Reading
from translator.glossary.term import Term

_HEAD_BYTES = 4096


def _is_zip(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04")


def _is_xml(head: bytes) -> bool:
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return plain.startswith((b"<?xml", b"<tbx", b"<martif", b"<!"))


def _is_never(_head: bytes) -> bool:
    """For formats that share their content's shape with another: text tables, TBX version 2."""
    return False


# Module of this package, and whether a file that begins so is in its format. The modules are
# imported when they are needed: text tables do not wait for the ZIP and XML readers.
_FORMATS: dict[str, Callable[[bytes], bool]] = {
    "xlsx": _is_zip,
    "tbx": _is_xml,
    "tbx2": _is_never,
    "tsv": _is_never,
    "csv": _is_never,
}

MAX_BYTES = 200 * 1024 * 1024
"""Larger files are no glossary; they are refused before they fill the memory."""


def format_names() -> tuple[str, ...]:
    """Returns the names of all formats, as ``--to`` takes them."""
    return tuple(_FORMATS)


def glossary_format(name: str) -> GlossaryFormat:
    """Returns the format called ``name`` ("tsv", ".tsv" and "TSV" are the same).

    Raises:
        UsageError: there is no such format.
    """
    plain = name.lower().lstrip(".")
    if plain in _FORMATS:
        return cast(GlossaryFormat, importlib.import_module(f"{__name__}.{plain}"))
    raise UsageError(
        f"there is no glossary format “{name}”", advice=f"Use one of {', '.join(_FORMATS)}"
    )


def format_for(path: Path) -> GlossaryFormat:
    """Returns the format that a new file called ``path`` gets.

    Raises:
        UsageError: the name's ending belongs to no format.
    """
    endings: list[str] = []
    for name in _FORMATS:
        form = glossary_format(name)
        if path.suffix.lower() in form.SUFFIXES:
            return form
        endings += form.SUFFIXES[:1]
    raise UsageError(
        f"cannot tell the glossary format of “{path.name}” from its name",
        advice=f"Use one of the endings {', '.join(endings)}",
    )


def read_glossary(path: Path) -> tuple[Term, ...]:
    """Returns the entries of the glossary file ``path`` in file order.

    Rows without source or target are no entries and are left out; `Term.glossary` is the file's
    name without its ending.

    Raises:
        InputError: the file cannot be read, or a cell has a value that is not allowed.
    """
    reading = read_with_problems(path)
    for problem in reading.problems:
        if problem.rule == "invalid-value":
            where = f"{path.name}, line {problem.line}"
            raise InputError(problem.problem, where=where, advice=problem.advice)
    return reading.terms


def read_with_problems(path: Path) -> Reading:
    """Returns the entries of ``path`` and everything that is wrong with its rows.

    Raises:
        InputError: the file cannot be read at all.
    """
    data = read_bytes(path)
    form = _recognise(path, data[:_HEAD_BYTES])
    return form.read(data, where=path.name, glossary=path.stem)


def write_glossary(path: Path, terms: Sequence[Term]) -> None:
    """Writes a new file ``path`` with ``terms``, in the format of its name, atomically.

    Raises:
        UsageError: the name's ending belongs to no format.
        OutputError: the file cannot be written.
    """
    write_bytes(path, format_for(path).write(terms))


def read_bytes(path: Path) -> bytes:
    """Returns the content of the glossary file ``path``.

    Raises:
        InputError: it cannot be opened, or is far too large for a glossary.
    """
    return files.read_bytes(path, MAX_BYTES)


def is_text_table(data: bytes) -> bool:
    """Returns whether a file's content is a TSV or CSV table rather than another format."""
    head = data[:_HEAD_BYTES]
    return not any(recognises(head) for recognises in _FORMATS.values())


def _recognise(path: Path, head: bytes) -> GlossaryFormat:
    for name, recognises in _FORMATS.items():
        if recognises(head):
            return glossary_format(name)
    suffix = path.suffix.lower()
    return glossary_format("csv" if suffix == ".csv" else "tsv")
