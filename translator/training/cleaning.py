"""Throwing out pairs that would teach something wrong.

The tests are those of the usual corpus filters (Zipporah and Bicleaner's hard rules; see
Sánchez-Cartagena et al. 2018, "Prompsit's submission to WMT 2018 Parallel Corpus Filtering"):
emptiness, length, length ratio, language by script, markup that only one side has, repetition.
"""

from __future__ import annotations

import html
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

import regex

from translator.training.pairs import Pair
from translator.training.settings import CleaningSettings

HINT_SYMBOLS = ("<t>", "<=>", "</t>")
"""Markup of inline term hints, in the order open, separator, close."""

_SPACE = regex.compile(r"[\s\p{Cc}\p{Zs}]+")
_INVISIBLE = regex.compile(r"[\p{Cf}\uFFFD\p{Co}\p{Cs}]")
_HAN = regex.compile(r"\p{Han}")
_LETTER = regex.compile(r"\p{L}")
_LATIN = regex.compile(r"\p{Latin}")
_MARKUP = regex.compile(
    r"</?[A-Za-z][^<>]{0,200}>|\{\{|\}\}|\]\(|\[\[|&[a-z]{2,8};|^\s*[|#>]|https?://\S+"
)
_FREE_RATIO = 8
"""Characters below which a side is too short for its ratio to mean anything."""


class Reason(StrEnum):
    """Why a pair was thrown out."""

    EMPTY = "empty"
    LONG = "too long"
    RATIO = "length ratio"
    SOURCE_LANGUAGE = "source is not Chinese"
    TARGET_LANGUAGE = "target is not English"
    MARKUP = "markup differs"
    REPEATED = "repeated"


def clean(
    pairs: Iterable[Pair],
    settings: CleaningSettings,
    *,
    simplify: Callable[[str], str] = str,
    excluded: Iterable[Pair] = (),
) -> tuple[list[Pair], Counter[Reason]]:
    """Returns the pairs worth training on, tidied, and how many went for which reason.

    Args:
        pairs: of two that are equal but for case, width, space and punctuation, the first stays.
        settings: the limits.
        simplify: what brings a source to simplified Chinese.
        excluded: development pairs: none of the sources kept occurs among theirs.
    """
    seen: set[tuple[str, str]] = set()
    targets: defaultdict[str, int] = defaultdict(int)
    kept_apart = {_key(simplify(tidy(pair.source))) for pair in excluded}
    dropped: Counter[Reason] = Counter()
    kept = []
    for pair in pairs:
        source, target = simplify(tidy(pair.source)), tidy(pair.target)
        tidied = Pair(source, target, pair.tag)
        reason = objection(tidied, settings)
        key = _key(source), _key(target)
        if reason is None and (
            key in seen or key[0] in kept_apart or targets[key[0]] >= settings.most_per_source
        ):
            reason = Reason.REPEATED
        if reason is not None:
            dropped[reason] += 1
            continue
        seen.add(key)
        targets[key[0]] += 1
        kept.append(tidied)
    return kept, dropped


def tidy(text: str) -> str:
    r"""Returns ``text`` without entities, invisible characters and superfluous white space.

    >>> tidy("A &amp; B\u200b ,  C ")
    'A & B , C'
    """
    text = html.unescape(text) if "&" in text else text
    return _SPACE.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def objection(pair: Pair, settings: CleaningSettings) -> Reason | None:
    """Returns what speaks against a tidied pair, None if nothing does."""
    return next(_objections(pair.source, pair.target, settings), None)


def _objections(source: str, target: str, settings: CleaningSettings) -> Iterator[Reason]:
    if not source or not target:
        yield Reason.EMPTY
        return
    if max(len(source), len(target)) > settings.longest:
        yield Reason.LONG
    han, letters = len(_HAN.findall(source)), len(_LETTER.findall(source))
    if not han or han < settings.least_han * letters:
        yield Reason.SOURCE_LANGUAGE
    target_letters = len(_LETTER.findall(target))
    if not target_letters or len(_LATIN.findall(target)) < 0.9 * target_letters:
        yield Reason.TARGET_LANGUAGE
    if not _ratio_fits(len(source), len(target), settings):
        yield Reason.RATIO
    if _markup(source) != _markup(target) or any(mark in source for mark in HINT_SYMBOLS):
        yield Reason.MARKUP


def _ratio_fits(source: int, target: int, settings: CleaningSettings) -> bool:
    slack = _FREE_RATIO
    return (
        target + 2 * slack >= settings.least_ratio * source
        and target <= settings.most_ratio * (source + slack) - slack
    )


def _markup(text: str) -> list[str]:
    return sorted(_MARKUP.findall(text))


def _key(text: str) -> str:
    """What makes two texts the same: letters and digits, without case and width."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return regex.sub(r"[^\p{L}\p{N}]+", "", folded) or folded
