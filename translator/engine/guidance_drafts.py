"""Drafts of a translation, judged: which terms they honour, and what else is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from translator.engine.guidance_passages import Passage, Span
from translator.engine.links import Link
from translator.engine.numerals import ADDRESS
from translator.glossary.realisation import assign, forbidden_uses, realisations

if TYPE_CHECKING:
    from translator.engine.packages import TermHints

_SOURCE_QUOTES = re.compile(r"[“”\"「」『』《》〈〉‘’]")
_TARGET_QUOTES = re.compile(r"[“”\"]")
_ADDRESS_GOES_ON = re.compile(r"[\w./?=&#%~+@-]*\w/?")


@dataclass(frozen=True, slots=True)
class Draft:
    """A target for a passage.

    Attributes:
        text: the target.
        links: one per token, source spans in the passage.
        score: mean log-probability per token under the passage's own prompt.
        honoured: for each term of the passage the span of ``text`` that renders it, or None.
        forbidden: (index of the term, span) of each rendering that the term's entry forbids.
        repeats: how many times a term stands twice in a row.
    """

    text: str
    links: tuple[Link, ...]
    score: float
    honoured: tuple[Span | None, ...]
    forbidden: tuple[tuple[int, Span], ...]
    repeats: int

    @property
    def missing(self) -> tuple[int, ...]:
        """Indices of the terms that are not honoured."""
        return tuple(i for i, span in enumerate(self.honoured) if span is None)

    @property
    def wanting(self) -> tuple[int, ...]:
        """Indices of the terms that are not honoured or rendered in a forbidden way."""
        return tuple(sorted({*self.missing, *(index for index, _ in self.forbidden)}))

    @property
    def faults(self) -> int:
        """Number of things a better draft would not have; 0 is obedient."""
        return len(self.missing) + len(self.forbidden) + self.repeats + (not self.text.strip())

    @property
    def rank(self) -> tuple[int, float]:
        """Sorts drafts of one passage: obedience first, then what the model finds likelier."""
        return self.faults, -self.score


def judged(passage: Passage, text: str, links: Sequence[Link], score: float) -> Draft:
    """Returns the draft of ``passage`` with that text, its terms looked up."""
    return Draft(
        text,
        tuple(links),
        score,
        assign(passage.matches, text),
        tuple(
            (passage.matches.index(use.match), (use.start, use.end))
            for use in forbidden_uses(passage.matches, text)
        ),
        sum(1 for _ in _repeated(passage, text)),
    )


def replaced(
    text: str, links: Sequence[Link], span: Span, new: str, source: Span | None = None
) -> tuple[str, tuple[Link, ...]]:
    """Puts ``new`` over ``text[span]`` and moves the links along.

    Args:
        text: a draft's target.
        links: the draft's links.
        span: what goes.
        new: what comes; "" to take out.
        source: what ``new`` translates; None if it takes over the links of what goes.
    """
    start, end = span
    shift = len(new) - (end - start)
    kept: list[Link] = []
    inside: list[Link] = []
    for link in links:
        if link.target_end <= start:
            kept.append(link)
        elif link.target_start >= end:
            kept.append(
                replace(
                    link,
                    target_start=link.target_start + shift,
                    target_end=link.target_end + shift,
                )
            )
        else:
            inside.append(link)
    if new.strip():
        left = start + len(new) - len(new.lstrip())
        right = left + len(new.strip())
        origin = source or (inside and (inside[0].source_start, inside[0].source_end)) or None
        if origin:
            kept.append(Link(left, right, *origin))
    return text[:start] + new + text[end:], tuple(sorted(kept, key=lambda k: k.target_start))


def cleaned(
    passage: Passage,
    text: str,
    links: Sequence[Link],
    hints: TermHints | None,
    *,
    quoted: bool = False,
) -> tuple[str, tuple[Link, ...]]:
    """Takes out what prompts leave behind: markup, quotes of ours, doubled terms, long addresses.

    Args:
        passage: what was translated.
        text: what the engine made of it.
        links: the links of ``text``, source spans in the passage.
        hints: the package's markup.
        quoted: whether the prompt had quotes that the passage lacks.
    """
    for mark in hints or ():
        while (at := text.find(mark)) >= 0 and mark not in passage.text:
            text, links = replaced(text, links, (at, at + len(mark)), "")
    if quoted:
        text, links = _without_quotes(passage, text, links)
    for wrong in (_repeated, _tails_of_addresses):
        while (span := next(wrong(passage, text), None)) is not None:
            text, links = replaced(text, links, span, "")
    for span, written in _miswritten(passage, text):
        text, links = replaced(text, links, span, written)
    return text, tuple(links)


def _without_quotes(
    passage: Passage, text: str, links: Sequence[Link]
) -> tuple[str, Sequence[Link]]:
    """Takes quotes off the terms; all quotes go where the source has none."""
    spans: list[Span] = []
    if not _SOURCE_QUOTES.search(passage.text):
        spans = [found.span() for found in _TARGET_QUOTES.finditer(text)]
    else:
        for match in passage.matches:
            for start, end in realisations(match.term, text):
                closing = re.match(r"[,.;:!?]?([”\"’'])", text[end:])
                if closing and text[start - 1 : start] in ("“", '"', "‘", "'"):
                    spans += [(start - 1, start), (end + closing.start(1), end + closing.end(1))]
    for start, end in sorted(set(spans), reverse=True):
        text, links = replaced(text, links, (start, end), "")
    return text, links


def _miswritten(passage: Passage, text: str) -> Iterator[tuple[Span, str]]:
    """Yields targets whose capitals or apostrophes are not the entry's, and how to write them.

    Capitals are looked at only where a target has some inside (hao ren); a capital first letter
    alone may be a habit of the glossary. The length never changes.
    """
    for target in dict.fromkeys(match.term.target for match in passage.matches):
        cased = any(char.isupper() for char in target[1:])
        if not cased and "’" not in target:
            continue
        pattern = re.escape(target).replace("’", "['’]")
        for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE):
            if cased and not found[0].isupper():
                written = target
            else:
                written = "".join(
                    wanted if wanted == "’" else char
                    for char, wanted in zip(found[0], target, strict=True)
                )
            if found[0] != written:
                yield found.span(), written


def _repeated(passage: Passage, text: str) -> Iterator[Span]:
    """Yields the spans to take out where a term, or its last word, stands twice in a row."""
    for term in dict.fromkeys(match.term for match in passage.matches):
        spans = realisations(term, text)
        for (_, end), (start, stop) in pairwise(spans):
            if not text[end:start].strip(' -,"“”()'):
                yield end, stop
        for start, end in spans:
            first, last = re.match(r"\w+", text[start:end]), re.search(r"\w+$", text[start:end])
            if first and (
                again := re.search(
                    rf"(?<!\w){re.escape(first[0])}[\s-]+$", text[:start], re.IGNORECASE
                )
            ):
                yield again.start(), start
            if last and (
                again := re.match(rf"[\s-]+{re.escape(last[0])}(?!\w)", text[end:], re.IGNORECASE)
            ):
                yield end, end + again.end()


def _tails_of_addresses(passage: Passage, text: str) -> Iterator[Span]:
    """Yields what a model writes on, without a space, behind an address that is complete."""
    terms = dict.fromkeys(match.term for match in passage.matches)
    for term in terms:
        longer = any(t is not term and t.target.startswith(term.target) for t in terms)
        if ADDRESS.fullmatch(term.target) and not longer:
            for _, end in realisations(term, text):
                if tail := _ADDRESS_GOES_ON.match(text, end):
                    yield tail.span()
