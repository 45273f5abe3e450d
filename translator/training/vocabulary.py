"""The SentencePiece model and the ids that the Transformer knows its pieces by.

One model serves both languages. It is a unigram model (Kudo 2018) with byte fall-back, so that no
character is ever unknown, and with the hint symbols as pieces of their own. The target side keeps
only the pieces that English can need: a smaller softmax is faster.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import regex

from translator.engine.tokens import Span, in_characters
from translator.errors import InputError
from translator.files import write_bytes
from translator.training.cleaning import HINT_SYMBOLS
from translator.training.settings import VocabularySettings

PADDING, UNKNOWN, START, END = 0, 1, 2, 3
"""Ids of the model; the pieces of SentencePiece follow, shifted by one."""

_PADDING_TOKEN = "<blank>"  # noqa: S105 - a token of text
_EAST_ASIAN = regex.compile(
    r"[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}\u3000-\u303F\uFF00-\uFFEF]"
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text as model ids and the span of each in the text, in code points."""

    ids: list[int]
    spans: list[Span]


class Vocabulary:
    """Encodes texts of both sides with a SentencePiece model.

    Args:
        file: the model; its ids 0, 1, 2 must be unknown, start and end.
        target_tokens: tokens of the target side by id, padding first, as a package has them; None
            for those pieces without East Asian characters.

    Attributes:
        file: the one given.
        source_tokens, target_tokens: tokens of both sides by id.

    Raises:
        InputError: it cannot be read, or lacks the hint symbols, bytes or fixed ids.
    """

    def __init__(self, file: Path, target_tokens: Sequence[str] | None = None) -> None:
        import sentencepiece

        self.file = file
        try:
            self._processor: Any = sentencepiece.SentencePieceProcessor(model_file=str(file))
        except (RuntimeError, OSError) as error:
            raise InputError("is no SentencePiece model", where=str(file)) from error
        pieces = [self._processor.id_to_piece(i) for i in range(len(self._processor))]
        if pieces[:3] != ["<unk>", "<s>", "</s>"] or not set(HINT_SYMBOLS) <= set(pieces):
            raise InputError(
                f"lacks the pieces <unk> <s> </s> in front, or {' '.join(HINT_SYMBOLS)}",
                where=str(file),
                advice="Leave vocabulary.model out, so that one is trained",
            )
        self.source_tokens: list[str] = [_PADDING_TOKEN, *pieces]
        kept = [p for i, p in enumerate(pieces) if i < 3 or not _EAST_ASIAN.search(p)]
        self.target_tokens: list[str] = list(target_tokens or [_PADDING_TOKEN, *kept])

    def encode_source(self, text: str) -> Pieces:
        """Returns ``text`` as ids of the source side."""
        pieces = self._split(text)
        spans = in_characters(text, [(piece.begin, piece.end) for piece in pieces])
        return Pieces([piece.id + 1 for piece in pieces], spans)

    def encode_target(self, text: str) -> Pieces:
        """Returns ``text`` as ids of the target side.

        A piece that this side lacks falls apart into characters, and those into bytes, as
        `translator.engine.tokens.Tokens.encode_target` does it when a target is forced.
        """
        pieces = self._split(text)
        spans = in_characters(text, [(piece.begin, piece.end) for piece in pieces])
        ids, places = [], []
        for piece, span in zip(pieces, spans, strict=True):
            for token in self._known_target(piece.piece):
                ids.append(token)
                places.append(span)
        return Pieces(ids, places)

    def decode_target(self, ids: Iterable[int]) -> str:
        """Returns the text of ids of the target side."""
        return str(self._processor.decode([self.target_tokens[i] for i in ids if i > END]))

    def _split(self, text: str) -> Sequence[Any]:
        return list(self._processor.encode(text, return_type="proto").pieces)

    def _known_target(self, piece: str) -> Iterator[int]:
        known = self._target_ids
        if piece in known:
            yield known[piece]
            return
        for character in piece:
            if character in known:
                yield known[character]
            else:
                yield from (known[f"<0x{byte:02X}>"] for byte in character.encode())

    @cached_property
    def _target_ids(self) -> dict[str, int]:
        return {token: index for index, token in enumerate(self.target_tokens)}


def train_vocabulary(texts: Iterable[str], settings: VocabularySettings, file: Path) -> None:
    """Trains a SentencePiece model and writes it to ``file``.

    Args:
        texts: both languages, line by line.
        settings: if there are too few texts for ``size`` pieces, fewer are made.
        file: where to write it.

    Raises:
        InputError: the texts do not allow a model at all.
    """
    import sentencepiece

    model = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(texts),
            model_writer=model,
            model_type="unigram",
            vocab_size=settings.size,
            hard_vocab_limit=False,
            byte_fallback=True,
            character_coverage=settings.coverage,
            user_defined_symbols=list(HINT_SYMBOLS),
            unk_id=0,
            bos_id=1,
            eos_id=2,
            pad_id=-1,
            input_sentence_size=settings.sentences,
            shuffle_input_sentence=True,
            max_sentence_length=4096,
            normalization_rule_name="nmt_nfkc",
            minloglevel=2,
        )
    except (RuntimeError, OSError) as error:
        raise InputError(
            f"no vocabulary can be made from the training texts ({error})",
            advice="Give more pairs, or a larger vocabulary.size",
        ) from error
    write_bytes(file, model.getvalue())
