"""Where in a draft a missing term belongs, and how it must look there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from translator.engine.guidance_drafts import Draft
from translator.engine.guidance_passages import Passage, Span
from translator.glossary.inflection import indefinite_article
from translator.glossary.realisation import word_forms
from translator.glossary.term import CaseRule, Term

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+)[\"“'(]*$")
_ARTICLE = re.compile(r"\b(a|an|the)\s+$", re.IGNORECASE)
_PLURAL_BEFORE = frozenset(
    {"many", "these", "those", "two", "three", "several", "both", "few", "various", "different"}
    | {"multiple", "all", "most", "such", "other", "some", "more"}
)
_SIMILAR = 0.6
"""Ratio of `SequenceMatcher` from which words are a spoilt copy of a term (Chen Musicle)."""

_FORMS = 2
"""Forms of one term tried in one place at most."""


def places(passage: Passage, draft: Draft, index: int) -> tuple[Span, ...]:
    """Returns where term ``index`` should stand in ``draft``, the likeliest place first.

    A place is the span of what now stands there; an empty span lies between two words. It is a
    spoilt copy of the term, what the attention links to it, or the seam between what translates
    the text before it and what translates the text after it.
    """
    found: list[Span] = []
    taken = [span for span in draft.honoured if span]
    wrong = [span for wanting, span in draft.forbidden if wanting == index]
    for span in (
        *wrong,
        *_spoilt_copies(passage.matches[index].term, draft.text),
        *_linked(passage, draft, index),
        _seam(passage, draft, index),
    ):
        if span not in found and _free(span, taken):
            found.append(span)
    return tuple(found)


def gaps(passage: Passage, draft: Draft, index: int) -> tuple[Span, ...]:
    """Returns the empty places between words, outside terms, nearest to where term ``index`` goes.

    There is always one: the end of the draft.
    """
    taken = [span for span in draft.honoured if span]
    ends = [0, *(word.end() for word in _WORD.finditer(draft.text))]
    wanted, _ = _seam(passage, draft, index)
    free = [at for at in ends if not any(s < at < e for s, e in taken)]
    return tuple((at, at) for at in sorted(free, key=lambda at: abs(at - wanted)))


def renderings(term: Term, text: str, place: Span) -> tuple[tuple[Span, str], ...]:
    """Returns ways to write ``term`` at ``place``: (span to replace, what to write).

    Article, capital letter and number are fitted to the words around. The preferred target comes
    first, then its forms and the admitted variants that agree with what stood there.
    """
    start, end = place
    before, old = text[:start], text[start:end]
    forms = [term.target]
    if not term.do_not_translate:
        forms = _agreeing(term, before, old)
    result: dict[tuple[Span, str], None] = {}
    for form in forms[:_FORMS]:
        cut, article = _article(term, form, before)
        written = article + _fitted_case(term, form, before)
        if _SENTENCE_START.search(text[:cut]) and _free_case(term):
            written = written[:1].upper() + written[1:]
        result[(cut, end), written] = None
    return tuple(result)


def spaced(text: str, span: Span, written: str) -> str:
    """Returns ``written`` with the spaces that it needs in place of ``text[span]``."""
    before, after = text[: span[0]], text[span[1] :]
    if before and not before[-1].isspace() and before[-1] not in "(\"“'‘-—/":
        written = " " + written
    if after and (after[0].isalnum() or after[0] in "(“"):
        written += " "
    return written


def _linked(passage: Passage, draft: Draft, index: int) -> Iterator[Span]:
    """Yields the runs of whole words whose tokens attend to the term, longest first."""
    start, end = passage.spans[index]
    touched = [
        word.span()
        for word in _WORD.finditer(draft.text)
        if any(
            link.target_start < word.end()
            and word.start() < link.target_end
            and link.source_start < end
            and start < link.source_end
            for link in draft.links
        )
    ]
    runs: list[Span] = []
    for first, last in touched:
        if runs and not draft.text[runs[-1][1] : first].strip(" -"):
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    yield from sorted(runs, key=lambda run: run[0] - run[1])[:2]


def _seam(passage: Passage, draft: Draft, index: int) -> Span:
    """Returns the empty place behind the last word that translates what precedes the term."""
    start = passage.spans[index][0]
    before = [link for link in draft.links if link.source_end <= start]
    if not before:
        return 0, 0
    nearest = max(link.source_end for link in before)
    at = max(link.target_end for link in before if link.source_end == nearest)
    while at < len(draft.text) and draft.text[at].isalnum():
        at += 1
    return at, at


def _spoilt_copies(term: Term, text: str) -> Iterator[Span]:
    words = list(_WORD.finditer(text))
    wanted = re.sub(r"\W", "", term.target).casefold()
    length = max(1, len(_WORD.findall(term.target)))
    best: tuple[float, Span] | None = None
    for count in range(max(1, length - 1), length + 2):
        for first in range(len(words) - count + 1):
            start, end = words[first].start(), words[first + count - 1].end()
            window = re.sub(r"\W", "", text[start:end]).casefold()
            if abs(len(window) - len(wanted)) > len(wanted) or window[:1] != wanted[:1]:
                continue
            ratio = SequenceMatcher(None, wanted, window, autojunk=False).ratio()
            if ratio >= _SIMILAR and (best is None or ratio > best[0]):
                best = ratio, (start, end)
    if best:
        yield best[1]


def _agreeing(term: Term, before: str, old: str) -> list[str]:
    """Forms of the term, those that fit what stood there and what precedes it first."""
    if re.search(r"(?:^|[\s-])[A-Z][a-z]\S*$", term.target) and " " in term.target:
        return [term.target, *term.variants]
    preferred = word_forms(term.target, term.part_of_speech)
    last_before = re.search(r"(\w+)\W*$", before)
    plural = bool(last_before and last_before[1].lower() in _PLURAL_BEFORE) or bool(
        re.search(r"[^su]s$", old)
    )
    forms = [preferred[0]]
    if plural and len(preferred) > 1:
        forms = [preferred[1], preferred[0]]
    ending = re.search(r"(?:ed|ing|s|e)$", old)
    for variant in term.variants:
        variant_forms = word_forms(variant, "verb" if ending and " " not in variant else "")
        fitting = [f for f in variant_forms if ending and f.endswith(ending[0])]
        forms += [*fitting[:1], variant]
    return list(dict.fromkeys(forms))


def _free_case(term: Term) -> bool:
    return term.case is CaseRule.ANY and not term.do_not_translate


def _fitted_case(term: Term, form: str, before: str) -> str:
    """Takes the capital off an article that the entry begins with, inside a sentence."""
    if _free_case(term) and form.startswith("The ") and not _SENTENCE_START.search(before):
        return "t" + form[1:]
    return form


def _article(term: Term, form: str, before: str) -> tuple[int, str]:
    """Returns where to begin and the article to write, given what precedes the place."""
    found = _ARTICLE.search(before)
    if not found:
        return len(before), ""
    article = found[1]
    named = form[:1].isupper() and not form.isupper()
    own = form.lower().startswith(("the ", "a ", "an "))
    if own or (named and article.lower() != "the") or (named and term.case is CaseRule.EXACT):
        return found.start(), ""
    if article.lower() == "the":
        return len(before), ""
    fitting = indefinite_article(form)
    return found.start(), (fitting.capitalize() if article[0].isupper() else fitting) + " "


def _free(span: Span, taken: list[Span]) -> bool:
    return not any(span[0] < end and start < span[1] for start, end in taken) and not any(
        span[0] == span[1] and start < span[0] < end for start, end in taken
    )
