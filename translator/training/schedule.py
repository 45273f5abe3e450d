"""Warm-up, stable, decay: the learning rate over a run bounded by steps or by time.

The rate rises linearly, stays, and falls to zero at the end (Hu et al. 2024, "MiniCPM: Unveiling
the potential of small language models with scalable training strategies"; the fall is 1 - √x as in
Hägele et al. 2024, "Scaling laws and compute-optimal training beyond fixed training durations").
As the middle is constant, a run can be stopped, decayed and measured, and gone on with from before
the decay.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from translator.training.settings import OptimiserSettings


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rate as a share of its full value; see `OptimiserSettings` for the fields."""

    steps: int
    seconds: float
    warmup_steps: int
    decay: float

    @classmethod
    def of(cls, settings: OptimiserSettings) -> Schedule:
        """Returns the schedule of a run."""
        return cls(settings.steps, settings.minutes * 60, settings.warmup_steps, settings.decay)

    def done(self, step: int, seconds: float) -> float:
        """Returns which share of the run is behind after ``step`` steps and ``seconds``."""
        return min(1.0, step / self.steps if self.steps else seconds / self.seconds)

    def rate(self, step: int, seconds: float) -> float:
        """Returns the share of the full rate for the next step."""
        rising = min(1.0, (step + 1) / self.warmup_steps)
        left = 1.0 - self.done(step, seconds)
        if not self.decay or left >= self.decay:
            return rising
        return rising * (1.0 - math.sqrt(1.0 - left / self.decay))
