"""Editing a glossary file so that a version-control diff shows just the change.

Comments, blank lines, unknown columns, order, line ends, byte order mark, encoding and quotes stay
as they are; a change touches the line of its entry (and the header, if a column is new).
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from translator.errors import InputError, OutputError, UsageError
from translator.files import write_bytes
from translator.glossary.formats import format_for, is_text_table, read_bytes
from translator.glossary.formats.columns import FIELDS, cell_of, read_header, read_row
from translator.glossary.formats.delimited import (
    Record,
    Table,
    decode_cells,
    encode_cell,
    parse,
)
from translator.glossary.formats.textfile import Encoding, check_header, decode_text
from translator.glossary.keys import same_source, source_key, source_keys
from translator.glossary.merging import Prefer, merge_entry
from translator.glossary.term import Term

_LOCK_SECONDS = 10
_BLANK = Term("", "")


@dataclass(frozen=True, slots=True)
class EditableGlossary:
    """The text of a glossary file and the entries in it; every change returns a new one.

    Attributes:
        table: the file's lines.
        encoding: of the file.
        name: of the file, for messages.
    """

    table: Table
    encoding: Encoding
    name: str

    def terms(self) -> tuple[Term, ...]:
        """Returns the entries in file order, those included whose target is still to be filled in.

        Values that are not allowed count as not given.
        """
        found = (self._term(record) for record in self.table.rows())
        return tuple(term for term in found if term)

    def find(self, source: str) -> tuple[Term, ...]:
        """Returns the entries written just as ``source``, else those that compare equal."""
        terms = self.terms()
        exact = tuple(term for term in terms if term.source == source)
        if exact:
            return exact
        key = source_key(source)
        keys = source_keys([term.source for term in terms])
        return tuple(term for term, other in zip(terms, keys, strict=True) if other == key)

    def rival(self, term: Term) -> Term | None:
        """Returns the entry that ``term`` would double, None if it is new."""
        return next((t for t in self.find(term.source) if same_source(t, term)), None)

    def add(self, term: Term) -> EditableGlossary:
        """Returns the glossary with ``term`` after its last entry.

        If its source is there without a target, that line is filled in instead.

        Raises:
            UsageError: the source is there already, or the list holds untranslated words only.
        """
        rival = self.rival(term)
        if rival and not rival.target:
            given = frozenset(f for f in FIELDS if cell_of(term, f) != cell_of(_BLANK, f))
            merged, _ = merge_entry(rival, term, given=given | {"state"}, prefer=Prefer.THEIRS)
            return self.change(rival, merged)
        if rival:
            raise UsageError(
                f"“{rival.source}” is already in the glossary as “{rival.target}”",
                where=f"{self.name}, line {rival.line}",
                advice=f"Change it with: glossary edit {rival.source}",
            )
        return self.append([term])

    def append(self, terms: Sequence[Term]) -> EditableGlossary:
        """Returns the glossary with new entries after its last one, doubles or not.

        Raises:
            UsageError: the list holds untranslated words only, and one is to be translated.
        """
        content = self
        for term in terms:
            content = replace(content, table=content._with_columns(term, _BLANK))
        table = content.table
        padded = any(True for _ in self.table.rows()) and self._padded()
        rows = []
        for term in terms:
            cells = [""] * len(table.header.names)
            _fill(table, cells, term, _BLANK)
            while len(cells) > 2 and not cells[-1] and not padded:
                cells.pop()
            rows.append(tuple(cells))
        return replace(content, table=_append(table, rows))

    def change(self, old: Term, new: Term) -> EditableGlossary:
        """Returns the glossary with ``new`` in the place of ``old`` (an entry of `terms`).

        Raises:
            UsageError: the list holds untranslated words only, and ``new`` is to be translated.
        """
        table = self._with_columns(new, old)
        records = list(table.records)
        index = next(i for i, record in enumerate(records) if record.line == old.line)
        cells = list(records[index].cells or ())
        cells += [""] * (len(table.header.names) - len(cells))
        _fill(table, cells, new, old)
        kept = max(len(records[index].cells or ()), *(i + 1 for i, c in enumerate(cells) if c))
        records[index] = replace(records[index], cells=tuple(cells[:kept]))
        return replace(self, table=replace(table, records=tuple(records)))

    def remove(self, term: Term) -> EditableGlossary:
        """Returns the glossary without the line of ``term`` (an entry of `terms`)."""
        records = tuple(record for record in self.table.records if record.line != term.line)
        return replace(self, table=replace(self.table, records=records))

    def data(self) -> bytes:
        """Returns the file's bytes.

        Raises:
            OutputError: the file's encoding lacks a character.
        """
        return self.encoding.encode(self.table.text(), where=self.name)

    def _term(self, record: Record) -> Term | None:
        cells = decode_cells(record, self.table.delimiter)
        name = Path(self.name).stem
        return read_row(self.table.header, cells, record.line, name, pending=True)[0]

    def _padded(self) -> bool:
        """Whether rows in this file have a cell for every column, blank or not."""
        width = len(self.table.header.names)
        return all(len(record.cells or ()) >= width for record in self.table.rows())

    def _with_columns(self, new: Term, old: Term) -> Table:
        """Returns the table with a column for every field (or extra) in which they differ."""
        table = self.table
        if "target" not in table.header.fields:
            if not new.do_not_translate or new.target != new.source:
                raise UsageError(
                    f"{self.name} lists words that are not translated; it has no target column",
                    advice="Add the entry to another glossary, or use --do-not-translate",
                )
            new = replace(new, target="", do_not_translate=False)
            old = replace(old, target="", do_not_translate=False)
        missing = [
            field
            for field in FIELDS
            if cell_of(new, field) != cell_of(old, field) and field not in table.header.fields
        ]
        missing += [name for name, _ in new.extra if name not in table.header.names]
        if not missing or table.header_at is None:
            return table
        header = table.records[table.header_at]
        cells = (*(header.cells or ()), *(encode_cell(name, table.delimiter) for name in missing))
        records = list(table.records)
        records[table.header_at] = replace(header, cells=cells)
        names = [*table.header.names, *missing]
        return replace(table, records=tuple(records), header=read_header(names))


def parse_glossary(data: bytes, name: str) -> EditableGlossary:
    """Returns the glossary file in ``data`` for editing.

    Raises:
        InputError: it is no text table with a header.
    """
    text, encoding = decode_text(data, where=name)
    table = parse(text)
    check_header(table, where=name)
    if table.header_at is None:
        gap = "" if not text or text.endswith(("\r", "\n")) else table.newline
        header = ("," if name.lower().endswith(".csv") else "\t").join(FIELDS)
        text += gap + header + table.newline
        return EditableGlossary(parse(text), encoding, name)
    return EditableGlossary(table, encoding, name)


def new_glossary(name: str) -> EditableGlossary:
    """Returns an empty glossary for a new file: comma-separated if its name ends so."""
    return parse_glossary(b"", name)


@contextlib.contextmanager
def editing(path: Path, *, create: bool = False) -> Iterator[GlossaryEdit]:
    """Locks a glossary file, gives its content, and writes what was put into the edit.

    Two commands that edit the same file wait for each other. Nothing is written if the block
    raises or leaves the content as it was.

    Args:
        path: a TSV or CSV file.
        create: start an empty glossary if there is no such file.

    Raises:
        InputError: the file is no text table.
        UsageError: the file is missing, or of a format that cannot be edited line by line.
        OutputError: it cannot be written, or another command keeps it locked.
    """
    _check_editable(path, create)
    with _locked(path):
        before = read_bytes(path) if path.exists() else None
        content = parse_glossary(before, path.name) if before else new_glossary(path.name)
        edit = GlossaryEdit(content)
        yield edit
        if edit.content is content:
            return
        if path.exists() and before != read_bytes(path):
            raise OutputError(
                "the file was changed by another program meanwhile",
                where=str(path),
                advice="Run the command again",
            )
        # Through a symbolic link, so that the link stays one.
        write_bytes(path.resolve(), edit.content.data())


@dataclass(slots=True)
class GlossaryEdit:
    """What `editing` gives: put the changed glossary into ``content``."""

    content: EditableGlossary


def _check_editable(path: Path, create: bool) -> None:
    if path.exists():
        binary = not is_text_table(read_bytes(path))
    else:
        if not create:
            raise UsageError("there is no such glossary", where=str(path))
        binary = format_for(path).SUFFIXES[0] not in (".tsv", ".csv")
    if binary:
        raise UsageError(
            "only TSV and CSV glossaries are edited in place",
            where=str(path),
            advice=f"Convert it first: glossary export {path.name} -o glossary.tsv",
        )


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    import filelock

    name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:24] + ".lock"
    lock = filelock.FileLock(_locks_folder() / name, timeout=_LOCK_SECONDS)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise OutputError(
            "another command is writing this glossary", where=str(path), advice="Try again"
        ) from error
    except OSError:
        # Nowhere to keep a lock: the comparison before writing has to do.
        yield
        return
    try:
        yield
    finally:
        lock.release()


def _locks_folder() -> Path:
    """Returns a folder for lock files outside of the project, where they would be in the way."""
    import platformdirs

    folder = platformdirs.user_cache_path("panel-translator") / "locks"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _fill(table: Table, cells: list[str], new: Term, old: Term) -> None:
    """Writes the fields in which ``new`` differs from ``old`` into the raw ``cells``."""
    extra, before = dict(new.extra), dict(old.extra)
    columns = zip(table.header.names, table.header.fields, strict=True)
    for index, (name, field) in enumerate(columns):
        value = cell_of(new, field) if field else extra.get(name, "")
        was = cell_of(old, field) if field else before.get(name, "")
        if value != was:
            cells[index] = encode_cell(value, table.delimiter, first=index == 0, like=cells[index])


def _append(table: Table, rows: Sequence[tuple[str, ...]]) -> Table:
    """Returns the table with rows after its last line that is not blank."""
    records = list(table.records)
    at = len(records)
    while at > 1 and records[at - 1].cells is None and not records[at - 1].text.strip():
        at -= 1
    end = records[at - 1].end
    line = max(record.line for record in records) + 1
    records[at - 1] = replace(records[at - 1], end=end or table.newline)
    added = [Record(line + i, cells, table.newline) for i, cells in enumerate(rows)]
    added[-1:] = [replace(record, end=end) for record in added[-1:]]
    return replace(table, records=(*records[:at], *added, *records[at:]))


def single(found: Sequence[Term], source: str, name: str) -> Term:
    """Returns the one entry in ``found``.

    Raises:
        InputError: there are several, so that it is not clear which one is meant.
    """
    if len(found) > 1:
        lines = " and ".join(str(term.line) for term in found)
        raise InputError(
            f"“{source}” has {len(found)} entries, on lines {lines}",
            where=name,
            advice="Keep one of them",
        )
    return found[0]
