"""The journal: every acknowledged change on disk before anybody is told that it was made.

A text file of one JSON object per line. The first kind of line says that the document with a
certain SHA-256 holds all changes up to a number (written just before the document is replaced),
the second holds a change, the third a clash that nobody has settled yet. A process killed while
writing leaves half a line at the end, which was never acknowledged and is cut off when the journal
is opened again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from translator.errors import OutputError
from translator.review.changes import Change, Clash, from_plain, to_plain


class How(StrEnum):
    """How a change came about, which decides what undo makes of it."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"
    ASIDE = "aside"
    """Not by the user's hand (marks of terms, changes brought over): undo passes it by."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The document with this hash holds the changes up to ``number``."""

    sha256: str
    number: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Changes that were made together.

    Attributes:
        number: grows by one with each entry.
        how: see `How`.
        label: what was done, a word the page translates ("approve").
        group: entries of one group in a row are undone together, "" for none.
        changes: in the order in which they apply.
    """

    number: int
    how: How
    label: str
    group: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """The clash about segment ``id`` was settled."""

    id: str


Record = Saved | Entry | Clash | Settled


class Journal:
    """An open journal file.

    Args:
        path: made when the first record is written.

    Raises:
        OutputError: it cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None
        self.records = self._read()

    def append(self, *records: Record) -> None:
        """Writes records and returns when the disk has them.

        Raises:
            OutputError: the disk is full or the folder cannot be written; nothing was added.
        """
        lines = "".join(
            json.dumps(_encoded(record), ensure_ascii=False, separators=(",", ":")) + "\n"
            for record in records
        )
        size = 0
        try:
            if self._descriptor is None:
                self._descriptor = self._open()
            size = os.fstat(self._descriptor).st_size
            data = lines.encode("utf-8", errors="surrogatepass")
            while data:
                data = data[os.write(self._descriptor, data) :]
            os.fsync(self._descriptor)
        except OSError as error:
            if self._descriptor is not None:
                os.ftruncate(self._descriptor, size)
            raise OutputError(
                f"the change cannot be kept: {error.strerror or error}",
                where=str(self.path),
                advice="Free some space or mend the folder's permissions",
            ) from error

    def close(self, *, remove: bool) -> None:
        """Closes the file, and deletes it when everything in it is in the document."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        if remove:
            self.path.unlink(missing_ok=True)

    def _open(self) -> int:
        """Opens the file for appending; a new one's name reaches the disk as well."""
        new = not self.path.exists()
        descriptor = os.open(self.path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o644)
        if new and hasattr(os, "O_DIRECTORY"):
            folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        return descriptor

    def _read(self) -> tuple[Record, ...]:
        """Returns the records, and cuts off what a killed process left half written."""
        if not self.path.exists():
            return ()
        try:
            data = self.path.read_bytes()
            records: list[Record] = []
            whole = 0
            for line in data.splitlines(keepends=True):
                record = _decoded(line)
                if record is None:
                    break
                records.append(record)
                whole += len(line)
            if whole < len(data):
                if b"\n" in data[whole:].rstrip(b"\n"):
                    # Damage in the middle: what follows is kept aside for a person to look at.
                    self.path.with_suffix(".journal.damaged").write_bytes(data)
                os.truncate(self.path, whole)
        except OSError as error:
            raise OutputError(
                f"cannot be read: {error.strerror or error}",
                where=str(self.path),
                advice="Mend its permissions, or move it away",
            ) from error
        return tuple(records)


def _encoded(record: Record) -> dict[str, Any]:
    if isinstance(record, Saved):
        return {"saved": record.sha256, "number": record.number}
    if isinstance(record, Settled):
        return {"settled": record.id}
    if isinstance(record, Clash):
        theirs = to_plain(record.theirs) if record.theirs else None
        return {"clash": record.id, "mine": to_plain(record.mine), "theirs": theirs}
    return {
        "number": record.number,
        "how": record.how.value,
        "label": record.label,
        "group": record.group,
        "changes": [
            [[to_plain(s) for s in change.before], [to_plain(s) for s in change.after]]
            for change in record.changes
        ],
    }


def _decoded(line: bytes) -> Record | None:
    """Returns the record of a whole line, None if it is damaged."""
    if not line.endswith(b"\n"):
        return None
    try:
        data = json.loads(line.decode("utf-8", errors="surrogatepass"))
        if "saved" in data:
            return Saved(data["saved"], data["number"])
        if "settled" in data:
            return Settled(data["settled"])
        if "clash" in data:
            theirs = from_plain(data["theirs"]) if data["theirs"] else None
            return Clash(data["clash"], from_plain(data["mine"]), theirs)
        return Entry(
            data["number"],
            How(data["how"]),
            data["label"],
            data["group"],
            _changes(data["changes"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _changes(data: Sequence[Sequence[Sequence[dict[str, Any]]]]) -> tuple[Change, ...]:
    return tuple(
        Change(tuple(map(from_plain, before)), tuple(map(from_plain, after)))
        for before, after in data
    )
