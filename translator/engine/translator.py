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
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from translator.engine.decoding import Decoding
from translator.engine.jobs import BATCH_TOKENS, Found, Hypothesis, Job, Request, batches, joined
from translator.engine.links import Link, hint_zones, links_of, widen_to_hints
from translator.engine.loops import loop_start, repeats_itself
from translator.engine.splitting import split_long
from translator.engine.tokens import Tokens
from translator.errors import EngineError

if TYPE_CHECKING:
    from translator.engine.packages import Package

WINDOW = 2048
"""Requests read ahead and sorted together: what bounds the memory."""

__all__ = ["Hypothesis", "Link", "Request", "Translator"]

MAX_POSITIONS = 500
"""Tokens that are surely within a model's position encodings (512 in OpenNMT's usual setup)."""


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
            parts = [self._parts(index, request) for index, request in window]
            waiting: dict[int, list[Found]] = {}
            for batch in self._decode([job for jobs in parts for job in jobs], hypotheses, align):
                finished = 0
                for found in batch:
                    have = waiting.setdefault(found.job.index, [])
                    have.append(found)
                    if len(have) == len(parts[found.job.index - window[0][0]]):
                        finished += 1
                        yield found.job.index, joined(waiting.pop(found.job.index))
                if on_batch and finished:
                    on_batch(finished)

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Returns the mean log-probability per target token of each (source, target) pair.

        Beyond `MAX_POSITIONS` tokens, the rest of a side does not count.
        """
        sources = self._tokens.encode_many([source for source, _ in pairs])
        targets = [self._start + self._tokens.encode_target(target) for _, target in pairs]
        return self._score(sources, targets)

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Link, ...]]:
        """Returns the links of given (source, target) pairs.

        The target is forced as a prefix; CTranslate2 returns the attention over the prefix too,
        equal to that of a free decoding which finds the same tokens. Beyond `MAX_POSITIONS`
        tokens, the rest of a target has no links.
        """
        jobs = [self._job(i, 0, 0, Request(*pair)) for i, pair in enumerate(pairs)]
        results: list[tuple[Link, ...]] = [()] * len(jobs)
        for batch in batches([job for job in jobs if job.source and job.prefix], 1):
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

    def _parts(self, index: int, request: Request) -> list[Job]:
        """The request as one job, or as several if it is too long and has no prefix."""
        job = self._job(index, 0, 0, request)
        limit, sentence_limit = self.decoding.longest_input, self.decoding.longest_joined
        if len(job.source) <= sentence_limit or request.prefix:
            return [job]
        hints = self.package.term_hints
        zones = [zone for zone, _ in hint_zones(request.text, hints)] if hints else []
        spans = split_long(
            request.text,
            limit,
            lambda text: len(self._tokens.encode(text)),
            zones,
            sentence_limit=sentence_limit,
        )
        if len(spans) == 1:
            return [job]
        return [
            self._job(index, part, start, Request(request.text[start:end]))
            for part, (start, end) in enumerate(spans)
        ]

    def _decode(self, jobs: Sequence[Job], hypotheses: int, align: bool) -> Iterator[list[Found]]:
        empty = [job for job in jobs if not job.source]
        if empty:
            yield [
                Found(job, (Hypothesis(job.request.prefix.rstrip(), 0.0),), (1,)) for job in empty
            ]
        running: deque[tuple[list[Job], list[Any]]] = deque()
        for batch in batches([job for job in jobs if job.source], self._threads):
            running.append((batch, self._submit(batch, self.decoding, hypotheses, align)))
            if len(running) > self._threads:
                yield self._collect(*running.popleft(), align)
        while running:
            yield self._collect(*running.popleft(), align)

    def _submit(
        self, batch: Sequence[Job], settings: Decoding, hypotheses: int, align: bool
    ) -> list[Any]:
        longest = settings.longest_target(len(batch[0].source)) + len(batch[0].prefix)
        longest = min(longest, MAX_POSITIONS)
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

    def _collect(self, batch: Sequence[Job], running: Sequence[Any], align: bool) -> list[Found]:
        outputs = self._results(running)
        found = [
            self._found(job, output, self.decoding, align)
            for job, output in zip(batch, outputs, strict=True)
        ]
        looping = [
            position
            for position, (job, output) in enumerate(zip(batch, outputs, strict=True))
            if loop_start(output.hypotheses[0]) is not None and not repeats_itself(job.request.text)
        ]
        if looping and self.decoding != self.decoding.against_loops:
            again = self._submit(
                [batch[position] for position in looping],
                self.decoding.against_loops,
                len(outputs[0].hypotheses),
                align,
            )
            for position, output in zip(looping, self._results(again), strict=True):
                if loop_start(output.hypotheses[0]) is None:
                    found[position] = self._found(
                        batch[position], output, self.decoding.against_loops, align
                    )
        return found

    def _results(self, running: Sequence[Any]) -> list[Any]:
        try:
            return [item.result() for item in running]
        except (RuntimeError, ValueError) as error:
            raise _unusable(self.package, f"fails while translating ({error})") from error

    def _found(self, job: Job, output: Any, settings: Decoding, align: bool) -> Found:
        scores = self._normalised_scores(job, output, settings)
        source_spans = self._source_spans(job) if align else []
        hypotheses = []
        for rank, tokens in enumerate(output.hypotheses):
            attention = output.attention[rank] if align else None
            text, links = self._text(job, tokens, attention, source_spans)
            hypotheses.append(Hypothesis(text, scores[rank], links))
        lengths = tuple(len(tokens) + 1 for tokens in output.hypotheses)
        return Found(job, tuple(hypotheses), lengths)

    def _normalised_scores(self, job: Job, output: Any, settings: Decoding) -> list[float]:
        """Brings scores to the mean log-probability of the whole target.

        CTranslate2 divides by (tokens + end) to the power of the length penalty, counts the
        tokens of a prefix as certain, and adds the repetition penalty: the first is undone, the
        others are scored again.
        """
        plain = settings.repetition_penalty == 1 and not settings.no_repeat_ngram
        if plain and len(job.prefix) == len(self._start):
            power = settings.length_penalty - 1
            return [
                score * (len(tokens) + 1) ** power
                for tokens, score in zip(output.hypotheses, output.scores, strict=True)
            ]
        return self._score([job.source] * len(output.hypotheses), output.hypotheses)

    def _score(self, sources: Sequence[list[str]], targets: Sequence[list[str]]) -> list[float]:
        order = [i for i, source in enumerate(sources) if source]
        results = [0.0] * len(sources)
        outputs = self._model.score_batch(
            [sources[i][:MAX_POSITIONS] for i in order],
            [targets[i][:MAX_POSITIONS] for i in order],
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
        job: Job,
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

    def _job(self, index: int, part: int, start: int, request: Request) -> Job:
        prefix = self._tokens.encode_target(request.prefix) if request.prefix else []
        source = self._tokens.encode(request.text)[:MAX_POSITIONS]
        return Job(index, part, start, request, source, (self._start + prefix)[:MAX_POSITIONS])

    def _source_spans(self, job: Job) -> list[tuple[int, int]]:
        text, start = job.request.text, job.start
        spans = widen_to_hints(text, self._tokens.spans(text), self.package.term_hints)
        return [(start + a, start + b) for a, b in spans]


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
        raise _unusable(package, f"cannot be loaded ({error})") from error


def _unusable(package: Package, what: str) -> EngineError:
    return EngineError(
        f"the package's model {what}", where=str(package.path), advice="Install the package again"
    )
