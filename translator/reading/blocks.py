"""Putting blocks together from the runs of text that markup readers meet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from translator.document import Article, Block, BlockKind
from translator.errors import InputError
from translator.reading.encoding import plain_text

_SPACES = re.compile(r"[ \t\n]+")
_BETWEEN_WIDE = re.compile(
    r"(?<=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f])[ \t]*\n[ \t\n]*"
    r"(?=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f])"
)

_LONGEST_DATUM = 40
_SENTENCE_END = re.compile(r"[。！？；!?][”’」』）)]*$")


def article(
    origin: str, blocks: Sequence[Block], *, title: str = "", encoding: str = ""
) -> Article:
    """Returns an `Article`, or says that there is nothing in it.

    Raises:
        InputError: ``blocks`` holds no text.
    """
    if not any(block.kind is not BlockKind.IMAGE for block in blocks):
        raise InputError(
            "there is no text in it", where=origin, advice="Check that it is the right file"
        )
    return Article(origin, tuple(blocks), " ".join(plain_text(title).split()), encoding)


@dataclass(slots=True)
class BlockBuilder:
    """Collects runs of text; every `end_block` turns what was collected into a `Block`.

    Attributes:
        blocks: the finished blocks.
        collapse: whether white space counts as in HTML: a run is one space, and a line break
            between Chinese characters is none.
    """

    collapse: bool = False
    blocks: list[Block] = field(default_factory=list)
    _runs: list[tuple[str, bool]] = field(default_factory=list)
    _images: list[str] = field(default_factory=list)

    def add(self, text: str, *, bold: bool = False) -> None:
        """Appends a run of text to the current block."""
        if text:
            self._runs.append((text, bold))

    def add_image(self, description: str) -> None:
        """Puts an image behind the current block."""
        self._images.append(" ".join(plain_text(description).split()) or "image")

    def end_block(
        self,
        kind: BlockKind = BlockKind.PARAGRAPH,
        *,
        level: int = 0,
        marker: str = "",
        line: int | None = None,
    ) -> bool:
        """Finishes the current block; returns whether it held any text.

        Args:
            kind: see `Block`.
            level: see `Block`.
            marker: see `Block`.
            line: see `Block`; None counts the blocks.
        """
        text, bold = self._joined()
        self._runs.clear()
        if text:
            position = line or len(self.blocks) + 1
            self.blocks.append(Block(text, position, kind, level, bold, marker))
        for description in self._images:
            position = line or len(self.blocks) + 1
            self.blocks.append(Block(description, position, BlockKind.IMAGE))
        self._images.clear()
        return bool(text)

    def end_table(self, first: int) -> None:
        """Marks the cells since block ``first`` as items of a list if they hold data.

        A table of names and figures has neither headings nor speakers, whatever is set in bold. A
        table with sentences in it is how the page or the transcript is laid out, and stays.
        """
        cells = [b for b in self.blocks[first:] if b.kind is not BlockKind.IMAGE]
        is_data = len(cells) > 1 and all(
            len(cell.text) <= _LONGEST_DATUM and not _SENTENCE_END.search(cell.text)
            for cell in cells
        )
        if is_data:
            self.blocks[first:] = [
                block
                if block.kind is BlockKind.IMAGE
                else replace(block, kind=BlockKind.LIST_ITEM, level=0, bold=())
                for block in self.blocks[first:]
            ]

    def _joined(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        """Returns the stripped text of the runs and its bold spans."""
        characters: list[str] = []
        weights: list[bool] = []
        for run, weight in self._runs:
            cleaned = plain_text(run)
            characters.extend(cleaned)
            weights.extend([weight] * len(cleaned))
        text = "".join(characters)
        kept = self._kept(text)
        return _with_spans(text, weights, kept)

    def _kept(self, text: str) -> list[tuple[int, str]]:
        """Returns (index, character) of what stays after white space is dealt with."""
        start = len(text) - len(text.lstrip())
        end = len(text.rstrip())
        if not self.collapse:
            return [(i, " " if text[i] == "\n" else text[i]) for i in range(start, max(start, end))]
        kept: list[tuple[int, str]] = []
        position = start
        gaps = [(m.start(), m.end(), "") for m in _BETWEEN_WIDE.finditer(text)]
        covered = {i for first, last, _ in gaps for i in range(first, last)}
        gaps += [
            (m.start(), m.end(), " ") for m in _SPACES.finditer(text) if m.start() not in covered
        ]
        for first, last, replacement in sorted(gaps):
            if first < start or first >= end:
                continue
            kept += [(i, text[i]) for i in range(position, first)]
            kept += [(first, replacement)] if replacement else []
            position = last
        kept += [(i, text[i]) for i in range(position, max(position, end))]
        return kept


def _with_spans(
    text: str, weights: list[bool], kept: list[tuple[int, str]]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Returns the kept characters and the bold spans among them, white space edges left out."""
    spans: list[tuple[int, int]] = []
    for position, (index, character) in enumerate(kept):
        if not weights[index] or character.isspace():
            continue
        joins = spans and all(weights[kept[i][0]] for i in range(spans[-1][1], position))
        if joins:
            spans[-1] = (spans[-1][0], position + 1)
        else:
            spans.append((position, position + 1))
    return "".join(character for _, character in kept), tuple(spans)
