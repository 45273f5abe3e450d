"""From an untranslated document to a translated one: terms, memory and engine brought together."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import regex

from translator.document import Document, Rung, Segment, State, TermUse
from translator.engine.guidance import GuidedRequest
from translator.engine.memory import MemoryItem, MemoryKey, normalise_source, terms_hash
from translator.engine.numerals import NUMBERS_GLOSSARY, number_matches
from translator.engine.postprocess import polish
from translator.glossary.realisation import judge
from translator.glossary.term import CaseRule, Term
from translator.segmenting.persons import person_names
from translator.segmenting.script import normalise

if TYPE_CHECKING:
    from translator.engine.guidance import Guided, GuidedTranslator
    from translator.engine.memory import Memory
    from translator.glossary.term import Match
    from translator.glossary.termbase import TermBase

NAMES_GLOSSARY = "names"
"""What `TermUse.glossary` says for the names of persons found in the document."""


_CHINESE = regex.compile(r"[\p{Han}\p{Block=CJK_Symbols_And_Punctuation}\uff00-\uffef]")
"""Characters and punctuation that English text cannot hold."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a translation run did, counted in segments and term occurrences.

    Attributes:
        segments: all segments of the document.
        translated: newly translated by the engine.
        reused: taken from the translation memory.
        kept: edited or approved by a person, left as they are.
        terms: term occurrences by the rung that honoured them.
        finished: False if the user stopped the run before its end.
    """

    segments: int = 0
    translated: int = 0
    reused: int = 0
    kept: int = 0
    terms: Mapping[Rung, int] | None = None
    finished: bool = True

    @property
    def terms_found(self) -> int:
        """All occurrences of terms."""
        return sum((self.terms or {}).values())

    @property
    def terms_honoured(self) -> int:
        """Occurrences rendered as the glossary wants, spliced ones included."""
        return self.terms_found - (self.terms or {}).get(Rung.FAILED, 0)


@dataclass(frozen=True, slots=True)
class _Job:
    """A segment that the engine must translate."""

    segment: Segment
    matches: tuple[Match, ...]
    key: MemoryKey


def name_terms(document: Document) -> tuple[Term, ...]:
    """Returns one exact term per speaker and detected person: a name reads the same everywhere."""
    return tuple(
        Term(source, target, case=CaseRule.EXACT, note="person", glossary=NAMES_GLOSSARY)
        for source, target in person_names(document).items()
        if source != target
    )


def translate_document(
    document: Document,
    engine: GuidedTranslator,
    terms: TermBase,
    memory: Memory | None = None,
    *,
    on_start: Callable[[Summary], None] | None = None,
    on_segment: Callable[[int], None] | None = None,
) -> tuple[Document, Summary]:
    """Translates every segment that no person has translated.

    A segment without Chinese (a formula, a line of code, an English sentence) is its own target.
    All others go to the engine as one stream, and each is remembered as soon as it is finished:
    a run that dies loses only what the engine was working on. Names of speakers and of persons
    found in the text outrank the glossaries.

    Args:
        document: targets by a person are kept; machine targets are made anew (from the memory,
            where nothing that they depend on has changed).
        engine: what translates.
        terms: the glossaries, names of persons not included.
        memory: where finished segments are looked up and stored; None to do without.
        on_start: receives what is known before the engine begins (kept and reused segments).
        on_segment: receives how many more segments are finished.

    Returns:
        The translated document and a summary. After ``KeyboardInterrupt`` they hold what was
        finished until then, and ``Summary.finished`` is False.
    """
    terms = terms.with_terms(name_terms(document))
    waiting = [s for s in document.segments() if not s.state.by_person]
    kept = [_judged(s, terms) for s in document.segments() if s.state.by_person]
    done: dict[str, Segment] = {segment.id: segment for segment in kept}
    foreign = {
        s.id: _finished(s, s.source, 0.0, ()) for s in waiting if not _CHINESE.search(s.source)
    }
    done.update(foreign)
    jobs = _jobs([s for s in waiting if s.id not in foreign], terms, engine.key)
    remembered = _remembered(jobs, memory)
    done.update(remembered)
    open_jobs = [job for job in jobs if job.segment.id not in done]
    summary = Summary(segments=len(done) + len(open_jobs), reused=len(remembered), kept=len(kept))
    if on_start:
        on_start(summary)
    if on_segment and foreign:
        on_segment(len(foreign))
    finished = True
    try:
        for index, guided in engine.translate(_requests(open_jobs)):
            job = open_jobs[index]
            done[job.segment.id] = _finished(job.segment, guided.target, guided.score, guided.terms)
            if memory:
                memory.put_many([_item(job, guided)])
            if on_segment:
                on_segment(1)
    except KeyboardInterrupt:
        finished = False
    result = document.map_segments(lambda segment: done.get(segment.id, segment))
    summary = replace(
        summary,
        translated=len(done) - summary.kept - summary.reused,
        terms=Counter(use.rung for segment in result.segments() for use in segment.terms),
        finished=finished,
    )
    return replace(result, engine=engine.package.name), summary


def carry_over(document: Document, earlier: Document) -> tuple[Document, tuple[Segment, ...]]:
    """Brings a person's work on an earlier version of the document into a new one.

    Args:
        document: freshly segmented.
        earlier: read from the aligned document of an earlier run.

    Returns:
        The new document with the edited and approved targets, state and notes of segments whose
        source is unchanged, and the earlier segments by a person that have no place in it.
    """
    mine: dict[str, list[Segment]] = {}
    for segment in earlier.segments():
        if segment.state.by_person:
            mine.setdefault(segment.source, []).append(segment)

    def carried(segment: Segment) -> Segment:
        candidates = mine.get(segment.source)
        if not candidates:
            return segment
        same = [old for old in candidates if old.id == segment.id]
        old = same[0] if same else candidates[0]
        candidates.remove(old)
        return replace(
            segment, target=old.target, state=old.state, notes=old.notes, terms=old.terms
        )

    result = document.map_segments(carried)
    return result, tuple(itertools.chain.from_iterable(mine.values()))


def _jobs(segments: Sequence[Segment], terms: TermBase, engine: str) -> list[_Job]:
    jobs = []
    for segment in segments:
        matches = _matches(segment.source, terms)
        required = [
            (m.term.source, m.term.target, *m.term.variants, "", *m.term.forbidden) for m in matches
        ]
        key = MemoryKey(
            normalise_source(normalise(segment.source).text), engine, terms_hash(required)
        )
        jobs.append(_Job(segment, matches, key))
    return jobs


def _matches(source: str, terms: TermBase) -> tuple[Match, ...]:
    """Terms of the glossaries and, where they leave room, numbers; by start."""
    matches = terms.match(source)
    numbers = number_matches(source, matches)
    return tuple(sorted((*matches, *numbers), key=lambda match: match.start))


def _terms(matches: Iterable[Match]) -> tuple[Match, ...]:
    """The matches without those of numbers."""
    return tuple(match for match in matches if match.term.glossary != NUMBERS_GLOSSARY)


def _remembered(jobs: Sequence[_Job], memory: Memory | None) -> dict[str, Segment]:
    """The segments of ``jobs`` that need no engine, by id."""
    if memory is None:
        return {}
    by_person = memory.approved_many(job.key.source for job in jobs)
    by_machine = memory.get_many(job.key for job in jobs)
    found: dict[str, Segment] = {}
    for job in jobs:
        segment = job.segment
        if (target := by_person.get(job.key.source)) is not None:
            found[segment.id] = replace(
                segment,
                target=target,
                state=State.APPROVED,
                terms=judge(_terms(job.matches), target, Rung.PERSON),
            )
        elif item := by_machine.get(job.key):
            found[segment.id] = _finished(segment, item.target, item.score, _recalled(job, item))
    return found


def _recalled(job: _Job, item: MemoryItem) -> tuple[TermUse, ...]:
    """The term uses of a remembered target: judged again, on the rungs that were recorded."""
    rungs = [Rung(name) for name in json.loads(item.terms or "[]")]
    judged = judge(job.matches, item.target)
    if len(rungs) != len(judged):
        return judged
    return tuple(
        replace(use, rung=rung if use.rung is not Rung.FAILED else use.rung)
        for use, rung in zip(judged, rungs, strict=True)
    )


def _requests(jobs: Iterable[_Job]) -> Iterator[GuidedRequest]:
    for job in jobs:
        yield GuidedRequest(job.segment.source, job.matches)


def _finished(
    segment: Segment, target: str, score: float | None, uses: Sequence[TermUse]
) -> Segment:
    """The segment with the engine's target in English form; numbers are not reported as terms."""
    spans = [(use.target_start, use.target_end) for use in uses]
    protected = [(a, b) for a, b in spans if a is not None and b is not None]
    polished = polish(normalise(segment.source).text, target, protected=protected)
    terms = []
    for use in uses:
        if use.glossary == NUMBERS_GLOSSARY:
            continue
        start, end = use.target_start, use.target_end
        if start is not None and end is not None:
            start, end = polished.moved(start, end)
        terms.append(replace(use, target_start=start, target_end=end))
    return replace(
        segment, target=polished.text, state=State.MACHINE, score=score, terms=tuple(terms)
    )


def _item(job: _Job, guided: Guided) -> MemoryItem:
    rungs = json.dumps([use.rung.value for use in guided.terms])
    return MemoryItem(job.key, guided.target, guided.score, rungs, guided.links)


def _judged(segment: Segment, terms: TermBase) -> Segment:
    """A person's segment with its terms looked up again: glossary and text may have changed."""
    return replace(segment, terms=judge(terms.match(segment.source), segment.target, Rung.PERSON))
