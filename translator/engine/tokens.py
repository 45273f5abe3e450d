"""SentencePiece tokens with their places in the text, and the target side's vocabulary."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from translator.errors import EngineError

if TYPE_CHECKING:
    from translator.engine.packages import Package

Span = tuple[int, int]
UNKNOWN = "<unk>"
"""What CTranslate2 calls a token outside the vocabulary."""


class Tokens:
    """The tokenizer of a package; tokens are SentencePiece pieces.

    Args:
        package: its ``sentencepiece.model`` is used as it is, its own normalisation included.

    Raises:
        EngineError: the model is damaged.
    """

    def __init__(self, package: Package) -> None:
        import sentencepiece

        self._package = package
        try:
            self._processor: Any = sentencepiece.SentencePieceProcessor(
                model_file=str(package.sentencepiece)
            )
        except (RuntimeError, OSError) as error:
            raise EngineError(
                "sentencepiece.model is damaged",
                where=str(package.path),
                advice="Install the package again",
            ) from error

    def encode(self, text: str) -> list[str]:
        """Returns the tokens of ``text`` for the source side."""
        return list(self._processor.encode(text, out_type=str))

    def encode_many(self, texts: Sequence[str]) -> list[list[str]]:
        """Returns the tokens of every text for the source side."""
        return list(self._processor.encode(list(texts), out_type=str))

    def encode_target(self, text: str) -> list[str]:
        """Returns the tokens of ``text`` for the target side, all of them in its vocabulary.

        A piece that the target vocabulary lacks falls apart into characters, and a character it
        lacks into bytes, so that any text can be forced.
        """
        known = self._target_vocabulary
        result: list[str] = []
        for token in self.encode(text):
            if not known or token in known:
                result.append(token)
            else:
                for character in token:
                    result += [character] if character in known else _byte_pieces(character)
        return result

    def spans(self, text: str) -> list[Span]:
        """Returns where each token of ``encode(text)`` lies in ``text``, in code points."""
        pieces = self._processor.encode(text, return_type="proto").pieces
        return in_characters(text, [(piece.begin, piece.end) for piece in pieces])

    def decode(self, tokens: Sequence[str]) -> str:
        """Returns the text of target tokens; ``⁇`` of unknown ones is left out."""
        return str(self._processor.decode(_without_unknown(tokens)))

    def decode_with_spans(self, tokens: Sequence[str]) -> tuple[str, list[Span]]:
        """Returns the text of target tokens and where each lies in it, leading spaces excluded."""
        decoded = self._processor.decode(_without_unknown(tokens), return_type="proto")
        text = str(decoded.text)
        spans = in_characters(text, [(piece.begin, piece.end) for piece in decoded.pieces])
        return text, [_without_leading_space(text, span) for span in spans]

    @cached_property
    def _target_vocabulary(self) -> frozenset[str]:
        """Tokens of the target side; empty if the package's file cannot be understood."""
        for stem in ("target_vocabulary", "shared_vocabulary"):
            file = self._package.model / f"{stem}.json"
            if file.is_file():
                return frozenset(json.loads(file.read_text(encoding="utf-8")))
            file = file.with_suffix(".txt")
            if file.is_file():
                return frozenset(file.read_text(encoding="utf-8").split("\n"))
        return frozenset()


def _byte_pieces(character: str) -> list[str]:
    return [f"<0x{byte:02X}>" for byte in character.encode()]


def _without_unknown(tokens: Sequence[str]) -> list[str]:
    return ["" if piece == UNKNOWN else piece for piece in tokens]


def in_characters(text: str, spans: Sequence[Span]) -> list[Span]:
    """Turns spans of UTF-8 bytes into spans of code points.

    The tokens of a character that fell apart into bytes are empty except the last, and so are
    lone space marks: all empty tokens take the span of the next that is not.
    """
    if not text.isascii():
        places: list[int] = []
        for index, character in enumerate(text):
            places += [index] * len(character.encode(errors="surrogatepass"))
        places.append(len(text))
        spans = [(places[start], places[end]) for start, end in spans]
    result: list[Span] = []
    following: Span = (len(text), len(text))
    for start, end in reversed(spans):
        if start < end:
            following = (start, end)
        result.append(following)
    return result[::-1]


def _without_leading_space(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    return start, end
