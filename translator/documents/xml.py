"""XML shared by TMX and XLIFF: text that XML can hold, safe reading, atomic writing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree

from translator import files
from translator.errors import InputError

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_MAX_BYTES = 256 * 1024 * 1024


def serialise(root: etree._Element, path: Path, *, doctype: str = "") -> None:
    """Writes ``root`` to ``path`` as UTF-8 with a declaration, atomically.

    The indentation is the caller's: white space inside segments must stay as it is.
    """
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + (f"{doctype}\n" if doctype else "")
    files.write_text(path, head + etree.tostring(root, encoding="unicode") + "\n")


def parse(path: Path) -> etree._Element:
    """Returns the root element of an XML file that may come from anywhere.

    Nothing outside the file is loaded and no entity is expanded.

    Raises:
        InputError: unreadable, too large, not well-formed (with line and column), or declaring
            entities, which could blow up in memory or reach for other files.
    """
    advice = "Export the file again from the translation tool"
    data = files.read_bytes(path, _MAX_BYTES)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise InputError(
            f"damaged XML: {error.msg}",
            where=f"{path}, line {line}, column {column}",
            advice=advice,
        ) from None
    subset: Any = root.getroottree().docinfo.internalDTD
    if subset is not None and any(subset.iterentities()):
        raise InputError("declares XML entities, which we refuse", where=str(path), advice=advice)
    return root
