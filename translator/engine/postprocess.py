"""Last touches on a target: English punctuation, and figures and Latin words as in the source.

Only what is safe without understanding the sentence is done. Every change keeps a map of offsets,
so that spans of terms and links of tokens can follow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import regex

Span = tuple[int, int]
Edit = tuple[int, int, str]
"""Replace ``text[start:end]`` by a text."""

Step = Callable[[str, str], Iterator[Edit]]
"""Gives the edits that one rule makes in a target, from (source, target)."""

_PUNCTUATION = {
    "，": ", ", "、": ", ", "。": ". ", "．": ". ", "；": "; ", "：": ": ", "？": "? ", "！": "! ",
    "（": " (", "）": ") ", "【": " [", "】": "] ", "〔": " [", "〕": "] ", "《": ' "', "》": '" ',
    "〈": ' "', "〉": '" ', "「": ' "', "」": '" ', "『": ' "', "』": '" ', "“": '"', "”": '"',
    "„": '"', "‘": "'", "’": "'", "……": "...", "…": "...", "——": " - ", "～": "~", "％": "%",
    "·": " ", "\u3000": " ", "\u00a0": " ",
}  # fmt: skip
_PUNCTUATION_RUN = regex.compile("|".join(sorted(map(regex.escape, _PUNCTUATION), key=len)[::-1]))
_HAN_RUN = regex.compile(r"\p{Han}+")
_WIDE_RUN = regex.compile(r"[\uff01-\uff5e]+")
_SPACES = [
    (regex.compile(r"\s{2,}"), " "),
    (regex.compile(r"(?<=\S)\s+(?=[,;:?!)\]}](?:\s|$)|\.(?:\s|$)|%)"), ""),
    (regex.compile(r"(?<=[(\[{])\s+"), ""),
    (regex.compile(r"(?<=[.,?!])\s+(?=\"$)"), ""),
    (regex.compile(r"(?<=\p{Ll}[,;])(?=\p{L})|(?<=\p{Ll}[.?!])(?=\p{Lu}\p{Ll})"), " "),
    (regex.compile(r"(?<=[,;:])\s*,(?=\s|$)"), ""),
    (regex.compile(r"(?<=[\p{L}\d])\.\.(?=\s|$)"), "."),
    (regex.compile(r"^\s+|\s+$"), ""),
]
_URL = r"https?://[^\s\p{Han}，。；！？）]+"
_LATIN = regex.compile(
    _URL + r"|(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?:[-_./+@#][A-Za-z0-9]+)*[+#]{0,2}"
)
_NUMBER = regex.compile(r"(?<![A-Za-z0-9.,])\d+(?:,\d{3})*(?:\.\d+)?(?![A-Za-z0-9]|[.,]\d)")
_READ_OTHERWISE = regex.compile(r"\s*[十百千万亿兆年月日号点时分秒:：/\-~～]")
_SENTENCE_END = regex.compile(r"([。．.？?！!…])[”’」』）)\"']*\s*$")
_TARGET_END = regex.compile(r"([.?!…])([\"')\]]*)$")
_LONGEST_ROMANISED = 4
"""A longer stretch of Chinese is no name but left untranslated: it stays, to be seen."""

_NEAR = 0.8
"""Least similarity (difflib's ratio) of a bent Latin word to the one in the source."""


@dataclass(frozen=True, slots=True)
class Polished:
    """A polished target.

    Attributes:
        text: the new target.
        origins: for each of its characters, the span of the old target that it came from; empty
            spans for what was added.
    """

    text: str
    origins: tuple[Span, ...]

    def moved(self, start: int, end: int) -> Span:
        """Returns where the span ``start:end`` of the old target lies in the new one.

        A span that cuts through a replaced stretch takes the whole of its replacement; one that
        was taken out becomes empty.
        """
        hits = [i for i, (a, b) in enumerate(self.origins) if a < end and start < b]
        if hits:
            return hits[0], hits[-1] + 1
        place = sum(b <= start for _, b in self.origins)
        return place, place


def polish(source: str, target: str, *, protected: Sequence[Span] = ()) -> Polished:
    """Returns ``target`` in English form.

    In this order: Latin words and numbers that the engine bent are set as ``source`` writes them;
    short leftovers of Chinese are romanised; Chinese and full-width punctuation becomes English,
    quotes straight, spaces regular; where the source is a whole sentence (it ends with 。？！…),
    so is the target: final mark, capital at the start, quotes and brackets in pairs.

    Args:
        source: the Chinese, as it was translated.
        target: the engine's English.
        protected: spans of ``target`` that must stay letter by letter (renderings of terms).
    """
    current = Polished(target, tuple((i, i + 1) for i in range(len(target))))
    for step in _STEPS:
        kept = [current.moved(*span) for span in protected]
        kept += [match.span() for match in regex.finditer(_URL, current.text)]
        edits = [edit for edit in step(source, current.text) if not _touches(edit, kept)]
        if edits:
            current = _apply(current, edits)
    return current


def _touches(edit: Edit, spans: Sequence[Span]) -> bool:
    start, end, _ = edit
    return any(a < end and start < b for a, b in spans)


def _apply(current: Polished, edits: Sequence[Edit]) -> Polished:
    """Makes sorted, disjoint edits."""
    parts: list[str] = []
    origins: list[Span] = []
    done = 0
    for start, end, new in edits:
        parts += [current.text[done:start], new]
        origins += current.origins[done:start]
        if start < end:
            origin = (current.origins[start][0], current.origins[end - 1][1])
        else:
            place = current.origins[start - 1][1] if start else 0
            origin = (place, place)
        origins += [origin] * len(new)
        done = end
    parts.append(current.text[done:])
    origins += current.origins[done:]
    return Polished("".join(parts), tuple(origins))


def _copy_latin(source: str, target: str) -> Iterator[Edit]:
    """Sets Latin words with capitals, digits or signs as the source writes them.

    A word in lower case is left to the engine: it may know better how "gpt" is written. So is a
    word that only grew an ending ("Transformers").
    """
    wanted = Counter(w for w in _LATIN.findall(source) if _is_distinctive(w))
    present = [(match.span(), match.group()) for match in _LATIN.finditer(target)]
    missing = wanted - Counter(word for _, word in present)
    known = set(_LATIN.findall(source))
    spare = [(span, word) for span, word in present if word not in known]
    edits: list[Edit] = []
    for word in missing:
        if any(other.startswith(word) for _, other in spare):
            continue
        near = [(span, other) for span, other in spare if _is_bent(other, word)]
        if len(near) == 1:
            edits.append((*near[0][0], word))
            spare.remove(near[0])
    yield from sorted(edits)


def _is_distinctive(word: str) -> bool:
    return len(word) > 1 and not (word.isalpha() and (word.islower() or word.istitle()))


def _is_bent(word: str, original: str) -> bool:
    """Whether ``word`` is ``original`` with other case, signs or a few wrong letters."""
    plain = [regex.sub(r"[^A-Za-z0-9]", "", w).casefold() for w in (word, original)]
    if plain[0] == plain[1]:
        return True
    if not _is_distinctive(word) or len(original) < 5:
        return False
    return SequenceMatcher(None, word, original, autojunk=False).ratio() >= _NEAR


def _copy_numbers(source: str, target: str) -> Iterator[Edit]:
    """Mends the one number that differs, if source and target differ in exactly one.

    Numbers before a unit that English counts or writes otherwise (万, 亿, 年, 月, 点…) are left
    out, and so are those with another number of digits.
    """
    all_wanted = [match.group() for match in _NUMBER.finditer(source)]
    wanted = [
        match.group()
        for match in _NUMBER.finditer(source)
        if not _READ_OTHERWISE.match(source, match.end())
    ]
    present = [(match.span(), match.group()) for match in _NUMBER.finditer(target)]
    missing = Counter(map(_digits, wanted)) - Counter(_digits(number) for _, number in present)
    extra = [
        (span, number)
        for span, number in present
        if _digits(number) not in {_digits(other) for other in all_wanted}
    ]
    if missing.total() != 1 or len(extra) != 1 or len(wanted) != len(all_wanted):
        return
    (span, number), digits = extra[0], next(iter(missing))
    if len(digits) >= 2 and len(digits) == len(_digits(number)):
        yield (*span, next(n for n in wanted if _digits(n) == digits))


def _digits(number: str) -> str:
    return number.replace(",", "")


def _romanise(_source: str, target: str) -> Iterator[Edit]:
    for match in _HAN_RUN.finditer(target):
        if len(match.group()) > _LONGEST_ROMANISED:
            continue
        from pypinyin import lazy_pinyin

        spelled = "".join(lazy_pinyin(match.group())).capitalize()
        before = target[match.start() - 1 : match.start()].isalnum()
        after = target[match.end() : match.end() + 1].isalnum()
        yield (*match.span(), " " * before + spelled + " " * after)


def _punctuate(_source: str, target: str) -> Iterator[Edit]:
    for match in _PUNCTUATION_RUN.finditer(target):
        new = _PUNCTUATION[match.group()]
        if match.start() and target[match.start() - 1].isspace():
            new = new.lstrip()
        yield (*match.span(), new)


def _narrow(_source: str, target: str) -> Iterator[Edit]:
    for match in _WIDE_RUN.finditer(target):
        yield (*match.span(), "".join(chr(ord(c) - 0xFEE0) for c in match.group()))


def _spaces(pattern: regex.Pattern[str], new: str) -> Step:
    def step(_source: str, target: str) -> Iterator[Edit]:
        for match in pattern.finditer(target):
            yield (*match.span(), new)

    return step


def _quotes_in_pairs(source: str, target: str) -> Iterator[Edit]:
    """Adds the missing one of a pair, or takes out a stray quote that the source has not."""
    if not target or any(source.count(a) != source.count(b) for a, b in ("“”", "「」", "『』")):
        return
    places = [i for i, character in enumerate(target) if character == '"']
    if len(places) % 2 == 0 or source.count('"') % 2:
        return
    last = places[-1]
    opens = last == 0 or target[last - 1] in " (["
    if not any(mark in source for mark in '“「『《"'):
        if len(places) == 1 and not target[max(0, last - 1)].isdigit():
            yield last, last + 1, ""
    elif opens and last + 1 < len(target):
        yield len(target), len(target), '"'
    elif len(places) == 1 and last >= len(target) - 2:
        yield 0, 0, '"'


def _brackets_in_pairs(source: str, target: str) -> Iterator[Edit]:
    balanced = all(source.count(a) == source.count(b) for a, b in ("（）", "()"))
    if balanced and target.count("(") == target.count(")") + 1:
        end = _TARGET_END.search(target, target.rindex("("))
        place = end.start() if end else len(target)
        yield place, place, ")"


def _end(source: str, target: str) -> Iterator[Edit]:
    """Gives the target the final mark of the source if it has none, and ``?`` for a question."""
    wanted = _SENTENCE_END.search(source)
    if not wanted or not target:
        return
    mark = {"。": ".", "．": ".", "？": "?", "！": "!", "…": "..."}.get(wanted[1], wanted[1])
    found = _TARGET_END.search(target)
    if found:
        if mark == "?" and found[1] == "." and not target[: found.start()].endswith("."):
            yield (*found.span(1), "?")
        return
    tail = regex.search(r"[\s,;:\-]*([\"']*)$", target)
    if tail and tail.start():
        yield tail.start(), tail.start(1), mark


def _capital(source: str, target: str) -> Iterator[Edit]:
    first = regex.match(r"[\"'(\[]*([a-z])([a-z]*)(?![A-Za-z0-9_@./-])", target)
    if first and _SENTENCE_END.search(source) and first[1] + first[2] not in source:
        yield (*first.span(1), first[1].upper())


_STEPS: tuple[Step, ...] = (
    _copy_latin,
    _copy_numbers,
    _romanise,
    _punctuate,
    _narrow,
    *(_spaces(pattern, new) for pattern, new in _SPACES),
    _quotes_in_pairs,
    _brackets_in_pairs,
    _end,
    _capital,
)
