"""Reading the weights out of a CTranslate2 ``model.bin``, whatever they were quantised to.

The file (binary version 6, little-endian; written by ``ctranslate2.specs.ModelSpec.save``) is

    uint32  binary version
    string  name of the specification
    uint32  revision of the specification
    uint32  number of variables, then for each
        string  name, such as decoder/layer_0/ffn/linear_0/weight
        uint8   number of dimensions, then as many uint32 sizes
        uint8   type: 0 float32, 1 int8, 2 int16, 3 int32, 4 float16, 5 bfloat16
        uint32  number of bytes, then the values
    uint32  number of aliases, then for each
        string  alias, string name of the variable that it stands for

where a string is a uint16 length, its bytes and a zero byte (counted in the length). A quantised
weight has a variable ``…_scale`` beside it: ``w = q / scale``, with one scale per row for int8 and
one for the whole matrix for int16.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from translator.errors import EngineError

_VERSION = 6
_TYPES = ("<f4", "i1", "<i2", "<i4", "<f2", "bfloat16")
_MOST_VARIABLES = 100_000


@dataclass(frozen=True, slots=True)
class BinaryModel:
    """What a ``model.bin`` holds.

    Attributes:
        specification: name, such as TransformerSpec.
        variables: by name, as stored; bfloat16 comes as float32.
        aliases: name → name of the variable that it stands for.
    """

    specification: str
    variables: dict[str, NDArray[Any]]
    aliases: dict[str, str]

    def names(self) -> list[str]:
        """Returns the names of weights, aliases included, scales left out."""
        named = [*self.variables, *self.aliases]
        return sorted(name for name in named if not name.endswith("_scale"))

    def __contains__(self, name: str) -> bool:
        return name in self.variables or name in self.aliases

    def weight(self, name: str) -> NDArray[np.float32]:
        """Returns a weight in float32, dequantised.

        Raises:
            KeyError: there is none of that name.
        """
        name = self.aliases.get(name, name)
        values = self.variables[name]
        scale = self.variables.get(f"{name}_scale")
        if scale is None:
            return values.astype(np.float32)
        per_row = scale.reshape(-1, *[1] * (values.ndim - 1)) if scale.ndim else scale
        return np.asarray(values.astype(np.float32) / per_row, dtype=np.float32)

    def number(self, name: str, default: int = 0) -> int:
        """Returns a scalar attribute (``encoder/num_heads``), or ``default``."""
        value = self.variables.get(self.aliases.get(name, name))
        return default if value is None else int(value)


def read_binary(file: Path) -> BinaryModel:
    """Returns what is in a ``model.bin``.

    Raises:
        EngineError: unreadable, cut short, or of another binary version.
    """
    try:
        size = file.stat().st_size
        with file.open("rb") as source:
            return _read(source, size)
    except OSError as error:
        raise EngineError(f"cannot read: {error.strerror or error}", where=str(file)) from error
    except (struct.error, ValueError, KeyError, UnicodeDecodeError) as error:
        raise EngineError(
            f"is no CTranslate2 model that can be read ({error})",
            where=str(file),
            advice="Install the package again",
        ) from error


def _read(source: BinaryIO, size: int) -> BinaryModel:
    (version,) = _numbers(source, "<I")
    if version != _VERSION:
        raise ValueError(f"binary version {version}, not {_VERSION}")
    specification = _string(source)
    _revision, count = _numbers(source, "<II")
    if count > _MOST_VARIABLES:
        raise ValueError(f"{count} variables")
    variables = dict(_variable(source, size) for _ in range(count))
    (aliases,) = _numbers(source, "<I")
    if aliases > _MOST_VARIABLES:
        raise ValueError(f"{aliases} aliases")
    named = {_string(source): _string(source) for _ in range(aliases)}
    if missing := sorted(set(named.values()) - set(variables)):
        raise ValueError(f"an alias of {missing[0]}, which is missing")
    return BinaryModel(specification, variables, named)


def _variable(source: BinaryIO, size: int) -> tuple[str, NDArray[Any]]:
    name = _string(source)
    (dimensions,) = _numbers(source, "<B")
    shape = _numbers(source, f"<{dimensions}I")
    kind, length = _numbers(source, "<BI")
    if kind >= len(_TYPES) or length > size:
        raise ValueError(f"{name} is damaged")
    data = source.read(length)
    if _TYPES[kind] == "bfloat16":
        widened = np.frombuffer(data, dtype="<u2").astype(np.uint32) << 16
        values: NDArray[Any] = widened.view(np.float32)
    else:
        values = np.frombuffer(data, dtype=_TYPES[kind])
    if len(data) != length or values.size != math.prod(shape):
        raise ValueError(f"{name} is cut short")
    return name, values.reshape(shape)


def _numbers(source: BinaryIO, form: str) -> tuple[int, ...]:
    return struct.unpack(form, source.read(struct.calcsize(form)))


def _string(source: BinaryIO) -> str:
    (length,) = _numbers(source, "<H")
    text = source.read(length)
    if len(text) != length or not text.endswith(b"\0"):
        raise ValueError("a name is cut short")
    return text[:-1].decode()
