"""Pairs with invented words in their hints: what teaches a model to copy a term letter by letter.

Hints that come from the word alignment ask for what the model would write anyway, so that it may
learn to look at the Chinese instead. Here a phrase is replaced on both sides by another one that
has nothing to do with it, and only the hint tells which: a name that never was, a phrase of another
sentence, a title made of both (after the random lexical constraints of Chen, Chen, Wang and Li
2020, "Lexical-constraint-aware neural machine translation via data augmentation"). An article
before the phrase is now and then made part of the hint, as glossaries have it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from pypinyin import lazy_pinyin

from translator.training.annotation import Annotated, Phrase, choose, write_hints
from translator.training.links import LinkedWords, Span
from translator.training.pairs import Pair

_ARTICLES = ("a", "an")
_VOWELS = tuple("aeiouAEIOU")


@dataclass(frozen=True, slots=True)
class Invented:
    """A pair whose hinted phrases were replaced.

    Attributes:
        pair: both sides with the invented words.
        words: its words and links.
        version: the source with its hints.
    """

    pair: Pair
    words: LinkedWords
    version: Annotated


@dataclass(frozen=True, slots=True)
class _Edit:
    """A span of a text and what comes in its place."""

    start: int
    end: int
    text: str


class Inventor:
    """Makes invented pairs out of real ones.

    Args:
        pool: (Chinese, English) phrases that words are borrowed from.
    """

    def __init__(self, pool: Sequence[tuple[str, str]]) -> None:
        self._pool = pool
        self._characters = sorted({character for source, _ in pool for character in source})

    def invent(
        self, pair: Pair, words: LinkedWords, candidates: Sequence[Phrase], chance: random.Random
    ) -> Invented | None:
        """Returns the pair with one to four phrases replaced, None if there is nothing to replace.

        Args:
            pair: a real pair.
            words: its words and links.
            candidates: what `annotation.phrases` found in it.
            chance: decides everything.
        """
        chosen = choose(pair, candidates, chance.choice((1, 1, 2, 2, 3, 4)), chance)
        edits = []
        for phrase in sorted(chosen):
            edit = self._edit(pair, words, phrase, chance)
            if edit is not None:
                edits.append(edit)
        sources = [source for source, _, _ in edits]
        if len({edit.text for edit in sources}) < len(sources) or not edits:
            return None
        targets = sorted((target for _, target, _ in edits), key=lambda edit: edit.start)
        changed = Pair(_replaced(pair.source, sources), _replaced(pair.target, targets), pair.tag)
        moved = LinkedWords(
            [_moved(span, sources) for span in words.source],
            [_moved(span, targets) for span in words.target],
            words.sure,
            words.possible,
        )
        hinted = []
        for source, target, form in edits:
            spans = (
                _moved((source.start, source.end), sources),
                _moved((target.start, target.end), targets),
            )
            hinted.append((Phrase(*spans[0], *spans[1]), form, chance.random() < 0.1))
        return Invented(changed, moved, write_hints(changed.source, hinted))

    def _edit(
        self, pair: Pair, words: LinkedWords, phrase: Phrase, chance: random.Random
    ) -> tuple[_Edit, _Edit, str] | None:
        """The replacements on both sides and the form to ask for; None where it would not fit."""
        old_source = pair.source[phrase.source_start : phrase.source_end]
        new_source, form = self._words(old_source, chance)
        start = phrase.target_start
        article, article_start = _word_before(pair, words, start)
        if article in _ARTICLES and (article == "an") != form.startswith(_VOWELS):
            return None
        if article == "the" and chance.random() < 0.4:
            start, form = article_start, "the " + form
        text = form if start else form[0].upper() + form[1:]
        source = _Edit(phrase.source_start, phrase.source_end, new_source)
        return source, _Edit(start, phrase.target_end, text), form

    def _words(self, old: str, chance: random.Random) -> tuple[str, str]:
        """A Chinese form, and an English form that need not have anything to do with it."""
        coin = chance.random()
        borrowed_source, borrowed = chance.choice(self._pool)
        if coin < 0.35:
            return (old if chance.random() < 0.5 else borrowed_source), chance.choice(self._pool)[1]
        name = "".join(chance.choices(self._characters, k=chance.choice((2, 2, 3, 3, 4))))
        romanised = _romanised(name, chance)
        if coin < 0.75:
            return name, romanised
        joint = chance.choice((" ", " ", " ", "-", "'s "))
        title = borrowed if chance.random() < 0.3 else _titled(borrowed)
        return name + borrowed_source, romanised + joint + title


def _romanised(name: str, chance: random.Random) -> str:
    """Pinyin as names are written: in one word, family name first, or syllable by syllable."""
    syllables = [s for s in lazy_pinyin(name) if s.isascii() and s.isalpha()] or ["xin"]
    style = chance.random()
    if style < 0.5 and len(syllables) > 1:
        return syllables[0].capitalize() + " " + "".join(syllables[1:]).capitalize()
    if style < 0.75:
        return "".join(syllables).capitalize()
    if style < 0.85:
        return "-".join(syllables).capitalize()
    return " ".join(s.capitalize() for s in syllables)


def _titled(text: str) -> str:
    return " ".join(word[0].upper() + word[1:] for word in text.split())


def _word_before(pair: Pair, words: LinkedWords, start: int) -> tuple[str, int]:
    """The word right before ``start`` in the target if it is an article, and where it begins."""
    for s, e in words.target:
        word = pair.target[s:e]
        if e == start - 1 and word in (*_ARTICLES, "the"):
            return word, s
    return "", start


def _replaced(text: str, edits: Sequence[_Edit]) -> str:
    parts, done = [], 0
    for edit in edits:
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join(parts) + text[done:]


def _moved(span: Span, edits: Sequence[_Edit]) -> Span:
    """Where a word stands after the edits; words inside one get all of its text."""
    shift = 0
    for edit in edits:
        if span[1] <= edit.start:
            break
        if span[0] < edit.end:
            return edit.start + shift, edit.start + shift + len(edit.text)
        shift += len(edit.text) - (edit.end - edit.start)
    return span[0] + shift, span[1] + shift
