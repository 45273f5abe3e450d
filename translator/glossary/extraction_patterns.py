"""Patterns in which Chinese text gives the English of a term itself.

``自注意力(self-attention)``, ``图神经网络（Graph Neural Network，GNN）``,
``Transformer（变换器）``, ``泛化，也就是 generalization``, ``self-attention，即自注意力``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translator.glossary.background import common_words
from translator.glossary.extraction_words import chunks, is_han

_LATIN = r"[A-Za-z][A-Za-z0-9'’\-/ &+]*[A-Za-z0-9+]|[A-Z]"
_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
_MIXED = rf"(?:{_HAN}|[A-Za-z0-9\-])*{_HAN}(?:{_HAN}|[A-Za-z0-9\-])*"
_QUOTES = "“”\"'‘’「」《》"
_NAMELY = r"(?:，|,)\s*(?:也就是|也即|即是|即|就是|英文叫|英文是|简称|又称)(?:所谓的?)?"
_HAN_LATIN = re.compile(
    rf"(?P<han>{_MIXED})[{_QUOTES}]?\s*[（(]\s*(?:英文|英语|简称|全称|即)?[：:]?\s*"
    rf"(?P<latin>{_LATIN})(?:\s*[,，;；、]\s*(?:简称)?\s*(?P<short>{_LATIN}))?\s*[)）]"
)
_LATIN_HAN = re.compile(
    rf"(?<![A-Za-z])(?P<latin>{_LATIN})\s*[（(]\s*(?:中文|即|又称|也就是)?\s*(?P<han>{_MIXED})\s*[)）]"
)
_HAN_NAMELY = re.compile(rf"(?P<han>{_MIXED})[{_QUOTES}]?{_NAMELY}\s*(?P<latin>{_LATIN})")
_LATIN_NAMELY = re.compile(
    rf"(?<![A-Za-z])(?P<latin>{_LATIN}){_NAMELY}\s*[{_QUOTES}]?(?P<han>{_MIXED})"
)
_OPENERS = frozenset(
    "的是在了和与及或用叫做对把被从到为以将由给向这那该此一种个些其并而有让使称作讲说谈聊提问看"
)
_MAX_HAN = 10


@dataclass(frozen=True, slots=True)
class Pattern:
    """A term and the English that the text gives for it.

    Attributes:
        source, target: the pair.
        variants: an abbreviation that was given along, or ().
        sentence: index of the sentence.
    """

    source: str
    target: str
    variants: tuple[str, ...]
    sentence: int


def find_patterns(texts: Sequence[str], known: frozenset[str] = frozenset()) -> tuple[Pattern, ...]:
    """Returns the pairs that ``texts`` give, each once, in order.

    Args:
        texts: normalised sentences.
        known: keys of sources that glossaries have, which settle where a term starts.
    """
    whole = "\n".join(texts)
    found: dict[str, list[Pattern]] = {}
    for number, text in enumerate(texts):
        for han, latin, short, before in _pairs(text):
            source = _term_at_end(han, known, whole) if before else _term_at_start(han)
            target = _plain_case(latin)
            if source and len(target) > 1 and not _is_label(source, target):
                variants = (short,) if short else ()
                found.setdefault(source, []).append(Pattern(source, target, variants, number))
    return tuple(_commonest(patterns) for patterns in found.values())


def _commonest(patterns: Sequence[Pattern]) -> Pattern:
    """Returns the first of the patterns with the target that is given most often."""
    targets = Counter(pattern.target for pattern in patterns)
    best = max(targets, key=lambda target: targets[target])
    return next(pattern for pattern in patterns if pattern.target == best)


def _is_label(source: str, target: str) -> bool:
    """Whether ``target`` only names an instance (我们的模型(CHAM)), and is no translation.

    An acronym stands for several words, so a term of few characters has none.
    """
    acronym = " " not in target and sum(char.isupper() for char in target) >= 2
    return acronym and sum(map(is_han, source)) < 4


def _pairs(text: str) -> Iterator[tuple[str, str, str, bool]]:
    """Yields Chinese, English, abbreviation, and whether the Chinese is only the end of a run."""
    for expression in (_HAN_LATIN, _HAN_NAMELY):
        for match in expression.finditer(text):
            groups = match.groupdict()
            yield match["han"], match["latin"], groups.get("short") or "", True
    for match in _LATIN_HAN.finditer(text):
        yield match["han"], match["latin"], "", False
    for match in _LATIN_NAMELY.finditer(text):
        yield match["han"], match["latin"], "", False


def _term_at_end(han: str, known: frozenset[str], whole: str) -> str:
    """Returns the end of ``han`` that is the term: known, or repeated, or after the grammar."""
    words = next(iter(chunks(han)), None)
    if not words:
        return ""
    options = [han[start:] for start in words.starts if 2 <= len(han) - start <= _MAX_HAN + 6]
    for option in options:
        if option.casefold() in known:
            return option
    common = common_words()
    taken = ""
    for word, start in reversed(list(zip(words.words, words.starts, strict=True))):
        stops = word in common.function or (len(word) == 1 and word in _OPENERS)
        verbal = len(word) > 1 and common.general.get(word, 99_999) < 400
        if stops or (verbal and taken) or len(han) - start > _MAX_HAN + 6:
            break
        taken = han[start:]
    repeated = [option for option in options if whole.count(option) > 1 and option in taken]
    best = repeated[0] if repeated and len(repeated[0]) >= 3 else taken
    return best if sum(map(is_han, best)) >= 2 else ""


def _term_at_start(han: str) -> str:
    """Returns the start of ``han`` that is the term: up to the first grammar."""
    words = next(iter(chunks(han)), None)
    if not words:
        return ""
    taken = ""
    for word, end in zip(words.words, words.ends, strict=True):
        if word in common_words().function or (len(word) == 1 and word in _OPENERS):
            break
        taken = han[:end]
    return taken if 2 <= sum(map(is_han, taken)) <= _MAX_HAN else ""


def _plain_case(latin: str) -> str:
    """Returns an English term in small letters unless its capitals mean something."""
    latin = re.sub(r"\s+", " ", latin).strip(" '’-/&")
    words = latin.split(" ")
    if len(words) > 1 and all(re.fullmatch(r"[A-Z]?[a-z'’\-]+(?:[A-Z][a-z]+)?", w) for w in words):
        return latin.lower()
    return latin
