"""The lines of an article as the other modules of this room look at them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import regex

from translator.document import Article, Block, BlockKind
from translator.segmenting.clauses import weight
from translator.segmenting.script import simplify

_BREAK = regex.compile(r"[\r\n\u2028\u2029]+")
_ORDINAL = regex.compile(r"[\p{N}一二三四五六七八九十A-Za-z(（)）.、．:：]+")


@dataclass(frozen=True)
class Line:
    """One line of an article.

    Attributes:
        text: as written, without white space at its ends; never empty.
        number: the block's line number in the input.
        kind, level: as in `Block`.
        bold: text of the bold span that ``text`` starts with, "" if it starts with none.
        ordinal: list number that the reader took off ("1."), "" for bullets and none.
    """

    text: str
    number: int
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    bold: str = ""
    ordinal: str = ""

    @cached_property
    def simple(self) -> str:
        """``text`` in simplified script and NFKC, Chinese punctuation keeping its width."""
        return simplify(self.text)

    @cached_property
    def weight(self) -> float:
        """Length in Han characters; see `translator.segmenting.clauses.weight`."""
        return weight(self.text)

    @property
    def all_bold(self) -> bool:
        """Whether the whole line is set in bold."""
        return bool(self.bold) and len(self.bold.strip("：: ")) >= len(self.text.strip("：: "))

    @property
    def source(self) -> str:
        """``text`` with its list number in front: what is translated."""
        return f"{self.ordinal} {self.text}" if self.ordinal else self.text

    def part(self, start: int, end: int) -> Line:
        """Returns ``text[start:end]`` as a line of its own."""
        return replace(
            self,
            text=self.text[start:end].strip(),
            bold=self.bold if start == 0 else "",
            ordinal=self.ordinal if start == 0 else "",
        )


def lines_of(article: Article) -> list[Line]:
    """Returns the lines of ``article`` in reading order; a line break inside a block ends one."""
    return [line for block in article.blocks for line in _lines_of_block(block)]


def _lines_of_block(block: Block) -> list[Line]:
    lines: list[Line] = []
    start = 0
    breaks = [match.span() for match in _BREAK.finditer(block.text)]
    for end, next_start in (*breaks, (len(block.text), len(block.text))):
        text = block.text[start:end]
        if text.strip():
            first = start + len(text) - len(text.lstrip())
            ordinal = block.marker if not lines and _ORDINAL.fullmatch(block.marker) else ""
            bold = _bold_lead(block, first, first + len(text.strip()))
            lines.append(Line(text.strip(), block.line, block.kind, block.level, bold, ordinal))
        start = next_start
    return lines


def _bold_lead(block: Block, start: int, end: int) -> str:
    for first, last in block.bold:
        if first <= start < last:
            return block.text[start : min(last, end)]
    return ""
