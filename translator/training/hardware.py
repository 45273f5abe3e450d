"""What the processor can do: device, threads, and whether it has bfloat16."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from translator.training.requirements import needed
from translator.training.settings import Precision

_BFLOAT16_FLAGS = {"avx512_bf16", "amx_bf16", "bf16"}
"""Of /proc/cpuinfo: two for x86, one for ARM."""


@dataclass(frozen=True, slots=True)
class Hardware:
    """Where and in which format to compute.

    Attributes:
        device: "cuda" or "cpu".
        bfloat16: whether products are made in bfloat16, weights staying in 32 bits.
    """

    device: str
    bfloat16: bool

    @property
    def half(self) -> Any:
        """The type for work that needs no precision: bfloat16 where it is fast."""
        torch = needed("torch", "training")
        return torch.bfloat16 if self.bfloat16 else torch.float32


def prepare(precision: Precision, threads: int = 0) -> Hardware:
    """Returns the hardware to use and sets PyTorch up for it.

    Args:
        precision: ``AUTO`` takes bfloat16 where it is native.
        threads: processor threads, 0 for all.

    Raises:
        UsageError: PyTorch is not installed.
    """
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "20000")
    torch = needed("torch", "training")
    if threads:
        torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    cuda = bool(torch.cuda.is_available())
    native = bool(torch.cuda.is_bf16_supported()) if cuda else _processor_has_bfloat16()
    wanted = native if precision is Precision.AUTO else precision is Precision.BFLOAT16
    return Hardware("cuda" if cuda else "cpu", wanted)


def _processor_has_bfloat16() -> bool:
    try:
        description = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return not _BFLOAT16_FLAGS.isdisjoint(description.split())
