"""Reading files with one wording for what goes wrong, and writing them without loss.

A crash or a full disk never destroys what was there before.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from translator.errors import InputError, OutputError

MOST_BYTES = 256 * 2**20
"""What a file may hold if its reader sets no limit of its own."""


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """Returns the content of a file.

    Args:
        path: of the file.
        most: bytes it may have.

    Raises:
        InputError: there is no such file, it is a folder, too large, or cannot be read.
    """
    try:
        if path.is_dir():
            raise InputError("is a folder", where=str(path), advice="Name a file inside it")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as error:
        raise cannot_read(path, error) from error
    if len(data) > most:
        raise too_large(str(path), most)
    return data


def too_large(where: str, most: int) -> InputError:
    """Returns what to raise where a file or stream has more than ``most`` bytes."""
    advice = "Split it, or take out embedded pictures"
    return InputError(f"is larger than {most // 2**20} MB", where=where, advice=advice)


def cannot_read(path: Path, error: Exception) -> InputError:
    """Returns what to raise where a file cannot be opened or read.

    Args:
        path: of the file.
        error: what the system says (`OSError`), or ``ValueError`` for an impossible name.
    """
    if isinstance(error, FileNotFoundError):
        advice = "Check the name and the folder"
        return InputError("no such file", where=str(path), advice=advice)
    reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
    return InputError(
        f"cannot read: {reason}", where=str(path), advice="Check the path and its permissions"
    )


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Gives a temporary file next to ``path`` to write; moves it over ``path`` on success.

    Missing folders are made. The old file stays as it was if the block raises.

    Raises:
        OutputError: the folder or the file cannot be written.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        os.close(handle)
        temporary = Path(name)
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        temporary.chmod(mode)
        temporary.replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def check_folder(folder: Path) -> None:
    """Makes ``folder`` if it is missing, and makes sure that a file can be put there.

    For the start of long work, which should not end with a result that has no place to go.

    Raises:
        OutputError: it cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _cannot_write(folder, error) from error


def write_text(path: Path, text: str) -> None:
    """Writes ``text`` as UTF-8 with its line ends untouched, atomically (see `replacing`)."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="")


def write_bytes(path: Path, data: bytes) -> None:
    """Writes ``data`` atomically (see `replacing`)."""
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def _cannot_write(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"cannot write: {error.strerror or error}",
        where=str(path),
        advice="Check the folder's permissions and free space, or write somewhere else",
    )


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
