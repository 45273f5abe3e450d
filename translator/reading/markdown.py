"""Markdown (CommonMark with tables), read for what it says, not for how it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from translator.document import Article, Block, BlockKind
from translator.reading.blocks import BlockBuilder, article
from translator.reading.encoding import decode, plain_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SIGNS = re.compile(
    rb"^#{1,6}[ \t]+\S|\*\*[^*\s][^*\n]*\*\*|!\[[^\]\n]*\]\(|^---\r?\ntitle:", re.MULTILINE
)
_FRONT_MATTER = re.compile(r"---\n(.*?\n)(?:---|\.\.\.)\n", re.DOTALL)
_TITLE = re.compile(r"^title:\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)
_LINE_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BOLD_TAG = re.compile(r"<(/?)(?:b|strong)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[。！？!?.…：:；;][”’」』）)\"'*]*$")
_LABEL = re.compile(r"^[^\s，。！？：:]{1,12}[：:]")
_LONGEST_SETEXT = 60


@dataclass(frozen=True, slots=True)
class MarkdownReader:
    """Markdown: headings, lists, quotes, bold, images and table cells become blocks.

    Two departures from CommonMark, both because Chinese writers expect them: bold works without
    spaces around it (``**毛海涛：**今天``), and a line break inside a paragraph starts a new block
    where a sentence ends or a speaker's label begins.
    """

    name: str = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd")

    def sniff(self, data: bytes) -> bool:
        """Whether the start holds a heading, bold text, an image or front matter."""
        return bool(_SIGNS.search(data[:200_000]))

    def read(self, data: bytes, origin: str) -> Article:
        """See `Reader.read`."""
        decoded, encoding = decode(data, where=origin)
        text = plain_text(decoded)
        front = _FRONT_MATTER.match(text)
        title = _TITLE.search(front.group(1)) if front else None
        if front:
            text = "\n" * front.group(0).count("\n") + text[front.end() :]
        walk = _Walk()
        for token in _parser().parse(text):
            walk.take(token)
        return article(
            origin,
            walk.builder.blocks,
            title=title.group(1) if title else "",
            encoding=encoding,
        )


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Indented text is an indented paragraph in Chinese typing, never a program.
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")


@dataclass(slots=True)
class _Walk:
    """Turns the flat token stream into blocks."""

    builder: BlockBuilder = field(default_factory=BlockBuilder)
    _kind: BlockKind = BlockKind.PARAGRAPH
    _level: int = 0
    _lists: list[str] = field(default_factory=list)
    _quotes: int = 0
    _item_line: int = 1
    _bold: bool = False
    _table: int = 0

    def take(self, token: Token) -> None:
        """Takes the next block-level token."""
        match token.type:
            case "heading_open":
                self._kind, self._level = BlockKind.HEADING, int(token.tag[1:])
                if token.markup in "-=":
                    self._kind = BlockKind.PARAGRAPH
            case "heading_close" | "paragraph_close":
                self._kind, self._level = BlockKind.PARAGRAPH, 0
            case "blockquote_open":
                self._quotes += 1
            case "blockquote_close":
                self._quotes -= 1
            case "list_item_open":
                self._lists.append(f"{token.info}{token.markup}")
                self._item_line = token.map[0] + 1 if token.map else 1
            case "list_item_close":
                marker = self._lists.pop()
                if marker:  # a lone "1." is a section number, not an empty list
                    self.builder.add(marker)
                    self.builder.end_block(line=self._item_line)
            case "table_open" | "table_close":
                self._bound_table(token)
            case "inline":
                self._inline(token)
            case "fence" | "html_block":
                self._verbatim(token)
            case _:
                pass

    def _bound_table(self, token: Token) -> None:
        if token.type == "table_open":
            self._table = len(self.builder.blocks)
        else:
            self.builder.end_table(self._table)

    def _inline(self, token: Token) -> None:
        line = token.map[0] + 1 if token.map else 1
        if self._level and self._kind is BlockKind.PARAGRAPH:
            self._check_setext(token.content)
        children = token.children or []
        stray = sum(child.content.count("**") for child in children if child.type == "text")
        self._bold = False
        following = line
        for index, child in enumerate(children):
            if child.type in ("softbreak", "hardbreak"):
                following += 1
                line = self._line_break(children, index, line, following)
            elif child.type == "html_inline" and _LINE_BREAK_TAG.match(child.content):
                self._end(line)
                line = following
            else:
                self._run(child, stray_bold=stray % 2 == 0)
        self._end(line)

    def _check_setext(self, content: str) -> None:
        """Underlined text is a heading only if it is short: else a rule follows a paragraph."""
        if len(content) <= _LONGEST_SETEXT and not _SENTENCE_END.search(content):
            self._kind = BlockKind.HEADING

    def _run(self, child: Token, *, stray_bold: bool) -> None:
        """Adds one inline token; ``**`` left in text switches bold if they come in pairs."""
        match child.type:
            case "strong_open" | "strong_close":
                self._bold = child.type == "strong_open"
            case "text" if stray_bold and "**" in child.content:
                for number, piece in enumerate(child.content.split("**")):
                    self._bold ^= number > 0
                    self.builder.add(piece, bold=self._bold)
            case "text" | "code_inline":
                self.builder.add(child.content, bold=self._bold)
            case "image":
                self.builder.add_image(child.content or str(child.attrs.get("src", "")))
            case "html_inline":
                tag = _BOLD_TAG.match(child.content)
                self._bold = not tag.group(1) if tag else self._bold
            case _:
                pass

    def _line_break(self, children: list[Token], index: int, line: int, following: int) -> int:
        """Ends the block, or joins the lines; returns the line on which the next text begins.

        Args:
            children: the inline tokens of the paragraph.
            index: that of the break.
            line: line on which the current block begins.
            following: line after the break.
        """
        before = _text_around(children, range(index - 1, -1, -1))
        after = _text_around(children, range(index + 1, len(children)))
        hard = children[index].type == "hardbreak"
        if hard or _SENTENCE_END.search(before) or _LABEL.match(after.lstrip("*_")):
            self._end(line)
            return following
        if before[-1:].isascii() and after[:1].isascii():
            self.builder.add(" ", bold=self._bold)
        return line

    def _end(self, line: int) -> None:
        kind, marker = self._kind, ""
        if kind is BlockKind.PARAGRAPH and self._lists:
            kind, marker = BlockKind.LIST_ITEM, self._lists[-1]
        elif kind is BlockKind.PARAGRAPH and self._quotes:
            kind = BlockKind.QUOTE
        level = self._level if kind is BlockKind.HEADING else 0
        written = self.builder.end_block(kind, level=level, marker=marker, line=line)
        if written and marker:
            self._lists[-1] = ""

    def _verbatim(self, token: Token) -> None:
        """Adds a code block line by line, and the text of an HTML block."""
        line = token.map[0] + 1 if token.map else 1
        if token.type == "html_block":
            for block in _html_blocks(token.content):
                self.builder.blocks.append(
                    Block(block.text, line, block.kind, block.level, block.bold, block.marker)
                )
            return
        for offset, text in enumerate(token.content.split("\n")):
            self.builder.add(text)
            self.builder.end_block(line=line + 1 + offset)


def _text_around(children: list[Token], places: range) -> str:
    """Returns some twenty characters of the tokens at ``places``, a direction away from a break."""
    text = ""
    for place in places:
        content = children[place].content
        text = text + content if places.step > 0 else content + text
        if len(text) >= 20:
            break
    return text


def _html_blocks(markup: str) -> Iterator[Block]:
    from translator.reading.html_blocks import fragment_blocks

    yield from fragment_blocks(markup)
