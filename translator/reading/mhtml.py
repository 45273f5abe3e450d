"""MHTML: a web page saved as one file (.mht, .mhtml; RFC 2557)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from translator.document import Article
from translator.errors import InputError
from translator.reading.encoding import decode
from translator.reading.html import declared_encoding, read_markup

if TYPE_CHECKING:
    from email.message import Message

_HEADER = re.compile(rb"^[\w-]+:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MhtmlReader:
    """A saved web page: the HTML part of the MIME message, read as `HtmlReader` reads it."""

    name: str = "mhtml"
    suffixes: tuple[str, ...] = (".mht", ".mhtml")

    def sniff(self, data: bytes) -> bool:
        """Whether ``data`` begins with MIME headers that announce a multipart page."""
        head = data[:4096].lower()
        return (
            _HEADER.match(head) is not None
            and b"mime-version:" in head
            and (b"multipart/related" in head or b"text/html" in head)
        )

    def read(self, data: bytes, origin: str) -> Article:
        """See `Reader.read`."""
        import email

        page = _page(email.message_from_bytes(data.lstrip()))
        payload = page.get_payload(decode=True) if page else None
        if page is None or not isinstance(payload, bytes) or not payload.strip():
            raise InputError(
                "there is no HTML page in it",
                where=origin,
                advice="Save the page again, as HTML or MHTML",
            )
        declared = (page.get_content_charset() or "") or declared_encoding(payload)
        text, encoding = decode(payload, where=origin, declared=declared)
        return read_markup(text, origin, encoding=encoding)


def _page(message: Message) -> Message | None:
    """Returns the largest HTML part: smaller ones are frames and advertisements."""
    parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
    return max(parts, key=lambda part: len(str(part.get_payload())), default=None)
