"""What a cut between two words costs, in English and in Chinese; see ``breaking.py``.

The word lists name closed classes only; the open classes are told by their neighbours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import regex

_STRONG, _COMMA, _ENUMERATION, _PHRASE = 3.0, 6.0, 14.0, 20.0
_CONJUNCTION, _PREPOSITION, _OF = 10.0, 14.0, 24.0
_PLAIN = 30.0
_AUXILIARY, _LOOSE_PAIR, _PAIR, _TIGHT, _NAME = 45.0, 60.0, 75.0, 100.0, 150.0
INSIDE_WORD = 120.0
"""Cost of a cut inside a Chinese word."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CONJUNCTIONS = _words(
    "and but or nor so yet because although though while whereas since unless until if when "
    "whenever where wherever whether that which who whom whose than then however therefore "
    "otherwise instead what how why as"
)
_PREPOSITIONS = _words(
    "in on at for with from by about into onto through throughout between among over under above "
    "below across along against around toward towards upon within without during before after "
    "behind beyond beside besides despite except inside outside near like per via to"
)
_DETERMINERS = _words(
    "a an the this these those my your his her its our their some any no every each either neither "
    "another both all many much more most few several such what which whose very too quite rather "
    "really so"
)
_PRONOUNS = _words("i you he she we they it who there one's let's")
_OBJECTS = _words("me him us them myself yourself himself herself itself ourselves themselves")
_AUXILIARIES = _words(
    "is are was were be been being am do does did have has had having will would shall should can "
    "could may might must not don't doesn't didn't isn't aren't wasn't weren't won't wouldn't "
    "can't cannot couldn't shouldn't haven't hasn't hadn't it's that's there's i'm you're we're "
    "they're he's she's i've we've you've they've i'll we'll you'll they'll it'll i'd we'd never "
    "also just"
)
_PARTICLES = _words("up out off away back down together apart forward")
_TITLES = _words("mr mrs ms dr prof professor st sir president chairman director")
_ABBREVIATIONS = _words(
    "mr mrs ms dr prof st vs e.g i.e etc fig eq no vol al u.s u.k ph.d cf approx"
)
_FIXED = _words(
    "thank_you even_if even_though such_as so_that rather_than because_of according_to due_to "
    "of_course in_order as_well as_if as_long as_soon as_far at_least at_most for_example "
    "for_instance in_fact in_general in_particular each_other no_longer more_than less_than "
    "based_on depends_on depend_on agree_with deal_with lead_to leads_to refer_to think_of "
    "consist_of consists_of"
)
_CLOSERS = "\"'”’)]}»"
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’.\-]*")
_NUMBER = regex.compile(r"[$€£¥]?\d[\d,.]*%?|one|two|three|four|five|six|seven|eight|nine|ten")


def english_cost(head: str, tail: str) -> float:
    """Returns the cost of a cut at a space between ``head`` and ``tail``, neither empty."""
    last, following = head.rsplit(None, 1)[-1], tail.split(None, 1)[0]
    bare = last.rstrip(_CLOSERS)
    if (mark := bare[-1:]) and mark in ".!?…;:,—–-":
        cost = _after_punctuation(bare, mark, following)
        if cost is not None:
            return cost
    if following[0] in '([{"“—–' or last[-1] in ')]}”"':
        return 9.0
    return _between(last, following, head)


def _core(word: str) -> str:
    match = _WORD.search(word)
    return match.group().rstrip(".-'’") if match else word


def _after_punctuation(bare: str, mark: str, following: str) -> float | None:
    if mark == "." and _core(bare).lower() in _ABBREVIATIONS:
        return None
    if mark == "." and regex.fullmatch(r"\p{Lu}\.", bare):
        return _NAME  # an initial in a name
    if mark in ".!?…":
        # "…" and "?" inside a sentence go on in lower case.
        return 0.0 if not following[0].islower() else _COMMA
    if mark in ";:—–":
        return _STRONG
    return _COMMA if mark == "," else _PLAIN


_CLOSED = _CONJUNCTIONS | _PREPOSITIONS | _DETERMINERS | _PRONOUNS | _AUXILIARIES
"""Words that open a sentence with a capital without being part of the name behind them."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """The words on both sides of a space: as written, and in lower case without punctuation."""

    left: str
    right: str
    left_written: str
    right_written: str
    opens: bool


_PAIR_RULES: tuple[tuple[Callable[[_Pair], bool], float], ...] = (
    (lambda p: p.left in _TITLES and p.right_written[:1].isupper(), _NAME),
    (lambda p: f"{p.left}_{p.right}" in _FIXED, _TIGHT),
    (lambda p: bool(_NUMBER.fullmatch(p.left)) and p.right[:1].isalpha(), _TIGHT),
    (lambda p: bool(_NUMBER.fullmatch(p.left)), _PAIR),
    (
        lambda p: (
            p.left_written[:1].isupper()
            and p.right_written[:1].isupper()
            and not (p.opens and p.left in _CLOSED)
        ),
        _NAME,
    ),
    (lambda p: p.left in _DETERMINERS, _TIGHT),
    (lambda p: p.right in _OBJECTS, _AUXILIARY),
    (lambda p: p.right in _PARTICLES or p.right == "not", _LOOSE_PAIR),
    (lambda p: p.left in _PRONOUNS and p.right in _PREPOSITIONS | _CONJUNCTIONS, _PREPOSITION),
    (lambda p: p.left in _PRONOUNS, _PAIR),
    (lambda p: p.left in _PREPOSITIONS or p.left == "of", _PAIR),
    (lambda p: p.left in _CONJUNCTIONS, _LOOSE_PAIR),
    (lambda p: p.left in _AUXILIARIES, _AUXILIARY),
    (lambda p: p.left.endswith("'s"), _AUXILIARY),
    (lambda p: p.right[:1].isdigit(), _LOOSE_PAIR),
    (lambda p: p.right == "of", _OF),
    (lambda p: p.right in _CONJUNCTIONS, _CONJUNCTION),
    (lambda p: p.right in _PREPOSITIONS, _PREPOSITION),
    (lambda p: p.right in _AUXILIARIES | _DETERMINERS | _PRONOUNS, _PHRASE),
)
"""(test, cost) for the words on both sides of a space; the first that holds decides."""


def _between(last: str, following: str, head: str) -> float:
    left, right = _core(last), _core(following)
    pair = _Pair(left.lower(), right.lower(), left, right, _opens_sentence(head, last))
    return next((cost for holds, cost in _PAIR_RULES if holds(pair)), _PLAIN)


def _opens_sentence(head: str, word: str) -> bool:
    earlier = head[: -len(word)].rstrip().rstrip(_CLOSERS)
    return not earlier or earlier[-1] in ".!?…"


_CLAUSE_WORDS = _words(
    "但是 可是 不过 然而 所以 因此 于是 因为 由于 如果 假如 只要 只有 虽然 尽管 即使 而且 并且 "
    "或者 还是 以及 然后 那么 同时 另外 此外 其实 当然 首先 其次 最后 第一 第二 第三 比如 例如 "
    "也就是 就是说 那 但 而 并 且 或 和 与 及"
)
_COVERBS = _words(
    "在 对 从 把 被 用 给 跟 向 为 以 由 通过 关于 根据 按照 对于 随着 经过 为了 当 到 比 让 使"
)
_CLAUSE_START = regex.compile("|".join(sorted(_CLAUSE_WORDS, key=len, reverse=True)))
_COVERB_START = regex.compile("|".join(sorted(_COVERBS, key=len, reverse=True)))
_BINDS_LEFT = frozenset("的地得了着过吗呢吧啊呀嘛们么")
PLACE_WORDS = frozenset("里中上下内外后前")
"""They bind to the left, but may also begin a word ("内存", "下周")."""

_BINDS_RIGHT = frozenset(
    "不很最更太没未每第各某这那哪两几把被在对和与或及从向为以由把将是有能会可要就也都还只再又一"
)
_NUMERALS = frozenset("零一二三四五六七八九十百千万亿两几半0123456789０１２３４５６７８９")
_MEASURES = frozenset(
    "个位名条种类次层点年月日天时分秒度元块倍张篇本台项组步岁届期章节句号万亿千百十米克吨人"
)


_AFTER_MARK = {
    **dict.fromkeys("。！？!?…", 0.0),
    **dict.fromkeys("；;—", _STRONG),
    **dict.fromkeys("，,", _COMMA),
    **dict.fromkeys("：:", 8.0),
    "、": _ENUMERATION,
    **dict.fromkeys("）》」』”】", 12.0),
}


_CHARACTER_RULES: tuple[tuple[Callable[[str, str], bool], float], ...] = (
    (lambda _left, right: right in "（《「『“【", 16.0),
    (lambda left, right: left in _NUMERALS and right in _MEASURES | _NUMERALS, _NAME),
    (lambda left, right: left in "第每" and right in _NUMERALS, _NAME),
    (lambda _left, right: right in _BINDS_LEFT, _NAME),
)
"""(test, cost) for the characters on both sides of a cut; the first that holds decides."""


def chinese_cost(text: str, position: int, *, word_length: int) -> float:
    """Returns the cost of a cut where at least one neighbour is a full-width character.

    Args:
        text: the sentence.
        position: the cut is in front of this character.
        word_length: of the word that begins there, 0 if none does.
    """
    left, right = text[position - 1], text[position]
    if left in _AFTER_MARK:
        return _AFTER_MARK[left]
    by_characters = next((cost for holds, cost in _CHARACTER_RULES if holds(left, right)), None)
    if by_characters is None and right in PLACE_WORDS:
        binds = word_length < 2 or text[position + 1] in _BINDS_LEFT
        by_characters = _NAME if binds else None
    if by_characters is not None or not word_length:
        return by_characters or INSIDE_WORD
    if _CLAUSE_START.match(text, position):
        return _CONJUNCTION
    if left in _BINDS_RIGHT:
        return _PAIR
    if text[max(0, position - 2) : position] in _CLAUSE_WORDS:
        return _LOOSE_PAIR  # "如果 | 用": what a conjunction opens begins with it
    return _PREPOSITION if _COVERB_START.match(text, position) else _PLAIN
