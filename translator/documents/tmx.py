"""TMX 1.4b: translated segments for the memory of any translation tool, and back.

Elements and attributes follow the TMX 1.4b specification (LISA OSCAR, 2005-04-26).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from translator import __version__
from translator.document import Document, Section, Segment, State, Turn
from translator.documents import view, xml
from translator.documents.returned import Returned
from translator.documents.writer import Options
from translator.errors import InputError

_DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
_STATE_PROP = "x-state"


def write(document: Document, path: Path, options: Options) -> None:
    """Writes one translation unit for each segment that has a target.

    ``tuid`` is the segment's id; properties tell speaker, section, state and confidence, notes are
    the segment's. Characters that XML cannot hold become U+FFFD.
    """
    root = etree.Element("tmx", version="1.4")
    etree.SubElement(
        root,
        "header",
        {
            "creationtool": "translator",
            "creationtoolversion": __version__,
            "segtype": "sentence",
            "o-tmf": "aligned-json",
            "adminlang": "en",
            "srclang": options.chinese,
            "datatype": "plaintext",
        },
    )
    body = etree.SubElement(root, "body")
    for section, turn, segment in view.located(document):
        if segment.target:
            body.append(_unit(document, section, turn, segment, options))
    etree.indent(root)
    xml.serialise(root, path, doctype=_DOCTYPE)


def _unit(
    document: Document,
    section: Section | None,
    turn: Turn | None,
    segment: Segment,
    options: Options,
) -> etree._Element:
    unit = etree.Element("tu", tuid=view.holdable(segment.id))
    for note in segment.notes:
        etree.SubElement(unit, "note").text = view.holdable(note)
    for kind, value in _properties(document, section, turn, segment):
        etree.SubElement(unit, "prop", type=kind).text = view.holdable(value)
    for language, text in ((options.chinese, segment.source), ("en", segment.target)):
        variant = etree.SubElement(unit, "tuv", {xml.XML_LANG: language})
        etree.SubElement(variant, "seg").text = view.holdable(text)
    return unit


def _properties(
    document: Document, section: Section | None, turn: Turn | None, segment: Segment
) -> Iterator[tuple[str, str]]:
    yield "x-document", document.origin
    if section:
        yield "x-section", view.section_heading(section).english
    if turn and turn.speaker:
        yield "x-speaker", document.speaker(turn.speaker).romanised
    yield _STATE_PROP, segment.state.value
    if segment.confidence is not None:
        yield "x-confidence", f"{segment.confidence:.2f}"


def read_targets(root: etree._Element, where: str) -> list[Returned]:
    """Returns the English targets of a TMX file, in its order; units without one are left out.

    Args:
        root: root element of the file.
        where: name of the file, for error messages.

    Raises:
        InputError: the file is no TMX.
    """
    if root.tag != "tmx":
        raise InputError("is not TMX", where=where, advice="Name a .tmx or .xlf file")
    found = []
    for unit in root.iter("tu"):
        texts = {_language(variant): _text(variant.find("seg")) for variant in unit.iter("tuv")}
        source = next((text for tag, text in texts.items() if tag == "zh"), "")
        if target := texts.get("en"):
            approved = unit.findtext(f"prop[@type='{_STATE_PROP}']") == State.APPROVED
            found.append(Returned(unit.get("tuid", ""), source, target, approved))
    return found


def _language(variant: etree._Element) -> str:
    tag = variant.get(xml.XML_LANG) or variant.get("lang") or ""
    return tag.lower().replace("_", "-").partition("-")[0]


def _text(element: etree._Element | None) -> str:
    """Returns the running text of a ``seg``, without the native codes of its tool."""
    if element is None:
        return ""
    text = element.text or ""
    for child in element:
        if child.tag == "hi":
            text += _text(child)
        text += child.tail or ""
    return text
