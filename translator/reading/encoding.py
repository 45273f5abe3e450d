"""Text from bytes: which encoding, judged by how much like Chinese the result looks.

General detectors need some hundred bytes before they tell GB18030 from Big5, and take short UTF-16
without a byte order mark for anything. The inputs here are Chinese with some English, so every
plausible encoding is tried and the reading with the most likely characters wins: common Han
characters are likely, rare ones, private ones and controls are not.
"""

from __future__ import annotations

import codecs
import functools
import math
import re
from collections.abc import Iterator

from translator.errors import InputError
from translator.reading.kinds import recognise

# (byte order mark, codec that drops it, name shown); UTF-32 comes first because its mark begins
# with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
)
# Windows-1252 is for English subtitles and glossaries; the order decides between equals.
_CANDIDATES = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be", "cp1252")
_SHOWN = {"cp950": "big5", "big5hkscs": "big5-hkscs", "cp1252": "windows-1252"}
_SAMPLE = 20_000
# Mean log-likelihood of the characters beyond ASCII. Chinese read in its own encoding has -6.6 in
# the median and -9 in the worst of 1,000 sentences of ten characters or more; Chinese read in
# another encoding has -13, and -11.5 in the likeliest of 5,000.
_SURELY_TEXT = -10.2
_LEAST_LIKELY = -12.5
_SHORT, _LEAST_LIKELY_SHORT = 10, -15.0
_SAVE_AS_UTF8 = "Open it in an editor, save it as UTF-8 and try again"

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]")


def decode(data: bytes, *, where: str, declared: str = "") -> tuple[str, str]:
    """Returns the text of ``data`` and the name of its encoding.

    Byte order marks are dropped, everything else stays: see `plain_text` for line ends. Knows
    UTF-8, UTF-16 and UTF-32, GB18030 (with GBK and GB2312), Big5 (with HKSCS), Windows-1252, and
    asks charset-normalizer about all others.

    Args:
        data: the whole file; empty gives "".
        where: file name for messages.
        declared: encoding the file names itself (HTML, MIME), believed if it fits.

    Raises:
        InputError: ``data`` is not text, or in no encoding that fits all of it.
    """
    kind = recognise(data)
    if kind:
        raise InputError(f"this is {kind.name}, not text", where=where, advice=kind.advice)
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, codec, where=where), name
    text, name = _without_mark(data, where=where, declared=declared)
    if len(_CONTROLS.findall(text[:_SAMPLE])) > 2 + 0.02 * min(len(text), _SAMPLE):
        raise _not_text(where)
    return text, name


def plain_text(text: str) -> str:
    """Returns ``text`` with every line end as a line feed and without invisible characters.

    CR, CRLF, NEL, form feeds and U+2028/9 end lines. Taken out is what no output may hold or show:
    control characters (NUL first of all), zero-width spaces, soft hyphens, stray byte order marks.
    Width, script and visible spaces stay as written.
    """
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))


def _without_mark(data: bytes, *, where: str, declared: str) -> tuple[str, str]:
    as_utf8 = _attempt(data, "utf-8")
    if as_utf8 is not None and not _doubtful(data, as_utf8):
        return as_utf8, "utf-8"
    if as_utf8 is None and _damaged_utf8(data):
        raise InputError(_damage(data), where=where, advice=_SAVE_AS_UTF8)
    readings = dict(_readings(data, as_utf8, declared))
    likelihood = {name: _likelihood(text) for name, text in readings.items()}
    best = max(readings, default="", key=lambda name: likelihood[name] + (name == declared) * 10)
    mean = _mean_beyond_ascii(readings[best]) if best else -math.inf
    if mean < _SURELY_TEXT:
        guess = _asked_elsewhere(data)
        if guess:
            return guess
    short = best and sum(character > "\x7f" for character in readings[best]) < _SHORT
    if mean >= (_LEAST_LIKELY_SHORT if short else _LEAST_LIKELY):
        return readings[best], _SHOWN.get(best, best)
    if b"\0" in data or not data.strip(b"\xff\0"):
        raise _not_text(where)
    raise InputError(_damage(data), where=where, advice=_SAVE_AS_UTF8)


def _damaged_utf8(data: bytes) -> bool:
    """Whether ``data`` is UTF-8 for long enough to be nothing else, and then is not."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        begun = data[: error.start].decode("utf-8")
        return sum(character > "\u07ff" for character in begun) >= _SHORT
    return False


def _readings(data: bytes, as_utf8: str | None, declared: str) -> Iterator[tuple[str, str]]:
    """Yields (codec, text) of every codec that reads all of ``data``."""
    if as_utf8 is not None:
        yield "utf-8", as_utf8
    for codec in (*_CANDIDATES, declared):
        text = _attempt(data, codec) if codec else None
        if text is not None:
            yield codec, text


def _doubtful(data: bytes, text: str) -> bool:
    """Whether valid UTF-8 might still be something else.

    Control characters speak for UTF-16. Some GB2312 pairs are valid two-byte UTF-8 as well, but
    only in very short files does that happen to all of them.
    """
    if _CONTROLS.search(text[:_SAMPLE]):
        return True
    return len(data) < 64 and "\u07ff" > max(text, default="") >= "\x80"


def _attempt(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _strictly(data: bytes, codec: str, *, where: str) -> str:
    """Decodes what a byte order mark promised; names the first line that breaks the promise."""
    try:
        return data.decode(codec).removeprefix("\ufeff")
    except UnicodeError as error:
        start, read = 0, b""
        if isinstance(error, UnicodeDecodeError):
            start, read = error.start, bytes(error.object[: error.start])
        line = read.count(b"\n") + 1
        raise InputError(
            f"the file says it is {codec.removesuffix('-sig').upper()} but is damaged in line"
            f" {line} (byte {start})",
            where=where,
            advice=_SAVE_AS_UTF8,
        ) from error


def _asked_elsewhere(data: bytes) -> tuple[str, str] | None:
    """Asks charset-normalizer about what is hardly Chinese (Shift JIS, KOI8-R, …)."""
    from charset_normalizer import from_bytes

    guess = from_bytes(data[: 1 << 20]).best()
    text = _attempt(data, guess.encoding) if guess and guess.coherence > 0.3 else None
    if text is None or guess is None:
        return None
    return text, guess.encoding.replace("_", "-")


def _damage(data: bytes) -> str:
    """Says where the encoding that reads most of ``data`` first fails."""
    reach, codec = 0, ""
    for candidate in ("utf-8",) if _damaged_utf8(data) else ("utf-8", "gb18030", "cp950"):
        try:
            data.decode(candidate)
        except UnicodeDecodeError as error:
            if error.start > reach:
                reach, codec = error.start, _SHOWN.get(candidate, candidate)
    if not codec:
        return "the text is in no encoding that can be recognised"
    line = data[:reach].count(b"\n") + 1
    return f"not readable as {codec.upper()} from line {line} on (byte {reach})"


def _not_text(where: str) -> InputError:
    return InputError(
        "this is not a text file",
        where=where,
        advice="Give plain text, Markdown, HTML or DOCX",
    )


def _likelihood(text: str) -> float:
    """Returns the log-likelihood of the first and middle characters of ``text``."""
    table = _character_likelihoods()
    if len(text) > _SAMPLE:
        middle = len(text) // 2
        text = text[: _SAMPLE // 2] + text[middle : middle + _SAMPLE // 2]
    total, before_letter = 0.0, False
    for character in text:
        likelihood = table.get(character)
        if likelihood is None:
            likelihood = _block_likelihood(ord(character))
            # Accented letters stand alone among plain ones ("café"); runs of them are what Chinese
            # looks like in a Western encoding.
            if character < "\u0250":
                likelihood = -16.0 if before_letter else -8.0
                before_letter = True
                total += likelihood
                continue
        before_letter = False
        total += likelihood
    return total


def _mean_beyond_ascii(text: str) -> float:
    """Returns the mean log-likelihood of the characters beyond ASCII, 0 if there are none."""
    beyond = [character for character in text[:_SAMPLE] if character > "\x7f"]
    return _likelihood("".join(beyond)) / len(beyond) if beyond else 0.0


def _block_likelihood(code: int) -> float:
    """Returns the log-likelihood of a character outside the table, by its Unicode block."""
    if code < 0x20 or 0x7F <= code < 0xA0:
        return -25.0
    if 0x3000 <= code < 0x3040 or 0xFF00 <= code < 0xFFE0 or 0x2000 <= code < 0x2700:
        return -10.0
    if 0x4E00 <= code < 0xA000:
        return -14.5
    if code >= 0x1F000 and code < 0x20000:
        return -16.0
    if 0xE000 <= code < 0xF900 or code >= 0xF0000:
        return -22.0
    return -17.0


@functools.cache
def _character_likelihoods() -> dict[str, float]:
    """Returns log-likelihoods: Zipf's law over the common list, levels of GB2312 and Big5 below."""
    from translator.reading.common_han import MOST_COMMON, TRADITIONAL

    table = dict.fromkeys(
        _two_bytes("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF))), -13.0
    )
    table |= dict.fromkeys(_two_bytes("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF)), -11.5)
    for rank, character in enumerate(MOST_COMMON):
        table[character] = -math.log(rank + 30) - 1.7
    for group in TRADITIONAL.split():
        for form in group[1:]:
            table[form] = max(table.get(form, -99.0), table[group[0]] - 0.7)
    table |= dict.fromkeys("，。、：；？！“”‘’（）《》—…·「」『』", -5.0)
    table |= dict.fromkeys(map(chr, range(0x20, 0x7F)), -4.0)
    table |= dict.fromkeys("\n\r\t", -4.0) | dict.fromkeys("\u3000", -5.0)
    return table


def _two_bytes(codec: str, leads: range, trails: range | tuple[int, ...]) -> Iterator[str]:
    for lead in leads:
        for trail in trails:
            character = _attempt(bytes((lead, trail)), codec)
            if character:
                yield character
