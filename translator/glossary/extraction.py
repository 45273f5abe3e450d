"""Term candidates in Chinese text, ranked by how much like a term they are (termhood).

Every run of up to `MAX_WORDS` words that occurs often enough is judged by

* the C-value (Frantzi, Ananiadou and Mima, 2000): frequency, more for longer terms, less for what
  mostly occurs inside longer candidates;
* cohesion: the smallest pointwise mutual information over all its cuts in two;
* boundary entropy: how freely its left and right neighbours vary (Harris' successor variety);
* its frequency against ordinary text (`translator.glossary.background`), and how much of it is
  everyday words.

Patterns that give the English along with the Chinese (自注意力(self-attention)) count from one
occurrence on.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from translator.glossary.background import CommonWords, common_words
from translator.glossary.extraction_patterns import Pattern, find_patterns
from translator.glossary.extraction_words import chunks, is_han
from translator.glossary.keys import source_key, source_keys
from translator.glossary.term import Term

MAX_WORDS = 7
_MAX_CHARACTERS = 12
_MAX_LATIN_WORDS = 3

_GRAMMAR = frozenset(
    "的一是在了有和就都也很到说要去你会着没看这那我他她它们把被让给跟向从与及或而但若则且因所以之其此该"
    "每各又还才只最更太吗呢吧啊嘛呀哦么什怎谁哪几些已将并却虽然即使用做来个种位名件条次于由为等您咱俩某"
    "能叫称像当如至今再便仍较挺蛮极特越想得地能走跑觉算放拿带讲听写问"
)
"""Characters that stand in no term unless a common word holds them."""

_NEVER_FIRST = frozenset(
    "篇张本次段句页章节位群批住人出起开回成里时点者性化率度式年月日号和们第两三四五六七八九十百千万亿"
)
_NEVER_LAST = frozenset("住不人可非无多自大上下前后中里外内过时起出进回开去好地到成对年月日再超反")
_TAILS = frozenset(
    ("领域", "方向", "方面", "相关", "部分", "内容", "情况", "意义", "角度", "层面", "本身", "范围")
)
"""Words that say no more about a term in front of them than that it is a field."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed entry.

    Attributes:
        source: the Chinese (or Latin) form.
        target: the English that the text itself gives, "" if it gives none.
        variants: further forms that the text gives (abbreviations).
        score: termhood; comparable within one extraction only.
        count: occurrences.
        example: a sentence that has it.
        known: the entry that the glossaries already have, None if it is new.
        from_pattern: whether the text itself gives the English.
    """

    source: str
    target: str
    variants: tuple[str, ...]
    score: float
    count: int
    example: str
    known: Term | None = None
    from_pattern: bool = False


@dataclass(slots=True)
class _Gram:
    count: int = 0
    surface: str = ""
    example: int = 0
    left: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)


def extract(
    sentences: Sequence[str], known: Sequence[Term] = (), *, min_count: int = 2
) -> tuple[Candidate, ...]:
    """Returns the candidates in ``sentences``, the likeliest terms first.

    Args:
        sentences: Chinese text as written, one sentence each.
        known: what the glossaries hold already; such candidates say so.
        min_count: occurrences below which a candidate without a pattern is not proposed.
    """
    from translator.segmenting.script import normalise

    texts = [normalise(sentence).text for sentence in sentences]
    grams, words = _count(texts)
    patterns = find_patterns(texts, frozenset(source_keys(t.source for t in known)))
    candidates = [
        *_from_patterns(patterns, sentences, texts),
        *_from_grams(grams, words, sentences, min_count),
        *_latin_names(grams, sentences, min_count),
    ]
    merged: dict[str, Candidate] = {}
    for candidate in candidates:
        key = source_key(candidate.source)
        first = merged.get(key)
        merged[key] = _joined(first, candidate) if first else candidate
    entries = dict(
        zip(source_keys(t.source for t in reversed(known)), reversed(known), strict=True)
    )
    found = [replace(c, known=entries.get(key)) for key, c in merged.items()]
    return tuple(sorted(found, key=lambda c: (-c.score, c.source)))


def _joined(first: Candidate, other: Candidate) -> Candidate:
    return replace(first, score=first.score + other.score, count=max(first.count, other.count))


def _count(texts: Sequence[str]) -> tuple[dict[tuple[str, ...], _Gram], Counter[str]]:
    """Counts every run of words with its neighbours; "" stands for the edge of a chunk."""
    grams: dict[tuple[str, ...], _Gram] = defaultdict(_Gram)
    words: Counter[str] = Counter()
    for number, text in enumerate(texts):
        for chunk in chunks(text):
            words.update(chunk.words)
            for first in range(len(chunk.words)):
                for last in range(first, min(first + MAX_WORDS, len(chunk.words))):
                    gram = grams[chunk.words[first : last + 1]]
                    if not gram.count:
                        gram.surface, gram.example = chunk.surface(text, first, last), number
                    gram.count += 1
                    gram.left[chunk.words[first - 1] if first else ""] += 1
                    gram.right["".join(chunk.words[last + 1 : last + 2])] += 1
    return grams, words


def _from_patterns(
    patterns: Sequence[Pattern], sentences: Sequence[str], texts: Sequence[str]
) -> list[Candidate]:
    whole = "\n".join(texts)
    return [
        Candidate(
            source=pattern.source,
            target=pattern.target,
            variants=pattern.variants,
            score=20 + 4 * math.log2(1 + whole.count(pattern.source)),
            count=whole.count(pattern.source),
            example=sentences[pattern.sentence].strip(),
            from_pattern=True,
        )
        for pattern in patterns
    ]


def _from_grams(
    grams: dict[tuple[str, ...], _Gram],
    words: Counter[str],
    sentences: Sequence[str],
    min_count: int,
) -> list[Candidate]:
    known = common_words()
    total = max(1, words.total())
    plausible = {
        gram: seen
        for gram, seen in grams.items()
        if seen.count >= min_count and _plausible(gram, known)
    }
    nests = _nests(plausible)
    found = []
    for gram, seen in plausible.items():
        longer = nests.get(gram, [])
        apart = seen.count - (sum(longer) / len(longer) if longer else 0)
        if longer and max(longer) >= 0.8 * seen.count and not _listed(gram, known):
            continue
        length = sum(len(word) if is_han(word) else 2 for word in gram)
        c_value = math.log2(length) * apart
        score = c_value * _cohesion(gram, grams, total) * _freedom(seen)
        score *= _strangeness(gram, seen.count / total, known)
        if score > 0:
            example = sentences[seen.example].strip()
            found.append(Candidate(seen.surface, "", (), score, seen.count, example))
    return found


def _plausible(gram: tuple[str, ...], known: CommonWords) -> bool:
    """Whether the words could be a term at all: no grammar in it, Chinese, not too long."""
    if not any(is_han(word) for word in gram) or sum(map(len, gram)) > _MAX_CHARACTERS:
        return False
    if len("".join(word for word in gram if is_han(word))) < (2 if len(gram) == 1 else 1):
        return False
    for word in gram:
        if word in known.function or word in _GRAMMAR:
            return False
        if not is_han(word) and (word.isdigit() or word[0].isdigit()):
            return False
    first, last = gram[0], gram[-1]
    if (len(first) == 1 and first in _NEVER_FIRST) or (len(last) == 1 and last in _NEVER_LAST):
        return False
    return not (known.common(first, 300) if len(gram) == 1 else last in _TAILS)


def _listed(gram: tuple[str, ...], known: CommonWords) -> bool:
    return len(gram) == 1 and (gram[0] in known.general or gram[0] in known.technical)


def _nests(plausible: dict[tuple[str, ...], _Gram]) -> dict[tuple[str, ...], list[int]]:
    """Returns for every candidate the counts of the longer candidates that contain it."""
    nests: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for gram, seen in plausible.items():
        size = len(gram)
        inner = {
            gram[start:end]
            for start in range(size)
            for end in range(start + 1, size + 1)
            if end - start < size
        }
        for part in inner:
            if part in plausible:
                nests[part].append(seen.count)
    return nests


def _cohesion(gram: tuple[str, ...], grams: dict[tuple[str, ...], _Gram], total: int) -> float:
    """Returns 0 (thrown together) to 1 (inseparable): the weakest cut's normalised PMI."""
    if len(gram) == 1:
        return 0.7
    count = grams[gram].count
    weakest = min(
        math.log2(count * total / (grams[gram[:cut]].count * grams[gram[cut:]].count))
        for cut in range(1, len(gram))
    )
    return max(0.0, min(1.0, weakest / math.log2(total / count + 1)))


def _freedom(seen: _Gram) -> float:
    """Returns 0 to 1: how freely both neighbours vary; a chunk's edge is a new neighbour each."""
    return min(_variety(seen.left, seen.count), _variety(seen.right, seen.count))


def _variety(neighbours: Counter[str], count: int) -> float:
    edges = neighbours.get("", 0)
    entropy = sum(-n / count * math.log2(n / count) for word, n in neighbours.items() if word)
    entropy += edges / count * math.log2(count) if edges else 0.0
    return min(1.0, 0.15 + entropy / max(1.0, math.log2(count)))


def _strangeness(gram: tuple[str, ...], frequency: float, known: CommonWords) -> float:
    """Returns how far the words stand out against ordinary text, less for everyday words."""
    stand_out = [
        max(0.0, math.log2(frequency / known.frequency(word))) if is_han(word) else 4.0
        for word in gram
    ]
    general = [
        1 - min(1.0, known.general[word] / 6000) if word in known.general else 0.0 for word in gram
    ]
    everyday = sum(general) / len(gram)
    kept = 1 - (0.97 if len(gram) == 1 else 0.85) * everyday
    return sum(stand_out) / len(gram) * kept


def _latin_names(
    grams: dict[tuple[str, ...], _Gram], sentences: Sequence[str], min_count: int
) -> list[Candidate]:
    """Returns acronyms and names in Latin letters (OOD, AlphaGo), which stay as they are."""
    names = {
        gram: seen
        for gram, seen in grams.items()
        if len(gram) <= _MAX_LATIN_WORDS
        and seen.count >= min_count
        and not any(is_han(word) for word in gram)
        and any(sum(char.isupper() for char in word) >= 2 for word in gram)
    }
    nests = _nests(names)
    return [
        Candidate(
            source=seen.surface,
            target=seen.surface,
            variants=(),
            score=2 * seen.count,
            count=seen.count,
            example=sentences[seen.example].strip(),
        )
        for gram, seen in names.items()
        if max(nests.get(gram, [0])) < 0.8 * seen.count
    ]
