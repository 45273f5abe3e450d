"""The climb of failing segments, rung by rung, all of them together."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from translator.document import Rung
from translator.engine.guidance_climb import Climb
from translator.engine.guidance_drafts import Draft, cleaned, judged, replaced
from translator.engine.guidance_passages import Passage, Phrasing, Prompt, Span, write_prompt
from translator.engine.guidance_places import gaps, places, renderings, spaced
from translator.engine.translator import Request

if TYPE_CHECKING:
    from translator.engine.translator import Hypothesis, Translator
    from translator.glossary.term import Term

CLAUSE = 24
"""Chinese characters to which a failing segment's clauses are cut."""

BEAM = 2
"""Beam of the decodings on the ladder, and hypotheses taken from them."""

BEGINNINGS = 4
"""How often the target of one clause is begun anew, another place or another term each time."""

PLACES = 2
"""Places tried for a term before the last resort."""

SPLICE_PLACES = 4
"""Places between which the last resort chooses."""

TOLERANCE = 0.05
"""Mean log-probability per token by which a draft with exchanged words may fall behind the draft
it was made from and still count as one that the model agrees to."""

_UNSCORED = float("-inf")


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
        self._translator = copy.copy(translator)
        self._translator.decoding = replace(translator.decoding, beam_size=BEAM)
        self._hints = translator.package.term_hints

    def start(self, passage: Passage) -> Climb:
        """Returns a climb at its foot, without any draft.

        Names are hinted at once, for no engine knows them. Other terms are left to the engine at
        first: it mostly knows them, and every hint costs time and a little fluency.
        """
        named = {m.start: Phrasing.HINT for m in passage.matches if _is_name(m.term)}
        return self._foot(passage, named)

    def receive(self, climb: Climb, hypotheses: Sequence[Hypothesis]) -> None:
        """Takes the first of the first decoding's hypotheses that has no fault, else the best."""
        drafts = [self._draft(climb, climb.prompt, hypothesis) for hypothesis in hypotheses]
        hinted = self._hints and Phrasing.HINT
        climb.take(
            drafts[0],
            [Rung.HINT if p is hinted else Rung.CHOOSE for p in climb.prompt.phrasings],
        )
        if climb.failing:
            clean = [draft for draft in drafts if not draft.faults]
            climb.offer(clean[:1] or drafts[1:], Rung.CHOOSE)
        climb.others = tuple(draft for draft in drafts if draft is not climb.best)

    def climb(self, climbs: Sequence[Climb]) -> None:
        """Takes climbs whose best draft has faults up the remaining rungs."""
        self._hint(climbs)
        climbs = _failing(climbs)
        self._in_clauses(climbs)
        self._rephrase(_failing(climbs), Phrasing.QUOTED)
        self._begin_anew(_failing(climbs))
        self._exchange(_failing(climbs))
        self._splice(_failing(climbs))
        self._join(climbs)

    def _hint(self, climbs: Sequence[Climb]) -> None:
        """Asks again with hints for the terms that the engine did not use by itself."""
        climbs = [climb for climb in climbs if self._rephrased(climb, Phrasing.HINT)]
        for climb in climbs:
            climb.prompt = self._rephrased(climb, Phrasing.HINT) or climb.prompt
        behind: list[Climb] = []
        for at, hypotheses in self._decode([Request(climb.prompt.text) for climb in climbs]):
            climb = climbs[at]
            drafts = [self._draft(climb, climb.prompt, hypothesis) for hypothesis in hypotheses]
            if min(draft.faults for draft in drafts) > climb.best.faults:
                behind.append(climb)
            else:
                climb.best = replace(climb.best, score=_UNSCORED)
                climb.offer(drafts, Rung.HINT)
        for climb, (draft,) in self._scored((climb, climb.best) for climb in behind):
            climb.best = draft

    def _in_clauses(self, climbs: Sequence[Climb]) -> None:
        """Asks for every clause by itself; clauses go on climbing where that was no worse."""
        clauses: list[Climb] = []
        for climb in climbs:
            parts = climb.passage.clauses(CLAUSE)
            if len(parts) > 1:
                climb.clauses = [self._foot(part, climb.phrasings_by_place()) for part in parts]
                clauses += climb.clauses
        for at, hypotheses in self._decode([Request(clause.prompt.text) for clause in clauses]):
            self.receive(clauses[at], hypotheses)
            clauses[at].rungs = [rung and Rung.REDIRECT for rung in clauses[at].rungs]
        for climb in climbs:
            if sum(clause.best.faults for clause in climb.clauses) > climb.best.faults:
                climb.clauses = []

    def _rephrase(self, climbs: Sequence[Climb], phrasing: Phrasing) -> None:
        """Asks again with the missing terms phrased more forcefully."""
        prompts = [(climb, self._rephrased(climb, phrasing)) for climb in climbs]
        self._try([_Trial(climb, prompt) for climb, prompt in prompts if prompt])

    def _exchange(self, climbs: Sequence[Climb]) -> None:
        """Writes terms over the words that stand for them, as long as the model agrees."""
        while climbs := [climb for climb in climbs if climb.best.wanting]:
            limits = {id(climb): climb.best.score - TOLERANCE for climb in climbs}
            swaps = [
                (climb, draft)
                for climb, index in ((climb, climb.best.wanting[0]) for climb in climbs)
                for draft in _swaps(climb, index, places(climb.passage, climb.best, index)[:PLACES])
            ]
            climbs = [
                climb
                for climb, drafts in self._scored(swaps)
                if climb.offer([d for d in drafts if d.score >= limits[id(climb)]], Rung.REDIRECT)
            ]

    def _begin_anew(self, climbs: Sequence[Climb]) -> None:
        """Asks for the rest of a target that has been begun up to the first missing term."""
        tried = dict.fromkeys(map(id, climbs), 0)
        for _ in range(BEGINNINGS):
            trials = [trial for c in climbs for trial in _beginning(c, tried[id(c)])]
            before = [climb.best for climb in climbs]
            self._try(trials)
            for climb, old in zip(climbs, before, strict=True):
                tried[id(climb)] = tried[id(climb)] + 1 if climb.best is old else 0
            climbs = [climb for climb in climbs if climb.failing]

    def _splice(self, climbs: Sequence[Climb]) -> None:
        """Writes what is missing where it disturbs least, whatever the model thinks of it."""
        hopeless: dict[int, set[int]] = {id(climb): set() for climb in climbs}
        while open_terms := [
            (climb, index)
            for climb in climbs
            for index in [i for i in climb.best.wanting if i not in hopeless[id(climb)]][:1]
        ]:
            swaps = [(c, d) for c, i in open_terms for d in _swaps(c, i, _last_places(c, i))]
            helped = {id(c) for c, drafts in self._scored(swaps) if c.offer(drafts, Rung.SPLICE)}
            for climb, index in open_terms:
                if id(climb) not in helped:
                    hopeless[id(climb)].add(index)

    def _join(self, climbs: Sequence[Climb]) -> None:
        """Puts clauses together again; the whole wins where it is as obedient and likelier."""
        cut = {id(climb): climb.joined_clauses() for climb in climbs if climb.clauses}
        drafts = ((climb, cut[id(climb)][0]) for climb in climbs if climb.clauses)
        for climb, (draft,) in self._scored(drafts):
            if draft.rank < climb.best.rank:
                climb.take(draft, cut[id(climb)][1])

    def _try(self, trials: Sequence[_Trial]) -> None:
        """Decodes trials and offers each climb the most obedient drafts, all scored alike."""
        drafts: list[tuple[Climb, Draft]] = []
        for at, hypotheses in self._decode([Request(t.prompt.text, t.prefix) for t in trials]):
            climb, prompt = trials[at].climb, trials[at].prompt
            drafts += [(climb, self._draft(climb, prompt, h)) for h in hypotheses]
        fewest: dict[int, int] = {}
        for climb, draft in drafts:
            fewest[id(climb)] = min(draft.faults, fewest.get(id(climb), climb.best.faults - 1))
        better = ((c, draft) for c, draft in drafts if draft.faults == fewest[id(c)])
        for climb, offered in self._scored(better):
            climb.offer(offered, Rung.REDIRECT)

    def _decode(self, requests: Sequence[Request]) -> Iterator[tuple[int, tuple[Hypothesis, ...]]]:
        return self._translator.translate(requests, hypotheses=BEAM, align=True)

    def _scored(self, drafts: Iterable[tuple[Climb, Draft]]) -> list[tuple[Climb, list[Draft]]]:
        """Returns the drafts of each climb with scores under the climb's own prompt."""
        pairs = list(drafts)
        scores = self._translator.score([(c.prompt.text, d.text) for c, d in pairs])
        result: dict[int, tuple[Climb, list[Draft]]] = {}
        for (climb, draft), score in zip(pairs, scores, strict=True):
            result.setdefault(id(climb), (climb, []))[1].append(replace(draft, score=score))
        return list(result.values())

    def _foot(self, passage: Passage, phrasings: Mapping[int, Phrasing]) -> Climb:
        wanted = [phrasings.get(match.start, Phrasing.PLAIN) for match in passage.matches]
        prompt = write_prompt(passage, wanted, self._hints)
        return Climb(passage, prompt, judged(passage, "", (), _UNSCORED), [None] * len(wanted))

    def _rephrased(self, climb: Climb, phrasing: Phrasing) -> Prompt | None:
        """Returns the prompt with the missing terms phrased so, None if that changes nothing."""
        phrasings = list(climb.prompt.phrasings)
        for index in climb.best.wanting:
            phrasings[index] = phrasing
        prompt = write_prompt(climb.passage, phrasings, self._hints)
        return prompt if prompt.text != climb.prompt.text else None

    def _draft(self, climb: Climb, prompt: Prompt, hypothesis: Hypothesis) -> Draft:
        passage = climb.passage
        links = prompt.in_passage(hypothesis.links)
        if not passage.matches:
            return judged(passage, hypothesis.text, links, hypothesis.score)
        quoted = Phrasing.QUOTED in prompt.phrasings
        text, links = cleaned(passage, hypothesis.text, links, self._hints, quoted=quoted)
        return judged(passage, text, links, hypothesis.score)


def _failing(climbs: Sequence[Climb]) -> list[Climb]:
    """The smallest climbs that have faults: clauses where a segment was cut."""
    return [leaf for climb in climbs for leaf in climb.leaves if leaf.failing]


def _last_places(climb: Climb, index: int) -> tuple[Span, ...]:
    """Returns the places where a term may be put by force: likely ones, then the nearest gaps."""
    likely = places(climb.passage, climb.best, index)[: SPLICE_PLACES - 2]
    return likely + gaps(climb.passage, climb.best, index)[:2]


def _beginning(climb: Climb, attempt: int) -> Iterator[_Trial]:
    """Yields the trial that begins the target up to the first missing term in its next place."""
    if not climb.best.wanting:
        return
    text, index = climb.best.text, climb.best.wanting[0]
    for place in places(climb.passage, climb.best, index)[:PLACES][attempt : attempt + 1]:
        span, written = renderings(climb.passage.matches[index].term, text, place)[0]
        prefix = text[: span[0]] + spaced(text, (span[0], len(text)), written)
        yield _Trial(climb, climb.prompt, prefix.strip())


def _swaps(climb: Climb, index: int, tried: Iterable[Span]) -> Iterator[Draft]:
    """Yields the best draft with term ``index`` written over each of the places."""
    draft, passage = climb.best, climb.passage
    for place in tried:
        for span, written in renderings(passage.matches[index].term, draft.text, place):
            new = spaced(draft.text, span, written)
            text, links = replaced(draft.text, draft.links, span, new, passage.spans[index])
            yield judged(passage, text, links, _UNSCORED)


def _is_name(term: Term) -> bool:
    """Whether the target has capitals that the source lacks: nothing that an engine would guess."""
    return term.source != term.target and any(char.isupper() for char in term.target)
