"""Where Chinese words begin, by the SentencePiece model of the embedded translation package."""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path
from typing import Any

from translator.resources import embedded_packages_folder


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
        surface = piece.replace("▁", "")
        if any(
            at + step >= len(normal) or normal[at + step][0] != character
            for step, character in enumerate(surface)
        ):
            # The model changed the text in another way: from here on nothing is known.
            starts.update(offset for _character, offset in normal[at:])
            break
        if surface:
            starts.add(normal[at][1])
        at += len(surface)
    return frozenset(starts)


@functools.cache
def _model() -> Any:
    found = sorted(Path(embedded_packages_folder()).glob("*/sentencepiece.model"))
    if not found:
        return None
    from sentencepiece import SentencePieceProcessor

    return SentencePieceProcessor(model_file=str(found[0]))
