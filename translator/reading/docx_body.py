"""The blocks of a Word document's body, in reading order.

Walks the XML itself: python-docx's paragraphs leave out content controls, text boxes and the text
of tracked insertions and hyperlinks. Imports lxml and python-docx; load it lazily.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml.etree import _Element as Element

from translator.document import Block, BlockKind
from translator.reading.blocks import BlockBuilder
from translator.reading.docx_numbering import Numbering

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_QUOTE_NAMES = ("quote", "intense quote", "引用", "明显引用")
# Containers whose text is no part of what is shown: deletions, moved-from text, field codes,
# the phonetic part of ruby, and the fallback twin of a drawing.
_LEFT_OUT = frozenset(
    (f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}rt", f"{_MC}Fallback", f"{W}pPr", f"{W}rPr")
)
_CHARACTERS = {f"{W}tab": "\t", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
_DEPTH_LIMIT = 200


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says, its base styles included."""

    level: int = 0
    is_quote: bool = False
    bold: bool = False
    numbering: tuple[str, int] | None = None


@dataclass(slots=True)
class _Walk:
    numbering: Numbering
    styles: dict[str, _Style]
    builder: BlockBuilder = field(default_factory=BlockBuilder)

    def container(self, element: Element, depth: int = 0) -> None:
        """Reads the paragraphs and tables in ``element`` (body, cell, content control)."""
        for child in element:
            if child.tag == f"{W}p":
                self.paragraph(child)
            elif child.tag not in _LEFT_OUT and depth < _DEPTH_LIMIT:
                first = len(self.builder.blocks)
                self.container(child, depth + 1)
                if child.tag == f"{W}tbl":
                    self.builder.end_table(first)

    def paragraph(self, paragraph: Element) -> None:
        """Reads one paragraph; text boxes anchored in it follow it."""
        properties = paragraph.find(f"{W}pPr")
        style = self.styles.get(_value(properties, "pStyle"), self.styles.get("", _Style()))
        kind, level, marker = self._kind(properties, style)
        boxes: list[Element] = []
        for run_text, bold in self._runs(paragraph, style.bold, boxes, 0):
            if run_text == "\n":
                written = self.builder.end_block(kind, level=level, marker=marker)
                marker = "" if written else marker
            else:
                self.builder.add(run_text, bold=bold)
        self.builder.end_block(kind, level=level, marker=marker)
        for box in boxes:
            self.container(box)

    def _kind(self, properties: Element | None, style: _Style) -> tuple[BlockKind, int, str]:
        outline = _value(properties, "outlineLvl")
        level = int(outline) + 1 if outline.isdigit() and int(outline) < 9 else style.level
        number = _numbering_of(properties) or style.numbering
        marker = self.numbering.next_marker(*number) if number and number[0] != "0" else ""
        if level:
            return BlockKind.HEADING, level, marker
        if marker:
            return BlockKind.LIST_ITEM, 0, marker
        return (BlockKind.QUOTE if style.is_quote else BlockKind.PARAGRAPH), 0, ""

    def _runs(
        self, element: Element, bold: bool, boxes: list[Element], depth: int
    ) -> Iterator[tuple[str, bool]]:
        """Yields (text, bold); a line break is an element of its own."""
        for child in element:
            if child.tag in _LEFT_OUT or depth > _DEPTH_LIMIT:
                continue
            if child.tag in (f"{W}t", f"{_M}t"):
                yield child.text or "", bold
            elif child.tag in (f"{W}br", f"{W}cr"):
                yield "\n", bold
            elif child.tag in _CHARACTERS:
                yield _CHARACTERS[child.tag], bold
            elif child.tag == f"{W}txbxContent":
                boxes.append(child)
            elif child.tag == f"{W}r":
                properties = child.find(f"{W}rPr")
                if not _is_on(properties, "vanish", default=False):
                    weight = _is_on(properties, "b", default=bold)
                    yield from self._runs(child, weight, boxes, depth + 1)
            else:
                if child.tag in (f"{_WP}docPr", f"{_V}imagedata"):
                    self._image(child)
                yield from self._runs(child, bold, boxes, depth + 1)

    def _image(self, element: Element) -> None:
        for name in ("descr", "title", "name"):
            if element.get(name):
                self.builder.add_image(str(element.get(name)))
                return
        self.builder.add_image("image")


def body_blocks(word: WordDocument) -> list[Block]:
    """Returns the blocks of ``word``'s body; line numbers are ordinals of the blocks."""
    walk = _Walk(Numbering(_numbering_part(word)), _styles(word))
    walk.container(word.element.body)
    return walk.builder.blocks


def _numbering_part(word: WordDocument) -> Element | None:
    try:
        root: Element = word.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return None
    return root


def _styles(word: WordDocument) -> dict[str, _Style]:
    """Returns the paragraph styles by id; the default one also under ""."""
    elements = {str(e.get(f"{W}styleId")): e for e in word.styles.element.findall(f"{W}style")}
    styles = {name: _style(element, elements) for name, element in elements.items()}
    for name, element in elements.items():
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true"):
            styles[""] = styles[name]
    return styles


def _style(element: Element, elements: dict[str, Element]) -> _Style:
    level, is_quote, bold, numbering = 0, False, None, None
    current: Element | None = element
    seen: set[str] = set()
    while current is not None and str(current.get(f"{W}styleId")) not in seen:
        seen.add(str(current.get(f"{W}styleId")))
        properties = current.find(f"{W}pPr")
        name = _value(current, "name").strip()
        heading = _HEADING_NAME.match(name)
        outline = _value(properties, "outlineLvl")
        if not level and heading:
            level = int(heading.group(1))
        elif not level and name.lower() in ("title", "标题"):
            level = 1
        elif not level and outline.isdigit() and int(outline) < 9:
            level = int(outline) + 1
        is_quote = is_quote or name.lower() in _QUOTE_NAMES
        run = current.find(f"{W}rPr")
        if bold is None and run is not None and run.find(f"{W}b") is not None:
            bold = _is_on(run, "b", default=False)
        numbering = numbering or _numbering_of(properties)
        current = elements.get(_value(current, "basedOn"))
    return _Style(level, is_quote, bool(bold), numbering)


def _numbering_of(properties: Element | None) -> tuple[str, int] | None:
    number = properties.find(f"{W}numPr") if properties is not None else None
    identifier = _value(number, "numId")
    if not identifier:
        return None
    level = _value(number, "ilvl")
    return identifier, int(level) if level.isdigit() else 0


def _value(parent: Element | None, name: str) -> str:
    child = parent.find(f"{W}{name}") if parent is not None else None
    return str(child.get(f"{W}val") or "") if child is not None else ""


def _is_on(properties: Element | None, name: str, *, default: bool) -> bool:
    """Reads an on/off property (ECMA-376 17.17.4): present without a value means on."""
    child = properties.find(f"{W}{name}") if properties is not None else None
    if child is None:
        return default
    return str(child.get(f"{W}val") or "true") not in ("0", "false", "off", "none")
