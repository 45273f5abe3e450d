"""Text as it sounds: the units in which a transcript is compared with recognised speech.

A recogniser errs by homophones, so characters are compared by their pinyin without tones. On top
of the exact syllable there is a fuzzy one, in which the pairs that speakers and recognisers mix up
fall together (the usual "fuzzy pinyin" of Chinese input methods): zh/z, ch/c, sh/s, n/l, hu/f and
the finals -ing/-in, -eng/-en, -ang/-an. Digits are read one by one (2022 → 二零二二): against
二百五十六 or 两千零二十二 the place words are then simply extra syllables. Latin words are cut into
rough syllables, abbreviations into letters.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from translator.segmenting.script import normalise

_TOKEN = regex.compile(
    r"(?P<han>\p{Han}+)|(?P<digits>\p{Nd}+(?:,\p{Nd}{3})*)|(?P<latin>\p{Latin}[\p{Latin}'’]*)"
    r"|(?P<other>[\p{L}\p{N}])"
)
_POINT = regex.compile(r"(?<=\p{Nd})\.(?=\p{Nd})")
_CHUNK = regex.compile(r"[^aeiouy]*[aeiouy]+(?:[^aeiouy]+$)?|[^aeiouy]+")
_DIGITS = "零一二三四五六七八九"
_INITIAL = regex.compile(r"zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]|")
_FUZZY_INITIALS = {"zh": "z", "ch": "c", "sh": "s", "n": "l"}
_FUZZY_HU = {"u": "u", "ui": "ei", "un": "en", "uo": "o"}
_LATIN_SOUNDS = (("ph", "f"), ("th", "s"), ("ck", "k"), ("qu", "ku"), ("v", "w"), ("r", "l"))
_LONGEST_CARDINAL = 8
_SHORT_WORD = 3
_LETTER_SYLLABLES = 1 / 3


class Sound(NamedTuple):
    """A syllable (or what comes close to one) of a text.

    Attributes:
        symbol: what is written: a character, a piece of a Latin word.
        syllable: how it sounds, without tone.
        fuzzy: the same with the sounds that are mixed up folded together.
        initial, final: the two parts of ``fuzzy``; "" where there are none.
        weight: how long it takes to say, an ordinary syllable being 1.
        start, end: its span in the text.
    """

    symbol: str
    syllable: str
    fuzzy: str
    initial: str
    final: str
    weight: float
    start: int
    end: int


def sounds(text: str) -> list[Sound]:
    """Returns the sounds of ``text`` in order; empty for text that is only marks.

    Args:
        text: as written: any script, width and language.
    """
    normal = normalise(text)
    found = []
    for sound in _sounds(normal.text):
        start, end = normal.span(sound.start, sound.end)
        found.append(sound._replace(start=start, end=end))
    return found


def _sounds(text: str) -> Iterator[Sound]:
    points = {match.start() for match in _POINT.finditer(text)}
    done = 0
    for match in _TOKEN.finditer(text):
        for point in sorted(at for at in points if done <= at < match.start()):
            yield _syllable("点", "dian", point)
        done = match.end()
        word, start = match.group(), match.start()
        if match["han"]:
            for at, (character, syllable) in enumerate(zip(word, _pinyin(word), strict=True)):
                yield _syllable(character, syllable, start + at)
        elif match["digits"]:
            yield from _number(word, start, text[match.end() : match.end() + 1])
        elif match["latin"]:
            yield from _word(word, start)
        else:
            yield Sound(word, word, word, "", "", 1.0, start, start + 1)


def _syllable(symbol: str, syllable: str, start: int, weight: float = 1.0) -> Sound:
    fuzzy, initial, final = _fuzzy(syllable)
    return Sound(symbol, syllable, fuzzy, initial, final, weight, start, start + 1)


def _pinyin(run: str) -> Sequence[str]:
    from pypinyin import Style, lazy_pinyin

    found = lazy_pinyin(run, style=Style.NORMAL)
    if len(found) == len(run):
        return found
    # Characters that pypinyin does not know come back in one piece.
    return [lazy_pinyin(character, style=Style.NORMAL)[0] for character in run]


@functools.cache
def _fuzzy(syllable: str) -> tuple[str, str, str]:
    """Returns the fuzzy syllable, its initial and its final."""
    match = _INITIAL.match(syllable)
    initial = match.group() if match else ""
    final = syllable[len(initial) :]
    if initial == "h" and final.startswith("u"):
        initial, final = "f", _FUZZY_HU.get(final, final[1:])
    initial = _FUZZY_INITIALS.get(initial, initial)
    if final.endswith(("ing", "eng", "ang")):
        final = final[:-1]
    return initial + final, initial, final


def _number(digits: str, start: int, following: str) -> Iterator[Sound]:
    """Yields the digits one by one; together they weigh what the number takes to say."""
    plain = digits.replace(",", "")
    by_digit = following == "年" or len(plain) > _LONGEST_CARDINAL or len(plain) == 1
    spoken = len(plain) if by_digit else 2 * sum(digit != "0" for digit in plain) - 1
    weight = max(1, spoken) / len(plain)
    for at, digit in enumerate(digits):
        if digit != ",":
            symbol = _DIGITS[int(digit)]
            yield _syllable(symbol, _pinyin(symbol)[0], start + at, weight)


def _word(word: str, start: int) -> Iterator[Sound]:
    lower = word.lower()
    # Two cases hardly ever change the length ("İ"); then the word counts as one sound.
    if len(lower) != len(word):
        yield Sound(lower, lower, lower, "", "", 1.0, start, start + len(word))
        return
    chunks = [match.span() for match in _CHUNK.finditer(lower)]
    spelled = word.isupper() or not regex.search("[aeiouy]", lower)
    if spelled or len(word) <= _SHORT_WORD:
        weight = 1.0 if spelled else _LETTER_SYLLABLES
        for at, letter in enumerate(lower):
            name = f"letter {letter}"
            yield Sound(letter, name, name, "", "", weight, start + at, start + at + 1)
        return
    for begin, end in chunks:
        chunk = lower[begin:end]
        fuzzy, initial, final = _fuzzy(_as_pinyin(chunk))
        yield Sound(chunk, chunk, fuzzy, initial, final, 1.0, start + begin, start + end)


def _as_pinyin(chunk: str) -> str:
    """Returns roughly how a Chinese listener would spell a piece of a Latin word."""
    for written, heard in _LATIN_SOUNDS:
        chunk = chunk.replace(written, heard)
    match = regex.search(r"([^aeiouy]?)([aeiouy]+)(n?)", chunk)
    return "".join(match.groups()) if match else chunk
