"""Word alignment of a corpus: eflomal where it can be had, else a built-in aligner.

Eflomal (Östling and Tiedemann 2016) samples a model with fertilities and is the better of the two.
The built-in one is fast_align (Dyer, Chahuneau and Smith 2013, "A simple, fast, and effective
reparameterization of IBM Model 2") in NumPy, and needs nothing to be compiled.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from translator.errors import UsageError
from translator.training.alignment_builtin import align_both_ways
from translator.training.links import Link, Links, Span, Words, combine, cut_words
from translator.training.pairs import Pair
from translator.training.requirements import needed
from translator.training.settings import AlignmentMethod, AlignmentSettings


def align(pairs: Sequence[Pair], settings: AlignmentSettings) -> tuple[Links, AlignmentMethod]:
    """Returns the links of all pairs, row for row, and the aligner that found them.

    Args:
        pairs: cleaned; the more of them, the better the links.
        settings: ``AUTO`` falls back to the built-in aligner if eflomal is not installed or fails.

    Raises:
        UsageError: jieba is missing, or eflomal is asked for and cannot work.
    """
    needed("jieba", "word alignment").setLogLevel(logging.ERROR)
    words = [cut_words(pair) for pair in pairs]
    source = [_lower(pair.source, w.source) for pair, w in zip(pairs, words, strict=True)]
    target = [_lower(pair.target, w.target) for pair, w in zip(pairs, words, strict=True)]
    if settings.method is not AlignmentMethod.BUILTIN:
        try:
            forward, backward = _eflomal(source, target)
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            if settings.method is AlignmentMethod.EFLOMAL:
                raise UsageError(
                    f"eflomal cannot align ({error})",
                    advice='Install it with its compiler, or set alignment.method = "builtin"',
                ) from error
        else:
            return combine(words, forward, backward), AlignmentMethod.EFLOMAL
    forward, backward = align_both_ways(source, target, settings.iterations)
    return combine(words, forward, backward), AlignmentMethod.BUILTIN


def align_with_package(pairs: Sequence[Pair], translator: Any) -> Links:
    """Returns links by a package's own attention, for few pairs that an aligner cannot learn from.

    The embedded package was trained with guided alignment, so that its attention is usable. There
    is only one direction: every target word is linked to the source word it attends to most, and
    all links count as sure.

    Args:
        pairs: sources in simplified script.
        translator: a `translator.engine.translator.Translator`.
    """
    needed("jieba", "word alignment").setLogLevel(logging.ERROR)
    words = [cut_words(pair) for pair in pairs]
    found = translator.align([(pair.source, pair.target) for pair in pairs])
    links = [_word_links(w, tokens) for w, tokens in zip(words, found, strict=True)]
    return combine(words, links, links)


def _word_links(words: Words, tokens: Sequence[Any]) -> set[Link]:
    links = set()
    for token in tokens:
        source = _word_at(words.source, token.source_start, token.source_end)
        target = _word_at(words.target, token.target_start, token.target_end)
        if source is not None and target is not None:
            links.add((source, target))
    return links


def _word_at(spans: Sequence[Span], start: int, end: int) -> int | None:
    """The word that shares most with ``start:end``."""
    shared = [(min(e, end) - max(s, start), -i) for i, (s, e) in enumerate(spans)]
    best = max(shared, default=(0, 0))
    return -best[1] if best[0] > 0 else None


def _lower(text: str, spans: Sequence[Span]) -> list[str]:
    return [text[start:end].lower() for start, end in spans]


def _eflomal(
    source: Sequence[list[str]], target: Sequence[list[str]]
) -> tuple[list[set[Link]], list[set[Link]]]:
    from eflomal import Aligner

    with tempfile.TemporaryDirectory() as folder:
        forward, backward = Path(folder, "forward"), Path(folder, "backward")
        Aligner().align(
            [" ".join(words) for words in source],
            [" ".join(words) for words in target],
            links_filename_fwd=str(forward),
            links_filename_rev=str(backward),
        )
        return _pharaoh(forward, len(source)), _pharaoh(backward, len(source))


def _pharaoh(file: Path, rows: int) -> list[set[Link]]:
    """Links written as ``0-0 1-2``, a line for each pair."""
    lines = file.read_text(encoding="ascii").split("\n")[:rows]
    if len(lines) != rows:
        raise ValueError(f"{len(lines)} of {rows} lines aligned")
    return [{(int(i), int(j)) for i, j in (link.split("-") for link in x.split())} for x in lines]
