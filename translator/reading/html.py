"""HTML pages, saved ones too: the article out of the page, its markup as block kinds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from translator.document import Article
from translator.reading.blocks import article
from translator.reading.encoding import decode

_SIGNS = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:p|div|section|article|span|br|h[1-6])"
    rb"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([-\w]{2,20})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([-\w]{2,20})")
# What pages call GB2312 is GBK at least; what they call Big5 has Hong Kong's characters.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "iso-8859-1": "cp1252"}


@dataclass(frozen=True, slots=True)
class HtmlReader:
    """HTML: the main block of a page, or all of a plain file; see `translator.reading.html_main`.

    Scripts, styles, navigation and hidden elements are left out.
    """

    name: str = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml", ".shtml")

    def sniff(self, data: bytes) -> bool:
        """Whether ``data`` begins with markup and holds tags that only HTML has."""
        start = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        return start.startswith(b"<") and bool(_SIGNS.search(start))

    def read(self, data: bytes, origin: str) -> Article:
        """See `Reader.read`."""
        text, encoding = decode(data, where=origin, declared=declared_encoding(data))
        return read_markup(text, origin, encoding=encoding)


def declared_encoding(data: bytes) -> str:
    """Returns the codec that a page names in its head, "" if none."""
    found = _XML_ENCODING.search(data[:4096]) or _CHARSET.search(data[:16_384])
    name = found.group(1).decode("ascii").lower() if found else ""
    return _WIDER.get(name, name)


def read_markup(markup: str, origin: str, *, encoding: str) -> Article:
    """Returns the article in the HTML text ``markup``.

    Raises:
        InputError: there is no text in it.
    """
    from translator.reading.html_blocks import blocks_of, parse
    from translator.reading.html_main import main_block, page_title

    root = parse(markup)
    blocks = blocks_of(main_block(root)) if root is not None else []
    title = page_title(root) if root is not None else ""
    return article(origin, blocks, title=title, encoding=encoding)
