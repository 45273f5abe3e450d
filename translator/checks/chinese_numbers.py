"""Numbers and dates in Chinese text, each with every value its translation may show.

Only what a translation has to repeat is *binding*; vague and idiomatic numerals (一些, 千万别,
三言两语, 十分) are left alone, because a check that cries wolf is not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from translator.checks import number_readings as read
from translator.checks.number_idioms import IDIOMS
from translator.checks.number_readings import Reading
from translator.segmenting.han_numerals import DECIMAL, DIGITS, NUMERAL, UNITS, plain, values_of


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or date in Chinese text.

    Attributes:
        start, end: its span.
        text: as written.
        values: what a translation may show for it; one is enough.
        parts: further numbers that a translation may show (the 100 of 百分之一).
        is_date: a year, month, day or time of day.
        binding: whether a translation has to show it.
    """

    start: int
    end: int
    text: str
    values: frozenset[Fraction]
    parts: frozenset[Fraction] = frozenset()
    is_date: bool = False
    binding: bool = True


def quantities(text: str) -> tuple[Quantity, ...]:
    """Returns the numbers and dates in ``text``, binding or not, by start, without overlap.

    Spaces between figures and Chinese characters (20 世纪 70 年代) count as none.
    """
    places = [m.end() for m in _SET_SPACES.finditer(text)]
    kept = [at for at in range(len(text)) if at + 1 not in places] if places else range(len(text))
    spelled = plain("".join(text[at] for at in kept)) if places else plain(text)
    if not _ANY_NUMERAL.search(spelled):
        return ()
    found: list[Quantity] = []
    taken = [False] * len(spelled)
    for pattern, reader, is_date in _PATTERNS:
        for match in pattern.finditer(spelled):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            reading = reader(match)
            if reading.values or reading.parts:
                taken[start:end] = [True] * (end - start)
                found.append(_quantity(text, kept, match, reading, is_date))
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _quantity(
    text: str, kept: Sequence[int], match: re.Match[str], reading: Reading, is_date: bool
) -> Quantity:
    start, end = kept[match.start()], kept[match.end() - 1] + 1
    binding = bool(reading.values) and reading.binding and not _is_vague(match)
    values, parts = frozenset(reading.values), frozenset(reading.parts)
    return Quantity(start, end, text[start:end].strip(), values, parts, is_date, binding)


def _is_vague(match: re.Match[str]) -> bool:
    """Whether 几, 数 or the like around the number takes its exactness away (几十万)."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    return before.endswith(("几", "数", "无", "成", "好些")) or after.startswith(("几", "把"))


def _count(match: re.Match[str]) -> Reading:
    """Reads any other number, with 半 after its measure word and the far end of a range."""
    numeral, half = match.group(1), match.group(2)
    values = set(values_of(numeral))
    parts = {value for piece in re.findall(f"[{_H}]", numeral) for value in values_of(piece)}
    after = match.string[match.end(1) : match.end(1) + 1]
    if half:
        values |= {value + Fraction(1, 2) for value in values} | {12 * v + 6 for v in values}
    elif len(numeral) > 2 and numeral[-1] == "一" and numeral[-2] in UNITS:
        values |= values_of(numeral[:-1])  # 四万一平: 40,000 for one, or 41,000
    elif numeral == "十" and after == "多":
        values.add(Fraction(12))  # more than a dozen
    if numeral.endswith("千") and after and after in _AFTER_KILO:
        values |= values_of(numeral[:-1])  # 72亿千瓦时, 44.1千赫
    if after and after in "里斤":
        parts |= {value / 2 for value in values}
    if _METRES.match(match.string, match.end(1)):
        values |= {value / 1000 for value in values if value >= 1000}
    span = _RANGE.match(match.string, match.end())
    for unit in span.group(1) if span else "":
        values |= {value * UNITS[unit] for value in values}
    return Reading(values, _is_binding(match, max(values, default=Fraction(0))), parts)


def _is_binding(match: re.Match[str], largest: Fraction) -> bool:
    """Whether a translation has to show this number.

    Digits always, Chinese numerals if they are longer than one character or count something; a
    few old measures are converted, so that their numbers change.
    """
    numeral, before = match.group(1), match.string[: match.start(1)]
    after = match.string[match.end(1) :]
    inside_name = _LATIN_END.search(before) and _LATIN_START.match(after)
    if inside_name or _WORDING.match(after) or after.startswith(_CONVERTED) or "几" in numeral:
        return False
    if any("0" <= character <= "9" for character in numeral):
        return True
    if all(character in UNITS for character in numeral) and numeral != "十":
        return False  # 上千万: tens of millions
    if all(character in DIGITS for character in numeral):
        counts = largest > 2 and after[:1] != "" and after[0] in _MEASURES
        many = len(numeral) > 3
        return many or (counts and (len(numeral) == 1 or len(values_of(numeral)) > 1))
    return True


_H = "零〇一二三四五六七八九"
_MEASURES = (
    "个名位人种次年天周秒岁倍条件张本篇层块台只头家所章节轮步类组遍米元度页行列维阶代届期题项门场座"
    "辆艘架棵颗间套部首句段票国省级轴核款队夜晚局"
)
_AFTER_KILO = "赫瓦卡帕伏字比克米焦牛"
_CONVERTED = ("里", "斤", "亩", "尺", "寸", "丈", "两", "钱", "度音", "线城", "流的", "分")
# 这三个字: what is counted are Chinese characters; 三次方, 四次函数: the degree has its own word.
_WORDING = re.compile("个?(?:汉?字|词|条路|部曲|位一体|次方|次函数|次多项式|级|门|角形)")
_LATIN_END, _LATIN_START = re.compile("[A-Za-z]$"), re.compile("[A-Za-z]")
_METRES = re.compile("[多余]?[米克]")
_RANGE = re.compile(rf"[到至~-]{NUMERAL}(?<=([十百千万亿]))")
_SET_SPACES = re.compile(
    r"(?<=[\d０-９％%])[ \u00a0](?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])[ \u00a0](?=[\d０-９])"
)
_ANY_NUMERAL = re.compile(f"[0-9{_H}十百千万亿两半]")

_ALONE = rf"(?<![\d.{_H}十百千万亿两])"
_PAIR = rf"(\d\d|[{_H}]{{2}})"
_MONTH = rf"(1[0-2]|0?[1-9]|十[一二]?|[{_H}])"
_DAY = rf"(3[01]|[12]\d|0?[1-9]|三十一?|二?十[{_H}]?|[{_H}])"
_HOUR = rf"(二十[一二三四]?|十[{_H}]?|[一二两三四五六七八九]|2[0-4]|1\d|\d)"
_LATE_HOUR = "(十[三四五六七八九]|二十[一二三四]?|1[3-9]|2[0-4])"
_MINUTE = rf"(半|[一三]刻|[零二三四五]?十[{_H}]?|[1-5]?\d(?!\d)|零[{_H}](?=分))"
_AFTER_HOUR = f"钟|整|多|左右|[过差至到，。]|{_MINUTE}"
_AFTER_HOUR_IN_PRINT = rf"许|左右|整|前|后|至|到|启|[，。、；]|$|\d+分|{_MINUTE}分"
_YEAR = rf"(\d{{4}}|\d\d|[{_H}]{{4}}|[零〇九][{_H}]|[{_H}][零〇])"
_ARABIC = r"(\d[\d,]*(?:\.\d+)?)"
_TENTHS = rf"([{_H}两十]{{1,2}}|\d)(?:[到至、~-]([{_H}\d]))?成([一二三四五六七八九半]?)"
_SMALL = rf"([{_H}\d](?:[毛角]?[{_H}\d])?)(?:毛|角|分|(?![个条张本块只台位多]))"
_DIGIT_GROUPS = r"(?<![\d-])(?!\d{4}[-/]\d\d?[-/])\d+(?:-\d+){2,}|1\d\d \d{4} \d{4}"

_Reader = Callable[[re.Match[str]], Reading]
# (pattern, what it means, whether it is a date); the first one that matches a character has it.
_ROWS: tuple[tuple[str, _Reader, bool], ...] = (
    (IDIOMS, read.idiom, False),
    (r"(\d+(?:\.\d+)?)(?:e|[×x*]\s?10\^?)([+-]?\d{1,3})(?![\da-z])", read.scientific, False),
    (rf"(?<![\d.])(\d{{2,4}}|[{_H}]{{4}}|[{_H}]{{1,2}}十)年代", read.decade, True),
    (rf"{_ALONE}{_YEAR}\s?年(?!代)", read.year, True),
    (rf"{_ALONE}([{_H}]{{2}})(?=年(?!代))", read.short_year, True),
    (rf"({NUMERAL})世纪(?=.{{0,3}}年代)", read.century, True),
    (rf"{_ALONE}{_PAIR}\s?(?=[后前])", read.generation, True),
    (rf"(?<![\d{_H}十百个]){_MONTH}\s?月(?:份)?(?![亮球老])", read.calendar, True),
    (rf"(?<![\d{_H}十百几]){_DAY}\s?[日号](?![称元线电楼门])", read.calendar, True),
    (_DIGIT_GROUPS, read.digit_groups, False),
    (rf"([{_H}])([{_H}])(?=开|比例|分[成账]|定律|法则)", read.shares, False),
    (rf"([{_H}]{{1,2}}|\d\d?|\d\.\d)折", read.discount, False),
    (rf"({NUMERAL})个([万亿])(?!分)", read.counted_units, False),
    (rf"{_ALONE}{_HOUR}时(?={_AFTER_HOUR_IN_PRINT})", read.hour, True),
    (rf"({NUMERAL})分之({DECIMAL})", read.share, False),
    (rf"{_ARABIC}\s*[%‰]", read.percent, False),
    (rf"{_TENTHS}(?![一二三四五六七八九十百千万])", read.tenths, False),
    (rf"翻了?(?:整整)?([{_H}两])番", read.doublings, False),
    (rf"({DECIMAL})多?倍", read.times, False),
    (r"(?<![\d:])(2[0-4]|1\d|0?\d):(?=[0-5]\d(?![\d:]))", read.hour, True),
    (rf"{_ALONE}{_HOUR}点(?={_AFTER_HOUR})", read.hour, True),
    (rf"{_ALONE}{_LATE_HOUR}点(?![\d{_H}])", read.hour, True),
    (rf"(?<=[{_H}两十\d][点时]){_MINUTE}分?", read.minute, True),
    (
        rf"({NUMERAL})(?:[美欧]?元|块|斤)({NUMERAL})([角毛分两]|[美欧]分)(?![{_H}])",
        read.cents,
        False,
    ),
    (rf"({NUMERAL})[块米秒度]{_SMALL}", read.with_small_unit, False),
    (
        rf"([{_H}两\d])(?:毛|角(?=钱|[，。、；涨降到]|[{_H}]分|$))([{_H}]?)(?![{_H}十百千万])",
        read.small_unit,
        False,
    ),
    (rf"{_ARABIC}\s?([kmbgtw])(?![a-z])", read.abbreviated, False),
    (rf"第({NUMERAL})", read.ordinal, False),
    (rf"({NUMERAL})(?=比{NUMERAL})", read.score, False),
    (rf"(?<=比)({NUMERAL})(?![{_MEASURES}较起如方点])", read.score, False),
    (rf"({DECIMAL})(?:个|年|天|点|小时|倍|度|米)?(半?)", _count, False),
)
_PATTERNS = tuple((re.compile(row[0], re.IGNORECASE), row[1], row[2]) for row in _ROWS)
