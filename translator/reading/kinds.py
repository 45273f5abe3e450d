"""Recognising files that are no text by their first bytes, and what to tell their owner."""

from __future__ import annotations

from dataclasses import dataclass

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_EXPORT = "Export it as DOCX or plain text and give that file"
_PICTURE = "Run text recognition on it and give the recognised text"
_MEDIA = "Give a transcript or a subtitle file of it"
_UNPACK = "Unpack it and give the file inside"


@dataclass(frozen=True, slots=True)
class BinaryKind:
    """A kind of file that holds no plain text.

    Attributes:
        name: with article, as it fits into "this is …, not text".
        advice: what its owner can do, as an imperative clause.
    """

    name: str
    advice: str


_MAGICS: tuple[tuple[bytes, BinaryKind], ...] = (
    (b"%PDF-", BinaryKind("a PDF", _EXPORT)),
    (b"%!PS", BinaryKind("a PostScript file", _EXPORT)),
    (b"{\\rtf", BinaryKind("an RTF document", _EXPORT)),
    (b"\x89PNG", BinaryKind("a PNG picture", _PICTURE)),
    (b"\xff\xd8\xff", BinaryKind("a JPEG picture", _PICTURE)),
    (b"GIF8", BinaryKind("a GIF picture", _PICTURE)),
    (b"II*\x00", BinaryKind("a TIFF picture", _PICTURE)),
    (b"MM\x00*", BinaryKind("a TIFF picture", _PICTURE)),
    (b"RIFF", BinaryKind("a media file", _MEDIA)),
    (b"ID3", BinaryKind("an audio file", _MEDIA)),
    (b"OggS", BinaryKind("an audio file", _MEDIA)),
    (b"fLaC", BinaryKind("an audio file", _MEDIA)),
    (b"\x1a\x45\xdf\xa3", BinaryKind("a video file", _MEDIA)),
    (b"\x1f\x8b", BinaryKind("a gzip archive", _UNPACK)),
    (b"BZh", BinaryKind("a bzip2 archive", _UNPACK)),
    (b"\xfd7zXZ\x00", BinaryKind("an xz archive", _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", BinaryKind("a 7-Zip archive", _UNPACK)),
    (b"Rar!\x1a\x07", BinaryKind("a RAR archive", _UNPACK)),
    (b"\x7fELF", BinaryKind("a program", "Give the article instead")),
    (b"MZ\x90", BinaryKind("a program", "Give the article instead")),
    (b"SQLite format 3\x00", BinaryKind("a database", "Export its text and give that file")),
)

_ENCRYPTED = BinaryKind(
    "an encrypted Office document",
    "Open it, remove its password (File > Info > Protect), save it as DOCX and give that file",
)
_OLD_OFFICE = BinaryKind(
    "an old Office document (.doc or .wps)", "Open it, save it as DOCX and give that file"
)

# Names inside a zip archive that tell an office format; searched in the raw bytes, so that an
# archive needs no opening (which costs more checks) just to be refused.
_ZIP_KINDS: tuple[tuple[bytes, BinaryKind], ...] = (
    (b"mimetypeapplication/vnd.oasis.opendocument", BinaryKind("an OpenDocument file", _EXPORT)),
    (b"mimetypeapplication/epub+zip", BinaryKind("an EPUB book", _EXPORT)),
    (b"ppt/presentation.xml", BinaryKind("a PowerPoint presentation", _EXPORT)),
    (b"xl/workbook.xml", BinaryKind("an Excel workbook", _EXPORT)),
)
OTHER_ZIP = BinaryKind("a zip archive", _UNPACK)
WORD = BinaryKind("a Word document", "Give it the suffix .docx")


def recognise(data: bytes) -> BinaryKind | None:
    """Returns what kind of non-text file ``data`` is, None if its first bytes tell of none.

    A DOCX document is no exception: it is `WORD` here, since it is not *text*; the
    DOCX reader takes it before anyone asks.
    """
    if data.startswith(OLE_MAGIC):
        return _ENCRYPTED if is_encrypted_office(data) else _OLD_OFFICE
    if data.startswith(ZIP_MAGIC):
        if is_word_archive(data):
            return WORD
        return next((kind for mark, kind in _ZIP_KINDS if mark in data), OTHER_ZIP)
    if data[4:8] == b"ftyp":
        return BinaryKind("a media file", _MEDIA)
    return next((kind for magic, kind in _MAGICS if data.startswith(magic)), None)


def is_encrypted_office(data: bytes) -> bool:
    """Whether ``data`` is an OLE container around an encrypted Office document.

    The container lists its streams by UTF-16 names ([MS-OFFCRYPTO] 2.3.4.4, EncryptedPackage).
    """
    return data.startswith(OLE_MAGIC) and "EncryptedPackage".encode("utf-16-le") in data


def is_word_archive(data: bytes) -> bool:
    """Whether ``data`` is a zip archive that names a Word document part."""
    return data.startswith(ZIP_MAGIC) and b"word/document" in data
