"""Entries of the glossaries as the reviewer meets them, and what a change of one touches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from translator.document import Document, Rung, Segment
from translator.errors import UsageError
from translator.glossary.keys import same_source
from translator.glossary.realisation import forbidden_uses, judge
from translator.glossary.term import Term
from translator.glossary.termbase import TermBase


def with_terms(document: Document, terms: TermBase) -> Document:
    """Returns the document with the terms of its sources marked, persons' names included."""
    from translator.engine.pipeline import name_terms

    terms = terms.with_terms(name_terms(document))
    return document.map_segments(lambda segment: marked(segment, terms))


def marked(segment: Segment, terms: TermBase) -> Segment:
    """Returns the segment with its terms looked up anew; rungs that still hold are kept."""
    rungs = {(use.start, use.end, use.target): use.rung for use in segment.terms}
    uses = judge(terms.match(segment.source), segment.target, Rung.PERSON)
    kept = tuple(
        use
        if use.rung is Rung.FAILED
        else replace(use, rung=_rung(rungs.get((use.start, use.end, use.target))))
        for use in uses
    )
    return segment if kept == segment.terms else replace(segment, terms=kept)


def _rung(earlier: Rung | None) -> Rung:
    return Rung.PERSON if earlier in (None, Rung.FAILED) else earlier


def entry(source: str, terms: Iterable[Term]) -> Term | None:
    """Returns the entry in force for ``source``, None if there is none."""
    wanted = Term(source, "")
    found = None
    for term in terms:
        if term.source == source:
            return term
        if found is None and len(term.source) == len(source) and same_source(term, wanted):
            found = term
    return found


def cleaned(term: Term) -> Term:
    """Returns the entry with blanks trimmed and doubles out of its lists.

    Raises:
        UsageError: source or target is blank, or a form is admitted and forbidden.
    """
    source, target = term.source.strip(), term.target.strip()
    if term.do_not_translate:
        target = source
    if not source or not target:
        raise UsageError("an entry needs a source and a target", advice="Fill in both")
    variants = _list(term.variants, without=(target,))
    forbidden = _list(term.forbidden, without=())
    both = {form.casefold() for form in (target, *variants)} & {f.casefold() for f in forbidden}
    if both:
        raise UsageError(
            f"“{min(both)}” cannot be admitted and forbidden", advice="Take it out of one list"
        )
    return replace(
        term,
        source=source,
        target=target,
        variants=variants,
        forbidden=forbidden,
        note=term.note.strip(),
        part_of_speech=term.part_of_speech.strip(),
        domain=term.domain.strip(),
        example=term.example.strip(),
    )


def _list(forms: Sequence[str], without: Sequence[str]) -> tuple[str, ...]:
    found = dict.fromkeys(form.strip() for form in forms)
    return tuple(form for form in found if form and form not in without)


def touched(
    document: Document, changed: Sequence[Term], terms: TermBase
) -> tuple[list[Segment], list[Segment]]:
    """Returns the segments that a change of entries touches.

    Args:
        document: as it is now.
        changed: the entries before and after the change.
        terms: the glossaries after the change.

    Returns:
        All segments in which an entry's source occurs, with their terms marked anew; and those of
        them whose target does not render every term as the glossaries now ask.
    """
    looked_for = TermBase([changed])
    found = [
        marked(segment, terms)
        for segment in document.segments()
        if looked_for.match(segment.source)
        or any(use.source == term.source for use in segment.terms for term in changed)
    ]
    return found, [segment for segment in found if _disobeys(segment, terms)]


def _disobeys(segment: Segment, terms: TermBase) -> bool:
    if any(use.rung is Rung.FAILED for use in segment.terms):
        return True
    return bool(forbidden_uses(terms.match(segment.source), segment.target))
