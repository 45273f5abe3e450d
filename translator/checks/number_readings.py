"""What a number found in Chinese text means: one function for each way of writing it.

Each takes the match of its pattern in `translator.checks.chinese_numbers`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from translator.segmenting.han_numerals import DIGITS, NUMERAL, UNITS, values_of

_HALF = Fraction(1, 2)
_LATE_MINUTES = re.compile(r":?(?:三十[一二三四五六七八九]|[四五]十|3[1-9]|[45]\d|三刻)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one number may mean.

    Attributes:
        values: what a translation may show for it; one is enough.
        binding: whether a translation has to show it.
        parts: further numbers it is made of, which a translation may show too.
    """

    values: frozenset[Fraction] | set[Fraction]
    binding: bool = True
    parts: frozenset[Fraction] | set[Fraction] = frozenset()


def idiom(match: re.Match[str]) -> Reading:
    """百分百, 成千上万: nothing that has to be repeated."""
    numerals = re.findall(NUMERAL, match.group())
    parts = {value for numeral in numerals for value in values_of(numeral)}
    return Reading(
        set(), False, parts | ({_HALF, Fraction(50)} if "半" in match.group() else set())
    )


def shares(match: re.Match[str]) -> Reading:
    """八二开, 三七分成: 80 to 20."""
    values = {value for group in match.groups() for value in values_of(group)}
    return Reading(values, False, {value * 10 for value in values})


def discount(match: re.Match[str]) -> Reading:
    """打八折 is 20 % off, 六八折 32 % off."""
    values = {value if value > 10 else value * 10 for value in values_of(match.group(1))}
    if len(match.group(1)) == 2 and match.group(1)[0] in DIGITS:
        values = {Fraction(DIGITS[match.group(1)[0]] * 10 + DIGITS.get(match.group(1)[1], 0))}
    return Reading(values | {100 - value for value in values} | {value / 10 for value in values})


def digit_groups(match: re.Match[str]) -> Reading:
    """8-0-6-3 or 138 0000 1234: the digits without their separators."""
    joined = Fraction(int(re.sub(r"\D", "", match.group())))
    return Reading({joined}, True, {Fraction(piece) for piece in re.findall(r"\d+", match.group())})


def counted_units(match: re.Match[str]) -> Reading:
    """九个亿 is 900 million."""
    return Reading({value * UNITS[match.group(2)] for value in values_of(match.group(1))})


def year(match: re.Match[str]) -> Reading:
    """98年 may be 1998, 22年 2022."""
    values = values_of(match.group(1))
    return Reading(values | {v + base for v in values if v < 100 for base in (1900, 2000)})


def generation(match: re.Match[str]) -> Reading:
    """00后: those born after 2000, or Generation Z."""
    return Reading(year(match).values, False)


def decade(match: re.Match[str]) -> Reading:
    """80年代 are the 1980s, the eighties."""
    values = values_of(match.group(1))
    return Reading({v % 100 + base for v in values for base in (0, 1900, 2000)} | values)


def calendar(match: re.Match[str]) -> Reading:
    """A month or a day; 一月 and 一日 may be "one month" and "one day"."""
    return Reading(values_of(match.group(1)), match.group() not in ("一月", "一日", "一号", "二号"))


def hour(match: re.Match[str]) -> Reading:
    """An hour may be told on the 12-hour clock, or as so many minutes to the next."""
    values = {v for v in values_of(match.group(1)) if v <= 24}
    if _LATE_MINUTES.match(match.string, match.end()):
        values |= {value + 1 for value in values}
    return Reading(
        {v + change for v in values for change in (0, 12, -12)} | {v % 12 for v in values}
    )


def minute(match: re.Match[str]) -> Reading:
    """半, 一刻 or a number; "ten to nine" counts from the other side."""
    named = {"半": 30, "一刻": 15, "三刻": 45}.get(match.group(1))
    values = frozenset({Fraction(named)}) if named else values_of(match.group(1))
    return Reading(values | {60 - v for v in values})


def share(match: re.Match[str]) -> Reading:
    """百分之五, 千分之三, 三分之二, 万分之零点五."""
    wholes, parts = values_of(match.group(1)), values_of(match.group(2))
    ratios = {part / whole for whole in wholes for part in parts if whole}
    values = ratios | {ratio * 100 for ratio in ratios} | {ratio * 1000 for ratio in ratios}
    return Reading(values | (parts if match.group(1) in UNITS else set()), True, wholes | parts)


def tenths(match: re.Match[str]) -> Reading:
    """三成 is 30 %, 七八成 70 to 80 %, 八成五 85 %; 八成 may mean "probably"."""
    rest = 5 if match.group(3) == "半" else DIGITS.get(match.group(3), 0)
    values = values_of(match.group(1)) | (values_of(match.group(2)) if match.group(2) else set())
    shares = {value * 10 + rest for value in values if value <= 10}
    after = match.string[match.end() :]
    probably = match.group() in ("八成", "九成") and not re.match("[的以多左，。、；）]|$", after)
    becomes = after.startswith(tuple("为分了本果功员长熟年立套品交份语"))
    all_values = shares | {share / 100 for share in shares} | {share / 10 for share in shares}
    return Reading(all_values, not probably and not becomes)


def doublings(match: re.Match[str]) -> Reading:
    """翻了两番 is fourfold."""
    values = values_of(match.group(1))
    return Reading({Fraction(2 ** int(value)) for value in values if value < 64}, True, values)


def times(match: re.Match[str]) -> Reading:
    """三倍: three times; 增加两倍: by 200 %, to three times."""
    values = values_of(match.group(1))
    grown = {value + 1 for value in values}
    shares = {value * 100 for value in values | grown} | {1 / value for value in values if value}
    return Reading(values | grown | shares, max(values, default=Fraction(0)) > 2)


def with_small_unit(match: re.Match[str]) -> Reading:
    """七块一毛八 is 7.18, 一米八 is 1.8, 三十九度五 is 39.5."""
    rest = "".join(str(DIGITS.get(digit, digit)) for digit in re.sub("[毛角]", "", match.group(2)))
    values = {v + Fraction(int(rest), 10 ** len(rest)) for v in values_of(match.group(1))}
    values |= {value * 100 for value in values}
    return Reading(values, True, values_of(match.group(1)) | {Fraction(int(rest))})


def cents(match: re.Match[str]) -> Reading:
    """九十三元五角 is 93.5, 三十九美元九十五美分 39.95, 八斤六两 8.6."""
    size = 100 if match.group(3).endswith("分") else 10
    wholes, rests = values_of(match.group(1)), values_of(match.group(2))
    values = {whole + rest / size for whole in wholes for rest in rests}
    return Reading(values | wholes, True, rests)


def small_unit(match: re.Match[str]) -> Reading:
    """九角 is 0.9 yuan, 四毛八 0.48."""
    rest = Fraction(DIGITS.get(match.group(2), 0), 10) if match.group(2) else 0
    values = {value + rest for value in values_of(match.group(1))}
    return Reading(values | {value / 10 for value in values} | {value * 10 for value in values})


def century(match: re.Match[str]) -> Reading:
    """The century before a decade is not repeated: 二十世纪七十年代 are the 1970s."""
    return Reading(values_of(match.group(1)), False)


def short_year(match: re.Match[str]) -> Reading:
    """一三年 may be 2013, or one to three years."""
    values = values_of(match.group(1))
    value = Fraction(10 * DIGITS[match.group(1)[0]] + DIGITS[match.group(1)[1]])
    return Reading(values | {value, value + 1900, value + 2000}, False)


def percent(match: re.Match[str]) -> Reading:
    """5% may be 0.05."""
    values = values_of(match.group(1))
    return Reading(values | {value / 100 for value in values})


def scientific(match: re.Match[str]) -> Reading:
    """1e-3 may be 0.001, or be written with its exponent."""
    mantissa, exponent = Fraction(match.group(1)), int(match.group(2))
    power = Fraction(10) ** exponent if abs(exponent) < 60 else Fraction(1)
    return Reading({mantissa * power, Fraction(exponent), Fraction(abs(exponent))}, True)


def abbreviated(match: re.Match[str]) -> Reading:
    """7B may be 7 or 7 billion."""
    scale = {"k": 10**3, "m": 10**6, "b": 10**9, "g": 10**9, "t": 10**12, "w": 10**4}
    values = values_of(match.group(1))
    return Reading(values | {value * scale[match.group(2).lower()] for value in values})


def ordinal(match: re.Match[str]) -> Reading:
    """第五 is binding; 第一, 第二 and 第三 also order an argument."""
    values = values_of(match.group(1))
    return Reading(values, max(values, default=Fraction(0)) > 3)


def score(match: re.Match[str]) -> Reading:
    """三比零, 3:1."""
    values = values_of(match.group(1))
    return Reading(values, match.group(1) not in ("一", "两", "零"))
