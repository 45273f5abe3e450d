"""Whether, and where, an English text realises the terms found in its source.

A term is realised by its preferred target, by a variant, or by a regular inflection of either, as
whole words. Each place in the target pays for one place in the source, and a place taken by a
longer rendering does not pay for a shorter one inside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from translator.document import Rung, TermUse
from translator.glossary.inflection import inflected, spelling_pattern
from translator.glossary.term import CaseRule, Match, Term

Span = tuple[int, int]

_GAP = r"(?:[\s\u00a0]+|[\s\u00a0]?[-\u2010\u2011\u2013][\s\u00a0]?)"
"""What may stand between the words of a phrase: space or hyphen, whichever the entry writes."""

_WORD = re.compile(r"[^\s\u00a0\-\u2010\u2011\u2013]+")
_APOSTROPHE = re.compile("['’]")
"""Straight or curly, whichever the entry writes."""

_PREPOSITIONS = frozenset(
    {"of", "for", "in", "on", "to", "with", "from", "by", "at", "over", "under", "between", "via"}
)
_REVERSING = r"(?<!\bnon[-\u2010\u2011])(?<!\bun[-\u2010\u2011])(?<!\banti[-\u2010\u2011])"
"""A prefix that turns the meaning round: "non-convex" does not realise "convex"."""


@dataclass(frozen=True, slots=True)
class ForbiddenUse:
    """A forbidden target at ``start:end`` of the target text; ``form`` is as the entry has it."""

    match: Match
    start: int
    end: int
    form: str


def realisations(term: Term, text: str) -> tuple[Span, ...]:
    """Returns every place of ``text`` that realises ``term``, by start, without overlap.

    A form that the entry forbids outright never counts, even if it is an inflection of the target.
    """
    pattern = _pattern(term)
    if pattern is None:
        return ()
    spans = [found.span() for found in pattern.finditer(text)]
    if not term.forbidden:
        return tuple(spans)
    banned = {form.casefold() for form in term.forbidden}
    return tuple((s, e) for s, e in spans if text[s:e].casefold() not in banned)


def judge(matches: Sequence[Match], target: str, rung: Rung = Rung.CHOOSE) -> tuple[TermUse, ...]:
    """Returns one `TermUse` per match, in the order of ``matches``.

    Args:
        matches: the terms found in the source.
        target: its translation.
        rung: what the uses that are realised are marked with; the others get ``Rung.FAILED``.
    """
    spans = assign(matches, target)
    return tuple(
        TermUse(
            match.start,
            match.end,
            match.term.source,
            match.term.target,
            rung if span else Rung.FAILED,
            span[0] if span else None,
            span[1] if span else None,
            match.term.glossary,
            match.term.note,
        )
        for match, span in zip(matches, spans, strict=True)
    )


def assign(matches: Sequence[Match], target: str) -> tuple[Span | None, ...]:
    """Returns for each match the place of ``target`` that pays for it, None where none does.

    Places are given out longest first; among the matches that want one, the match whose term can be
    found in the fewest places goes first, so that the largest number is served in practice.
    """
    waiting: dict[Term, list[int]] = defaultdict(list)
    for index, match in enumerate(matches):
        waiting[match.term].append(index)
    found = {term: realisations(term, target) for term in waiting}
    offers = sorted(
        {(start - end, start, end) for spans in found.values() for start, end in spans},
    )
    rarest = sorted(waiting, key=lambda term: len(found[term]))
    taken: list[Span] = []
    served: dict[Term, list[Span]] = defaultdict(list)
    for _, start, end in offers:
        if any(start < e and s < end for s, e in taken):
            continue
        for term in rarest:
            if len(served[term]) < len(waiting[term]) and (start, end) in found[term]:
                served[term].append((start, end))
                taken.append((start, end))
                break
    result: list[Span | None] = [None] * len(matches)
    for term, spans in served.items():
        for index, span in zip(waiting[term], sorted(spans), strict=False):
            result[index] = span
    return tuple(result)


def forbidden_uses(matches: Sequence[Match], target: str) -> tuple[ForbiddenUse, ...]:
    """Returns where ``target`` uses what the entries of ``matches`` forbid, by start.

    Words that belong to the admitted rendering of a matched term are not held against another:
    forbidding "network" leaves "neural network" alone where that is a term's target.
    """
    banned = {match.term: match for match in reversed(matches) if match.term.forbidden}
    if not banned:
        return ()
    allowed = [span for match in matches for span in realisations(match.term, target)]
    uses = {}
    for term, match in banned.items():
        for form in term.forbidden:
            for found in _compiled((form,), term.part_of_speech, _exact(term)).finditer(target):
                start, end = found.span()
                if not any(s <= start and end <= e for s, e in allowed):
                    uses[start, end] = ForbiddenUse(match, start, end, form)
    return tuple(uses[key] for key in sorted(uses))


def word_forms(phrase: str, part_of_speech: str = "") -> tuple[str, ...]:
    """Returns ``phrase`` and its inflections, ``phrase`` first (for offering to a model).

    >>> word_forms("training set")
    ('training set', 'training sets')
    """
    words = phrase.split(" ")
    heads = _inflecting(tuple(words), part_of_speech)
    if not heads:
        return (phrase,)
    head = max(heads)
    verb = part_of_speech.lower().startswith("v")
    return tuple(
        " ".join([*words[:head], form, *words[head + 1 :]])
        for form in inflected(words[head], noun=not verb, verb=verb)
    )


def _exact(term: Term) -> bool:
    return term.do_not_translate or term.case is CaseRule.EXACT


@lru_cache(maxsize=8192)
def _pattern(term: Term) -> re.Pattern[str] | None:
    if term.do_not_translate:
        return _letter_by_letter(term.target or term.source)
    phrases = tuple(phrase for phrase in (term.target, *term.variants) if phrase.strip())
    return _compiled(phrases, term.part_of_speech, _exact(term)) if phrases else None


def _letter_by_letter(text: str) -> re.Pattern[str]:
    """An acronym may take a plural -s (GANs); nothing else may change."""
    plural = "s?" if text.isupper() and text.isalpha() else ""
    return re.compile(rf"(?<!\w){re.escape(text)}{plural}(?!\w)")


@lru_cache(maxsize=8192)
def _compiled(phrases: tuple[str, ...], part_of_speech: str, exact: bool) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    either = "|".join(_phrase_pattern(phrase, part_of_speech) for phrase in longest_first)
    return re.compile(rf"(?<!\w){_REVERSING}(?:{either})(?!\w)", 0 if exact else re.IGNORECASE)


def _phrase_pattern(phrase: str, part_of_speech: str) -> str:
    words = [found[0] for found in _WORD.finditer(phrase)]
    if not words:
        return re.escape(phrase)
    heads = _inflecting(tuple(words), part_of_speech)
    verb = not part_of_speech or part_of_speech.lower().startswith("v")
    parts = []
    for index, word in enumerate(words):
        forms = inflected(word, noun=True, verb=verb) if index in heads else (word,)
        parts.append("(?:" + "|".join(sorted(map(spelling_pattern, forms), key=len)[::-1]) + ")")
    return _APOSTROPHE.sub("['’]", _GAP.join(parts))


def _inflecting(words: tuple[str, ...], part_of_speech: str) -> frozenset[int]:
    """Which words of a phrase inflect: its head, and the first word of a verb phrase."""
    if part_of_speech.lower().startswith("v"):
        return frozenset({0} if len(words) > 1 else {len(words) - 1})
    if part_of_speech.lower().startswith(("adj", "adv")):
        return frozenset()
    head = next(
        (i - 1 for i, word in enumerate(words) if i and word.lower() in _PREPOSITIONS),
        len(words) - 1,
    )
    return frozenset({head, len(words) - 1})
