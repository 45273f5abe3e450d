"""Numbers, dates and web addresses that the engine is told, because it would bend them.

Chinese counts in 万 (10⁴) and 亿 (10⁸), so a model that copies digits turns 2.4万 into "2.4
million". Dates in figures (2023年5月18日) are a run of digits that a small model scrambles. Both
have one right form in English, so they reach the engine like terms of a glossary. So do addresses,
which must arrive letter by letter, and figures, which a small model now and then miscopies (0.99 →
0.999); figures that English may well put otherwise (90后, 15点, 20斤) are left to the engine.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from translator.glossary.number_words import spell
from translator.glossary.term import Match, Term
from translator.segmenting.han_numerals import NUMERAL, plain, values_of

NUMBERS_GLOSSARY = "numbers"
"""What `Term.glossary` says for these terms; they are not reported among the glossary's."""

_MONTHS = tuple(calendar.month_name)[1:]
_MAGNITUDES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_DATE = re.compile(
    r"(?<!\d)(?:(?P<year>[12]\d{3})\s?年\s?)?(?P<month>1[0-2]|0?[1-9])\s?月"
    r"(?:\s?(?P<day>3[01]|[12]\d|0?[1-9])\s?[日号](?![线楼]))?"
)
_AMOUNT = re.compile(rf"(?<![\d.几数上成好第]){NUMERAL}(?![几分千百])")
_PERCENT = re.compile(rf"百分之(?P<share>{NUMERAL}(?:点[零一二三四五六七八九]+)?)(?![几百])")
ADDRESS = re.compile(
    r"(?:https?://|www\.)[!-~]*[A-Za-z0-9/]|[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
    r"|(?<![\w./-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|ai|cn|edu|gov|dev)(?:/[!-~]*[A-Za-z0-9/])?(?!\w)",
    re.ASCII,
)
"""A web or mail address."""

_FIGURE = re.compile(
    r"(?<![\w.:/+~#$@^_第-])(?<!\w,)(?P<figure>\d{1,12}(?:,\d{3})*(?:\.\d+)?)(?P<percent>\s?%)?"
    r"(?![\w%:/~^_-]|[.,]\d)",
    re.ASCII,
)
_PUT_OTHERWISE = re.compile(
    r"\s?(?:[万亿千百十]|年代|后(?![来面续])|点(?!数)|时(?!候)|分(?![钟数之类])|[号日月折成斤里亩尺寸丈两]"
    r"|世纪)"
)
_COUNTED = 12
"""Whole numbers up to here come as words as often as in figures, and seldom wrong."""

_FAMILIAR = 1000
"""Smaller numbers in Chinese characters are left to the engine, which knows them."""


def number_matches(text: str, taken: Sequence[Match] = ()) -> tuple[Match, ...]:
    """Returns the addresses, dates, percentages, large numbers and figures of ``text``, by start.

    Args:
        text: a source as written.
        taken: matches of glossary terms, which numbers must not overlap.
    """
    spelled = plain(text)
    found = [
        *_addresses(text),
        *_dates(spelled),
        *_percentages(spelled),
        *_amounts(spelled),
        *_figures(spelled),
    ]
    chosen: list[Match] = []
    for match in found:
        if not any(_overlap(match, other) for other in (*taken, *chosen)):
            chosen.append(match)
    return tuple(sorted(chosen, key=lambda match: match.start))


def _overlap(one: Match, other: Match) -> bool:
    return one.start < other.end and other.start < one.end


def _match(start: int, end: int, text: str, *forms: str) -> Match:
    term = Term(text[start:end], forms[0], variants=forms[1:], glossary=NUMBERS_GLOSSARY)
    return Match(start, end, term)


def _addresses(text: str) -> Iterator[Match]:
    for found in ADDRESS.finditer(text):
        address = found[0]
        term = Term(address, address, do_not_translate=True, glossary=NUMBERS_GLOSSARY)
        yield Match(*found.span(), term)


def _dates(text: str) -> Iterator[Match]:
    for found in _DATE.finditer(text):
        year, month, day = found["year"], _MONTHS[int(found["month"]) - 1], found["day"]
        if not (year or day) or (not year and found["month"].startswith("0")):
            continue
        if day and year:
            forms = [f"{month} {int(day)}, {year}", f"{int(day)} {month} {year}"]
        elif day:
            forms = [f"{month} {int(day)}", f"{int(day)} {month}"]
        else:
            forms = [f"{month} {year}", f"{month} of {year}"]
        yield _match(found.start(), found.end(), text, *forms)


def _percentages(text: str) -> Iterator[Match]:
    for found in _PERCENT.finditer(text):
        values = values_of(found["share"])
        if len(values) == 1:
            (value,) = values
            shown = f"{float(value):g}"
            yield _match(*found.span(), text, f"{shown}%", f"{shown} percent", f"{shown} per cent")


def _amounts(text: str) -> Iterator[Match]:
    for found in _AMOUNT.finditer(text):
        numeral = found[0].rstrip("多余来")
        values = values_of(numeral)
        exact = len(values) == 1 and "几" not in numeral
        if not exact or numeral[0] in "百千万亿" or not set(numeral) & set("千万亿"):
            continue
        (value,) = values
        if value < _FAMILIAR or value.denominator > 1:
            continue
        forms = _in_english(int(value))
        yield _match(found.start(), found.start() + len(numeral), text, *forms)


def _figures(text: str) -> Iterator[Match]:
    for found in _FIGURE.finditer(text):
        figure, bare = found["figure"], found["figure"].replace(",", "")
        year = text.startswith("年", found.end())
        if _PUT_OTHERWISE.match(text, found.end()) or (year and len(bare) < 4):
            continue
        if found["percent"]:
            forms = [f"{figure}%", f"{figure} percent", f"{figure} per cent"]
        elif "." in figure or year:
            forms = [figure]
        elif int(bare) > _COUNTED:
            forms = [figure, bare, f"{int(bare):,}", *_in_words(int(bare))]
        else:
            continue
        yield _match(*found.span(), text, *dict.fromkeys(forms))


def _in_words(value: int) -> list[str]:
    """The words for 13 to 99, whole hundreds below 1,000 and whole thousands below 10,000."""
    if value < 100:
        return [spell(value)]
    for size, word in ((100, "hundred"), (1000, "thousand")):
        if value % size == 0 and value < 10 * size:
            return [f"{spell(value // size)} {word}"]
    return []


def _in_english(value: int) -> list[str]:
    """The forms of a whole number, the usual one first: 24,000; 3.5 million; 1.2 billion."""
    figures = f"{value:,}"
    forms = [figures, str(value)]
    for size, word in _MAGNITUDES:
        count = Fraction(value, size)
        if count >= 1 and (count * 100).denominator == 1:
            forms.insert(0, f"{float(count):g} {word}")
            break
    else:
        if value % 100 == 0:
            forms.append(f"{float(Fraction(value, 1000)):g} thousand")
    return forms
