"""Reading Chinese numerals: 一千三百万, 2.4万, 一万三, 三点五, 二零二二, 五六百."""

from __future__ import annotations

import re
from fractions import Fraction

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
DIGITS |= {"两": 2, "〇": 0, "幺": 1}
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

NUMERAL = (
    r"(?:\d[\d,]*(?:\.\d+)?(?:\s?[十百千万亿]+\d*)*(?:[多余来几][万亿]+)?"
    r"|(?:[零〇一二三四五六七八九十百千万亿幺]|两(?=[百千万亿]))+(?:[多余来几][万亿]+)?|两)"
)
"""Pattern of one numeral in the spelling of `plain`, decimals in Chinese digits left out."""
DECIMAL = rf"(?:{NUMERAL}(?:点[零〇一二三四五六七八九]+(?![点十])[百千万亿]*)?)"
"""Pattern of one numeral with or without 点 and decimals."""

# Same-length spellings of what the patterns look for: full width, traditional, banker's numerals.
_SPELLINGS = str.maketrans(
    "０１２３４５６７８９．，％：－／～壹贰貳叁參肆伍陆陸柒捌玖佰仟萬億兩點個時鐘歲號幾數餘來長週後"
    "間條張種層塊頭臺節輪類組對遍維階屆題項門場輛顆達過無",
    "0123456789.,%:-/~一二二三三四五六六七八九百千万亿两点个时钟岁号几数余来长周后"
    "间条张种层块头台节轮类组对遍维阶届题项门场辆颗达过无",
)
_ARABIC = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_NEIGHBOURS = re.compile("(?=(一二|一两|两三|二三|三四|四五|五六|六七|七八|八九|三五))")


def plain(text: str) -> str:
    """Returns ``text`` in half width, simplified numerals; every character keeps its place."""
    return text.translate(_SPELLINGS)


def values_of(numeral: str) -> frozenset[Fraction]:
    """Returns what a numeral may mean; two values for 五六百 and 三十七八, none if it is no number.

    Args:
        numeral: a match of `NUMERAL` or `DECIMAL`; 多, 余, 来, 几 before 万 and 亿 do not count.
    """
    bare = re.sub(r"[多余来几\s]", "", numeral)
    pair = _NEIGHBOURS.search(bare.partition("点")[0])
    if pair and not _is_digit_string(bare):
        at = pair.start()
        both = (bare[: at + 1] + bare[at + 2 :], bare[:at] + bare[at + 1 :])
        return frozenset(value for value in map(value_of, both) if value is not None)
    value = value_of(bare)
    return frozenset() if value is None else frozenset((value,))


def value_of(numeral: str) -> Fraction | None:
    """Returns the value of a Chinese, Arabic or mixed numeral, None if it is no single number.

    Knows the spoken short forms whose last unit is left out: 一万三 is 13,000, 两百五 is 250.
    """
    if "点" in numeral:
        return _decimal(numeral)
    for unit in "亿万千百十":
        if unit in numeral:
            before, _, after = numeral.rpartition(unit)
            count = value_of(before) if before else Fraction(1)
            rest = _rest(after, UNITS[unit])
            return None if count is None or rest is None else count * UNITS[unit] + rest
    return _digits(numeral)


def _rest(text: str, unit: int) -> Fraction | None:
    """Reads what follows ``unit``: nothing, a smaller number, or one digit of the next unit."""
    if not text:
        return Fraction(0)
    value = value_of(text)
    if value is None or value >= unit:
        return None
    if len(text) == 1 and unit >= 100:
        return value * (unit // 10)
    return value if len(text) == 1 or not _is_digit_string(text) or text[0] in "零〇" else None


def _digits(text: str) -> Fraction | None:
    """Reads 1932, 1,932, 19.32 and 一九三二."""
    if _ARABIC.fullmatch(text):
        return Fraction(text.replace(",", ""))
    if text and all(character in DIGITS for character in text):
        return Fraction(int("".join(str(DIGITS[character]) for character in text)))
    return None


def _is_digit_string(text: str) -> bool:
    """Whether ``text`` is read digit by digit; two digits side by side are not (五六个)."""
    return len(text) > 2 and all(character in DIGITS for character in text)


def _decimal(numeral: str) -> Fraction | None:
    """Reads 三点一四, 零点零五, 三点五万."""
    whole_text, _, rest = numeral.partition("点")
    digits = rest.rstrip("".join(UNITS))
    whole = value_of(whole_text)
    if whole is None or not digits or not all(character in DIGITS for character in digits):
        return None
    spelled = "".join(str(DIGITS[character]) for character in digits)
    value = whole + Fraction(int(spelled), 10 ** len(spelled))
    for unit in rest[len(digits) :]:
        value *= UNITS[unit]
    return value
