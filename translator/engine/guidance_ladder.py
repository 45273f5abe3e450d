"""The climb of failing segments, rung by rung, all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from translator.document import Rung
from translator.engine.guidance_clauses import joined
from translator.engine.guidance_drafts import Draft, cleaned, judged, replaced
from translator.engine.guidance_passages import Passage, Phrasing, Prompt, Span, write_prompt
from translator.engine.guidance_places import places, renderings, spaced
from translator.engine.translator import Request

if TYPE_CHECKING:
    from translator.engine.links import Link
    from translator.engine.translator import Hypothesis, Translator

CLAUSE = 24
"""Chinese characters to which a failing segment's clauses are cut."""

ROUNDS = 3
"""How often the target of one clause is begun anew; each round serves one term."""

PLACES = 2
"""Places tried for a term in one round."""

SPLICE_PLACES = 6
"""Places between which the last resort chooses."""

TOLERANCE = 0.05
"""Mean log-probability per token by which a draft with exchanged words may fall behind the draft
it was made from and still count as one that the model agrees to."""


@dataclass(slots=True)
class Climb:
    """A passage on its way up.

    Attributes:
        passage: the segment or clause.
        prompt: its own prompt, under which its drafts are scored.
        best: the best draft so far.
        rungs: for each term the lowest rung on which it was honoured.
        others: further hypotheses of the first decoding, best first.
        clauses: climbs of its clauses, if it was cut.
    """

    passage: Passage
    prompt: Prompt
    best: Draft
    rungs: list[Rung | None]
    others: tuple[Draft, ...] = ()
    clauses: list[Climb] = field(default_factory=list)

    def offer(self, drafts: Iterable[Draft], rung: Rung) -> bool:
        """Takes the best of ``drafts`` if it beats what there is; tells whether it did."""
        best = min(drafts, key=lambda draft: draft.rank, default=None)
        if best is None or best.rank >= self.best.rank:
            return False
        self.best = best
        self.rungs = [
            (old or rung) if span else None
            for old, span in zip(self.rungs, best.honoured, strict=True)
        ]
        return True


@dataclass(frozen=True, slots=True)
class _Trial:
    """A request to the engine on behalf of a climb."""

    climb: Climb
    prompt: Prompt
    prefix: str = ""


class Ladder:
    """Makes drafts obey.

    Args:
        translator: the engine.
    """

    def __init__(self, translator: Translator) -> None:
        self._translator = translator
        self._hints = translator.package.term_hints
        self._choices = min(4, translator.decoding.beam_size)

    def start(self, passage: Passage) -> Climb:
        """Returns a climb at its foot, without any draft."""
        phrasing = Phrasing.HINT if self._hints else Phrasing.PLAIN
        prompt = write_prompt(passage, [phrasing] * len(passage.matches), self._hints)
        nothing = judged(passage, "", (), float("-inf"))
        return Climb(passage, prompt, nothing, [None] * len(passage.matches))

    def receive(self, climb: Climb, hypotheses: Sequence[Hypothesis]) -> None:
        """Rungs 1 and 2: takes the first hypothesis that honours every term, else the best."""
        if not climb.passage.matches:
            drafts = [judged(climb.passage, h.text, h.links, h.score) for h in hypotheses]
            climb.best, climb.others = drafts[0], tuple(drafts[1:])
            return
        drafts = [self._draft(climb, climb.prompt, h.text, h.links, h.score) for h in hypotheses]
        climb.best = drafts[0]
        first = Rung.HINT if self._hints else Rung.CHOOSE
        climb.rungs = [first if span else None for span in drafts[0].honoured]
        climb.offer(drafts[1:], Rung.CHOOSE)
        climb.others = tuple(draft for draft in drafts if draft is not climb.best)

    def climb(self, climbs: Sequence[Climb]) -> None:
        """Rungs 3 and 4 for climbs whose best draft has faults."""
        self._in_clauses(climbs)
        self._rephrase(_failing(climbs), Phrasing.QUOTED)
        for _ in range(ROUNDS):
            if not self._redirect(_failing(climbs)):
                break
        self._splice(_failing(climbs))
        self._join(climbs)

    def _in_clauses(self, climbs: Sequence[Climb]) -> None:
        """Asks for every clause by itself; clauses go on climbing where that was no worse."""
        cut = []
        for climb in climbs:
            parts = climb.passage.clauses(CLAUSE)
            if len(parts) > 1:
                climb.clauses = [self.start(part) for part in parts]
                cut.append(climb)
        clauses = [clause for climb in cut for clause in climb.clauses]
        requests = [Request(clause.prompt.text) for clause in clauses]
        for at, hypotheses in self._translator.translate(
            requests, hypotheses=self._choices, align=True
        ):
            self.receive(clauses[at], hypotheses)
            clauses[at].rungs = [rung and Rung.REDIRECT for rung in clauses[at].rungs]
        for climb in cut:
            if sum(clause.best.faults for clause in climb.clauses) > climb.best.faults:
                climb.clauses = []

    def _rephrase(self, climbs: Sequence[Climb], phrasing: Phrasing) -> None:
        """Asks again with the missing terms phrased more forcefully."""
        trials = []
        for climb in climbs:
            phrasings = list(climb.prompt.phrasings)
            for index in climb.best.missing:
                phrasings[index] = phrasing
            prompt = write_prompt(climb.passage, phrasings, self._hints)
            if prompt.text != climb.prompt.text:
                trials.append(_Trial(climb, prompt))
        self._try(trials)

    def _redirect(self, climbs: Sequence[Climb]) -> bool:
        """One round of beginning targets anew; tells whether any draft became better."""
        trials: list[_Trial] = []
        swaps: list[tuple[Climb, Draft]] = []
        for climb in climbs:
            if not climb.best.missing:
                continue
            index = climb.best.missing[0]
            text = climb.best.text
            for place in places(climb.passage, climb.best, index)[:PLACES]:
                term = climb.passage.matches[index].term
                for rank, (span, written) in enumerate(renderings(term, text, place)):
                    if rank == 0:
                        prefix = (
                            text[: span[0]] + spaced(text, (span[0], len(text)), written)
                        ).strip()
                        trials.append(_Trial(climb, climb.prompt, prefix))
                    swaps.append((climb, self._exchanged(climb, index, span, written)))
        before = {id(climb): climb.best for climb in climbs}
        for climb, drafts in self._scored(swaps):
            limit = before[id(climb)].score - TOLERANCE
            climb.offer([d for d in drafts if d.score >= limit], Rung.REDIRECT)
        self._try(trials)
        return any(climb.best is not before[id(climb)] for climb in climbs)

    def _splice(self, climbs: Sequence[Climb]) -> None:
        """Writes what is missing where it disturbs least, whatever the model thinks of it."""
        open_climbs = [climb for climb in climbs if climb.best.missing]
        while open_climbs:
            swaps = []
            for climb in open_climbs:
                index = climb.best.missing[0]
                term = climb.passage.matches[index].term
                text = climb.best.text
                for place in places(climb.passage, climb.best, index)[:SPLICE_PLACES]:
                    for span, written in renderings(term, text, place):
                        swaps.append((climb, self._exchanged(climb, index, span, written)))
            progress = [
                climb for climb, drafts in self._scored(swaps) if climb.offer(drafts, Rung.SPLICE)
            ]
            open_climbs = [climb for climb in progress if climb.best.missing]

    def _join(self, climbs: Sequence[Climb]) -> None:
        """Puts clauses together again; the whole wins where it is as obedient and likelier."""
        cut = [climb for climb in climbs if climb.clauses]
        drafts = []
        for climb in cut:
            text, links = joined([(c.passage, c.best) for c in climb.clauses])
            drafts.append((climb, judged(climb.passage, text, links, 0.0)))
        for climb, (draft,) in self._scored(drafts):
            rungs = [rung for clause in climb.clauses for rung in clause.rungs]
            if draft.rank < climb.best.rank:
                climb.best = draft
                climb.rungs = [
                    (old or new or Rung.REDIRECT) if span else None
                    for old, new, span in zip(climb.rungs, rungs, draft.honoured, strict=True)
                ]

    def _try(self, trials: Sequence[_Trial]) -> None:
        """Decodes trials and offers each climb what came of its own, all scored alike."""
        requests = [Request(trial.prompt.text, trial.prefix) for trial in trials]
        drafts = []
        for at, hypotheses in self._translator.translate(
            requests, hypotheses=self._choices, align=True
        ):
            trial = trials[at]
            for h in hypotheses:
                drafts.append(
                    (trial.climb, self._draft(trial.climb, trial.prompt, h.text, h.links, h.score))
                )
        fewest: dict[int, int] = {}
        for climb, draft in drafts:
            fewest[id(climb)] = min(draft.faults, fewest.get(id(climb), draft.faults))
        better = [
            (climb, draft)
            for climb, draft in drafts
            if draft.faults == fewest[id(climb)] and draft.faults < climb.best.faults
        ]
        for climb, offered in self._scored(better):
            climb.offer(offered, Rung.REDIRECT)

    def _scored(self, drafts: Sequence[tuple[Climb, Draft]]) -> list[tuple[Climb, list[Draft]]]:
        """Returns the drafts of each climb with scores under the climb's own prompt."""
        scores = self._translator.score([(c.prompt.text, d.text) for c, d in drafts])
        result: dict[int, tuple[Climb, list[Draft]]] = {}
        for (climb, draft), score in zip(drafts, scores, strict=True):
            result.setdefault(id(climb), (climb, []))[1].append(replace(draft, score=score))
        return list(result.values())

    def _exchanged(self, climb: Climb, index: int, span: Span, written: str) -> Draft:
        draft = climb.best
        text, links = replaced(
            draft.text,
            draft.links,
            span,
            spaced(draft.text, span, written),
            climb.passage.spans[index],
        )
        return judged(climb.passage, text, links, float("-inf"))

    def _draft(
        self, climb: Climb, prompt: Prompt, text: str, links: Sequence[Link], score: float
    ) -> Draft:
        marked = any(phrasing.marked for phrasing in prompt.phrasings)
        text, moved = cleaned(
            climb.passage, text, prompt.in_passage(links), self._hints, marked=marked
        )
        return judged(climb.passage, text, moved, score)


def _failing(climbs: Sequence[Climb]) -> list[Climb]:
    """The smallest climbs that have faults: clauses where a segment was cut."""
    parts = [part for climb in climbs for part in (climb.clauses or [climb])]
    return [part for part in parts if part.best.faults and part.passage.matches]
