"""Training sources annotated with term hints, so that a model learns to follow them.

A hint puts the wanted target inline, next to its source or in its place:
``模型的<t>泛化<=>generalization</t>能力`` (Dinu et al. 2019, "Training neural machine translation
to apply terminology constraints"; Song et al. 2019, "Code-switching for enhancing NMT with
pre-specified translation"). The phrases come from the word alignment, so that every hint is right;
some English forms are brought to lower case or the singular first, so that the model learns to
inflect and not only to copy (Bergmanis and Pinnis 2021, "Facilitating terminology translation with
target lemma annotations").
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from translator.training.cleaning import HINT_SYMBOLS
from translator.training.links import LinkedWords
from translator.training.pairs import Pair
from translator.training.settings import HintSettings

OPEN, SEPARATOR, CLOSE = HINT_SYMBOLS
MOST_WORDS = 4
"""Words of a phrase, on either side."""

_HAN_WORD = regex.compile(r"\p{Han}+")
_ENGLISH_WORD = regex.compile(r"[A-Za-z][A-Za-z'’-]*")
_CAPITALISED = regex.compile(r"[A-Z][^A-Z]*")
_PLURAL = regex.compile(r".*[a-z]{2}(?:[a-z]s|ies)")
_ENGLISH_STOPS = """
a an and any are as at be been being but by can could did do does each for from had has have he her
here his how i if in into is it its just may me might more most must my no not of on only or other
our out over shall she should so some such than that the their them then there these they this
those to under up us very was we were what when where which who why will with would you your
"""
_CHINESE_STOPS = """
的 地 得 了 着 过 是 在 和 与 或 及 而 也 都 就 才 还 又 很 更 最 不 没 没有 有 这 那 这个 那个
这些 那些 这里 那里 我 你 您 他 她 它 我们 你们 他们 她们 它们 自己 大家 什么 怎么 如何 为什么
一个 一种 一些 一下 可以 能 能够 会 要 想 应该 需要 必须 把 被 从 到 向 对 对于 关于 为 为了 以
以及 之 其 等 中 上 下 里 后 前 时 时候 因为 所以 但是 但 如果 虽然 然后 其实 就是 不是 还是 只是
只有 非常 比较 已经 进行 通过 使用
"""
_FUNCTION_WORDS = frozenset(_ENGLISH_STOPS.split())
_CHINESE_FUNCTION_WORDS = frozenset(_CHINESE_STOPS.split())


class Phrase(NamedTuple):
    """Spans of the two sides of a pair that translate each other."""

    source_start: int
    source_end: int
    target_start: int
    target_end: int


@dataclass(frozen=True, slots=True)
class Hint:
    """A phrase as it stands in an annotated source.

    Attributes:
        phrase: the spans in the pair.
        start, end: span of the hinted English in the annotated source.
    """

    phrase: Phrase
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Annotated:
    """A source with hints.

    Attributes:
        text: what the model reads.
        hints: left to right.
        places: for each code point of the plain source, its place in ``text``; those of a masked
            form point at the hint's separator; one more entry for the end.
    """

    text: str
    hints: tuple[Hint, ...]
    places: tuple[int, ...]


def phrases(pair: Pair, words: LinkedWords) -> list[Phrase]:
    """Returns the phrase pairs that may serve as hints.

    Both sides have one to `MOST_WORDS` adjoining words, begin and end with content words, and no
    link leads out of the phrase pair (the consistency of Koehn, Och and Marcu 2003).
    """
    found = []
    source_words = [pair.source[s:e] for s, e in words.source]
    linked = {i for i, _ in words.sure}
    for first in range(len(source_words)):
        for last in range(first, min(first + MOST_WORDS, len(source_words))):
            if not _HAN_WORD.fullmatch(source_words[last]):
                break
            if first in linked and last in linked and _is_term(source_words, first, last):
                phrase = _phrase(pair, words, first, last)
                if phrase is not None and 2 <= phrase.source_end - phrase.source_start <= 8:
                    found.append(phrase)
    return found


def annotate(
    pair: Pair, candidates: Sequence[Phrase], settings: HintSettings, chance: random.Random
) -> Annotated:
    """Returns the source with one to three of the phrases written into it as hints.

    Args:
        pair: source and target.
        candidates: what `phrases` found; phrases that occur twice in the source are not used.
        settings: shares of masked, lowered and singular hints.
        chance: decides which phrases and forms.
    """
    chosen = choose(pair, candidates, chance.choice((1, 1, 2, 2, 3)), chance)
    hinted = []
    for phrase in sorted(chosen):
        masked = chance.random() < settings.masked
        form = _form(pair.target[phrase.target_start : phrase.target_end], settings, chance)
        hinted.append((phrase, form, masked))
    return write_hints(pair.source, hinted)


def choose(
    pair: Pair, candidates: Sequence[Phrase], most: int, chance: random.Random
) -> list[Phrase]:
    """Returns up to ``most`` of the phrases, none of which overlap or occur twice in the source."""
    usable = [p for p in candidates if pair.source.count(pair.source[p[0] : p[1]]) == 1]
    chance.shuffle(usable)
    chosen: list[Phrase] = []
    for phrase in usable[:most]:
        if not any(_overlap(phrase, other) for other in chosen):
            chosen.append(phrase)
    return chosen


def write_hints(source: str, hinted: Sequence[tuple[Phrase, str, bool]]) -> Annotated:
    """Returns the source with hints written into it.

    Args:
        source: plain text.
        hinted: phrase, English form to ask for, whether the source form is left out; left to right.
    """
    text, hints, places = "", [], list[int]()
    for phrase, form, masked in hinted:
        text = _append_plain(text, source, places, phrase.source_start)
        body = "" if masked else source[phrase.source_start : phrase.source_end]
        text += OPEN
        places += [
            len(text) + (0 if masked else k) for k in range(phrase.source_end - phrase.source_start)
        ]
        text += body + SEPARATOR
        hints.append(Hint(phrase, len(text), len(text) + len(form)))
        text += form + CLOSE
    text = _append_plain(text, source, places, len(source))
    return Annotated(text, tuple(hints), (*places, len(text)))


def _overlap(one: Phrase, other: Phrase) -> bool:
    return one.source_start < other.source_end and other.source_start < one.source_end


def _append_plain(text: str, source: str, places: list[int], until: int) -> str:
    done = len(places)
    places += [len(text) + k for k in range(until - done)]
    return text + source[done:until]


def _is_term(words: Sequence[str], first: int, last: int) -> bool:
    return not {words[first], words[last]} & _CHINESE_FUNCTION_WORDS


def _phrase(pair: Pair, words: LinkedWords, first: int, last: int) -> Phrase | None:
    inside = sorted(j for i, j in words.sure if first <= i <= last)
    low, high = inside[0], inside[-1]
    if high - low >= MOST_WORDS:
        return None
    if any(low <= j <= high and not first <= i <= last for i, j in (*words.sure, *words.possible)):
        return None
    target_words = [pair.target[s:e] for s, e in words.target[low : high + 1]]
    if not all(_ENGLISH_WORD.fullmatch(word) for word in target_words):
        return None
    if {target_words[0].lower(), target_words[-1].lower()} & _FUNCTION_WORDS:
        return None
    span = words.source[first][0], words.source[last][1]
    if span[1] - span[0] != sum(e - s for s, e in words.source[first : last + 1]):
        return None
    return Phrase(*span, words.target[low][0], words.target[high][1])


def _form(phrase: str, settings: HintSettings, chance: random.Random) -> str:
    if _CAPITALISED.fullmatch(phrase) and chance.random() < settings.lowered:
        phrase = phrase.lower()
    name = phrase.split()[-1][0].isupper()  # an s behind a name would be a wrong name
    plural = _PLURAL.fullmatch(phrase) and not phrase.endswith(("ss", "us", "is")) and not name
    if plural and chance.random() < settings.singular:
        return phrase[:-3] + "y" if phrase.endswith("ies") else phrase[:-1]
    return phrase
