"""From a path or standard input to an article: size limit, choice of the reader."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from translator import files
from translator.document import Article
from translator.errors import InputError, UsageError
from translator.reading.docx import DocxReader
from translator.reading.html import HtmlReader
from translator.reading.kinds import is_encrypted_office, is_word_archive, recognise
from translator.reading.markdown import MarkdownReader
from translator.reading.mhtml import MhtmlReader
from translator.reading.reader import Reader
from translator.reading.text import TextReader

SIZE_LIMIT = 50 * 1024 * 1024
"""Largest input in bytes: a thousand times a long article."""

READERS: tuple[Reader, ...] = (
    DocxReader(),
    MhtmlReader(),
    HtmlReader(),
    MarkdownReader(),
    TextReader(),
)
"""All readers, in the order in which they are asked about a file whose name does not tell."""


def read(source: Path | str, *, format: str | None = None) -> Article:  # noqa: A002
    """Returns the blocks of a file, or of standard input for ``-``.

    The format is the one named, else the one the content shows beyond doubt (DOCX), else that of
    the suffix, else the first whose reader recognises the content.

    Args:
        source: path of a file, or "-".
        format: name of a reader (`format_names`), None to find out.

    Raises:
        InputError: missing, no file, too large, empty, or not readable in its format.
        UsageError: ``format`` names no reader.
    """
    origin, data = load(source)
    return read_bytes(data, origin=origin, format=format)


def read_bytes(data: bytes, *, origin: str, format: str | None = None) -> Article:  # noqa: A002
    """Returns the blocks of ``data``; see `read`.

    Args:
        data: content of a file.
        origin: its name; the suffix counts.
        format: name of a reader, None to find out.

    Raises:
        InputError: ``data`` is too large, empty, or not readable in its format.
        UsageError: ``format`` names no reader.
    """
    if len(data) > SIZE_LIMIT:
        raise files.too_large(origin, SIZE_LIMIT)
    if not data.strip():
        raise InputError("the file is empty", where=origin, advice="Give a file with text in it")
    return _reader(data, origin, format).read(data, origin)


def format_names() -> tuple[str, ...]:
    """Returns the names of all readers, for ``--format``."""
    return tuple(sorted(reader.name for reader in READERS))


def load(source: Path | str) -> tuple[str, bytes]:
    """Returns the name without folder and the content of a file, or of standard input for ``-``.

    Raises:
        InputError: missing, a folder, not readable, or larger than `SIZE_LIMIT`.
    """
    if str(source) == "-":
        return "-", _load_stdin()
    path = Path(source)
    return _printable(path.name), files.read_bytes(path, SIZE_LIMIT)


def _printable(name: str) -> str:
    """Returns a file name as text that any output can hold; bytes that are no UTF-8 become �."""
    return os.fsencode(name).decode("utf-8", "replace")


def _load_stdin() -> bytes:
    if sys.stdin.isatty():
        raise InputError(
            "standard input is the keyboard", where="-", advice="Pipe a text into the command"
        )
    return sys.stdin.buffer.read(SIZE_LIMIT + 1)


def _reader(data: bytes, origin: str, wanted: str | None) -> Reader:
    if wanted is not None:
        for reader in READERS:
            if reader.name == wanted:
                return reader
        raise UsageError(
            f"unknown format {wanted!r}", advice=f"Name one of {', '.join(format_names())}"
        )
    if is_word_archive(data) or is_encrypted_office(data):
        return READERS[0]
    suffix = Path(origin).suffix.lower()
    named = next((reader for reader in READERS if suffix in reader.suffixes), None)
    # Suffixes lie: pages are saved as .txt, and text is called .docx to get past an upload form.
    believed = named and named.name not in ("text", "docx")
    if named and (believed or (named.name == "docx" and recognise(data))):
        return named
    asked = READERS[:3] + READERS[-1:] if named else READERS
    return next(reader for reader in asked if reader.sniff(data))
