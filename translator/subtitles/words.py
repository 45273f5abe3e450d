"""Where Chinese words begin, by the SentencePiece model of the embedded translation package."""

from __future__ import annotations

import functools
import re
import unicodedata
from pathlib import Path
from typing import Any

from translator.resources import embedded_packages_folder

_BYTE = re.compile("<0x[0-9A-F]{2}>")
"""A piece for one byte of a character that is not in the model's vocabulary."""

_MOST_DROPPED = 12


def word_starts(text: str) -> frozenset[int]:
    """Returns the offsets in ``text`` at which a piece of the model begins.

    The pieces of a unigram model are mostly words or short fixed phrases. Every offset is returned
    if no model is installed.
    """
    model = _model()
    if model is None:
        return frozenset(range(len(text)))
    # The model works on NFKC text without most spaces: (character, offset in the original).
    normal = [
        (character, offset)
        for offset, original in enumerate(text)
        for character in unicodedata.normalize("NFKC", original)
        if not character.isspace()
    ]
    starts: set[int] = set()
    at = 0
    for piece in model.encode(text, out_type=str):
        surface = "" if _BYTE.fullmatch(piece) else piece.replace("▁", "")
        found = _find(normal, surface, at)
        if found is None:
            # The model changed the text in another way: from here on nothing is known.
            starts.update(offset for _character, offset in normal[at:])
            break
        if surface:
            starts.add(normal[found][1])
        at = found + len(surface)
    return frozenset(starts)


def _find(normal: list[tuple[str, int]], surface: str, at: int) -> int | None:
    """Returns where ``surface`` stands from ``at`` on, past a few characters the model dropped."""
    for begin in range(at, min(at + _MOST_DROPPED + 1, len(normal) - len(surface) + 1)):
        if all(normal[begin + step][0] == letter for step, letter in enumerate(surface)):
            return begin
    return None


@functools.cache
def _model() -> Any:
    found = sorted(Path(embedded_packages_folder()).glob("*/sentencepiece.model"))
    if not found:
        return None
    from sentencepiece import SentencePieceProcessor

    return SentencePieceProcessor(model_file=str(found[0]))
