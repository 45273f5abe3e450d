"""Numbers and dates in English text, in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in English text.

    Attributes:
        start, end: its span.
        text: as written.
        values: what it may stand for ("7B": 7 and seven billion).
        binding: whether the source has to have it; small words ("one", "third") and digits inside
            names ("GPT-4") do not bind.
    """

    start: int
    end: int
    text: str
    values: frozenset[Fraction]
    binding: bool


def amounts(text: str) -> tuple[Amount, ...]:
    """Returns the numbers in ``text``, by start.

    The values of each include what it makes with its neighbours: "three or four hundred", "two
    decades", "two-thirds", "nine out of ten", "nineteen thirty-two".
    """
    single = _single_amounts(text)
    values = [set(amount.values) for amount in single]
    for at in range(len(single) - 1):
        between = text[single[at].end : single[at + 1].start].lower().strip()
        for a in single[at].values:
            for b in single[at + 1].values:
                for value in _together(a, between, b):
                    values[at].add(value)
                    values[at + 1].add(value)
    for at, amount in enumerate(single):
        after = _AFTER.match(text, amount.end)
        values[at] |= set(
            _with_following_word(amount.values, after.group(1).lower() if after else "")
        )
    return tuple(
        replace(amount, values=frozenset(own)) for amount, own in zip(single, values, strict=True)
    )


def values_in(text: str) -> frozenset[Fraction]:
    """Returns every value that a reader could take from ``text``, 8-0-6-3 as one number too."""
    single = amounts(text)
    values = {value for amount in single for value in amount.values}
    return frozenset(values | set(_joined_digits(text)) | set(_joined_words(text, single)))


def _single_amounts(text: str) -> list[Amount]:
    tokens = [_Token(m.start(), m.end(), m.group().lower()) for m in _TOKEN.finditer(text)]
    found: list[Amount] = []
    at = 0
    while at < len(tokens):
        end, values, binding = _read(text, tokens, at)
        if values:
            start, stop = tokens[at].start, tokens[end - 1].end
            found.append(Amount(start, stop, text[start:stop], frozenset(values), binding))
        at = max(end, at + 1)
    return found


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str


_TOKEN = re.compile(
    r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?e[+-]?\d{1,3}|\d+(?:\.\d+)?|(?<!\d)\.\d+|[A-Za-z]+|[%‰½¼¾]",
    re.IGNORECASE,
)
_AFTER = re.compile(r"[\s-]*(?:and a |a )?([A-Za-z]+)")
_ROMAN = re.compile(r"i{1,3}|iv|vi{0,3}|ix|xi{0,3}|xiv|xv")


def _numbered(words: str, first: int, step: int = 1) -> dict[str, int]:
    return {word: first + step * place for place, word in enumerate(words.split())}


_UNITS = _numbered(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen",
    0,
)
_TENS = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
_CARDINALS = _UNITS | _TENS
_ORDINALS = (
    _numbered(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
        " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth",
        1,
    )
    | _numbered(
        "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth", 20, 10
    )
    | {"hundredth": 100, "thousandth": 1000, "millionth": 10**6}
)
_SCALES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "dozen": 12, "quadrillion": 10**15,
}  # fmt: skip
_SUFFIXES = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "g": 10**9, "t": 10**12,
    "tn": 10**12,
}  # fmt: skip
_MONTHS = _numbered(
    "january february march april may june july august september october november december", 1
) | {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
     "oct": 10, "nov": 11, "dec": 12}  # fmt: skip
_DECADES = _numbered(
    "twenties thirties forties fifties sixties seventies eighties nineties", 20, 10
)
_HALF = Fraction(1, 2)
_PERCENT = ("%", "‰", "percent", "per", "percentage")
# Words that stand for a number without being one.
_WORDS: dict[str, tuple[Fraction | int, ...]] = {
    "half": (_HALF, 50, 30, 5), "halves": (_HALF, 2), "halved": (_HALF, 2), "halving": (_HALF, 2),
    "halve": (_HALF, 2), "midway": (_HALF,),
    "quarter": (Fraction(1, 4), 25, 15, 4, 3), "quarters": (Fraction(3, 4), 75, 4),
    "both": (2,), "pair": (2,), "pairs": (2,), "couple": (2,), "duo": (2,), "either": (2,),
    "neither": (2,), "twins": (2,), "twin": (2,), "dual": (2,), "double": (2, 100), "bi": (2,),
    "doubled": (2, 100), "doubles": (2, 100), "doubling": (2, 100), "twice": (2,), "other": (2,),
    "twofold": (2,), "another": (1, 2), "triple": (3,), "tripled": (3,), "triples": (3,),
    "tripling": (3,), "treble": (3,), "trebled": (3,), "thrice": (3,), "trio": (3,), "tri": (3,),
    "quadruple": (4,), "quadrupled": (4,), "quadrupling": (4,), "quadruples": (4,),
    "quartet": (4,), "quintuple": (5,), "quintupled": (5,), "once": (1,), "single": (1,),
    "sole": (1,), "only": (1,), "a": (1,), "an": (1,), "each": (1,), "per": (1,), "nil": (0,),
    "no": (0,), "none": (0,), "nothing": (0,), "noon": (12,), "midday": (12,),
    "midnight": (0, 24, 12),
    "decade": (10,), "decades": (10,), "century": (100,), "centuries": (100,), "dozens": (12,),
    "millennium": (1000,), "fortnight": (14,), "week": (7,), "firstly": (1,), "secondly": (2,),
    "thirdly": (3,), "fourthly": (4,), "finally": (3, 4, 5), "lastly": (3, 4, 5), "last": (3, 4, 5),
    "tenfold": (10,), "hundreds": (100,), "thousands": (1000,), "millions": (10**6,), "point": (),
    "percent": (), "sophomore": (2,), "junior": (3,), "senior": (4,), "kilo": (1000,),
    "bronze": (3,), "silver": (2,), "gold": (1,),
}  # fmt: skip
_SIZES = {
    "decade": Fraction(10), "decades": Fraction(10), "century": Fraction(100),
    "centuries": Fraction(100), "dozen": Fraction(12), "weeks": Fraction(7), "score": Fraction(20),
    "quarters": Fraction(1, 4), "halves": _HALF,
}  # fmt: skip
_SIGNS = {"½": _HALF, "¼": Fraction(1, 4), "¾": Fraction(3, 4)}


def _read(text: str, tokens: list[_Token], at: int) -> tuple[int, set[Fraction], bool]:
    """Returns the token after the number at token ``at``, its values, and whether it binds."""
    token = tokens[at]
    word = token.text
    if word[0].isdigit() or word[0] == ".":
        return _digits(text, tokens, at)
    if word in _CARDINALS or word in _SCALES or _singular(word) in _ORDINALS:
        return _words(text, tokens, at)
    if word in ("a", "an") and at + 1 < len(tokens) and tokens[at + 1].text in _SCALES:
        return _words(text, tokens, at + 1)
    values: set[Fraction] = set()
    if word in _MONTHS and text[token.start].isupper():
        values.add(Fraction(_MONTHS[word]))
    elif word in _DECADES:
        values |= {Fraction(_DECADES[word] + base) for base in (0, 1900, 2000)}
    elif word in _SIGNS:
        values.add(_SIGNS[word])
    elif word.endswith("fold") and word[:-4] in _CARDINALS | _SCALES:
        values.add(Fraction((_CARDINALS | _SCALES)[word[:-4]]))
    elif word in _WORDS:
        values |= {Fraction(value) for value in _WORDS[word]}
    elif text[token.start : token.end].isupper() and _ROMAN.fullmatch(word) and word != "i":
        values.add(Fraction(_roman(word)))
    return at + 1, values, False


def _digits(text: str, tokens: list[_Token], at: int) -> tuple[int, set[Fraction], bool]:
    token = tokens[at]
    mantissa, _, exponent = token.text.partition("e")
    value = Fraction(mantissa.replace(",", ""))
    if exponent:
        power = int(exponent)
        return at + 1, {value * Fraction(10) ** power, Fraction(abs(power)), value}, True
    values, end = {value}, at + 1
    name = text[token.start - 1 : token.start]
    inside_name = name.isalpha() or (
        name in ("-", "_") and text[token.start - 2 : token.start - 1].isalpha()
    )
    if end < len(tokens):
        following = tokens[end]
        gap = text[token.end : following.start]
        if following.text in _SUFFIXES and gap in ("", " "):
            values.add(value * _SUFFIXES[following.text])
            end += gap == ""
        elif following.text == "s" and gap in ("", "'", "’"):
            values |= {value % 100, 1900 + value % 100}
        elif gap == "" and following.text in ("st", "nd", "rd", "th"):
            end += 1
        elif gap == "" and following.text.isalpha():
            inside_name = True
    value, end = _scaled(text, tokens, end, value)
    values.add(value)
    if end < len(tokens) and tokens[end].text in _PERCENT:
        values |= {value / 100, value / 1000 if tokens[end].text == "‰" else value / 100}
    return end, values, not inside_name and token.text != "00"


def _scaled(text: str, tokens: list[_Token], at: int, value: Fraction) -> tuple[Fraction, int]:
    """Multiplies by the scale words that follow ("1.28 million")."""
    while at < len(tokens) and tokens[at].text in _SCALES and _is_gap(text, tokens, at):
        value *= _SCALES[tokens[at].text]
        at += 1
    return value, at


def _is_gap(text: str, tokens: list[_Token], at: int) -> bool:
    """Whether only a space or a hyphen parts token ``at`` from the one before."""
    between = text[tokens[at - 1].end : tokens[at].start] if at else "x"
    return between in ("", " ", "-", "‑", "–", "\u00a0", "  ")


def _words(text: str, tokens: list[_Token], at: int) -> tuple[int, set[Fraction], bool]:
    """Reads number words: "two hundred and five", "twenty-first", "one and a half million"."""
    start, total, group, last = at, Fraction(0), Fraction(0), ""
    highest = 10**18
    while at < len(tokens) and (at == start or _is_gap(text, tokens, at)):
        word = tokens[at].text
        scale = _SCALES.get(word, 0)
        if scale == 100:
            group = (group or Fraction(1)) * 100
        elif scale:
            if scale >= highest:
                break
            total, group, highest = total + (group or 1) * scale, Fraction(0), scale
        elif word in _CARDINALS and _fits(last, word, group):
            group += _CARDINALS[word]
        elif _singular(word) in _ORDINALS and _fits(last, _singular(word), group):
            return at + 1, _ordinal_values(total, group, word, last), False
        elif not (word == "and" and last in _SCALES and _continues(text, tokens, at + 1)):
            break
        last = word
        at += 1
    value = total + group
    counted = any(token.text in _CARDINALS for token in tokens[start:at])
    at, more = _half_more(text, tokens, at, value)
    values = more | {value}
    if at < len(tokens) and tokens[at].text in _PERCENT and _is_gap(text, tokens, at):
        values |= {v / 100 for v in values}
    return at, values, value >= 20 and counted


def _ordinal_values(total: Fraction, group: Fraction, word: str, last: str) -> set[Fraction]:
    """Returns what an ordinal may mean: a rank, a fraction, or seconds ("thirty-second delay")."""
    value = _ORDINALS[_singular(word)]
    whole = total + (group * value if value >= 100 and group else group + value)
    values = {whole} | ({1 / whole} if whole > 2 else set())
    return values | ({total + group} if word == "second" and last in _TENS else set())


def _singular(word: str) -> str:
    """Returns "third" for "thirds"."""
    return word[:-1] if word.endswith(("ths", "rds", "sts")) else word


def _fits(last: str, word: str, group: Fraction) -> bool:
    """Whether ``word`` goes on with the group: after a ten comes a unit, after a unit nothing."""
    if last in ("", "and") or last in _SCALES:
        return group % 100 == 0
    value = (_CARDINALS | _ORDINALS)[word]
    return (last in _TENS and 0 < value < 10) or value >= 100


def _continues(text: str, tokens: list[_Token], at: int) -> bool:
    """Whether "and" joins a smaller number ("a thousand and fifty"), not an equal one."""
    following = [token.text for token in tokens[at : at + 3]] + ["", "", ""]
    return (
        at < len(tokens)
        and _is_gap(text, tokens, at)
        and (following[0] in _CARDINALS or following[0] in _ORDINALS)
        and not any(word in _SCALES for word in following[1:3])
    )


def _half_more(
    text: str, tokens: list[_Token], at: int, value: Fraction
) -> tuple[int, set[Fraction]]:
    """Reads "and a half (million)" after a number."""
    words = [token.text for token in tokens[at : at + 3]]
    if words != ["and", "a", "half"]:
        return at, set()
    scaled, end = _scaled(text, tokens, at + 3, value + _HALF)
    return end, {scaled, value + _HALF}


def _roman(word: str) -> int:
    total, previous = 0, 0
    for sign in reversed(word):
        value = {"i": 1, "v": 5, "x": 10}[sign]
        total += value if value >= previous else -value
        previous = max(previous, value)
    return total


def _together(a: Fraction, between: str, b: Fraction) -> Iterator[Fraction]:
    """Yields what two neighbouring numbers may mean as one."""
    if between in ("to", "or", "-", "–", "—", "and"):
        for scale in (100, 1000, 10**6, 10**9, 10**12):
            if a < 1000 and b >= scale:
                yield a * scale
    if (
        between in ("", "-", "in", "out of", "of", "of every", "in every", "out of every", "/")
        and b
    ):
        yield a / b
        yield a / b * 100
        if b < 1:
            yield a * b
    if between in ("", "-", "and", "and a", "and-a", "-and-a-") and b < 1:
        yield a + b
    if between in ("", "-", "oh") and 10 <= a < 100 and b < 100:
        yield a * 100 + b
    if between in ("a", "of a", "") and a < 1 and b >= 100:
        yield a * b


def _with_following_word(values: frozenset[Fraction], word: str) -> Iterator[Fraction]:
    """Yields the values that a unit of many makes: "two decades" are 20 years."""
    if word in _SIZES:
        for value in values:
            yield value * _SIZES[word]
    if word.removesuffix("s") in _ORDINALS and word.endswith("s"):
        for value in values:
            yield value / _ORDINALS[word.removesuffix("s")]


def _joined_digits(text: str) -> Iterator[Fraction]:
    """Yields digit groups without their separators: 8-0-6-3, 138 0000 1234, 2022-10-20."""
    for match in re.finditer(r"\d+(?:[-\s,.:/–]\d+)+", text):
        yield Fraction(int(re.sub(r"\D", "", match.group())))


def _joined_words(text: str, single: tuple[Amount, ...]) -> Iterator[Fraction]:
    """Yields the number that spelled digits make: "eight zero six three"."""
    run: list[str] = []
    end = -1
    for amount in single:
        name = amount.text.lower()
        if name not in _UNITS or _UNITS[name] > 9 or text[end : amount.start].strip(" ,-–"):
            run = []
        if name in _UNITS and _UNITS[name] < 10:
            run.append(str(_UNITS[name]))
            end = amount.end
            yield Fraction(int("".join(run)))
