"""Weights of our Transformer ↔ CTranslate2: export to a model folder, recovery from one.

The modules of `translator.training.model` are named as CTranslate2 names its variables, so that
one rule maps every name both ways:
``encoder.layer.0.self_attention.linear.1.weight`` ↔ ``encoder/layer_0/self_attention/linear_1/weight``.
"""  # noqa: E501

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from translator.errors import EngineError
from translator.training.binary import BinaryModel, read_binary
from translator.training.model import POSITIONS, Transformer, sinusoids
from translator.training.settings import ModelSettings
from translator.training.vocabulary import Vocabulary

_NUMBERED = re.compile(r"\.(\d+)")
_NORMS = {"layer_norm/weight": "layer_norm/gamma", "layer_norm/bias": "layer_norm/beta"}
_SENTENCEPIECE = "sentencepiece.model"


def variable_name(parameter: str) -> str:
    """Returns CTranslate2's name of one of our parameters.

    >>> variable_name("decoder.layer.0.ffn.layer_norm.weight")
    'decoder/layer_0/ffn/layer_norm/gamma'
    """
    name = _NUMBERED.sub(r"_\1", parameter).replace(".", "/")
    for ours, theirs in _NORMS.items():
        name = name.removesuffix(ours) + theirs if name.endswith(ours) else name
    return name


def export_model(
    weights: Mapping[str, NDArray[np.float32]],
    shape: ModelSettings,
    vocabulary: Vocabulary,
    folder: Path,
    quantisation: str = "int8",
) -> None:
    """Writes a CTranslate2 model folder.

    Args:
        weights: our parameters by name, the output projection's matrix not repeated.
        shape: of the model.
        vocabulary: its tokens are written beside the model.
        folder: must exist.
        quantisation: a type of CTranslate2; "int8" stores matrices with one scale per row.
    """
    from ctranslate2.specs import TransformerSpec, common_spec

    spec = TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers),
        shape.heads,
        pre_norm=True,
        activation=common_spec.Activation.RELU,
        alignment_layer=-1,
        alignment_heads=1,
    )
    for name, value in weights.items():
        _set(spec, variable_name(name), np.array(value, dtype=np.float32))
    _set(spec, "decoder/projection/weight", np.array(weights["decoder.embeddings.weight"]))
    positions = sinusoids(POSITIONS, shape.width).numpy()
    _set(spec, "encoder/position_encodings/encodings", positions)
    _set(spec, "decoder/position_encodings/encodings", positions.copy())
    spec.config.add_source_bos = False
    spec.config.add_source_eos = True
    spec.config.decoder_start_token = spec.config.bos_token = "<s>"  # noqa: S105
    spec.config.eos_token, spec.config.unk_token = "</s>", "<unk>"
    spec.register_source_vocabulary(vocabulary.source_tokens)
    spec.register_target_vocabulary(vocabulary.target_tokens)
    spec.validate()
    spec.optimize(quantization=quantisation)
    spec.save(str(folder))


def recover_model(package: Path, *, dropout: float = 0.0) -> tuple[Transformer, Vocabulary]:
    """Returns the trainable model and the vocabulary of a package folder.

    The weights are exact to the quantisation: exported again unchanged, they give the same file.

    Args:
        package: folder with ``model/`` and ``sentencepiece.model``.
        dropout: of the model returned.

    Raises:
        EngineError: the model is damaged or built otherwise than ours.
    """
    binary = read_binary(package / "model" / "model.bin")
    shape = _shape(binary, package, dropout)
    tokens = {side: _tokens(package / "model", side) for side in ("source", "target")}
    model = Transformer(shape, len(tokens["source"]), len(tokens["target"]))
    parameters = dict(model.named_parameters())
    wanted = {variable_name(name): name for name in parameters}
    if missing := sorted(name for name in wanted if name not in binary):
        raise _foreign(package, f"has no {missing[0]}")
    if binary.aliases.get("decoder/projection/weight") != "decoder/embeddings/weight":
        raise _foreign(package, "has an output layer of its own")
    for variable, name in wanted.items():
        value = binary.weight(variable)
        if value.shape != tuple(parameters[name].shape):
            raise _foreign(package, f"has a {variable} of another shape")
        parameters[name].data.copy_(_tensor(value))
    positions = "encoder/position_encodings/encodings"
    if positions in binary and not np.allclose(
        binary.weight(positions)[:POSITIONS], model.positions.numpy(), atol=1e-4
    ):
        raise _foreign(package, "encodes positions in another way")
    vocabulary = Vocabulary(package / _SENTENCEPIECE, tokens["target"])
    if vocabulary.source_tokens != tokens["source"]:
        raise _foreign(package, "has a source vocabulary that differs from sentencepiece.model")
    return model, vocabulary


def _shape(binary: BinaryModel, package: Path, dropout: float) -> ModelSettings:
    if binary.specification != "TransformerSpec":
        raise _foreign(package, f"is a {binary.specification}")
    if not binary.number("encoder/pre_norm", 1) or not binary.number("decoder/pre_norm", 1):
        raise _foreign(package, "has its norms behind the layers")
    if binary.number("decoder/activation") or binary.number("encoder/activation"):
        raise _foreign(package, "uses another activation than ReLU")
    known = {variable_name(f"encoder.embeddings.{0}.weight"), "decoder/embeddings/weight"}
    if not all(name in binary for name in known):
        raise _foreign(package, "has other embeddings")
    inner = "encoder/layer_0/ffn/linear_0/weight"
    if inner not in binary:
        raise _foreign(package, "has no feed-forward layers")
    return ModelSettings(
        width=int(binary.weight("decoder/embeddings/weight").shape[1]),
        feed_forward=int(binary.weight(inner).shape[0]),
        heads=binary.number("encoder/num_heads"),
        encoder_layers=_layers(binary, "encoder"),
        decoder_layers=_layers(binary, "decoder"),
        dropout=dropout,
    )


def _layers(binary: BinaryModel, side: str) -> int:
    found = {m[1] for name in binary.names() if (m := re.match(rf"{side}/layer_(\d+)/", name))}
    return len(found)


def _tokens(folder: Path, side: str) -> list[str]:
    for name in (f"{side}_vocabulary.json", "shared_vocabulary.json"):
        if (folder / name).is_file():
            try:
                return [str(t) for t in json.loads((folder / name).read_text(encoding="utf-8"))]
            except ValueError as error:
                raise EngineError("is damaged", where=str(folder / name)) from error
    raise _foreign(folder.parent, "has no vocabulary in JSON")


def _set(spec: Any, name: str, value: NDArray[np.float32]) -> None:
    """Sets a variable of a specification, whose lists hold what is numbered in names."""
    *path, last = name.split("/")
    for step in path:
        stem, _, number = step.rpartition("_")
        if not hasattr(spec, step) and number.isdigit():
            spec = getattr(spec, stem)[int(number)]
        else:
            spec = getattr(spec, step)
    setattr(spec, last, value)


def _tensor(value: NDArray[np.float32]) -> Any:
    import torch

    return torch.from_numpy(np.ascontiguousarray(value))


def _foreign(package: Path, problem: str) -> EngineError:
    return EngineError(
        f"the package cannot be trained on: its model {problem}",
        where=str(package),
        advice="Take one made by “translator engine train”, such as the embedded package",
    )
