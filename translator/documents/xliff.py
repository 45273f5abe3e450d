"""XLIFF 2.1: the whole document for a translator's own tool, and back.

Elements and attributes follow XLIFF 2.1 (OASIS Standard, 13 February 2018), core only; the
namespace of 2.1's core is still that of 2.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from translator.checks.finding import Finding
from translator.document import Document, Section, Segment, State, Turn
from translator.documents import view, xml
from translator.documents.returned import Returned
from translator.documents.writer import Options
from translator.errors import InputError

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
STATES = {
    State.UNTRANSLATED: "initial",
    State.MACHINE: "translated",
    State.EDITED: "reviewed",
    State.APPROVED: "final",
}
"""Our states in XLIFF's words."""


def write(document: Document, path: Path, options: Options) -> None:
    """Writes one file with a group for each section and, inside, one for each turn.

    Every segment is a unit whose id is the segment's (see `view.token`). Glossary terms are marked
    as term annotations on both sides, the speaker and the findings go into notes, and characters
    that XML cannot hold into ``cp`` elements, so that all text comes back as it was.
    """
    default_namespace: Any = {None: NAMESPACE}
    root = etree.Element(
        _tag("xliff"),
        {"version": "2.1", "srcLang": options.chinese, "trgLang": "en"},
        nsmap=default_namespace,
    )
    file = _child(root, "file", id="f1", original=view.holdable(document.origin), canResegment="no")
    file.set(xml.XML_SPACE, "preserve")
    if document.title:
        file.append(_unit(document.title, "title", options))
    for number, section in enumerate(document.sections, 1):
        file.append(_section(document, section, number, options))
    if len(file) == 0:
        _child(file, "group", id="g1")
    _indent(root)
    xml.serialise(root, path)


def _section(document: Document, section: Section, number: int, options: Options) -> etree._Element:
    group = etree.Element(_tag("group"), id=f"s{number}", type="translator:section")
    group.set("name", view.holdable(view.section_heading(section).english))
    if section.heading:
        group.append(_unit(section.heading, "heading", options))
    for turn_number, turn in enumerate(section.turns, 1):
        group.append(_turn(document, turn, f"s{number}.t{turn_number}", options))
    return group


def _turn(document: Document, turn: Turn, identifier: str, options: Options) -> etree._Element:
    group = etree.Element(_tag("group"), id=identifier, type="translator:turn")
    if turn.speaker:
        speaker = document.speaker(turn.speaker)
        group.set("name", view.holdable(speaker.romanised))
        shown = f"{speaker.romanised} ({speaker.name})"
        _notes(group, [("speaker", shown)])
    for segment in turn.segments:
        group.append(_unit(segment, "sentence", options))
    return group


def _unit(segment: Segment, kind: str, options: Options) -> etree._Element:
    unit = etree.Element(_tag("unit"), id=view.token(segment.id), type=f"translator:{kind}")
    _notes(unit, _unit_notes(segment, options.findings.get(segment.id, ())))
    state = STATES[segment.state] if segment.target else "initial"
    inner = _child(unit, "segment", state=state)
    if segment.target:
        inner.set("subState", f"translator:{segment.state.value}")
    numbers = {id(use): f"m{number}" for number, use in enumerate(segment.terms, 1)}
    _fill(_child(inner, "source"), view.source_pieces(segment), numbers)
    if segment.target:
        _fill(_child(inner, "target"), view.target_pieces(segment), numbers)
    return unit


def _unit_notes(segment: Segment, findings: Sequence[Finding]) -> list[tuple[str, str]]:
    notes = [("finding", finding.message) for finding in findings]
    return notes + [("note", note) for note in segment.notes]


def _notes(parent: etree._Element, notes: Sequence[tuple[str, str]]) -> None:
    if notes:
        holder = _child(parent, "notes")
        for category, text in notes:
            _child(holder, "note", category=category).text = view.holdable(text)


def _fill(element: etree._Element, pieces: Sequence[view.Piece], numbers: dict[int, str]) -> None:
    for piece in pieces:
        if piece.use is None:
            _append_text(element, piece.text)
            continue
        use = piece.use
        mark = _child(element, "mrk", id=numbers[id(use)], type="term")
        meaning = f"{use.source} → {use.target}" + (f" ({use.note})" if use.note else "")
        mark.set("value", view.holdable(meaning))
        _append_text(mark, piece.text)


def _append_text(element: etree._Element, text: str) -> None:
    """Appends ``text``, turning characters that XML cannot hold into ``cp`` elements."""
    done = 0
    for match in view.FORBIDDEN.finditer(text):
        _append_plain(element, text[done : match.start()])
        _child(element, "cp", hex=f"{ord(match[0]):04X}")
        done = match.end()
    _append_plain(element, text[done:])


def _append_plain(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def read_targets(root: etree._Element, where: str) -> list[Returned]:
    """Returns the targets of an XLIFF 2 file, in its order; units without one are left out.

    A unit that the tool cut into several segments is joined again.

    Args:
        root: root element of the file.
        where: name of the file, for error messages.

    Raises:
        InputError: the file is no XLIFF 2.
    """
    if root.tag != _tag("xliff"):
        name = etree.QName(root)
        old = name.localname == "xliff"
        raise InputError(
            "is XLIFF 1.x, we read XLIFF 2" if old else "is not XLIFF 2",
            where=where,
            advice="Save it as XLIFF 2.0 or 2.1 in the translation tool, or as TMX",
        )
    found = []
    for unit in root.iter(_tag("unit")):
        parts = [part for part in unit if part.tag in (_tag("segment"), _tag("ignorable"))]
        segments = [part for part in parts if part.tag == _tag("segment")]
        if not segments or any(part.find(_tag("target")) is None for part in segments):
            continue
        source = "".join(_text(part.find(_tag("source"))) for part in parts)
        approved = all(part.get("state") == STATES[State.APPROVED] for part in segments)
        target = "".join(_target_or_source(part) for part in parts)
        found.append(Returned(unit.get("id", ""), source, target, approved))
    return found


def _target_or_source(part: etree._Element) -> str:
    target = part.find(_tag("target"))
    return _text(part.find(_tag("source")) if target is None else target)


def _text(element: etree._Element | None) -> str:
    """Returns the running text inside an element; inline codes count for nothing."""
    if element is None:
        return ""
    text = element.text or ""
    for child in element:
        if child.tag == _tag("cp"):
            text += _code_point(child.get("hex", ""))
        else:
            text += _text(child)
        text += child.tail or ""
    return text


def _code_point(hexadecimal: str) -> str:
    try:
        value = int(hexadecimal, 16)
    except ValueError:
        return "\ufffd"
    surrogate = 0xD800 <= value <= 0xDFFF
    return "\ufffd" if surrogate or value > 0x10FFFF else chr(value)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _child(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _tag(name), attributes)


def _indent(element: etree._Element, level: int = 0) -> None:
    """Indents the structure and leaves what is inside notes, sources and targets alone."""
    if len(element) == 0 or etree.QName(element).localname in ("source", "target", "note"):
        return
    element.text = "\n" + "  " * (level + 1)
    for child in element:
        _indent(child, level + 1)
        child.tail = "\n" + "  " * (level + 1)
    element[-1].tail = "\n" + "  " * level
