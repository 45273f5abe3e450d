"""A tiny Whisper model with random weights, to test all but the recognition itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

_WIDTH, _HEADS, _LAYERS = 64, 2, 1
_LANGUAGES = 99


def untrained_whisper(folder: Path) -> None:
    """Writes the model and its tokenizer in CTranslate2's format."""
    from ctranslate2.specs import WhisperSpec

    vocabulary = _tokenizer(folder)
    spec = WhisperSpec(_LAYERS, _HEADS, _LAYERS, _HEADS)
    weights = _Weights(np.random.default_rng(0))
    encoder, decoder = spec.encoder, spec.decoder
    for convolution, channels in ((encoder.conv1, 80), (encoder.conv2, _WIDTH)):
        convolution.weight = weights.random(_WIDTH, channels, 3)
        convolution.bias = np.zeros(_WIDTH, np.float32)
    encoder.position_encodings.encodings = weights.random(1500, _WIDTH)
    decoder.position_encodings.encodings = weights.random(448, _WIDTH)
    decoder.embeddings.weight = weights.random(len(vocabulary), _WIDTH)
    decoder.projection.weight = weights.random(len(vocabulary), _WIDTH)
    decoder.scale_embeddings = False
    for stack in (encoder, decoder):
        weights.norm(stack.layer_norm)
        for layer in stack.layer:
            weights.attention(layer.self_attention, (3, 1))
            weights.feed_forward(layer.ffn)
    for layer in decoder.layer:
        weights.attention(layer.attention, (1, 2, 1))
    spec.register_vocabulary(vocabulary)
    first = vocabulary.index("<|startoftranscript|>") + 1
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.lang_ids = list(range(first, first + _LANGUAGES))
    spec.config.alignment_heads = [[0, 0]]
    spec.validate()
    spec.optimize()
    spec.save(str(folder))


class _Weights:
    """Fills the parts of a specification."""

    def __init__(self, source: np.random.Generator) -> None:
        self._source = source

    def random(self, *shape: int) -> np.ndarray:
        return self._source.normal(0, 0.05, shape).astype(np.float32)

    def norm(self, part: Any) -> None:
        part.gamma, part.beta = np.ones(_WIDTH, np.float32), np.zeros(_WIDTH, np.float32)

    def linear(self, part: Any, inputs: int, outputs: int) -> None:
        part.weight, part.bias = self.random(outputs, inputs), np.zeros(outputs, np.float32)

    def attention(self, part: Any, widths: tuple[int, ...]) -> None:
        for linear, times in zip(part.linear, widths, strict=True):
            self.linear(linear, _WIDTH, times * _WIDTH)
        self.norm(part.layer_norm)

    def feed_forward(self, part: Any) -> None:
        self.norm(part.layer_norm)
        self.linear(part.linear_0, _WIDTH, 4 * _WIDTH)
        self.linear(part.linear_1, 4 * _WIDTH, _WIDTH)


def _tokenizer(folder: Path) -> list[str]:
    """Writes a tokenizer of single bytes; returns its vocabulary."""
    from faster_whisper.tokenizer import _LANGUAGE_CODES
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={c: n for n, c in enumerate(letters)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    marks = ["endoftext", "startoftranscript", *_LANGUAGE_CODES[:_LANGUAGES]]
    marks += ["translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]
    marks += [f"{step * 0.02:.2f}" for step in range(1501)]
    tokenizer.add_special_tokens([AddedToken(f"<|{mark}|>", special=True) for mark in marks])
    tokenizer.save(str(folder / "tokenizer.json"))
    by_number = {number: token for token, number in tokenizer.get_vocab().items()}
    return [by_number[number] for number in range(len(by_number))]
