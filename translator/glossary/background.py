"""Common Chinese words, against which terms stand out (``common_words.txt``)."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("common_words.txt")

FUNCTION_CHARACTERS = frozenset(
    "的一是在了有和就不人都上也很到说要去你会着没看好自己这那们我他她它把被让给跟向从对比为与及或而"
    "但若则且因所以于之其此该每各某另再又还才只最更太非常已经曾将正可能够得地过吗呢吧啊嘛呀哦么什怎谁"
    "哪几多少些个种位名件条次下中里外内前后时等如像即无未同并却虽然后来起出进回开能叫做"
)
"""Characters that seldom open or close a term, being grammar more often than not."""


@dataclass(frozen=True, slots=True)
class CommonWords:
    """The list, by kind.

    Attributes:
        function: words of grammar.
        general: words of everyday language, with their rank from 0 (the most frequent).
        technical: common words that are terms of our subject as well, with their rank among these.
    """

    function: frozenset[str]
    general: dict[str, int]
    technical: dict[str, int]

    def frequency(self, word: str) -> float:
        """Returns the relative frequency of ``word`` in ordinary text, by Zipf's law of its rank.

        A word that is not listed counts as rarer than all that are.
        """
        total = len(self.general)
        if word in self.function:
            rank = 0
        elif word in self.technical:
            rank = self.technical[word] * total // len(self.technical)
        else:
            rank = self.general.get(word, 4 * total)
        return 1 / ((rank + 20) * math.log(4 * total))

    def common(self, word: str, among: int) -> bool:
        """Returns whether ``word`` is grammar or one of the ``among`` commonest everyday words."""
        return word in self.function or self.general.get(word, among) < among


@functools.cache
def common_words() -> CommonWords:
    """Returns the list, read once."""
    kinds: dict[str, list[str]] = {}
    current: list[str] = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = kinds.setdefault(line[1 : line.index("]")], [])
        elif not line.startswith("#"):
            current.extend(line.split())
    return CommonWords(
        frozenset(kinds["function"]),
        {word: rank for rank, word in enumerate(kinds["general"])},
        {word: rank for rank, word in enumerate(kinds["technical"])},
    )
