"""Batched decoding with CTranslate2: streams of requests in, streams of hypotheses out.

Reproducible: a batch holds only requests with the same numbers of source and prefix tokens, so
there is no padding, and with 8-bit weights a hypothesis is then the same bit for bit whatever else
is in the batch (padding changes the order of floating-point sums: 6 of 120 FLORES sentences came
out differently). A resumed run therefore gives what an undisturbed one gives.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from translator.engine.decoding import Decoding
from translator.engine.links import Link, links_of, widen_to_hints
from translator.engine.tokens import Tokens
from translator.errors import EngineError

if TYPE_CHECKING:
    from translator.engine.packages import Package

WINDOW = 2048
"""Requests read ahead and sorted together: what bounds the memory."""

BATCH_TOKENS = 1024
"""Source tokens decoded together at most."""


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
            target under the plain model, whatever settings or prefix led to it.
        links: one per target token if asked for.
    """

    text: str
    score: float
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class _Job:
    """A request as tokens, with its index in the stream."""

    index: int
    request: Request
    source: list[str]
    prefix: list[str]

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.source), len(self.prefix)


class Translator:
    """Translates with one package; threads may share it.

    Args:
        package: see `translator.engine.packages`.
        threads: processor threads to use; None: as many as this process may run on.
        beam_size: replaces the one of ``decoding``.
        decoding: settings of the search.

    Attributes:
        package: the one given.
        decoding: the settings in force.

    Raises:
        EngineError: the package cannot be loaded.
    """

    def __init__(
        self,
        package: Package,
        *,
        threads: int | None = None,
        beam_size: int | None = None,
        decoding: Decoding | None = None,
    ) -> None:
        decoding = decoding or Decoding()
        self.package = package
        self.decoding = replace(decoding, beam_size=beam_size) if beam_size else decoding
        self._threads = threads or _available_processors()
        self._tokens = Tokens(package)
        self._model = _load_model(package, self._threads)
        self._start = [package.target_prefix] if package.target_prefix else []

    @property
    def key(self) -> str:
        """What decides a translation besides its source: fingerprint of package and settings."""
        return f"{self.package.fingerprint}-{self.decoding.key}"

    def translate(
        self,
        requests: Iterable[Request],
        *,
        hypotheses: int = 1,
        align: bool = False,
        on_batch: Callable[[int], None] | None = None,
    ) -> Iterator[tuple[int, tuple[Hypothesis, ...]]]:
        """Translates a stream of any length in flat memory.

        Args:
            requests: read `WINDOW` at a time.
            hypotheses: how many to return for each; the beam grows to that size if smaller.
            align: whether to fill ``Hypothesis.links``.
            on_batch: called with the number of requests finished, after each batch.

        Yields:
            (ordinal of the request, its hypotheses, best first), shortest requests first within
            a window. A text without any token gives one empty hypothesis of score 0.
        """
        numbered = enumerate(requests)
        while window := list(islice(numbered, WINDOW)):
            for jobs, results in self._decode(window, hypotheses, align):
                for job, result in zip(jobs, results, strict=True):
                    yield job.index, result
                if on_batch:
                    on_batch(len(jobs))

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Returns the mean log-probability per target token of each (source, target) pair."""
        sources = self._tokens.encode_many([source for source, _ in pairs])
        targets = [self._start + self._tokens.encode_target(target) for _, target in pairs]
        return self._score(sources, targets)

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Link, ...]]:
        """Returns the links of given (source, target) pairs.

        The target is forced as a prefix; CTranslate2 returns the attention over the prefix too,
        equal to that of a free decoding which finds the same tokens.
        """
        jobs = [self._job(index, Request(*pair)) for index, pair in enumerate(pairs)]
        results: list[tuple[Link, ...]] = [()] * len(jobs)
        for batch in _batches([job for job in jobs if job.source and job.prefix], 1):
            outputs = self._model.translate_batch(
                [job.source for job in batch],
                target_prefix=[job.prefix for job in batch],
                beam_size=1,
                max_input_length=0,
                max_decoding_length=len(batch[0].prefix),
                return_attention=True,
            )
            for job, output in zip(batch, outputs, strict=True):
                spans = self._tokens.decode_with_spans(job.prefix[len(self._start) :])[1]
                attention = output.attention[0][len(self._start) : len(job.prefix)]
                results[job.index] = links_of(attention, spans, self._source_spans(job))
        return results

    def _decode(
        self, window: Sequence[tuple[int, Request]], hypotheses: int, align: bool
    ) -> Iterator[tuple[list[_Job], list[tuple[Hypothesis, ...]]]]:
        jobs = [self._job(index, request) for index, request in window]
        empty = [job for job in jobs if not job.source]
        if empty:
            yield empty, [(Hypothesis(job.request.prefix, 0.0),) for job in empty]
        running: deque[tuple[list[_Job], list[Any]]] = deque()
        for batch in _batches([job for job in jobs if job.source], self._threads):
            running.append((batch, self._submit(batch, hypotheses, align)))
            if len(running) > self._threads:
                yield self._collect(*running.popleft(), align)
        while running:
            yield self._collect(*running.popleft(), align)

    def _submit(self, batch: Sequence[_Job], hypotheses: int, align: bool) -> list[Any]:
        settings = self.decoding
        longest = settings.longest_target(len(batch[0].source)) + len(batch[0].prefix)
        return list(
            self._model.translate_batch(
                [job.source for job in batch],
                target_prefix=[job.prefix for job in batch] if batch[0].prefix else None,
                beam_size=max(settings.beam_size, hypotheses),
                num_hypotheses=hypotheses,
                length_penalty=settings.length_penalty,
                repetition_penalty=settings.repetition_penalty,
                no_repeat_ngram_size=settings.no_repeat_ngram,
                max_input_length=0,
                max_decoding_length=longest,
                disable_unk=True,
                return_scores=True,
                return_attention=align,
                asynchronous=True,
            )
        )

    def _collect(
        self, batch: list[_Job], running: Sequence[Any], align: bool
    ) -> tuple[list[_Job], list[tuple[Hypothesis, ...]]]:
        outputs = [item.result() for item in running]
        scores = self._normalised_scores(batch, outputs)
        results = []
        for job, output in zip(batch, outputs, strict=True):
            source_spans = self._source_spans(job) if align else []
            found = []
            for rank, tokens in enumerate(output.hypotheses):
                attention = output.attention[rank] if align else None
                text, links = self._text(job, tokens, attention, source_spans)
                found.append(Hypothesis(text, scores[job.index][rank], links))
            results.append(tuple(found))
        return batch, results

    def _normalised_scores(
        self, batch: Sequence[_Job], outputs: Sequence[Any]
    ) -> dict[int, list[float]]:
        """Brings scores to the mean log-probability of the whole target.

        CTranslate2 divides by (tokens + end) to the power of the length penalty, counts the
        tokens of a prefix as certain, and adds the repetition penalty: the first is undone, the
        others are scored again.
        """
        plain = self.decoding.repetition_penalty == 1
        result: dict[int, list[float]] = {}
        for job, output in zip(batch, outputs, strict=True):
            if plain and len(job.prefix) == len(self._start):
                power = self.decoding.length_penalty - 1
                result[job.index] = [
                    score * (len(tokens) + 1) ** power
                    for tokens, score in zip(output.hypotheses, output.scores, strict=True)
                ]
            else:
                sources = [job.source] * len(output.hypotheses)
                result[job.index] = self._score(sources, output.hypotheses)
        return result

    def _score(self, sources: Sequence[list[str]], targets: Sequence[list[str]]) -> list[float]:
        order = [i for i, source in enumerate(sources) if source]
        results = [0.0] * len(sources)
        outputs = self._model.score_batch(
            [sources[i] for i in order],
            [targets[i] for i in order],
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            max_input_length=0,
        )
        for i, output in zip(order, outputs, strict=True):
            known = output.log_probs[len(self._start) :]
            results[i] = sum(known) / max(1, len(known))
        return results

    def _text(
        self,
        job: _Job,
        tokens: list[str],
        attention: Sequence[Sequence[float]] | None,
        source_spans: Sequence[tuple[int, int]],
    ) -> tuple[str, tuple[Link, ...]]:
        """The text of target tokens, the request's prefix in it letter by letter, and its links."""
        tokens = tokens[len(self._start) :]
        given = job.request.prefix.rstrip()
        if attention is None and not given:
            return self._tokens.decode(tokens), ()
        text, spans = self._tokens.decode_with_spans(tokens)
        if given:
            prefix_length = len(job.prefix) - len(self._start)
            end = spans[prefix_length - 1][1] if prefix_length else 0
            shift = len(given) - end
            text = given + text[end:]
            spans = [
                (min(start, len(given)), min(stop, len(given)))
                if index < prefix_length
                else (start + shift, stop + shift)
                for index, (start, stop) in enumerate(spans)
            ]
        if attention is None:
            return text, ()
        return text, links_of(attention[len(self._start) :], spans, source_spans)

    def _job(self, index: int, request: Request) -> _Job:
        prefix = self._tokens.encode_target(request.prefix) if request.prefix else []
        return _Job(index, request, self._tokens.encode(request.text), self._start + prefix)

    def _source_spans(self, job: _Job) -> list[tuple[int, int]]:
        text = job.request.text
        return widen_to_hints(text, self._tokens.spans(text), self.package.term_hints)


def _batches(jobs: Sequence[_Job], workers: int) -> Iterator[list[_Job]]:
    """Groups jobs of equal shape, shortest first, so that every worker finds something to do."""
    total = sum(len(job.source) for job in jobs)
    budget = max(1, min(BATCH_TOKENS, -(-total // workers)))
    batch: list[_Job] = []
    for job in sorted(jobs, key=lambda job: job.shape):
        if batch and (job.shape != batch[0].shape or (len(batch) + 1) * len(job.source) > budget):
            yield batch
            batch = []
        batch.append(job)
    if batch:
        yield batch


def _available_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _load_model(package: Package, threads: int) -> Any:
    """Loads the model so that ``threads`` batches run side by side, each on one thread."""
    import ctranslate2

    try:
        return ctranslate2.Translator(
            str(package.model), device="cpu", inter_threads=threads, intra_threads=1
        )
    except (RuntimeError, ValueError) as error:
        raise EngineError(
            f"the package's model cannot be loaded ({error})",
            where=str(package.path),
            advice="Install the package again",
        ) from error
