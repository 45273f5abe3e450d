"""A passage on its way up the ladder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from translator.document import Rung
from translator.engine.guidance_clauses import joined
from translator.engine.guidance_drafts import Draft, judged
from translator.engine.guidance_passages import Passage, Phrasing, Prompt


@dataclass(slots=True)
class Climb:
    """What has been reached for one passage.

    Attributes:
        passage: the segment or clause.
        prompt: the prompt under which its drafts are scored.
        best: the best draft so far.
        rungs: for each term the rung on which it was first honoured, None if it is not.
        others: further hypotheses of the first decoding, best first.
        clauses: climbs of its clauses, if it was cut.
    """

    passage: Passage
    prompt: Prompt
    best: Draft
    rungs: list[Rung | None]
    others: tuple[Draft, ...] = ()
    clauses: list[Climb] = field(default_factory=list)

    @property
    def leaves(self) -> list[Climb]:
        """The climbs of its clauses, itself where it was not cut."""
        return self.clauses or [self]

    @property
    def failing(self) -> bool:
        """Whether there is anything left to obey."""
        return bool(self.passage.matches) and self.best.faults > 0

    def offer(self, drafts: Iterable[Draft], rung: Rung) -> bool:
        """Takes the best of ``drafts`` if it beats what there is; tells whether it did."""
        best = min(drafts, key=lambda draft: draft.rank, default=None)
        if best is None or best.rank >= self.best.rank:
            return False
        self.take(best, [rung] * len(self.rungs))
        return True

    def take(self, draft: Draft, rungs: Sequence[Rung | None]) -> None:
        """Takes ``draft``; ``rungs`` are for the terms that were not honoured before."""
        self.best = draft
        self.rungs = [
            (old or new) if span else None
            for old, new, span in zip(self.rungs, rungs, draft.honoured, strict=True)
        ]

    def joined_clauses(self) -> tuple[Draft, list[Rung | None]]:
        """Returns the draft that its clauses make together, unscored, and their rungs."""
        text, links = joined([(clause.passage, clause.best) for clause in self.clauses])
        rungs = [rung or Rung.REDIRECT for clause in self.clauses for rung in clause.rungs]
        return judged(self.passage, text, links, float("-inf")), list(rungs)

    def phrasings_by_place(self) -> Mapping[int, Phrasing]:
        """Returns how each term is phrased, by its start in the segment."""
        starts = (match.start for match in self.passage.matches)
        return dict(zip(starts, self.prompt.phrasings, strict=True))
