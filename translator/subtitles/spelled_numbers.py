"""Numbers that English subtitles write as words (Netflix English Timed Text Style Guide, Numbers).

One to ten are written out, and so is every number at the beginning of a sentence. Left as digits:
times, dates, decimals, percentages, money, measures, numbers after a word that counts (chapter 3),
and numbers in a series with larger ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from translator.glossary.number_words import spell

_NUMBER = regex.compile(
    r"(?<![\p{L}\p{N}.,:/$€£¥#%+\-–−=^_(\[])(\d{1,3})"
    r"(?![\p{L}\p{N}%°/:=^_)\]\-–]|[.,:]\d|\s*(?:%|×|x\d))"
)
_COUNTED = regex.compile(
    r"(?:chapter|section|figure|fig\.|table|step|number|no\.|equation|theorem|lemma|page|version|"
    r"part|layer|level|phase|stage|type|class|group|question|point|rule|line|room|day|week|grade|"
    r"top|gpt|act|episode|season|volume|vol\.|route|channel|plus|minus|times|to|and|or|vs\.?)\s+$",
    regex.IGNORECASE,
)
_MEASURE = regex.compile(
    r"\s*(?:a\.?m\.?|p\.?m\.?|percent(?:age)?|per cent|degrees?|dollars?|yuan|euros?|million|"
    r"billion|trillion|hundred|thousand|kg|km|cm|mm|ms|hz|gb|mb|kb|tb|times|x|to|and|or)\b",
    regex.IGNORECASE,
)
_LARGE = regex.compile(r"(?<![\d.])(?:[1-9]\d{2,}|[2-9]\d|1[1-9])(?![\d.])")
_NEAR = 40
"""Characters within which a larger number makes a series with a small one."""

_MONTH = regex.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\s+$",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A number that should be a word.

    Attributes:
        start, end: its span in the text.
        digits: as written.
        word: as it should be, capitalised where it opens a sentence.
        opens_sentence: whether it stands at the beginning of one.
    """

    start: int
    end: int
    digits: str
    word: str
    opens_sentence: bool


def numbers_to_spell(text: str) -> list[Spelling]:
    """Returns the numbers of an English cue that should be written as words, in order.

    Only numbers below 100 are judged at the beginning of a sentence: larger ones are better moved.
    """
    found = []
    for match in _NUMBER.finditer(text):
        value = int(match.group(1))
        head, tail = text[: match.start()], text[match.end() :]
        opens = regex.search(r"(?:[.!?…][\"”’')\]]*\s+|^-\s?|\n-\s?)[\"“‘']?$", head) is not None
        opens = opens or (not head.strip("\"“‘'- ") and not tail[:1].islower() and value > 0)
        if _MEASURE.match(tail) and not opens:
            continue
        small = 1 <= value <= 10 and not _COUNTED.search(head) and not _MONTH.search(head)
        small = small and not _LARGE.search(f"{head[-_NEAR:]} {tail[:_NEAR]}")
        if (opens and 0 < value < 100) or small:
            word = spell(value)
            word = word.capitalize() if opens else word
            found.append(Spelling(match.start(), match.end(), match.group(1), word, opens))
    return found


def with_numbers_spelled(text: str) -> tuple[str, tuple[int, ...]]:
    """Returns an English text with its small numbers as words, and where its places went.

    Args:
        text: without line breaks.

    Returns:
        The new text, and for every position 0..len(text) the position in it.
    """
    places = list(range(len(text) + 1))
    written = text
    for item in reversed(numbers_to_spell(text)):
        written = written[: item.start] + item.word + written[item.end :]
        grown = len(item.word) - (item.end - item.start)
        places[item.end :] = [place + grown for place in places[item.end :]]
    return written, tuple(places)
