"""Unpacking ``.argosmodel`` archives without trusting them."""

from __future__ import annotations

import hashlib
import shutil
import stat
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from translator.engine.folders import cache_folder
from translator.errors import EngineError, OutputError

MAX_FILES = 2000
"""Entries an archive may have; the largest published packages have below 100."""

MAX_BYTES = 4 << 30
"""Bytes an archive may unpack to; the largest published packages stay below 1 GiB."""

_DISTRUST = "Do not use this file; get the package from a source you trust"
_AGAIN = "Download or copy the file again"


def unpack_to_cache(archive: Path) -> Path:
    """Returns the folder of the package in ``archive``, unpacked once into the user's cache.

    Raises:
        EngineError: the archive is damaged, unsafe or no package.
        OutputError: the cache cannot be written.
    """
    status = archive.stat()
    stamp = f"{archive.resolve()}\0{status.st_size}\0{status.st_mtime_ns}"
    key = hashlib.blake2b(stamp.encode(errors="surrogateescape"), digest_size=8).hexdigest()
    folder = cache_folder() / "packages" / key
    if not folder.is_dir():
        unpack(archive, folder)
    return _only_subfolder(folder)


def unpack(archive: Path, folder: Path) -> None:
    """Unpacks ``archive`` as the new folder ``folder``, completely or not at all.

    Raises:
        EngineError: the archive is damaged, encrypted, too large, or has entries that would leave
            the folder.
        OutputError: the folder cannot be written.
    """
    try:
        with zipfile.ZipFile(archive) as source:
            _check_entries(source, archive)
            folder.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".unpacking-") as name:
                temporary = Path(name) / "package"
                temporary.mkdir()
                _extract(source, temporary, archive)
                if folder.exists():
                    shutil.rmtree(folder)
                temporary.rename(folder)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error) as error:
        raise EngineError(
            f"the package file is damaged or no zip archive ({error})",
            where=str(archive),
            advice=_AGAIN,
        ) from error
    except OSError as error:
        raise OutputError(
            f"cannot unpack the package: {error.strerror or error}",
            where=str(folder.parent),
            advice="Check the folder's permissions and free space",
        ) from error


def _check_entries(source: zipfile.ZipFile, archive: Path) -> None:
    entries = source.infolist()
    if len(entries) > MAX_FILES:
        raise _unsafe(archive, f"the archive has {len(entries)} files, more than {MAX_FILES}")
    total = sum(entry.file_size for entry in entries)
    if total > MAX_BYTES:
        raise _unsafe(archive, f"the archive would unpack to {total / 2**30:.1f} GiB")
    names: set[str] = set()
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if path.is_absolute() or ".." in path.parts or ":" in entry.filename:
            raise _unsafe(archive, f"the archive would write outside its folder: {path}")
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise _unsafe(archive, f"the archive holds a link or device: {path}")
        if entry.flag_bits & 0x1:
            raise EngineError(
                "the archive is encrypted",
                where=str(archive),
                advice="Unpack it and give the folder",
            )
        if str(path).casefold() in names:
            raise _unsafe(archive, f"the archive holds a file twice: {path}")
        names.add(str(path).casefold())
    if not any(PurePosixPath(name).name == "metadata.json" for name in names):
        raise EngineError(
            "the archive is not an Argos package: it has no metadata.json",
            where=str(archive),
            advice="Give an .argosmodel file",
        )


def _extract(source: zipfile.ZipFile, folder: Path, archive: Path) -> None:
    """Copies the entries, counting real bytes because declared sizes may lie."""
    left = MAX_BYTES
    for entry in source.infolist():
        target = folder.joinpath(*PurePosixPath(entry.filename.replace("\\", "/")).parts)
        if entry.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open(entry) as data, target.open("wb") as output:
            while block := data.read(1 << 20):
                left -= len(block)
                if left < 0:
                    raise _unsafe(archive, "the archive unpacks to more than it declares")
                output.write(block)


def _only_subfolder(folder: Path) -> Path:
    inner = [path for path in folder.iterdir() if (path / "metadata.json").is_file()]
    return inner[0] if len(inner) == 1 else folder


def _unsafe(archive: Path, problem: str) -> EngineError:
    return EngineError(problem, where=str(archive), advice=_DISTRUST)
