"""Plain text: one block per line; hard-wrapped paragraphs are put together again."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from translator.document import Article, Block
from translator.reading.blocks import article
from translator.reading.encoding import decode, plain_text

_SENTENCE_END = re.compile(r"[。！？!?.…：:；;][”’」』）)\"']*$")
_LABEL = re.compile(r"^[^\s，。！？：:]{1,12}[：:]")


@dataclass(frozen=True, slots=True)
class TextReader:
    """Plain text in any encoding `translator.reading.encoding` knows."""

    name: str = "text"
    suffixes: tuple[str, ...] = (".txt", ".text", ".log")

    def sniff(self, data: bytes) -> bool:
        """Returns True: whatever no other reader knows is read as text, or refused as none."""
        return True

    def read(self, data: bytes, origin: str) -> Article:
        """See `Reader.read`."""
        text, encoding = decode(data, where=origin)
        lines = [line.strip() for line in plain_text(text).split("\n")]
        width = _wrap_width(lines)
        blocks = _unwrapped(lines, width) if width else _one_per_line(lines)
        return article(origin, blocks, encoding=encoding)


def _one_per_line(lines: list[str]) -> list[Block]:
    return [Block(line, number) for number, line in enumerate(lines, 1) if line]


def _unwrapped(lines: list[str], width: int) -> list[Block]:
    """Joins each line that was broken at ``width`` columns with the line after it."""
    blocks: list[Block] = []
    goes_on = False
    for number, line in enumerate(lines, 1):
        if goes_on and line and not _LABEL.match(line):
            first = blocks[-1]
            space = "" if _is_wide(first.text[-1]) or _is_wide(line[0]) else " "
            blocks[-1] = Block(first.text + space + line, first.line)
        elif line:
            blocks.append(Block(line, number))
        goes_on = bool(line) and _columns(line) > width - 6
    return blocks


def _wrap_width(lines: list[str]) -> int:
    """Returns the column at which the file was hard-wrapped, 0 if it was not.

    It was if no line is longer than 100 columns, there are at least six full lines, and four of
    five full lines break off inside a sentence: a file with a paragraph per line has longer lines,
    a list or a poem has lines of all lengths.
    """
    columns = [_columns(line) for line in lines]
    width = max(columns, default=0)
    full = [line for line, count in zip(lines, columns, strict=True) if count > width - 6]
    broken = [line for line in full if not _SENTENCE_END.search(line)]
    filled = sum(1 for line in lines if line)
    is_wrapped = (
        24 <= width <= 100
        and len(full) >= 6
        and len(full) >= filled / 3
        and len(broken) >= 0.8 * len(full)
    )
    return width if is_wrapped else 0


def _columns(line: str) -> int:
    """Returns the width of ``line`` in terminal columns: two for Chinese characters."""
    return sum(2 if _is_wide(character) else 1 for character in line)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
