"""Translation that obeys the glossary: the ladder hint → choose → redirect → splice.

1. *Hint.* The engine reads the terms inline, if its package was trained to follow them.
2. *Choose.* The first of the n-best hypotheses that realises every term.
3. *Redirect.* A failing segment is asked for again with the term phrased more forcefully, clause
   by clause, and with the target begun up to where the term belongs; a draft in which only the
   wrong words were exchanged competes too, if the model finds it no less likely than its own.
   Among equally obedient drafts the model's score decides.
4. *Splice.* What is still missing is written over the words that attend to it, with article, number
   and capital fitted, and flagged.

Only failing segments climb, and all of a window climb together, so that the engine always works on
full batches. A text without terms takes exactly the way it would take without a glossary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from translator.document import Rung, TermUse
from translator.engine.guidance_clauses import raised
from translator.engine.guidance_climb import Climb
from translator.engine.guidance_ladder import Ladder
from translator.engine.guidance_passages import Passage
from translator.engine.links import Link
from translator.engine.translator import WINDOW, Request, Translator
from translator.glossary.term import Match

if TYPE_CHECKING:
    from translator.engine.packages import Package
    from translator.segmenting.script import NormalisedText

CHOICES = 4
"""Hypotheses looked at; no more than the beam holds, because a wider beam finds other ones."""

CLIMBING = 64
"""Failing segments that climb together."""

_VERSION = 2
"""Part of the memory's key; raised when guidance begins to give other targets."""


@dataclass(frozen=True, slots=True)
class GuidedRequest:
    """A segment to translate.

    Attributes:
        text: the source exactly as written.
        matches: the terms to obey, with offsets in ``text``; () to translate freely.
    """

    text: str
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Guided:
    """A translation and how it obeyed.

    Attributes:
        target: the English.
        score: mean natural log-probability per token.
        terms: one use for each match, by start, with the rung that honoured it.
        alternatives: other hypotheses, best first, without the target.
        links: one per target token, source spans in the request's text.
    """

    target: str
    score: float
    terms: tuple[TermUse, ...] = ()
    alternatives: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


class GuidedTranslator:
    """Translates with one engine package under the terms of a glossary.

    Args:
        translator: does the decoding; its settings are left alone.
    """

    def __init__(self, translator: Translator) -> None:
        self._translator = translator
        self._choices = min(CHOICES, translator.decoding.beam_size)
        self._ladder = Ladder(translator)

    @property
    def package(self) -> Package:
        """The engine package in use."""
        return self._translator.package

    @property
    def key(self) -> str:
        """What decides a translation besides source and terms."""
        return f"{self._translator.key}-g{_VERSION}"

    def translate(self, requests: Iterable[GuidedRequest]) -> Iterator[tuple[int, Guided]]:
        """Translates a stream of any length in flat memory.

        Yields:
            (ordinal of the request, its translation), in the order in which they are finished.
        """
        numbered = enumerate(requests)
        while window := list(islice(numbered, WINDOW)):
            yield from self._translate_window(window)

    def alternatives(self, request: GuidedRequest, count: int) -> tuple[str, ...]:
        """Returns up to ``count`` different translations, the most obedient and likely first."""
        climb = self._climb(request)
        ((_, hypotheses),) = self._translator.translate(
            [Request(climb.prompt.text)], hypotheses=max(1, count), align=True
        )
        self._ladder.receive(climb, hypotheses)
        drafts = [climb.best, *climb.others]
        if climb.failing:
            self._ladder.climb([climb])
            drafts = [climb.best, *sorted(drafts, key=lambda draft: draft.rank)]
        return tuple(dict.fromkeys(d.text for d in drafts if d.text.strip()))[:count]

    def _translate_window(
        self, window: Sequence[tuple[int, GuidedRequest]]
    ) -> Iterator[tuple[int, Guided]]:
        from translator.segmenting.script import normalise

        texts = [normalise(request.text) for _, request in window]
        climbs = [
            self._ladder.start(Passage.of_segment(text, request.matches))
            for text, (_, request) in zip(texts, window, strict=True)
        ]
        failing: list[int] = []
        prompts = [Request(climb.prompt.text) for climb in climbs]
        for at, hypotheses in self._translator.translate(
            prompts, hypotheses=self._choices, align=True
        ):
            self._ladder.receive(climbs[at], hypotheses)
            if climbs[at].failing:
                failing.append(at)
            else:
                yield window[at][0], _guided(climbs[at], texts[at])
            if len(failing) == CLIMBING:
                yield from self._climbed(failing, window, climbs, texts)
                failing = []
        yield from self._climbed(failing, window, climbs, texts)

    def _climbed(
        self,
        failing: Sequence[int],
        window: Sequence[tuple[int, GuidedRequest]],
        climbs: Sequence[Climb],
        texts: Sequence[NormalisedText],
    ) -> Iterator[tuple[int, Guided]]:
        if failing:
            self._ladder.climb([climbs[at] for at in failing])
        for at in failing:
            yield window[at][0], _guided(climbs[at], texts[at])

    def _climb(self, request: GuidedRequest) -> Climb:
        from translator.segmenting.script import normalise

        return self._ladder.start(Passage.of_segment(normalise(request.text), request.matches))


def _guided(climb: Climb, source: NormalisedText) -> Guided:
    draft = climb.best
    uses = []
    for match, span, rung in zip(climb.passage.matches, draft.honoured, climb.rungs, strict=True):
        uses.append(
            TermUse(
                match.start,
                match.end,
                match.term.source,
                match.term.target,
                (rung or Rung.CHOOSE) if span else Rung.FAILED,
                span[0] if span else None,
                span[1] if span else None,
                match.term.glossary,
                match.term.note,
            )
        )
    links = tuple(
        Link(
            link.target_start,
            link.target_end,
            *source.span(link.source_start, link.source_end),
        )
        for link in draft.links
    )
    others = dict.fromkeys(other.text for other in climb.others if other.text.strip())
    others.pop(draft.text, None)
    return Guided(_begun(climb), draft.score, tuple(uses), tuple(others), links)


def _begun(climb: Climb) -> str:
    """The draft's text with a capital, also where it begins with a term that the entry lowers."""
    text = climb.best.text
    begins_with_term = any(span and span[0] == 0 for span in climb.best.honoured)
    return raised(text, climb.passage) if begins_with_term else text
