"""What a run needs to go on exactly where it was, in one file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from translator.errors import InputError
from translator.files import replacing
from translator.training.requirements import needed


@dataclass(slots=True)
class Progress:
    """How far a run is.

    Attributes:
        step: updates made.
        pairs: pairs seen.
        seconds: time spent, over all resumptions.
        epoch, batch: the next batch to take.
        development: (step, cross-entropy per token in nats) of every measurement.
    """

    step: int = 0
    pairs: int = 0
    seconds: float = 0.0
    epoch: int = 0
    batch: int = 0
    development: list[tuple[int, float]] = field(default_factory=list)


@dataclass(slots=True)
class Checkpoint:
    """A run on disk.

    Attributes:
        progress: see `Progress`.
        weights: by name, as trained.
        average: by name, their moving average: what is exported.
        optimisers: states, in the order of `translator.training.optimiser.make_optimisers`.
        chance: state of PyTorch's generator.
    """

    progress: Progress
    weights: dict[str, Any]
    average: dict[str, Any]
    optimisers: list[Any]
    chance: Any

    def save(self, file: Path) -> None:
        """Writes the checkpoint atomically."""
        torch = needed("torch", "training")
        state = {
            "progress": asdict(self.progress),
            "weights": self.weights,
            "average": self.average,
            "optimisers": self.optimisers,
            "chance": self.chance,
        }
        with replacing(file) as temporary:
            torch.save(state, temporary)

    @classmethod
    def load(cls, file: Path) -> Checkpoint:
        """Returns what `save` wrote; nothing in the file is executed.

        Raises:
            InputError: the file is damaged.
        """
        torch = needed("torch", "training")
        try:
            state = torch.load(file, map_location="cpu", weights_only=True)
            return cls(**{**state, "progress": Progress(**state["progress"])})
        except Exception as error:  # PyTorch raises whatever its readers meet
            raise InputError(
                "is no checkpoint, or a damaged one",
                where=str(file),
                advice="Delete it to begin again",
            ) from error
