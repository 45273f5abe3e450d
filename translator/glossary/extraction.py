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
from dataclasses import dataclass, replace

from translator.glossary.background import CommonWords, common_words
from translator.glossary.extraction_counts import Corpus, Run, Seen
from translator.glossary.extraction_patterns import Pattern, find_patterns
from translator.glossary.extraction_words import is_han
from translator.glossary.keys import source_keys
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
    corpus = Corpus(texts, _is_grammar)
    counts = corpus.frequent(MAX_WORDS, min_count)
    patterns = find_patterns(texts, frozenset(source_keys(t.source for t in known)))
    candidates = [
        *_from_patterns(patterns, sentences, texts),
        *_from_runs(corpus, counts, sentences),
        *_latin_names(corpus, counts, sentences),
    ]
    merged: dict[str, Candidate] = {}
    for key, candidate in zip(source_keys(c.source for c in candidates), candidates, strict=True):
        first = merged.get(key)
        merged[key] = _joined(first, candidate) if first else candidate
    entries = dict(
        zip(source_keys(t.source for t in reversed(known)), reversed(known), strict=True)
    )
    found = [replace(c, known=entries.get(key)) for key, c in merged.items()]
    return tuple(sorted(found, key=lambda c: (-c.score, c.source)))


def _is_grammar(word: str) -> bool:
    """Whether no term holds the word: grammar, and numbers in digits."""
    return word in _GRAMMAR or word in common_words().function or word[0].isdigit()


def _joined(first: Candidate, other: Candidate) -> Candidate:
    return replace(first, score=first.score + other.score, count=max(first.count, other.count))


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


def _from_runs(corpus: Corpus, counts: dict[Run, int], sentences: Sequence[str]) -> list[Candidate]:
    known = common_words()
    plausible = {run: count for run, count in counts.items() if _plausible(run, known)}
    nests = _nests(plausible)
    wanted = {
        run
        for run, count in plausible.items()
        if max(nests.get(run, [0])) < 0.8 * count or _listed(run, known)
    }
    found = []
    for run, seen in corpus.look_up(wanted).items():
        longer = nests.get(run, [])
        apart = seen.count - (sum(longer) / len(longer) if longer else 0)
        length = sum(len(word) if is_han(word) else 2 for word in run)
        c_value = math.log2(length) * apart
        score = c_value * _cohesion(run, counts, corpus.total) * _freedom(seen)
        score *= _strangeness(run, seen.count / corpus.total, known)
        if score > 0:
            example = sentences[seen.sentence].strip()
            found.append(Candidate(seen.surface, "", (), score, seen.count, example))
    return found


def _plausible(run: Run, known: CommonWords) -> bool:
    """Whether the words could be a Chinese term at all."""
    if not any(is_han(word) for word in run) or sum(map(len, run)) > _MAX_CHARACTERS:
        return False
    first, last = run[0], run[-1]
    if len(run) == 1:
        return len(first) > 1 and first[-1] not in "到住着了" and not known.common(first, 300)
    if first in _NEVER_FIRST or last in _NEVER_LAST:
        return False
    return last not in _TAILS


def _listed(run: Run, known: CommonWords) -> bool:
    return len(run) == 1 and (run[0] in known.general or run[0] in known.technical)


def _nests(plausible: dict[Run, int]) -> dict[Run, list[int]]:
    """Returns for every candidate the counts of the longer candidates that contain it."""
    nests: dict[Run, list[int]] = defaultdict(list)
    for run, count in plausible.items():
        size = len(run)
        inner = {
            run[start:end]
            for start in range(size)
            for end in range(start + 1, size + 1)
            if end - start < size
        }
        for part in inner:
            if part in plausible:
                nests[part].append(count)
    return nests


def _cohesion(run: Run, counts: dict[Run, int], total: int) -> float:
    """Returns 0 (thrown together) to 1 (inseparable): the weakest cut's normalised PMI."""
    if len(run) == 1:
        return 0.7
    count = counts[run]
    weakest = min(
        math.log2(count * total / (counts[run[:cut]] * counts[run[cut:]]))
        for cut in range(1, len(run))
    )
    return max(0.0, min(1.0, weakest / math.log2(total / count + 1)))


def _freedom(seen: Seen) -> float:
    """Returns 0 to 1: how freely both neighbours vary; a chunk's edge is a new neighbour each."""
    return min(_variety(seen.left, seen.count), _variety(seen.right, seen.count))


def _variety(neighbours: Counter[str], count: int) -> float:
    edges = neighbours.get("", 0)
    entropy = sum(-n / count * math.log2(n / count) for word, n in neighbours.items() if word)
    entropy += edges / count * math.log2(count) if edges else 0.0
    return min(1.0, 0.15 + entropy / max(1.0, math.log2(count)))


def _strangeness(run: Run, frequency: float, known: CommonWords) -> float:
    """Returns how far the words stand out against ordinary text, less for everyday words."""
    stand_out = [
        max(0.0, math.log2(frequency / known.frequency(word))) if is_han(word) else 4.0
        for word in run
    ]
    general = [
        1 - min(1.0, known.general[word] / 6000) if word in known.general else 0.0 for word in run
    ]
    everyday = sum(general) / len(run)
    kept = 1 - (0.97 if len(run) == 1 else 0.85) * everyday
    return sum(stand_out) / len(run) * kept


def _latin_names(
    corpus: Corpus, counts: dict[Run, int], sentences: Sequence[str]
) -> list[Candidate]:
    """Returns acronyms and names in Latin letters (OOD, AlphaGo), which stay as they are."""
    names = {
        run: count
        for run, count in counts.items()
        if len(run) <= _MAX_LATIN_WORDS
        and not any(is_han(word) for word in run)
        and any(sum(char.isupper() for char in word) >= 2 for word in run)
    }
    nests = _nests(names)
    wanted = [run for run, count in names.items() if max(nests.get(run, [0])) < 0.8 * count]
    return [
        Candidate(
            source=seen.surface,
            target=seen.surface,
            variants=(),
            score=2 * seen.count,
            count=seen.count,
            example=sentences[seen.sentence].strip(),
        )
        for seen in corpus.look_up(wanted).values()
    ]
