"""The training loop: resumable, bounded by steps or time, with a moving average of the weights.

The loss is the label-smoothed cross-entropy (Szegedy et al. 2016) plus the guided alignment loss
of Chen et al. 2016 ("Guided alignment training for topic-aware neural machine translation"), here
for one head of the last decoder layer as in Garg et al. 2019 ("Jointly learning to align and
translate with Transformer models"):

    L = L_translation - w Σ_t Σ_s g(t, s) log a(t, s) / Σ_t Σ_s g(t, s)

``a`` is the head's attention, ``g`` spreads 1 over the source pieces that target piece t is linked
to. It is the head that CTranslate2 returns. What is exported is an exponential moving average of
the weights (Polyak and Juditsky 1992), which is worth what averaging checkpoints is.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from translator.errors import InterruptedWorkError
from translator.training.batching import Batch, Batches
from translator.training.checkpoint import Checkpoint, Progress
from translator.training.hardware import Hardware
from translator.training.interruption import deferred_signals
from translator.training.model import Transformer
from translator.training.optimiser import make_optimisers, set_rate
from translator.training.schedule import Schedule
from translator.training.settings import OptimiserSettings

CHECKPOINT = "checkpoint.pt"
_AVERAGE_WARMUP = 10
"""The average's decay after n steps is at most (1 + n) / (this + n)."""

_REPORT_SECONDS = 5.0
_BATCHES_AHEAD = 8
"""Batches made in advance beside an accelerator."""


@dataclass(frozen=True, slots=True)
class Report:
    """The state of a run, given out every few seconds.

    Attributes:
        step, pairs: done since the run began.
        done: share of the run, 0 to 1.
        seconds_left: estimated.
        loss, alignment_loss: means since the last report, in nats.
        rate: of the learning rate's full value.
        pairs_per_second: since the last report.
        development_loss: the last measured, None before.
    """

    step: int
    pairs: int
    done: float
    seconds_left: float
    loss: float
    alignment_loss: float
    rate: float
    pairs_per_second: float
    development_loss: float | None


@dataclass(slots=True)
class _Sums:
    """What has been added up since the last report; the losses stay on the device until then."""

    started: float
    tokens: int = 0
    pairs: int = 0
    loss: Any = 0.0
    alignment: Any = 0.0


class Trainer:
    """Trains a model on the batches of a corpus.

    Args:
        model: begins with the weights it has.
        batches: training data.
        settings: rates, length of the run and so on.
        hardware: device and number format.
        folder: where the checkpoint lies; a run whose checkpoint is there is taken up. None keeps
            everything in memory.
        development: data whose loss is measured at each save; None for none.
        pull: share of the distance to the first weights that AdamW's full rate takes back at each
            step, an L2 penalty towards the start (L2-SP, Xuhong et al. 2018); 0 for none.
        on_report: called every few seconds.
    """

    def __init__(
        self,
        model: Transformer,
        batches: Batches,
        settings: OptimiserSettings,
        hardware: Hardware,
        folder: Path | None,
        *,
        development: Batches | None = None,
        pull: float = 0.0,
        on_report: Callable[[Report], None] | None = None,
    ) -> None:
        self._model = model.to(hardware.device)
        self._batches, self._development = batches, development
        self._settings, self._hardware = settings, hardware
        self._schedule = Schedule.of(settings)
        self._file = folder / CHECKPOINT if folder else None
        self._on_report = on_report
        self._optimisers = make_optimisers(
            model,
            rate=settings.learning_rate,
            matrix_rate=settings.matrix_learning_rate,
            dtype=hardware.half,
        )
        self._weights: dict[str, Tensor] = dict(model.named_parameters())
        self._average = {name: w.detach().clone() for name, w in self._weights.items()}
        self._start = self._average if not pull else _copied(self._weights)
        self._pull = pull
        self._progress = Progress()
        torch.manual_seed(settings.seed)
        if self._file and self._file.exists():
            self._resume(self._file)

    def run(self) -> Checkpoint:
        """Trains to the end of the schedule and returns the final state, also saved.

        Raises:
            InterruptedWorkError: the user stopped it; the state is saved.
        """
        progress, sums = self._progress, _Sums(time.monotonic())
        began = time.monotonic() - progress.seconds
        saved = time.monotonic()
        self._model.train()
        try:
            with deferred_signals() as stop_asked:
                while self._schedule.done(progress.step, progress.seconds) < 1:
                    for batch in self._rest_of_epoch():
                        self._step(batch, sums)
                        now = time.monotonic()
                        progress.seconds = now - began
                        if now - sums.started >= _REPORT_SECONDS:
                            sums = self._report(sums)
                        if now - saved >= self._settings.save_minutes * 60:
                            self._save()
                            saved = time.monotonic()
                        if stop_asked():
                            raise KeyboardInterrupt
                        if self._schedule.done(progress.step, progress.seconds) >= 1:
                            break
        except KeyboardInterrupt as interrupt:
            if self._file:
                self._state().save(self._file)
            raise InterruptedWorkError(
                f"training stopped at step {progress.step}",
                advice="Run the same command again to go on" if self._file else "",
            ) from interrupt
        if sums.tokens:
            self._report(sums)
        return self._save()

    def _rest_of_epoch(self) -> Iterator[Batch]:
        """Yields the batches still to come; `Progress` always points at the next one."""
        progress = self._progress
        plans = self._batches.epoch(progress.epoch)[progress.batch :]
        ahead = 0 if self._hardware.device == "cpu" else _BATCHES_AHEAD
        for batch in self._batches.filled(plans, ahead):
            progress.batch += 1
            yield batch
        progress.epoch, progress.batch = progress.epoch + 1, 0

    def _step(self, batch: Batch, sums: _Sums) -> None:
        progress, settings = self._progress, self._settings
        rate = self._schedule.rate(progress.step, progress.seconds)
        set_rate(self._optimisers, rate)
        loss, alignment = self._losses(batch, settings.label_smoothing, settings.guided_alignment)
        total = loss if alignment is None else loss + settings.guided_alignment * alignment
        for optimiser in self._optimisers:
            optimiser.zero_grad(set_to_none=True)
        total.backward()
        if settings.clip:
            torch.nn.utils.clip_grad_norm_(self._weights.values(), settings.clip)
        for optimiser in self._optimisers:
            optimiser.step()
        progress.step += 1
        progress.pairs += batch.pairs
        self._follow(rate)
        sums.tokens += batch.tokens
        sums.pairs += batch.pairs
        sums.loss += loss.detach() * batch.tokens
        if alignment is not None:
            sums.alignment += alignment.detach() * batch.tokens

    def _losses(
        self, batch: Batch, smoothing: float, guided: float
    ) -> tuple[Tensor, Tensor | None]:
        """Cross-entropy per label and per link, both in nats."""
        device = self._hardware.device
        source, previous, places, labels = (
            torch.from_numpy(array).to(device)
            for array in (batch.source, batch.previous, batch.label_places, batch.labels)
        )
        align = bool(guided) and len(batch.link_rows) > 0
        with torch.autocast(device, torch.bfloat16, enabled=self._hardware.bfloat16):
            output = self._model(source, previous, align)
            logits = self._model.logits(output.hidden.flatten(0, 1)[places])
        loss = functional.cross_entropy(logits.float(), labels, label_smoothing=smoothing)
        if output.alignment is None:
            return loss, None
        rows, targets, sources, weights = (
            torch.from_numpy(array).to(device)
            for array in (
                batch.link_rows,
                batch.link_targets,
                batch.link_sources,
                batch.link_weights,
            )
        )
        linked = output.alignment[rows, targets, sources]
        return loss, -(linked * weights).sum() / weights.sum()

    def _follow(self, rate: float) -> None:
        """Lets the average follow the weights, and pulls these back to their start."""
        step = self._progress.step
        decay = min(self._settings.average, (1 + step) / (_AVERAGE_WARMUP + step))
        with torch.no_grad():
            weights = list(self._weights.values())
            if self._pull:
                torch._foreach_lerp_(weights, list(self._start.values()), self._pull * rate)
            torch._foreach_lerp_(list(self._average.values()), weights, 1 - decay)

    def development_loss(self) -> float | None:
        """Returns the averaged weights' cross-entropy per token on the development data."""
        if self._development is None:
            return None
        total = tokens = 0.0
        self._model.eval()
        with torch.no_grad(), self._averaged():
            for plan in self._development.epoch(0):
                batch = self._development.fill(plan)
                total += self._losses(batch, 0.0, 0.0)[0].item() * batch.tokens
                tokens += batch.tokens
        self._model.train()
        return total / tokens if tokens else None

    @contextlib.contextmanager
    def _averaged(self) -> Iterator[None]:
        """The model with its averaged weights."""
        mine = _copied(self._weights)
        _assign(self._weights, self._average)
        try:
            yield
        finally:
            _assign(self._weights, mine)

    def _report(self, sums: _Sums) -> _Sums:
        progress = self._progress
        now = time.monotonic()
        done = self._schedule.done(progress.step, progress.seconds)
        if self._on_report:
            tokens = max(1, sums.tokens)
            self._on_report(
                Report(
                    progress.step,
                    progress.pairs,
                    done,
                    progress.seconds * (1 - done) / done if done else 0.0,
                    float(sums.loss) / tokens,
                    float(sums.alignment) / tokens,
                    self._schedule.rate(progress.step, progress.seconds),
                    sums.pairs / max(1e-9, now - sums.started),
                    progress.development[-1][1] if progress.development else None,
                )
            )
        return _Sums(now)

    def _save(self) -> Checkpoint:
        loss = self.development_loss()
        if loss is not None:
            self._progress.development.append((self._progress.step, round(loss, 4)))
        state = self._state()
        if self._file:
            state.save(self._file)
        return state

    def _state(self) -> Checkpoint:
        return Checkpoint(
            self._progress,
            {name: weight.detach() for name, weight in self._weights.items()},
            self._average,
            [optimiser.state_dict() for optimiser in self._optimisers],
            torch.get_rng_state(),
        )

    def _resume(self, file: Path) -> None:
        state = Checkpoint.load(file)
        with torch.no_grad():
            _assign(self._weights, state.weights)
            _assign(self._average, state.average)
        for optimiser, saved in zip(self._optimisers, state.optimisers, strict=True):
            optimiser.load_state_dict(saved)
        self._progress = state.progress
        torch.set_rng_state(state.chance)


def _copied(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: weight.detach().clone() for name, weight in weights.items()}


def _assign(weights: Mapping[str, Any], values: Mapping[str, Tensor]) -> None:
    for name, weight in weights.items():
        weight.data.copy_(values[name])
