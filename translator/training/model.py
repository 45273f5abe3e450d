"""The Transformer, with modules named as CTranslate2 names the variables of its TransformerSpec.

Pre-norm encoder and decoder (Vaswani et al. 2017; Xiong et al. 2020 for the place of the norms),
sinusoidal positions, target embeddings tied to the output layer (Press and Wolf 2017), a deep
encoder with a shallow decoder, which decodes fast at equal quality (Kasai et al. 2021).
"""

# mypy: disallow-subclassing-any=False

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from translator.training.settings import ModelSettings
from translator.training.vocabulary import PADDING

POSITIONS = 512
"""Positions that are encoded; `translator.engine.translator.MAX_POSITIONS` stays below."""

_HIDDEN = -1e4
"""Added to attention scores that must not count; representable in 16 bits."""


@dataclass(frozen=True, slots=True)
class Output:
    """What the decoder gives.

    Attributes:
        hidden: B x T x width, to be turned into logits where a label is.
        alignment: B x T x S log-attention of the alignment head, None if not asked for.
    """

    hidden: Tensor
    alignment: Tensor | None


class Attention(nn.Module):
    """Multi-head attention behind its layer norm.

    ``linear`` holds the fused query-key-value and the output projection; attending to a memory,
    the query, the fused key-value and the output projection.
    """

    def __init__(self, width: int, heads: int, *, to_memory: bool = False) -> None:
        super().__init__()
        self._heads = heads
        self._to_memory = to_memory
        self.layer_norm = nn.LayerNorm(width)
        widths = (width, 2 * width, width) if to_memory else (3 * width, width)
        self.linear = nn.ModuleList(nn.Linear(width, out) for out in widths)

    def forward(self, normed: Tensor, memory: Tensor | None, hidden: Tensor | None) -> Tensor:
        """Returns what ``normed`` (B x T x width) draws from the memory, or from itself.

        Args:
            normed: queries, already through ``layer_norm``.
            memory: B x S x width; None for attention to itself.
            hidden: True where a key must not be seen, broadcast to B x heads x T x S.
        """
        if memory is None:
            query, key, value = self.linear[0](normed).chunk(3, -1)
        else:
            query = self.linear[0](normed)
            key, value = self.linear[1](memory).chunk(2, -1)
        batch, length, width = query.shape
        query, key, value = (
            part.view(batch, -1, self._heads, width // self._heads).transpose(1, 2)
            for part in (query, key, value)
        )
        scores = (query * query.size(-1) ** -0.5) @ key.transpose(-1, -2)
        if hidden is not None:
            scores = scores.masked_fill(hidden, _HIDDEN)
        mixed = scores.softmax(-1).to(value.dtype) @ value
        return self.linear[-1](mixed.transpose(1, 2).reshape(batch, length, width))

    def first_head(self, normed: Tensor, memory: Tensor, hidden: Tensor) -> Tensor:
        """Returns the log-attention of the first head, B x T x S, in 32 bits."""
        size = normed.size(-1) // self._heads
        query = functional.linear(normed, self.linear[0].weight[:size], self.linear[0].bias[:size])
        key = functional.linear(memory, self.linear[1].weight[:size], self.linear[1].bias[:size])
        scores = (query @ key.transpose(1, 2)).float() * size**-0.5
        return scores.masked_fill(hidden[:, 0], _HIDDEN).log_softmax(-1)


class FeedForward(nn.Module):
    """Two layers with ReLU between, behind their layer norm."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.layer_norm = nn.LayerNorm(width)
        self.linear_0 = nn.Linear(width, inner)
        self.linear_1 = nn.Linear(inner, width)

    def forward(self, states: Tensor) -> Tensor:
        """Returns the transformed states, to be added to ``states``."""
        return self.linear_1(functional.relu(self.linear_0(self.layer_norm(states))))


class EncoderLayer(nn.Module):
    """Attention to itself, then the feed-forward network."""

    def __init__(self, shape: ModelSettings) -> None:
        super().__init__()
        self.self_attention = Attention(shape.width, shape.heads)
        self.ffn = FeedForward(shape.width, shape.feed_forward)
        self._drop = nn.Dropout(shape.dropout)

    def forward(self, states: Tensor, padding: Tensor) -> Tensor:
        """Returns the next states; ``padding`` is True where the source is padded."""
        attention = self.self_attention
        states = states + self._drop(attention(attention.layer_norm(states), None, padding))
        return states + self._drop(self.ffn(states))


class DecoderLayer(nn.Module):
    """Attention to itself, to the source, then the feed-forward network."""

    def __init__(self, shape: ModelSettings) -> None:
        super().__init__()
        self.self_attention = Attention(shape.width, shape.heads)
        self.attention = Attention(shape.width, shape.heads, to_memory=True)
        self.ffn = FeedForward(shape.width, shape.feed_forward)
        self._drop = nn.Dropout(shape.dropout)

    def forward(
        self, states: Tensor, memory: Tensor, padding: Tensor, future: Tensor, align: bool
    ) -> tuple[Tensor, Tensor | None]:
        """Returns the next states and, if ``align``, the first head's log-attention."""
        own, other = self.self_attention, self.attention
        states = states + self._drop(own(own.layer_norm(states), None, future))
        normed = other.layer_norm(states)
        alignment = other.first_head(normed, memory, padding) if align else None
        states = states + self._drop(other(normed, memory, padding))
        return states + self._drop(self.ffn(states)), alignment


class Encoder(nn.Module):
    """Source embeddings and layers."""

    def __init__(self, shape: ModelSettings, tokens: int) -> None:
        super().__init__()
        self.embeddings = nn.ModuleList([nn.Embedding(tokens, shape.width, PADDING)])
        self.layer = nn.ModuleList(EncoderLayer(shape) for _ in range(shape.encoder_layers))
        self.layer_norm = nn.LayerNorm(shape.width)


class Decoder(nn.Module):
    """Target embeddings, layers and the output projection that shares the embeddings."""

    def __init__(self, shape: ModelSettings, tokens: int) -> None:
        super().__init__()
        self.embeddings = nn.Embedding(tokens, shape.width, PADDING)
        self.layer = nn.ModuleList(DecoderLayer(shape) for _ in range(shape.decoder_layers))
        self.layer_norm = nn.LayerNorm(shape.width)
        self.projection = nn.Linear(shape.width, tokens)
        self.projection.weight = self.embeddings.weight


class Transformer(nn.Module):
    """The whole model.

    Args:
        shape: sizes and dropout.
        source_tokens, target_tokens: sizes of the vocabularies.
    """

    def __init__(self, shape: ModelSettings, source_tokens: int, target_tokens: int) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape, source_tokens)
        self.decoder = Decoder(shape, target_tokens)
        self._drop = nn.Dropout(shape.dropout)
        self.register_buffer("positions", sinusoids(POSITIONS, shape.width), persistent=False)
        self._initialise()

    def forward(self, source: Tensor, previous: Tensor, align: bool = False) -> Output:
        """Returns the decoder's states for a batch; see `translator.training.batching.Batch`."""
        padding = (source == PADDING)[:, None, None, :]
        memory = self._embedded(self.encoder.embeddings[0], source)
        for layer in self.encoder.layer:
            memory = layer(memory, padding)
        memory = self.encoder.layer_norm(memory)
        length = previous.size(1)
        future = torch.ones(length, length, dtype=torch.bool, device=previous.device).triu(1)
        states = self._embedded(self.decoder.embeddings, previous)
        alignment: Tensor | None = None
        for layer in self.decoder.layer:
            last = layer is self.decoder.layer[-1]
            states, alignment = layer(states, memory, padding, future, align and last)
        return Output(self.decoder.layer_norm(states), alignment)

    def logits(self, hidden: Tensor) -> Tensor:
        """Returns the scores of all target tokens for N x width states."""
        return self.decoder.projection(hidden)

    def _embedded(self, table: Any, ids: Tensor) -> Tensor:
        scaled = table(ids) * self.shape.width**0.5
        return self._drop(scaled + self.positions[: ids.size(1)])

    def _initialise(self) -> None:
        """Xavier for matrices, 1/√width for embeddings (the layout of the original Transformer)."""
        for name, weight in self.named_parameters():
            if "embeddings" in name:
                nn.init.normal_(weight, 0, self.shape.width**-0.5)
                weight.data[PADDING] = 0
            elif weight.dim() > 1:
                nn.init.xavier_uniform_(weight)
        nn.init.zeros_(self.decoder.projection.bias)


def sinusoids(positions: int, width: int) -> Tensor:
    """Returns positions x width: sines in the left half, cosines in the right.

    Frequencies fall geometrically from 1 to 1/10000, in the layout of tensor2tensor, which
    CTranslate2 also generates.
    """
    places = torch.arange(positions)[:, None].float()
    step = math.log(10000.0) / (width // 2 - 1)
    angles = places * torch.exp(-step * torch.arange(width // 2).float())[None]
    return torch.cat([torch.sin(angles), torch.cos(angles)], 1)
