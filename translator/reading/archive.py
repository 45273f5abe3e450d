"""Zip archives from strangers: checked before anything in them is unpacked."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from translator.errors import InputError

_LARGEST_TOTAL = 400 * 1024 * 1024
_LARGEST_RATIO = 300
_RATIO_COUNTS_FROM = 8 * 1024 * 1024
_MOST_MEMBERS = 20_000


def check_archive(data: bytes, *, where: str) -> frozenset[str]:
    """Returns the member names of a zip archive that is safe to unpack.

    Raises:
        InputError: damaged, encrypted, a member's path leaves the archive, or unpacked it would
            be out of proportion (more than 400 MB or 300 times its packed size).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise damaged(where) from error
    if any(member.flag_bits & 1 for member in members):
        raise InputError(
            "the document is encrypted", where=where, advice="Remove its password and save it again"
        )
    if any(_escapes(member.filename) for member in members):
        raise InputError(
            "it holds a file whose path leads out of the document",
            where=where,
            advice="Do not open it; ask for it again from its author",
        )
    total = sum(member.file_size for member in members)
    bomb = total > _LARGEST_TOTAL or (
        total > _RATIO_COUNTS_FROM and total > _LARGEST_RATIO * len(data)
    )
    if bomb or len(members) > _MOST_MEMBERS:
        raise InputError(
            f"unpacked it would take {total // 1024 // 1024} MB",
            where=where,
            advice="Save it again without embedded files, or as plain text",
        )
    return frozenset(member.filename for member in members)


def damaged(where: str) -> InputError:
    """Returns the error for a document that no program can open."""
    return InputError(
        "the document is damaged",
        where=where,
        advice="Open it in Word or LibreOffice, let it be repaired, and save it again as DOCX",
    )


def _escapes(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name
