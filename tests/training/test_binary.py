from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from translator.engine.packages import Package
from translator.errors import EngineError
from translator.training.binary import read_binary


def _string(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


def _variable(name: str, values: np.ndarray, kind: int) -> bytes:
    head = _string(name) + struct.pack(f"<B{values.ndim}I", values.ndim, *values.shape)
    return head + struct.pack("<BI", kind, values.nbytes) + values.tobytes()


def _model(*variables: bytes, aliases: bytes = struct.pack("<I", 0), version: int = 6) -> bytes:
    head = struct.pack("<I", version) + _string("Spec") + struct.pack("<II", 1, len(variables))
    return head + b"".join(variables) + aliases


WEIGHT = np.array([[127, -64], [0, 127]], dtype=np.int8)
SCALE = np.array([127.0, 63.5], dtype=np.float32)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ([_variable("w", WEIGHT, 1), _variable("w_scale", SCALE, 0)], [[1, -64 / 127], [0, 2]]),
        ([_variable("w", np.array([[1.5]], dtype=np.float32), 0)], [[1.5]]),
        ([_variable("w", np.array([[-2]], dtype=np.float16), 4)], [[-2]]),
        ([_variable("w", np.array([[0x3FC0]], dtype=np.uint16), 5)], [[1.5]]),
        (
            [
                _variable("w", np.array([[1024]], dtype=np.int16), 2),
                _variable("w_scale", np.array(512, dtype=np.float32), 0),
            ],
            [[2]],
        ),
    ],
)
def test_types(tmp_path: Path, variables: list[bytes], expected: list[list[float]]) -> None:
    file = tmp_path / "model.bin"
    alias = struct.pack("<I", 1) + _string("tied") + _string("w")
    file.write_bytes(_model(*variables, aliases=alias))
    model = read_binary(file)
    np.testing.assert_allclose(model.weight("w"), expected)
    np.testing.assert_allclose(model.weight("tied"), expected)
    assert model.names() == ["tied", "w"]


def test_every_truncation_is_an_error(tmp_path: Path) -> None:
    data = _model(_variable("w", WEIGHT, 1), _variable("w_scale", SCALE, 0))
    file = tmp_path / "model.bin"
    for length in range(len(data)):
        file.write_bytes(data[:length])
        with pytest.raises(EngineError):
            read_binary(file)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04" + bytes(100),
        _model(version=5),
        _model(_variable("w", WEIGHT, 9)),
        _model(aliases=struct.pack("<I", 1) + _string("a") + _string("missing")),
        _model(aliases=struct.pack("<I", 2**31)),
        struct.pack("<I", 6) + _string("Spec") + struct.pack("<II", 1, 2**32 - 1),
    ],
)
def test_damaged_files(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "model.bin"
    file.write_bytes(data)
    with pytest.raises(EngineError, match=r"no CTranslate2 model"):
        read_binary(file)


def test_the_embedded_model(embedded: Package) -> None:
    model = read_binary(embedded.model / "model.bin")
    assert model.specification == "TransformerSpec"
    assert model.number("encoder/num_heads") > 1
    weight = model.weight("decoder/projection/weight")
    np.testing.assert_array_equal(weight, model.weight("decoder/embeddings/weight"))
