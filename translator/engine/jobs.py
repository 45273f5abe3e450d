"""The values that pass through the translator: requests, hypotheses, and jobs in between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from translator.engine.links import Link

BATCH_TOKENS = 1024
"""Source tokens decoded together at most; more gains no speed and takes memory."""

BATCH_JOBS = 64
"""Jobs decoded together at most: each takes beam size * vocabulary scores at every step."""


@dataclass(frozen=True, slots=True)
class Request:
    """A text to translate.

    Attributes:
        text: simplified Chinese in NFKC, possibly with inline hints.
        prefix: beginning of the target, to be continued. White space at its end is ignored, and
            the continuation may go on with the last word.
    """

    text: str
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A translation.

    Attributes:
        text: the whole target, prefix included.
        score: mean natural log-probability per target token, end token included, of the whole
            target under the plain model, whatever settings or prefix led to it; of a text that
            was cut, the mean over its parts' tokens.
        links: one per target token if asked for.
    """

    text: str
    score: float
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A request, or a part of one that is too long, as tokens.

    Attributes:
        index: ordinal of the request in the stream.
        part: ordinal of the part in the request.
        start: where its text begins in the request's.
        request: the part as a request of its own.
    """

    index: int
    part: int
    start: int
    request: Request
    source: list[str]
    prefix: list[str]

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of source and prefix tokens: jobs of one batch have the same."""
        return len(self.source), len(self.prefix)


@dataclass(frozen=True, slots=True)
class Found:
    """Hypotheses of a job, best first, and their numbers of tokens, end token included."""

    job: Job
    hypotheses: tuple[Hypothesis, ...]
    lengths: tuple[int, ...]


def batches(jobs: Sequence[Job], workers: int) -> Iterator[list[Job]]:
    """Yields groups of jobs of equal shape, shortest first.

    Args:
        jobs: each with at least one source token.
        workers: so many batches run side by side, so a short stream gives smaller ones.
    """
    total = sum(len(job.source) for job in jobs)
    budget = max(1, min(BATCH_TOKENS, -(-total // workers)))
    batch: list[Job] = []
    for job in sorted(jobs, key=lambda job: job.shape):
        if batch and (
            job.shape != batch[0].shape
            or len(batch) >= BATCH_JOBS
            or (len(batch) + 1) * len(job.source) > budget
        ):
            yield batch
            batch = []
        batch.append(job)
    if batch:
        yield batch


def joined(parts: list[Found]) -> tuple[Hypothesis, ...]:
    """Puts the hypotheses of a request's parts together, rank by rank."""
    if len(parts) == 1:
        return parts[0].hypotheses
    parts.sort(key=lambda found: found.job.part)
    results = []
    for rank in range(min(len(found.hypotheses) for found in parts)):
        text, total, tokens = "", 0.0, 0
        links: list[Link] = []
        for found in parts:
            hypothesis, length = found.hypotheses[rank], found.lengths[rank]
            text += " " if text and hypothesis.text else ""
            links += [
                replace(
                    link,
                    target_start=link.target_start + len(text),
                    target_end=link.target_end + len(text),
                )
                for link in hypothesis.links
            ]
            text += hypothesis.text
            total += hypothesis.score * length
            tokens += length
        results.append(Hypothesis(text, total / tokens, tuple(links)))
    return tuple(results)
