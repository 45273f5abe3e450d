"""The SQLite file behind `translator.engine.memory`: schema, opening, look-up, pruning."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from itertools import count, pairwise
from pathlib import Path

from translator.errors import InputError

APPLICATION_ID = 0x7A68656E
"""SQLite's ``application_id`` of our files ("zhen"), so that nobody else's is touched."""

VERSION = 1
"""``user_version`` of the schema below."""

LOCK_SECONDS = 10.0
"""How long to wait for another process before giving up on the file."""

_HEADER = b"SQLite format 3\0"
_SUFFIXES = {".sqlite", ".sqlite3", ".db"}
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

_SCHEMA = """
CREATE TABLE sources (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE machine (
    key BLOB PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources (id),
    target TEXT NOT NULL,
    score REAL,
    terms TEXT NOT NULL,
    links TEXT NOT NULL,
    stored REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX machine_stored ON machine (stored);
CREATE INDEX machine_source ON machine (source);
CREATE TABLE approved (
    source INTEGER PRIMARY KEY REFERENCES sources (id),
    target TEXT NOT NULL,
    stored REAL NOT NULL
);
CREATE VIRTUAL TABLE pairs USING fts5 (letters, content = '');
"""


def open_file(path: Path) -> sqlite3.Connection:
    """Opens the memory in ``path``, made if missing or empty.

    Raises:
        InputError: the file is no translation memory, or of a newer schema.
        sqlite3.DatabaseError: it is damaged, locked or cannot be written.
        OSError: the folder cannot be made or the file not read.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        raise _foreign(path, "is a folder, not a translation memory")
    with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
        header = file.read(len(_HEADER))
        if header and header != _HEADER and path.suffix.lower() not in _SUFFIXES:
            raise _foreign(path, "is not a translation memory")
    database = _connect(str(path))
    try:
        _prepare(database, path)
    except BaseException:
        database.close()
        raise
    return database


def open_temporary() -> sqlite3.Connection:
    """Opens a memory that ends with the process."""
    database = _connect(":memory:")
    _create(database)
    return database


def is_damage(error: Exception) -> bool:
    """Whether ``error`` says that the file's content is damaged."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE


def set_aside(path: Path) -> Path:
    """Renames a damaged file, its log included, and returns its new name."""
    target = next(
        name for n in count(1) if not (name := path.with_name(f"{path.name}.damaged-{n}")).exists()
    )
    path.rename(target)
    for suffix in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(target.with_name(target.name + suffix))
    return target


def source_id(database: sqlite3.Connection, text: str) -> int:
    """Returns the row of the source ``text``, entered (and indexed for look-up) if new."""
    # Written before read: a look first would leave room for another process to enter it meanwhile.
    entered = database.execute("INSERT OR IGNORE INTO sources (text) VALUES (?)", (text,))
    if not entered.rowcount:
        row = database.execute("SELECT id FROM sources WHERE text = ?", (text,)).fetchone()
        return int(row[0])
    identity = entered.lastrowid
    assert identity is not None  # noqa: S101 - an INSERT always sets it
    database.execute("INSERT INTO pairs (rowid, letters) VALUES (?, ?)", (identity, _words(text)))
    return identity


def candidates(
    database: sqlite3.Connection, text: str, limit: int
) -> Iterator[tuple[str, str, bool]]:
    """Yields (source, target, by a person) of sources sharing letters with ``text``, best first.

    Sources are indexed by their pairs of neighbouring characters (Chinese writes no spaces) and
    ranked by BM25. A person's target wins over the machine's newest.
    """
    wanted = list(dict.fromkeys(_pairs(text)))
    if not wanted:
        return
    yield from (
        (source, target, bool(by_person))
        for source, target, by_person in database.execute(
            """
            SELECT sources.text, coalesce(approved.target, (
                       SELECT target FROM machine WHERE machine.source = sources.id
                       ORDER BY stored DESC LIMIT 1)) AS found, approved.target IS NOT NULL
            FROM (SELECT rowid AS id, rank FROM pairs WHERE pairs MATCH ? ORDER BY rank LIMIT ?)
                 AS hits
            JOIN sources ON sources.id = hits.id
            LEFT JOIN approved ON approved.source = sources.id
            WHERE found IS NOT NULL ORDER BY hits.rank
            """,
            (" OR ".join(wanted), limit),
        )
    )


def prune(database: sqlite3.Connection, max_bytes: int, *, shrink: bool = False) -> int:
    """Drops the oldest machine rows until the file's content is below ``max_bytes``.

    Args:
        database: an open memory.
        max_bytes: of content; free pages do not count.
        shrink: give the free pages back to the disk, which rewrites the file.

    Returns:
        The number of rows dropped.
    """
    dropped = 0
    while (used := _used_bytes(database)) > max_bytes:
        rows = database.execute("SELECT count(*) FROM machine").fetchone()[0]
        if not rows:
            break
        share = max(1, int(rows * (1 - 0.98 * max_bytes / used)))
        with database:
            dropped += database.execute(
                "DELETE FROM machine WHERE key IN"
                " (SELECT key FROM machine ORDER BY stored LIMIT ?)",
                (share,),
            ).rowcount
            _drop_unused_sources(database)
    if dropped and shrink:
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return dropped


def _drop_unused_sources(database: sqlite3.Connection) -> None:
    unused = database.execute(
        "SELECT id, text FROM sources WHERE NOT EXISTS (SELECT 1 FROM machine WHERE source = id)"
        " AND NOT EXISTS (SELECT 1 FROM approved WHERE source = id)"
    ).fetchall()
    for identity, text in unused:  # the index keeps no text: it must be told what to take out
        database.execute(
            "INSERT INTO pairs (pairs, rowid, letters) VALUES ('delete', ?, ?)",
            (identity, _words(text)),
        )
        database.execute("DELETE FROM sources WHERE id = ?", (identity,))


def _connect(name: str) -> sqlite3.Connection:
    return sqlite3.connect(name, timeout=LOCK_SECONDS, check_same_thread=False)


def _prepare(database: sqlite3.Connection, path: Path) -> None:
    tables = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if not tables:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        _create(database)
        return
    if database.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise _foreign(path, "is a database of another program")
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version != VERSION:
        raise _foreign(path, f"is a translation memory of version {version}, not {VERSION}")
    database.execute("PRAGMA synchronous = NORMAL")


def _create(database: sqlite3.Connection) -> None:
    """Makes the tables; another process may be doing the same, and the slower one finds them."""
    database.execute("BEGIN IMMEDIATE")
    if not database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        for statement in _SCHEMA.split(";"):
            database.execute(statement)
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {VERSION}")
    database.commit()


def _used_bytes(database: sqlite3.Connection) -> int:
    pages, free, size = (
        database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _pairs(text: str) -> list[str]:
    """Pairs of neighbouring letters as words for the index: hexadecimal, hence safe to query."""
    letters = [f"{ord(c):x}" for c in text.lower() if c.isalnum()]
    if len(letters) == 1:
        return [f"u{letters[0]}"]
    return [f"u{a}u{b}" for a, b in pairwise(letters)]


def _words(text: str) -> str:
    return " ".join(_pairs(text))


def _foreign(path: Path, problem: str) -> InputError:
    return InputError(
        f"this file {problem}",
        where=str(path),
        advice="Name another file with --memory, for example project.sqlite",
    )
