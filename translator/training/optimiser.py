"""Muon for the weight matrices, AdamW for everything else.

Muon (Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks") replaces the
momentum M = U S Vᵀ of a matrix by its orthogonal factor U Vᵀ, found without a decomposition by a
Newton–Schulz iteration on X = M / ‖M‖:

    X ← a X + (b A + c A²) X,   A = X Xᵀ,   (a, b, c) = (3.4445, -4.7750, 2.0315)

The step is scaled by 0.2 √max(rows, columns), which gives it the size of an AdamW step (Liu et al.
2025, "Muon is scalable for LLM training"), so that both share one schedule. The iteration runs in
bfloat16 only where the processor has it: elsewhere that is emulated, and ten times slower than
float32.
"""

# mypy: disallow-subclassing-any=False

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)
_ITERATIONS = 5
_TINY = 1e-7
_ADAM_BETAS = (0.9, 0.98)
"""Vaswani et al. 2017."""


def orthogonalised(matrices: Tensor, dtype: torch.dtype) -> Tensor:
    """Returns the nearest (semi-)orthogonal matrices, roughly: singular values in 0.7 … 1.2.

    Args:
        matrices: N x rows x columns.
        dtype: of the iteration.
    """
    a, b, c = _COEFFICIENTS
    x = matrices.to(dtype)
    wide = x.size(-2) <= x.size(-1)
    x = x if wide else x.transpose(-2, -1)
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + _TINY)
    for _ in range(_ITERATIONS):
        gram = x @ x.transpose(-2, -1)
        x = a * x + (b * gram + c * gram @ gram) @ x
    x = x if wide else x.transpose(-2, -1)
    return x.to(matrices.dtype)


class Muon(torch.optim.Optimizer):
    """Momentum, orthogonalised; matrices of the same shape are treated together.

    Args:
        matrices: two-dimensional parameters.
        lr: size of a step, comparable with AdamW's.
        momentum: of the gradient, in Nesterov's form.
        weight_decay: decoupled, times ``lr``.
        dtype: of the Newton–Schulz iteration.
    """

    def __init__(
        self,
        matrices: Iterable[Tensor],
        *,
        lr: float,
        momentum: float = 0.95,
        weight_decay: float = 0.02,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        super().__init__(list(matrices), {"lr": lr})
        self._momentum, self._weight_decay, self._dtype = momentum, weight_decay, dtype

    def step(self, closure: Any = None) -> None:
        """Moves every matrix that has a gradient; ``closure`` is not supported."""
        if closure is not None:
            raise NotImplementedError("Muon takes no closure")
        with torch.no_grad():
            for group in self.param_groups:
                for matrices in _by_shape(group["params"]):
                    self._move(matrices, group["lr"])

    def _move(self, matrices: list[Tensor], rate: float) -> None:
        updates = []
        for matrix in matrices:
            state = self.state[matrix]
            if "momentum" not in state:
                state["momentum"] = torch.zeros_like(matrix)
            average = state["momentum"].lerp_(matrix.grad, 1 - self._momentum)
            updates.append(matrix.grad.lerp(average, self._momentum))
        scale = 0.2 * max(matrices[0].shape) ** 0.5
        steps = orthogonalised(torch.stack(updates), self._dtype)
        for matrix, direction in zip(matrices, steps, strict=True):
            matrix.mul_(1 - rate * self._weight_decay).sub_(direction, alpha=rate * scale)


def make_optimisers(
    model: Any, *, rate: float, matrix_rate: float, dtype: torch.dtype
) -> list[torch.optim.Optimizer]:
    """Returns Muon for the matrices inside layers and AdamW for the rest.

    Each parameter group keeps its full rate as ``full_lr``, for the schedule.
    """
    matrices: list[Tensor] = []
    others: list[Tensor] = []
    for name, weight in model.named_parameters():
        inner = weight.dim() == 2 and "embeddings" not in name and "projection" not in name
        (matrices if inner else others).append(weight)
    optimisers = [
        torch.optim.AdamW(others, lr=rate, betas=_ADAM_BETAS, eps=1e-8, weight_decay=0.0),
        Muon(matrices, lr=matrix_rate, dtype=dtype),
    ]
    for optimiser in optimisers:
        for group in optimiser.param_groups:
            group["full_lr"] = group["lr"]
    return optimisers


def set_rate(optimisers: Iterable[torch.optim.Optimizer], share: float) -> None:
    """Sets every rate to ``share`` of its full value."""
    for optimiser in optimisers:
        for group in optimiser.param_groups:
            group["lr"] = group["full_lr"] * share


def _by_shape(matrices: Iterable[Tensor]) -> Iterable[list[Tensor]]:
    groups: defaultdict[torch.Size, list[Tensor]] = defaultdict(list)
    for matrix in matrices:
        if matrix.grad is not None:
            groups[matrix.shape].append(matrix)
    return groups.values()
