"""The translation memory: every finished segment, kept in one SQLite file.

It makes a killed run resume and a changed document cost only its changes. What a person approved
is kept apart from machine output, outranks it and is only ever replaced by a person. Write-ahead
logging and one transaction per batch: a process killed at any moment loses no finished batch, and
several processes may share a file. A memory that fails never stops a translation: see `Memory`.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
import threading
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TypeVar

from translator.engine import memory_file
from translator.engine.folders import APPLICATION
from translator.engine.links import Link

MAX_BYTES = 1 << 30
"""Size at which the oldest machine translations are dropped: room for about a million."""

_CANDIDATES = 60
"""Sources compared letter by letter in a fuzzy look-up, the best of the index."""

_Result = TypeVar("_Result")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MemoryKey:
    """What a machine translation depends on.

    Attributes:
        source: simplified Chinese as `normalise_source` gives it.
        engine: ``Translator.key``: the package's fingerprint and the decoding settings.
        terms: hash of the terms required in it, "" for none; see `terms_hash`.
    """

    source: str
    engine: str
    terms: str = ""

    @property
    def digest(self) -> bytes:
        """16 bytes that stand for the key in the file."""
        joined = "\0".join((self.source, self.engine, self.terms))
        return hashlib.blake2b(joined.encode(errors="surrogatepass"), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class MemoryItem:
    """A machine translation.

    Attributes:
        key: see `MemoryKey`.
        target: English.
        score: mean log-probability per target token, None if unknown.
        terms: JSON of the caller about how terms were honoured, "" for none.
        links: alignment of target to source, () if unknown.
    """

    key: MemoryKey
    target: str
    score: float | None = None
    terms: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier segment that resembles the one looked up.

    Attributes:
        source: its source, normalised.
        target: its target: a person's if there is one, else the newest by machine.
        similarity: 0 to 1, share of characters that agree in order (difflib's ratio).
        by_person: whether a person approved the target.
    """

    source: str
    target: str
    similarity: float
    by_person: bool


def normalise_source(text: str) -> str:
    """Returns ``text`` in NFKC with runs of white space as one space, none at the ends."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def terms_hash(terms: Iterable[Sequence[str]]) -> str:
    """Returns a hash of required terms, given as (source, target, …) texts, in any order."""
    rows = sorted(list(term) for term in terms)
    if not rows:
        return ""
    return hashlib.blake2b(json.dumps(rows).encode(), digest_size=8).hexdigest()


def default_memory_path() -> Path:
    """Returns the user's memory, used unless ``--memory FILE`` names another."""
    from platformdirs import user_data_path

    return user_data_path(APPLICATION) / "memory.sqlite"


class Memory:
    """An open translation memory; threads may share it, also a context manager.

    A damaged file is moved aside (``NAME.damaged-N``) and a new one begun; when the file is locked
    for long, read-only or the disk is full, work goes on in a memory that ends with the process.
    Either is told through ``on_warning`` once.

    Args:
        path: the file, made if missing; None: the user's own, see `default_memory_path`.
        on_warning: receives one sentence for the user; None: the logging module.
        max_bytes: the oldest machine translations are dropped when the file grows beyond.

    Raises:
        InputError: the file exists and is no translation memory; it is left untouched.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        on_warning: Callable[[str], None] | None = None,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self.path: Path | None = path or default_memory_path()
        self._warn = on_warning or _log.warning
        self._lock = threading.RLock()
        self._database = self._open()
        self._guarded(lambda: memory_file.prune(self._database, max_bytes), None)

    def get_many(self, keys: Iterable[MemoryKey]) -> dict[MemoryKey, MemoryItem]:
        """Returns the known translations of ``keys``; unknown keys are left out."""

        def read() -> dict[MemoryKey, MemoryItem]:
            found: dict[MemoryKey, MemoryItem] = {}
            query = "SELECT target, score, terms, links FROM machine WHERE key = ?"
            for key in keys:
                row = self._database.execute(query, (key.digest,)).fetchone()
                if row:
                    target, score, terms, links = row
                    found[key] = MemoryItem(key, target, score, terms, _unpack(links))
            return found

        keys = list(keys)
        return self._guarded(read, {})

    def put_many(self, items: Iterable[MemoryItem]) -> None:
        """Stores machine translations, all of them or none, and commits at once."""

        def write() -> None:
            now = time.time()
            with self._database:
                for item in items:
                    source = memory_file.source_id(self._database, item.key.source)
                    self._database.execute(
                        "INSERT OR REPLACE INTO machine VALUES (?, ?, ?, ?, ?, ?, ?)",
                        (
                            item.key.digest,
                            source,
                            item.target,
                            item.score,
                            item.terms,
                            _pack(item.links),
                            now,
                        ),
                    )

        items = list(items)
        if items:
            self._guarded(write, None)

    def approved(self, source: str) -> str | None:
        """Returns the target that a person approved for ``source`` (normalised here), or None."""
        return self.approved_many([source]).get(source)

    def approved_many(self, sources: Iterable[str]) -> dict[str, str]:
        """Returns the approved targets of those ``sources`` that have one."""

        def read() -> dict[str, str]:
            query = (
                "SELECT target FROM approved JOIN sources ON sources.id = approved.source"
                " WHERE sources.text = ?"
            )
            found: dict[str, str] = {}
            for source in sources:
                row = self._database.execute(query, (normalise_source(source),)).fetchone()
                if row:
                    found[source] = row[0]
            return found

        sources = list(sources)
        return self._guarded(read, {})

    def approve(self, source: str, target: str) -> None:
        """Stores ``target`` as a person's translation of ``source``; replaces an earlier one."""

        def write() -> None:
            with self._database:
                identity = memory_file.source_id(self._database, normalise_source(source))
                self._database.execute(
                    "INSERT OR REPLACE INTO approved VALUES (?, ?, ?)",
                    (identity, target, time.time()),
                )

        self._guarded(write, None)

    def withdraw(self, source: str) -> None:
        """Forgets the approved target of ``source``, if there is one."""

        def write() -> None:
            with self._database:
                self._database.execute(
                    "DELETE FROM approved WHERE source = (SELECT id FROM sources WHERE text = ?)",
                    (normalise_source(source),),
                )

        self._guarded(write, None)

    def similar(self, source: str, limit: int = 5, *, at_least: float = 0.5) -> list[Similar]:
        """Returns earlier segments that resemble ``source``, the most similar first.

        Args:
            source: any text; a segment with the same source is among the results.
            limit: number of results at most.
            at_least: smallest similarity returned.
        """
        wanted = normalise_source(source)

        def read() -> list[Similar]:
            found = []
            for text, target, by_person in memory_file.candidates(
                self._database, wanted, _CANDIDATES
            ):
                ratio = SequenceMatcher(None, wanted, text, autojunk=False).ratio()
                if ratio >= at_least:
                    found.append(Similar(text, target, ratio, by_person))
            return sorted(found, key=lambda s: (-s.similarity, not s.by_person, s.source))[:limit]

        return self._guarded(read, [])

    def prune(self, max_bytes: int) -> int:
        """Drops the oldest machine translations until the rest takes less than ``max_bytes``.

        Returns:
            How many were dropped. Approved targets always stay.
        """
        return self._guarded(lambda: memory_file.prune(self._database, max_bytes, shrink=True), 0)

    def close(self) -> None:
        """Closes the file; nothing is lost without it."""
        with self._lock:
            self._database.close()

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _guarded(self, action: Callable[[], _Result], otherwise: _Result) -> _Result:
        """Runs ``action``; after a failure once more on what takes the file's place."""
        with self._lock:
            try:
                return action()
            except sqlite3.ProgrammingError:
                raise  # closed: a mistake of ours
            except sqlite3.DatabaseError as error:
                self._replace(error)
            try:
                return action()
            except sqlite3.DatabaseError as error:
                self._warn(f"The translation memory failed again ({error}); going on without.")
                return otherwise

    def _open(self) -> sqlite3.Connection:
        if self.path is None:
            return memory_file.open_temporary()
        try:
            return memory_file.open_file(self.path)
        except (sqlite3.DatabaseError, OSError) as error:
            return self._substitute(error)

    def _replace(self, error: sqlite3.DatabaseError) -> None:
        self._database.close()
        self._database = self._substitute(error)

    def _substitute(self, error: sqlite3.DatabaseError | OSError) -> sqlite3.Connection:
        """Returns a new database after ``error``: a fresh file if it was damage, else in RAM."""
        if self.path and memory_file.is_damage(error):
            try:
                aside = memory_file.set_aside(self.path)
                database = memory_file.open_file(self.path)
            except (sqlite3.DatabaseError, OSError) as second:
                error = second
            else:
                self._warn(
                    f"The translation memory {self.path} was damaged and is kept as {aside.name};"
                    " a new one was begun."
                )
                return database
        self._warn(
            f"The translation memory {self.path} cannot be used ({error});"
            " what is translated now will not be remembered."
        )
        self.path = None
        return memory_file.open_temporary()


def _pack(links: Sequence[Link]) -> str:
    if not links:
        return ""
    flat = [
        number
        for link in links
        for number in (link.target_start, link.target_end, link.source_start, link.source_end)
    ]
    return " ".join(map(str, flat))


def _unpack(links: str) -> tuple[Link, ...]:
    flat = [int(number) for number in links.split()]
    return tuple(Link(*flat[i : i + 4]) for i in range(0, len(flat), 4))
