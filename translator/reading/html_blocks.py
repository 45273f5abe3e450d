"""The blocks inside an HTML element, in reading order.

Imports lxml; load it lazily.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from translator.document import Block, BlockKind
from translator.reading.blocks import BlockBuilder

# fmt: off
_LEFT_OUT = frozenset((
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas",
    "video", "audio", "nav", "footer", "aside", "form", "button", "select", "textarea", "input",
    "head", "title", "link", "meta", "rt", "rp", "annotation", "dialog",
))
_BLOCK_LEVEL = frozenset((
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
    "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
_HEADING = re.compile(r"h([1-6])$")
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px)?\s*(?:;|$)"
)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold(?:er)?|[6-9]00|normal|[1-5]00|lighter)")
_EMOJI = re.compile(r"emoji|emotion|smiley|face|icon", re.IGNORECASE)
_IMAGE_SOURCES = ("data-src", "data-original", "data-actualsrc", "src")
_DEPTH_LIMIT = 250
"""Deeper nesting than libxml2's own limit holds no text; keeps the walk from running deep."""


def parse(markup: str) -> HtmlElement | None:
    """Returns the root of ``markup``, None if there is nothing in it.

    Nothing is fetched and no entity beyond HTML's own is expanded.
    """
    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def fragment_blocks(markup: str) -> list[Block]:
    """Returns the blocks of a piece of HTML without looking for the main part of a page."""
    root = parse(markup)
    return blocks_of(root) if root is not None else []


def blocks_of(element: HtmlElement) -> list[Block]:
    """Returns the blocks inside ``element``; it counts as shown even if its own style hides it.

    WeChat's pages hide the whole article until a script shows it.
    """
    walk = _Walk(BlockBuilder(collapse=True))
    walk.children(element, _Context())
    walk.end(_Context())
    return walk.builder.blocks


def is_hidden(element: HtmlElement) -> bool:
    """Whether the element's own attributes keep it from being seen or read."""
    return (
        "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN_STYLE.search(element.get("style", "")))
    )


def is_left_out(element: HtmlElement) -> bool:
    """Whether no text under ``element`` belongs to an article."""
    return not isinstance(element.tag, str) or element.tag in _LEFT_OUT or is_hidden(element)


def is_block_level(element: HtmlElement) -> bool:
    """Whether ``element`` starts a block of its own."""
    return element.tag in _BLOCK_LEVEL


@dataclass(frozen=True, slots=True)
class _Context:
    """What the elements around a piece of text make of it."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    bold: bool = False
    verbatim: bool = False
    depth: int = 0


@dataclass(slots=True)
class _Walk:
    """Walks the tree and feeds the builder."""

    builder: BlockBuilder
    _marker: str = ""
    _counters: list[int] = field(default_factory=list)

    def children(self, element: HtmlElement, context: _Context) -> None:
        """Adds the text of ``element`` and of everything in it."""
        self._text(element.text, context)
        for child in element:
            if not is_left_out(child):
                self._element(child, context)
            elif is_block_level(child):
                self.end(context)
            self._text(child.tail, context)

    def _element(self, element: HtmlElement, context: _Context) -> None:
        if element.tag == "br":
            self.end(context)
        elif element.tag == "img":
            self._image(element)
        elif context.depth < _DEPTH_LIMIT:
            inner = self._context(element, context)
            if is_block_level(element):
                self.end(context)
                first = len(self.builder.blocks)
                self._block(element, inner)
                self.end(inner)
                if element.tag == "table":
                    self.builder.end_table(first)
            else:
                self.children(element, inner)

    def _block(self, element: HtmlElement, context: _Context) -> None:
        """Walks a block-level element; lists count their items."""
        if element.tag in ("ol", "ul"):
            start = element.get("start", "1")
            self._counters.append(int(start) if start.isdigit() and element.tag == "ol" else 1)
            self._counters[-1] *= 1 if element.tag == "ol" else 0
            self.children(element, context)
            self._counters.pop()
            return
        if element.tag == "li" and self._counters:
            number = self._counters[-1]
            self._marker = f"{number}." if number else "•"
            self._counters[-1] += number > 0
        self.children(element, context)
        if element.tag == "li":
            self.end(context)
            self._marker = ""

    def _context(self, element: HtmlElement, outer: _Context) -> _Context:
        heading = _HEADING.match(element.tag)
        kind, level = outer.kind, outer.level
        if heading:
            kind, level = BlockKind.HEADING, int(heading.group(1))
        elif element.tag == "li" and kind is not BlockKind.HEADING:
            kind = BlockKind.LIST_ITEM
        elif element.tag == "blockquote" and kind is BlockKind.PARAGRAPH:
            kind = BlockKind.QUOTE
        weight = _BOLD_STYLE.search(element.get("style", ""))
        bold = outer.bold or element.tag in ("b", "strong", "th")
        if weight:
            bold = weight.group(1) in ("bold", "bolder") or weight.group(1)[0] in "6789"
        return _Context(kind, level, bold, outer.verbatim or element.tag == "pre", outer.depth + 1)

    def _text(self, text: str | None, context: _Context) -> None:
        if not text:
            return
        if not context.verbatim:
            self.builder.add(text.replace("\u00a0", " "), bold=context.bold)
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self.end(context)
            self.builder.add(line, bold=context.bold)

    def _image(self, element: HtmlElement) -> None:
        alternative = (element.get("alt") or "").strip()
        look = " ".join((element.get("class") or "", element.get("src") or ""))
        if _EMOJI.search(look) or element.get("width") in ("0", "1"):
            return
        source = next((element.get(name) for name in _IMAGE_SOURCES if element.get(name)), "")
        if source.startswith("data:"):
            source = ""
        self.builder.add_image(alternative or source.rsplit("/", 1)[-1][:100])

    def end(self, context: _Context) -> None:
        """Finishes the current block as ``context`` has it."""
        marker = self._marker if context.kind is BlockKind.LIST_ITEM else ""
        if self.builder.end_block(context.kind, level=context.level, marker=marker):
            self._marker = ""
