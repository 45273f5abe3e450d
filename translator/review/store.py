"""The document being reviewed: nothing acknowledged is ever lost, nobody's work is overwritten.

A change is journalled (`translator.review.journal`) before anybody is told that it was made, and
the file is replaced soon after by a thread of the store. The same thread notices when another
program changed the file, and brings both together segment by segment.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from translator.document import Document, Segment
from translator.errors import TranslatorError
from translator.files import read_bytes, write_bytes
from translator.review.changes import (
    Change,
    Clash,
    MisplacedChangeError,
    apply,
    content,
    rebase,
)
from translator.review.commits import Commit, Snapshot, StaleError
from translator.review.history import History, inverse
from translator.review.journal import Entry, How, Journal, Saved, Settled
from translator.review.sources import Source

SAVE_SECONDS = 0.7
"""How long the file may lag behind the journal."""

LOOK_SECONDS = 1.5
"""How often the file is looked at for changes by others."""

JOURNAL_SUFFIX = ".journal"


class Store:
    """Keeps one document; threads may share it.

    Attributes:
        interrupted: whether an earlier process left its journal behind.
        recovered: how many of its changes the file did not hold.

    Args:
        source: the file.
        on_commit: receives every commit, in order, in the thread that made it.
        on_trouble: receives a sentence when the file cannot be written or read, "" when it can
            again, and is called when clashes arise.

    Raises:
        InputError: the file cannot be read.
        OutputError: the journal cannot be read.
    """

    def __init__(
        self,
        source: Source,
        *,
        on_commit: Callable[[Commit], None] = lambda _commit: None,
        on_trouble: Callable[[str], None] = lambda _problem: None,
    ) -> None:
        self._source = source
        self._on_commit, self._on_trouble = on_commit, on_trouble
        self._lock = threading.RLock()
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._history = History()
        self._revisions: dict[str, int] = {}
        self._clashes: dict[str, Clash] = {}
        self._unsaved: list[tuple[int, Change]] = []
        self._trouble = ""
        data = read_bytes(source.path)
        self._hash, self._seen = _hash(data), _stat(source.path)
        self._document = source.decode(data)
        self._number = self._saved = 0
        journal = source.path.with_name(journal_name(source.path))
        self._journal = Journal(journal)
        self.interrupted = bool(self._journal.records)
        self.recovered = self._replay()
        self._segments = {segment.id: segment for segment in self._document.segments()}
        self._keeper = threading.Thread(target=self._keep, name="keeper", daemon=True)
        self._keeper.start()

    @property
    def source(self) -> Source:
        """The file."""
        return self._source

    def snapshot(self) -> Snapshot:
        """Returns the document as it is now."""
        with self._lock:
            return Snapshot(
                self._document,
                self._number,
                dict(self._revisions),
                *self._history.counts,
                tuple(self._clashes.values()),
                self._trouble,
            )

    def segment(self, name: str, revision: int | None = None) -> Segment:
        """Returns a segment.

        Raises:
            StaleError: it is gone, or ``revision`` is given and is not its newest.
        """
        with self._lock:
            found = self._segments.get(name)
            current = self._revisions.get(name, 0)
            if found is None or (revision is not None and revision != current):
                raise StaleError(found, current)
            return found

    def change(
        self,
        make: Callable[[Document], Sequence[Change]],
        *,
        expected: Mapping[str, int] | None = None,
        label: str,
        group: str = "",
        aside: bool = False,
    ) -> Commit | None:
        """Makes changes and returns when they are safe.

        Args:
            make: gives the changes; called with nobody else changing the document.
            expected: revisions the changes are based on, by segment.
            label: what is done, for the undo button.
            group: changes of one group in a row are undone together.
            aside: undo passes these changes by.

        Returns:
            The commit, None if nothing changed.

        Raises:
            StaleError: a segment is gone or newer than expected.
            OutputError: the change cannot be kept; the document is as it was.
        """
        with self._lock:
            for name, revision in (expected or {}).items():
                self.segment(name, revision)
            changes = tuple(c for c in make(self._document) if c.before != c.after)
            if not changes:
                return None
            return self._commit(How.ASIDE if aside else How.EDIT, label, group, changes)

    def undo(self) -> Commit | None:
        """Takes the last step back; None if there is none, or it no longer fits the document."""
        return self._step(How.UNDO)

    def redo(self) -> Commit | None:
        """Makes the step undone last again; None as for `undo`."""
        return self._step(How.REDO)

    def settle(self, name: str, *, mine: bool) -> Commit | None:
        """Settles a clash: with what was written in the workbench, or with what the file says.

        Raises:
            StaleError: the file no longer has the segment.
        """
        with self._lock:
            clash = self._clashes.get(name)
            if clash is None:
                return None
            commit = None
            if mine:
                current = self.segment(name)
                commit = self.change(lambda _: [Change((current,), (clash.mine,))], label="settle")
            self._journal.append(Settled(name))
            del self._clashes[name]
            self._on_trouble(self._trouble)
            return commit

    def save(self) -> None:
        """Brings the file up to date now, outside changes included.

        Raises:
            TranslatorError: the file cannot be written, or what is there cannot be read.
        """
        self._merge_outside()
        with self._lock:
            document, number = self._document, self._number
            if number == self._saved:
                return
        data = self._source.encode(document)
        digest = _hash(data)
        if self._changed_outside() is not None:
            self.save()
            return
        self._journal.append(Saved(digest, number))
        write_bytes(self._source.path.resolve(), data)
        with self._lock:
            self._hash, self._seen, self._saved = digest, _stat(self._source.path), number
            self._unsaved = [item for item in self._unsaved if item[0] > number]

    def close(self) -> None:
        """Writes what is left and removes the journal if all of it is in the file."""
        self._closing.set()
        self._wake.set()
        self._keeper.join()
        try:
            self.save()
        except TranslatorError:
            self._journal.close(remove=False)
            raise
        self._journal.close(remove=not self._clashes)

    def _replay(self) -> int:
        """Brings the changes of an earlier process in; returns how many were not in the file."""
        records = self._journal.records
        saved = 0
        for record in records:
            if isinstance(record, Saved) and record.sha256 == self._hash:
                saved = record.number
        entries = [record for record in records if isinstance(record, Entry)]
        for entry in entries:
            self._history.record(entry)
            self._number = entry.number
        for record in records:
            if isinstance(record, Clash):
                self._clashes[record.id] = record
            elif isinstance(record, Settled):
                self._clashes.pop(record.id, None)
        missing = [c for entry in entries if entry.number > saved for c in entry.changes]
        self._saved = self._number
        if missing:
            self._bring_in(missing)
        return len(missing)

    def _bring_in(self, changes: Sequence[Change]) -> None:
        """Makes changes that the file, as it is in `_document` now, does not hold yet."""
        document, made, clashes = rebase(self._document, changes)
        self._document = document
        base = self._number
        self._number += 1
        self._unsaved = [(self._number, change) for change in made]
        self._saved = base if made else self._number
        entries = [Entry(self._number, How.ASIDE, "recovered", "", made)] if made else []
        self._journal.append(Saved(self._hash, base), *entries, *clashes)
        self._clashes.update((clash.id, clash) for clash in clashes)

    def _step(self, how: How) -> Commit | None:
        with self._lock:
            back = how is How.UNDO
            step = self._history.to_undo() if back else self._history.to_redo()
            if step is None:
                return None
            changes = inverse(step.changes) if back else step.changes
            _document, made, clashes = rebase(self._document, changes)
            if clashes or not made:
                self._history.forget(step)
                return None
            return self._commit(how, step.label, "", made)

    def _commit(self, how: How, label: str, group: str, changes: tuple[Change, ...]) -> Commit:
        document = self._document
        try:
            for change in changes:
                document = apply(document, change)
        except MisplacedChangeError as error:
            raise StaleError(None, 0) from error
        entry = Entry(self._number + 1, how, label, group, changes)
        self._journal.append(entry)
        self._document, self._number = document, entry.number
        self._unsaved += [(entry.number, change) for change in changes]
        self._history.record(entry)
        touched: dict[str, int] = {}
        for change in changes:
            for segment in change.before:
                self._segments.pop(segment.id, None)
            for segment in (*change.before, *change.after):
                touched[segment.id] = self._revisions.get(segment.id, 0) + 1
            self._segments.update((segment.id, segment) for segment in change.after)
        self._revisions.update(touched)
        commit = Commit(entry.number, label, changes, touched, *self._history.counts)
        self._wake.set()
        self._on_commit(commit)
        return commit

    def _keep(self) -> None:
        """Saves soon after changes and looks for changes by others; runs in a thread."""
        while not self._closing.is_set():
            if self._wake.wait(LOOK_SECONDS):
                self._closing.wait(SAVE_SECONDS)
            self._wake.clear()
            try:
                self.save()
                trouble = ""
            except TranslatorError as error:
                trouble = str(error)
            if trouble != self._trouble:
                self._trouble = trouble
                self._on_trouble(trouble)

    def _changed_outside(self) -> bytes | None:
        """Returns the file's content if it is not what we read or wrote last."""
        seen = _stat(self._source.path)
        if seen == self._seen:
            return None
        if seen is None:
            # Deleted: what is open here is the only copy, and is written again.
            with self._lock:
                self._saved = -1
                self._seen = None
            return None
        data = read_bytes(self._source.path)
        if _hash(data) == self._hash:
            self._seen = seen
            return None
        return data

    def _merge_outside(self) -> None:
        """Takes in what another program wrote to the file.

        Raises:
            InputError: it cannot be understood; it is left alone until it can.
        """
        seen = _stat(self._source.path)
        data = self._changed_outside()
        if data is None:
            return
        theirs = self._source.decode(data)
        with self._lock:
            before = {segment.id: content(segment) for segment in self._document.segments()}
            known = len(self._clashes)
            self._hash, self._seen = _hash(data), seen
            self._document = theirs
            self._bring_in([change for _, change in self._unsaved])
            self._segments = {segment.id: segment for segment in self._document.segments()}
            for name, segment in self._segments.items():
                if before.get(name) != content(segment):
                    self._revisions[name] = self._revisions.get(name, 0) + 1
            commit = Commit(
                self._number, "outside", None, dict(self._revisions), *self._history.counts
            )
            self._on_commit(commit)
            if len(self._clashes) > known:
                self._on_trouble(self._trouble)


def journal_name(path: Path) -> str:
    """Returns the name of the journal of a file: ``talk.aligned.journal`` for the JSON."""
    if path.suffix == ".json":
        return path.stem + JOURNAL_SUFFIX
    return path.name + JOURNAL_SUFFIX


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _stat(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
