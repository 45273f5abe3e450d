"""Stages of a run, each kept on disk under a hash of what went into it.

A stage is made in a ``.partial`` folder and moved to its name when it is complete, so that a folder
without that ending is always whole, and a run that is started again skips what it finds. A change
of a setting or of an input file changes the hash of the stages that depend on it, and of no others.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from translator.errors import OutputError, UsageError
from translator.files import cannot_read, write_text

_KEY_DIGITS = 12
_PARTIAL = ".partial"
_RECORD = "stage.json"


class Stages:
    """The stages in a work folder; used as a context manager, it keeps other runs out.

    Args:
        folder: made if missing.
        on_stage: called with the name of each stage and whether it is already there.
    """

    def __init__(
        self, folder: Path, on_stage: Callable[[str, bool], None] = lambda _name, _done: None
    ) -> None:
        self.folder = folder
        self._on_stage = on_stage
        self._lock: Any = None

    def __enter__(self) -> Stages:
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(self.folder / ".lock")
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise UsageError(
                "another run is working in this folder",
                where=str(self.folder),
                advice="Wait for it, or name another with --work",
            ) from error
        except OSError as error:
            raise _unwritable(self.folder, error) from error
        return self

    def __exit__(self, *_exception: object) -> None:
        self._lock.release()

    def run(
        self,
        name: str,
        inputs: Mapping[str, object],
        build: Callable[[Path], None],
        *,
        resumable: bool = False,
    ) -> Path:
        """Returns the folder of a stage, made now if it is not there.

        Args:
            name: of the stage.
            inputs: everything its result depends on: plain values, dataclasses, ``Path`` of files
                (their content counts) and of stages' folders (their name does).
            build: fills the folder it is given.
            resumable: whether ``build`` can go on with what an earlier try has left.
        """
        plain = {key: _plain(value) for key, value in inputs.items()}
        key = hashlib.blake2b(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:_KEY_DIGITS]
        folder = self.folder / f"{name}-{key}"
        self._on_stage(name, folder.is_dir())
        if folder.is_dir():
            return folder
        partial = folder.with_name(folder.name + _PARTIAL)
        if not resumable:
            shutil.rmtree(partial, ignore_errors=True)
        began = time.monotonic()
        try:
            partial.mkdir(exist_ok=True)
            build(partial)
            record = {"inputs": plain, "seconds": round(time.monotonic() - began, 1)}
            write_text(partial / _RECORD, json.dumps(record, ensure_ascii=False, indent=1))
            partial.rename(folder)
        except OSError as error:
            raise _unwritable(partial, error) from error
        return folder


def hash_file(file: Path) -> str:
    """Returns a hash of a file's content.

    Raises:
        InputError: it cannot be read.
    """
    try:
        with file.open("rb") as data:
            return hashlib.file_digest(data, "blake2b").hexdigest()[: 2 * _KEY_DIGITS]
    except OSError as error:
        raise cannot_read(file, error) from error


def _plain(value: object) -> object:
    """What stands for a value in a hash."""
    if isinstance(value, Path):
        return value.name if value.is_dir() else hash_file(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value


def _unwritable(folder: Path, error: OSError) -> OutputError:
    return OutputError(
        f"cannot write: {error.strerror or error}",
        where=str(folder),
        advice="Check permissions and free space, or name another folder with --work",
    )
