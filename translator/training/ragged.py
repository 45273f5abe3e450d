"""Rows of different lengths in one flat array: small on disk, fast to batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from translator.files import replacing


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of integers.

    Attributes:
        flat: all rows, one after the other.
        offsets: int64, where each row begins in ``flat``, and the end: rows + 1 values.
    """

    flat: NDArray[Any]
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Iterable[Iterable[int]], dtype: type[np.generic]) -> Ragged:
        """Returns the rows packed; values must fit ``dtype``."""
        arrays = [np.fromiter(row, dtype=dtype) for row in rows]
        offsets = np.zeros(len(arrays) + 1, dtype=np.int64)
        np.cumsum([len(a) for a in arrays], out=offsets[1:])
        return cls(np.concatenate([np.zeros(0, dtype=dtype), *arrays]), offsets)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Length of every row."""
        return np.diff(self.offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> NDArray[Any]:
        return self.flat[self.offsets[row] : self.offsets[row + 1]]

    def __iter__(self) -> Iterator[NDArray[Any]]:
        return (self[row] for row in range(len(self)))

    def padded(self, rows: NDArray[np.int64], width: int) -> NDArray[np.int64]:
        """Returns rows × width of int64: the chosen rows, cut at ``width``, zeros after them."""
        columns = np.arange(width)
        starts, lengths = self.offsets[rows], self.lengths[rows]
        places = np.minimum(starts[:, None] + columns, max(0, len(self.flat) - 1))
        inside = columns < lengths[:, None]
        if not len(self.flat):
            return np.zeros((len(rows), width), dtype=np.int64)
        return np.where(inside, self.flat[places], 0).astype(np.int64)


def save_ragged(file: Path, arrays: Mapping[str, Ragged]) -> None:
    """Writes named ragged arrays into one ``.npz`` file, atomically."""
    plain = {f"{name}.flat": array.flat for name, array in arrays.items()}
    plain |= {f"{name}.offsets": array.offsets for name, array in arrays.items()}
    with replacing(file) as temporary, temporary.open("wb") as output:
        np.savez(output, allow_pickle=False, **plain)


def load_ragged(file: Path) -> dict[str, Ragged]:
    """Returns what `save_ragged` wrote."""
    with np.load(file, allow_pickle=False) as stored:
        names = sorted({name.rpartition(".")[0] for name in stored.files})
        return {name: Ragged(stored[f"{name}.flat"], stored[f"{name}.offsets"]) for name in names}
