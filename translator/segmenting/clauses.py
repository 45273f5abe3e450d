"""Cutting an over-long sentence at its best clause breaks.

Break points carry a cost: a stop inside a quotation or a semicolon is the best place, then a dash
or colon, a comma before a conjunction (但是, 因此, 而且, 如果…), any other comma, a space between
Chinese characters, 、. A cut never falls inside 《》, brackets, a number, or a Latin word, and
inside quotes only if nothing outside serves. Of all places the one is taken that leaves the two
sides most alike at the least cost; each side that is still too long is cut again. (Text of many
limits without a full stop, such as raw speech recognition, loses one piece after the other from
its front instead, so that time stays linear.)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import regex

from translator.segmenting.enclosures import CLOSING_MARKS, Enclosure, Pair

_WEIGHTS = regex.compile(
    r"(?P<wide>[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}])|(?P<narrow>[\p{L}\p{N}])"
)
_NARROW = 0.4

_CONJUNCTIONS = (
    r"(?:但是?|不过|不過|然而|可是|因此|因而|所以|于是|於是|从而|從而|而且|并且|並且|而是|以及|或者|还是|還是"
    r"|如果|要是|假如|只要|只有|虽然|雖然|尽管|儘管|即使|即便|因为|因為|由于|由於|为了|為了|同时|同時"
    r"|此外|另外|其次|然后|然後|最后|最後|例如|比如|譬如|也就是|换句话|換句話|甚至|否则|否則|无论|無論"
    r"|不管|当|當|而(?=[\p{Han}])|却|卻|就是说|就是說|which|but|and|so|because|if|while|although)"
)
_CUTS: tuple[tuple[float, regex.Pattern[str]], ...] = tuple(
    (cost, regex.compile(pattern))
    for cost, pattern in (
        (0.0, rf"[。！？!?；;]+[{regex.escape(CLOSING_MARKS)}]*"),
        (0.1, r"——+|—{2}|……"),
        (0.12, rf"[，,]\s*(?={_CONJUNCTIONS})"),
        (0.15, r"[：:](?![\d/])"),
        (0.22, r"[，](?!\d)|,(?!\d)|(?<!\d),(?=\d)"),
        (0.3, r"(?<=[\p{Han}…])\s+(?=[\p{Han}])"),
        (0.9, r"、|\.(?=\s)"),
    )
)
_LAST_RESORT: tuple[tuple[float, regex.Pattern[str]], ...] = (
    (0.1, regex.compile(rf"(?<=\p{{Han}})(?={_CONJUNCTIONS})")),
    (0.3, regex.compile(r"(?<=\p{Han}[了呢吧吗啊嘛的])(?=\p{Han})|\s+")),
    (0.6, regex.compile(r"(?<=\p{Han})(?=\p{Han})")),
)
_SHORTEST = 6
"""Weight below which a piece is not worth a segment of its own."""

_HARD_FACTOR = 2.0
"""A sentence without any clause mark is cut between characters above this many limits."""


_GIANT_FACTOR = 4.0
"""Above this many limits, pieces are taken off the front instead of cutting in the middle."""


def weight(text: str) -> float:
    """Returns the length of ``text`` in Han characters; a Latin letter or digit counts 0.4."""
    total = 0.0
    for match in _WEIGHTS.finditer(text):
        total += 1.0 if match.lastgroup == "wide" else _NARROW
    return total


def cut(
    text: str, span: tuple[int, int], limit: float, pairs: tuple[Pair, ...]
) -> list[tuple[int, int]]:
    """Returns ``span`` of ``text`` cut into spans no heavier than ``limit`` where breaks allow it.

    Args:
        text: the paragraph.
        span: the sentence in it, without white space at its ends.
        limit: see `weight`.
        pairs: the paragraph's quotes, brackets and titles, by start.
    """
    start, end = span
    if end - start <= limit or weight(text[start:end]) <= limit:
        return [span]
    return _Cutter(text, span, limit, pairs).pieces()


class _Cutter:
    def __init__(
        self, text: str, span: tuple[int, int], limit: float, pairs: tuple[Pair, ...]
    ) -> None:
        self.text, self.span, self.limit = text, span, limit
        self.weights = self._running_weights()
        first = bisect_left(pairs, span[0], key=lambda pair: pair.start)
        last = bisect_left(pairs, span[1], key=lambda pair: pair.start)
        inside = pairs[first:last]
        self.closed = [p for p in inside if p.kind is not Enclosure.QUOTE]
        self.quoted = [p for p in inside if p.kind is Enclosure.QUOTE]

    def pieces(self) -> list[tuple[int, int]]:
        outside = self._places(_CUTS, self.closed + self.quoted)
        cuts = self._cut(self.span, outside)
        cuts = self._again(cuts, self._places(_CUTS, self.closed), 1.0)
        return self._again(cuts, self._places(_LAST_RESORT, self.closed), _HARD_FACTOR)

    def _again(
        self, spans: list[tuple[int, int]], places: list[tuple[int, float]], factor: float
    ) -> list[tuple[int, int]]:
        """Cuts those of ``spans`` again that are heavier than ``factor`` limits."""
        result: list[tuple[int, int]] = []
        for span in spans:
            heavy = self._weigh(*span) > self.limit * factor
            result.extend(self._cut(span, places) if heavy else [span])
        return result

    def _cut(self, span: tuple[int, int], places: list[tuple[int, float]]) -> list[tuple[int, int]]:
        """Cuts ``span`` in two at its best place, then each side, until all are light enough."""
        done: list[tuple[int, int]] = []
        waiting = [span]
        while waiting:
            start, end = waiting.pop()
            if self._weigh(start, end) > self.limit and (at := self._best(start, end, places)):
                waiting += [self._trim(at, end), self._trim(start, at)]
            else:
                done.append((start, end))
        return done

    def _best(self, start: int, end: int, places: list[tuple[int, float]]) -> int | None:
        """Returns the best place to cut the span: near its middle, or one piece off a giant."""
        total = self._weigh(start, end)
        giant = total > _GIANT_FACTOR * self.limit
        ideal = 0.75 * self.limit if giant else total / 2
        scale = self.limit if giant else total / 2
        last = bisect_left(places, (self._offset(start, self.limit) if giant else end, 0.0))
        best: tuple[float, int] | None = None
        for at, cost in places[bisect_right(places, (start, 9.0)) : last]:
            left = self._weigh(start, at)
            if min(left, total - left) >= _SHORTEST:
                candidate = (abs(left - ideal) / scale + cost, at)
                best = candidate if best is None or candidate < best else best
        if best is None and giant and last < len(places) and places[last][0] < end:
            return places[last][0]
        return best[1] if best else None

    def _offset(self, start: int, weight_after: float) -> int:
        """Returns the offset ``weight_after`` further on than ``start``."""
        first = self.span[0]
        return first + bisect_left(self.weights, self.weights[start - first] + weight_after)

    def _places(
        self, cuts: tuple[tuple[float, regex.Pattern[str]], ...], barred: list[Pair]
    ) -> list[tuple[int, float]]:
        """Returns (offset, cost) of every place outside ``barred`` pairs, by offset."""
        start, end = self.span
        barriers = _merged(barred)
        starts = [first for first, _ in barriers]
        costs: dict[int, float] = {}
        for cost, pattern in cuts:
            for match in pattern.finditer(self.text, start, end):
                at = match.end()
                index = bisect_left(starts, at) - 1
                if index < 0 or at >= barriers[index][1]:
                    costs.setdefault(at, cost)
        return sorted(costs.items())

    def _running_weights(self) -> list[float]:
        start, end = self.span
        running = [0.0] * (end - start + 1)
        for match in _WEIGHTS.finditer(self.text, start, end):
            running[match.start() - start + 1] = 1.0 if match.lastgroup == "wide" else _NARROW
        for index in range(1, len(running)):
            running[index] += running[index - 1]
        return running

    def _weigh(self, start: int, end: int) -> float:
        return self.weights[end - self.span[0]] - self.weights[start - self.span[0]]

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end


def _merged(pairs: list[Pair]) -> list[tuple[int, int]]:
    """Returns the spans that ``pairs`` cover, joined where they overlap."""
    spans: list[tuple[int, int]] = []
    for pair in sorted(pairs, key=lambda pair: pair.start):
        if spans and pair.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], pair.end))
        else:
            spans.append((pair.start, pair.end))
    return spans
