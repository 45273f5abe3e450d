"""Word documents (DOCX, Office Open XML)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from translator.document import Article
from translator.errors import InputError
from translator.reading.archive import check_archive, damaged
from translator.reading.blocks import article
from translator.reading.kinds import OTHER_ZIP, WORD, is_word_archive, recognise

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


@dataclass(frozen=True, slots=True)
class DocxReader:
    """DOCX: headings by style, lists with their numbers, bold runs, tables cell by cell.

    Deleted and hidden text, headers, footers, comments and footnotes are left out.
    """

    name: str = "docx"
    suffixes: tuple[str, ...] = (".docx",)

    def sniff(self, data: bytes) -> bool:
        """Whether ``data`` is a zip archive with a Word document in it."""
        return is_word_archive(data)

    def read(self, data: bytes, origin: str) -> Article:
        """See `Reader.read`."""
        kind = recognise(data)
        if kind and kind not in (WORD, OTHER_ZIP):
            raise InputError(
                f"this is {kind.name}, not a Word document", where=origin, advice=kind.advice
            )
        if not is_word_archive(data):
            raise damaged(origin)
        check_archive(data, where=origin)
        word = _opened(data, origin)
        if word.element.body is None:
            raise damaged(origin)

        from translator.reading.docx_body import body_blocks

        return article(origin, body_blocks(word), title=word.core_properties.title or "")


def _opened(data: bytes, origin: str) -> WordDocument:
    import zipfile

    import docx
    from lxml import etree

    _refuse_entities(data, origin)
    try:
        return docx.Document(io.BytesIO(data))
    except ValueError as error:
        raise InputError(
            "this is a template or holds macros, which are not read",
            where=origin,
            advice="Save it as a plain DOCX document",
        ) from error
    except (KeyError, AttributeError, TypeError, IndexError, OSError, EOFError) as error:
        raise damaged(origin) from error
    except (etree.LxmlError, zipfile.BadZipFile, docx.exceptions.PythonDocxError) as error:
        raise damaged(origin) from error
    except Exception as error:  # zlib.error, NotImplementedError: whatever a broken zip causes
        raise damaged(origin) from error


def _refuse_entities(data: bytes, origin: str) -> None:
    """Refuses a document type declaration, which Office never writes and entity bombs need."""
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(member) as file:
                        start = file.read(4096).replace(b"\0", b"").lower()
                    if b"<!doctype" in start or b"<!entity" in start:
                        raise InputError(
                            f"{member.filename} declares entities, which no Word document does",
                            where=origin,
                            advice="Do not open it; ask for it again from its author",
                        )
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
        raise damaged(origin) from error
