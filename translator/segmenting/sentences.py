"""Sentences of a Chinese paragraph with English, numbers and names mixed in.

The rules are those of a careful subtitler, in this order:

* 。！？!? and a full stop after Chinese or English end a sentence; closing quotes and brackets,
  emoji, note marks such as [3] and a short aside (笑) stay with it.
* A stop inside 《》 or brackets ends nothing, unless the brackets hold the whole sentence. A stop
  inside a quotation ends a sentence only if the quotation closes there and nothing hangs on it
  (“…？”他问, “…？”这个问题), or if the quotation is long.
* A full stop inside a number, version, URL, address or file name, after an abbreviation (e.g.,
  et al., Fig.), an initial or a list number ends nothing.
* Semicolons end a sentence where both sides are long clauses; …… where a new sentence visibly
  starts; ～ where a greeting or particle ends before it.
* A line break ends a sentence unless it is a soft wrap inside one.
* What is still too long is cut at its best clause breaks (`translator.segmenting.clauses`).
"""

from __future__ import annotations

from bisect import bisect_right

import regex

from translator.segmenting.clauses import cut, weight
from translator.segmenting.enclosures import CLOSING_MARKS, Enclosure, Pair, paired

LIMIT = 120
"""Weight (Han characters; Latin letters count less) above which a sentence is cut."""

_LONG_QUOTE = 60
"""Weight above which a quotation is split at the stops inside it."""

_LONG_CLAUSE = 14
"""Weight that both sides of a semicolon need to be sentences of their own."""

_CLOSERS = rf"[{regex.escape(CLOSING_MARKS)}]"
_EMOJI = r"(?:(?![\d#*])\p{Emoji}[\p{Emoji_Modifier}\uFE0F]?(?:\u200D\p{Emoji}\uFE0F?)*)"
_STOP = regex.compile(
    r"[。｡！？!?]+(?:…+|\.{2,})?[。！？!?]*|…+[。！？!?]*|\.{2,}[。！？!?]*|。\.+|[.．]"
    r"|[；;]|[~～]+|[\r\n\u2028\u2029]\s*"
)
_PROTECTED = regex.compile(
    r"""(?xi)
    (?:https?|ftp)://[^\s\p{Han}，。；、！？（）《》“”…<>]{0,2000}[^\s\p{Han}\p{P}<>~]/?
    | www\.[a-z0-9._\-/?=&%\#]{0,2000}[a-z0-9/]
    | (?<![a-z0-9._+\-])[a-z0-9._+\-]{1,64}@[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,6}
    | (?<![a-z])(?:e\.\s?g|i\.\s?e|a\.k\.a|w\.r\.t|s\.t|et\s+al|cf|vs|viz|resp|approx|incl|esp|dept
        |u\.s\.a|u\.s|u\.k|ph\.d|m\.sc|b\.sc|a\.m|p\.m
        |(?-i:Figs?|Eqs?|Secs?|Tabs?|Chap|Ch|Vol|Nos?|Refs?|Thm|Def|Prop|Lem|Cor|Alg|App
        |Dr|Prof|Mr|Mrs|Ms|St|Jr|Sr|Inc|Ltd|Co|Corp|Univ|Assoc|Asst|pp|p|no|fig|eq|sec))\.
    | (?<![\w])[!=]=
    """
)
_ABBREVIATION_AT_END = regex.compile(r"(?i)(?:a\.m|p\.m|u\.s|u\.k|u\.s\.a|ph\.d|inc|ltd|co)\.$")
_TAIL = regex.compile(
    rf"(?:{_CLOSERS}|\s*{_EMOJI}|\[\d[\d,，\-–\s]*\]|[\u00B9\u00B2\u00B3\u2070-\u2079]"
    r"|\s?[（(](?:笑|大笑|众笑|掌声|鼓掌|笑声|完|苦笑|众人笑|全场笑|laughs?|applause)[）)])+"
)
_ATTRIBUTION = regex.compile(
    r"[^，。！？；,.!?;“”\"：:]{0,9}?"
    r"(?:[说說问問答喊叫道写寫讲講]|表示|认为|認為|指出|补充|補充|回答|回应|回應|笑道|感叹|感嘆"
    r"|强调|強調|总结|總結|调侃|調侃|反问|反問|追问|追問)(?:道|着|著|过|了)?(?:[，。,！!；;]|\.(?!\d)|$)"
)
_HANGING = regex.compile(
    r"\s*(?:[的、和与與或及等，,；;：:。.！!？?—]|之类|之類|一类|这|這|那|是|为|為|作为)"
)
_HANGING_AFTER_SPEECH = regex.compile(
    r"\s*(?:[的、和与與或及等，,；;：:。.！!？?—]|之类|之類|这样的|這樣的)"
)
_RESTART = regex.compile(
    r"\s*(?:但是?|不过|不過|然而|可是|所以|因此|于是|於是|后来|後來|接着|接著|然后|然後|总之|總之|另外|其实"
    r"|其實|而且|最后|最後|现在|現在|如果|[我你他她它](?:们|們)?|大家|这|這|那|[A-Z“「]|[0-9一二三]+[.、])"
)
_GREETING = regex.compile(
    r"[呀啊哦喔噢呢吧啦嘛哈嘿哒滴咯哟呦耶好了的吗么]$|(?:大家|各位|谢谢|謝謝|再见|再見|次见|次見)$"
)
_LIST_NUMBER = regex.compile(r"(?:^|[\s。！？；：，、;:,（(“\"])[（(]?(?:\d{1,2}|[A-Za-z])$")
_SOFT_WRAP_WIDTH = 15
_BLANK_SPAN = regex.compile(r"\s*")
_BLANK = regex.compile(r"\s*\Z")
_CAPITALISED = regex.compile(r"\s+\p{Lu}\p{Ll}")
_ENGLISH_START = regex.compile(r"\s+(?:[\p{Lu}\p{Han}\d“「『《（(\"'‘]|\Z)")
_NEW_SPEECH = regex.compile(r"\s*[“「『\"]|\s*\n")
_CLOSED_HERE = regex.compile(rf"{_CLOSERS}*")
_DASH = regex.compile(r"\s*——")
_MARKER = regex.compile(
    r"\s*(?:[-*•·●○■□◆▪–—>]\s|\d{1,2}[.、)）．]|[（(][\d一二三四五六七八九十]{1,3}[）)]|[①-⑳❶-❿]"
    r"|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十\d]+[，、：]|[A-Za-z][.)]\s)"
)


def split(text: str, limit: int = LIMIT) -> tuple[tuple[int, int], ...]:
    """Returns the spans of the sentences of ``text``.

    Spans are in order, do not overlap, have no white space at their ends and together cover
    everything but white space.

    Args:
        text: one paragraph as written; line breaks inside are understood.
        limit: weight above which a sentence is cut at clause breaks (see `LIMIT`).
    """
    if not text.strip():
        return ()
    paragraph = _Paragraph(text)
    spans: list[tuple[int, int]] = []
    start = 0
    for end in (*paragraph.breaks(), len(text)):
        span = _trimmed(text, start, end)
        if span:
            spans.extend(cut(text, span, limit, paragraph.pairs))
        start = end
    return tuple(spans)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    content = piece.strip()
    if not content:
        return None
    start += len(piece) - len(piece.lstrip())
    return start, start + len(content)


class _Paragraph:
    """One paragraph with its protected spans and paired marks, ready to be walked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pairs = paired(text)
        self._outer = [pair for pair in self.pairs if pair.outermost]
        self._outer_starts = [pair.start for pair in self._outer]
        self._inner_titles = [
            pair for pair in self.pairs if not pair.outermost and pair.kind is not Enclosure.QUOTE
        ]
        self._inner_starts = [pair.start for pair in self._inner_titles]
        self._protected = [match.span() for match in _PROTECTED.finditer(text)]
        self._protected_starts = [start for start, _ in self._protected]

    def breaks(self) -> list[int]:
        """Returns the ends of the sentences, the last one's excepted."""
        found: list[int] = []
        start = 0
        stops = [match.span() for match in _STOP.finditer(self.text)]
        for number, (at, after) in enumerate(stops):
            if at < start:
                continue
            following = stops[number + 1][0] if number + 1 < len(stops) else len(self.text)
            end = self._end_of_sentence(start, at, after, following)
            if end is not None:
                found.append(end)
                start = end
        return found

    def _end_of_sentence(self, start: int, at: int, after: int, following: int) -> int | None:
        """Returns where the sentence ends that began at ``start`` and has a stop at ``at``."""
        mark = self.text[at]
        if mark in "\r\n\u2028\u2029":
            return self._after_line(start, at, after)
        if self._in_protected(at):
            return None
        if not self._stops(start, at, after, following):
            return None
        outer = self._outer_around(at)
        if outer is None:
            return self._with_tail(after)
        if mark in ";；~～…" and self.text[after : after + 1] not in CLOSING_MARKS:
            return None
        return self._after_enclosed(start, after, outer)

    def _in_protected(self, at: int) -> bool:
        index = bisect_right(self._protected_starts, at) - 1
        if index < 0 or at >= self._protected[index][1]:
            return False
        start, end = self._protected[index]
        if at != end - 1:
            return True
        if _BLANK.match(self.text, end):
            return False
        new_sentence = _CAPITALISED.match(self.text, end) is not None
        return not (new_sentence and _ABBREVIATION_AT_END.search(self.text, start, end))

    def _outer_around(self, at: int) -> Pair | None:
        index = bisect_right(self._outer_starts, at) - 1
        return self._outer[index] if index >= 0 and at < self._outer[index].end else None

    def _in_inner_title(self, at: int) -> bool:
        index = bisect_right(self._inner_starts, at) - 1
        return index >= 0 and at < self._inner_titles[index].end

    def _stops(self, start: int, at: int, after: int, following: int) -> bool:
        """Whether the mark at ``at`` ends a sentence by itself, enclosures apart."""
        text, mark = self.text, self.text[at]
        if mark in "。｡！？":
            return True
        if mark in "!?":
            return self._exclaims(at, after)
        if mark in ".．":
            return (
                self._full_stop(at, after) if after - at == 1 else self._ellipsis(start, at, after)
            )
        if mark == "…":
            return self._ellipsis(start, at, after)
        if mark in "；;":
            clause = max(start, text.rfind(mark, start, at) + 1)
            return (
                weight(text[clause:at]) >= _LONG_CLAUSE
                and weight(text[after:following]) >= _LONG_CLAUSE
            )
        return self._wave(at, after)

    def _exclaims(self, at: int, after: int) -> bool:
        before, follows = self.text[at - 1 : at], self.text[after : after + 1]
        if follows in ("", "\n") or not before.isascii() or not before.isalnum():
            return True
        if self.text[at] == "!" and regex.search(
            r"(?<![A-Za-z])[A-Za-z\d]$", self.text[max(0, at - 2) : at]
        ):
            return False
        if follows.isspace():
            return not regex.match(r"\s+\p{Ll}", self.text[after : after + 3])
        return not (follows.isascii() and follows.isalnum())

    def _full_stop(self, at: int, after: int) -> bool:
        text = self.text
        before, follows = text[at - 1 : at], text[after : after + 1]
        if not before or before.isspace():
            return False
        ended = _BLANK.match(text, after) is not None or follows in "\r\n"
        if _is_number_of_list(text, at):
            return ended and at > 2
        if ended or not before.isascii():
            is_suffix = follows.isascii() and follows.islower()
            return not (is_suffix or (follows.isdecimal() and before.isdecimal()))
        return self._english_stop(at, after)

    def _english_stop(self, at: int, after: int) -> bool:
        """Whether the full stop after a Latin letter or digit ends a sentence."""
        text, follows = self.text, self.text[after]
        if not follows.isspace():
            return follows in CLOSING_MARKS or not follows.isascii()
        initial = regex.search(r"(?<!\p{L})\p{Lu}$", text[max(0, at - 2) : at])
        if initial and regex.match(r"\s+\p{Lu}", text[after : after + 3]):
            return False
        return _ENGLISH_START.match(text, after) is not None

    def _ellipsis(self, start: int, at: int, after: int) -> bool:
        text = self.text
        if (
            text[after - 1] in "。！？!?"
            or _BLANK.match(text, after)
            or text[after] in CLOSING_MARKS
        ):
            return True
        if text[at] == "." and text[at - 1 : at].isascii():
            return _CAPITALISED.match(text, after) is not None
        clause = regex.split(r"[，,：:]", text[max(start, at - 40) : at])[-1]
        return weight(clause) >= 7 and _RESTART.match(text, after) is not None

    def _wave(self, at: int, after: int) -> bool:
        text = self.text
        follows = text[after : after + 1]
        if follows in ("", "\n") or after - at > 1:
            return True
        if not regex.match(r"\p{Han}|\p{Emoji}", text[at - 1 : at]):
            return False
        return follows.isspace() or _GREETING.search(text[max(0, at - 2) : at]) is not None

    def _after_enclosed(self, start: int, after: int, outer: Pair) -> int | None:
        """Decides on a stop inside quotes, brackets or 《》."""
        text = self.text
        closes_here = _CLOSED_HERE.fullmatch(text, after, outer.end) is not None
        if outer.kind is Enclosure.QUOTE:
            if closes_here:
                return self._after_quote(start, outer)
            if self._in_inner_title(after - 1) or not self._long(outer):
                return None
            return self._with_tail(after)
        whole = _BLANK_SPAN.fullmatch(text, start, outer.start) is not None
        if (
            outer.kind is Enclosure.BRACKET
            and closes_here
            and whole
            and outer.end - outer.start > 6
        ):
            return self._with_tail(outer.end)
        return None

    def _after_quote(self, start: int, quote: Pair) -> int | None:
        """Decides on a quotation that closes with a stop: does the sentence go on after it?"""
        text, end = self.text, quote.end
        last = text[end - 2]
        if _BLANK.match(text, end):
            return end
        spoken = text[max(start, quote.start - 3) : quote.start].rstrip().endswith((":", "："))
        if _DASH.match(text, end) or (not spoken and _ATTRIBUTION.match(text, end)):
            return None
        opens_sentence = _BLANK_SPAN.fullmatch(text, start, quote.start) is not None
        if spoken or (opens_sentence and last in "。."):
            return None if _HANGING_AFTER_SPEECH.match(text, end) else self._with_tail(end)
        if opens_sentence and _NEW_SPEECH.match(text, end):
            return self._with_tail(end)
        if _HANGING.match(text, end) or not text[end : end + 1].isspace():
            return None
        return self._with_tail(end)

    def _long(self, quote: Pair) -> bool:
        length = quote.end - quote.start
        return length > 5 * _LONG_QUOTE or weight(self.text[quote.start : quote.end]) > _LONG_QUOTE

    def _with_tail(self, end: int) -> int:
        tail = _TAIL.match(self.text, end)
        return tail.end() if tail else end

    def _after_line(self, start: int, at: int, after: int) -> int | None:
        """Decides on a line break: a soft wrap goes on, everything else ends the sentence."""
        text = self.text
        line = text[text.rfind("\n", 0, at) + 1 : at].rstrip()
        soft = (
            text.count("\n", at, after) == 1
            and weight(line) >= _SOFT_WRAP_WIDTH
            and not regex.search(rf"[。！？!?…；;：:.]{_CLOSERS}*$", line)
            and not _MARKER.match(text, after)
        )
        return None if soft else after


def _is_number_of_list(text: str, at: int) -> bool:
    """Whether the full stop at ``at`` follows a list number such as ``1`` or ``a``."""
    return (
        _LIST_NUMBER.search(text[max(0, at - 5) : at]) is not None
        and regex.match(r"\s*[\p{Han}\p{L}“《（(【]", text[at + 1 : at + 6]) is not None
    )
