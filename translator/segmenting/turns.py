"""Who speaks where: labels that turn out to be speakers, told from colons inside sentences.

A label counts as a speaker by its shape, by the guests that the introduction names, and above all
by recurrence: 主持人 and Q/A by themselves, a guest's name by itself, any other name from its
second time on (or once beside other speakers), an organisation's name from its third.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import regex

from translator.document import BlockKind
from translator.segmenting.labels import Label, LabelKind, is_person, parse_label
from translator.segmenting.lines import Line
from translator.segmenting.surnames import COMPOUND, FREQUENT

_COLON = regex.compile(r"(?P<label>[^。！？；，,;!?\n…“”\"：:]{1,40}?)\s*(?P<colon>[:：])(?!//)\s*")
_BRACKETED = regex.compile(r"(?P<label>[【\[〖][^【】\[\]〖〗。！？，]{1,20}[】\]〗])\s*(?=[^\s])")
_TIMED = regex.compile(
    r"(?P<label>[^。！？；，,;!?\n…“”\"：:]{1,24}?\s*[\[(（]?(?<!\d)\d{1,2}:\d{2}(?::\d{2})?[\])）]?)"
    r"\s*(?P<colon>[:：]?)\s*(?=$|(?<=[:：]\s*))"
)
_LEADING_TIME = regex.compile(
    r"(?P<label>[\[(（]?\d{1,2}:\d{2}(?::\d{2})?[\])）]?\s*[^。！？；，,;!?\n…“”\"：:]{1,24}?)\s*(?P<colon>[:：])\s*"
)
_INLINE = regex.compile(
    r"(?<=[。！？!?…][”’」』）)]?\s*|\s{2,})(?P<label>[\p{Han}\p{L}·]{1,12}?)[:：](?=\s*[^\s/])"
)
_BIOGRAPHIES = regex.compile(
    r".{0,6}(?:嘉宾|讲者|主持人|主讲人|讲师|专家|作者)(?:介绍|简介|信息|阵容|名单)[：:]?"
)
_LIST_OF_NAMES = regex.compile(r"[、，,；;/|]|\s{2,}|和|与")
_NUMBERED_QUESTION = regex.compile(r"(?i)(?:q|问|问题|提问)\s?[\d一二三四五六七八九十]+")
_SHORT_ROLES = frozenset("问答QA男女甲乙丙丁ABCD")
_ANSWER = regex.compile(r"(?i)(?:a|答|回答)\s?\d*")
_BEGIN_WORDS = frozenset(
    "单双元全平常余相明边云容密连时白向和都应成关管简解查曲项段池强古农易通路步广"
)
"""Rare surnames that begin many words (单模态, 元学习): a label seen once with one is no name."""

_HOSTS = frozenset(("主持人", "主持", "记者", "采访者", "提问者", "问", "q", "host", "interviewer"))


@dataclass(frozen=True, slots=True)
class TurnStart:
    """A line on which somebody starts to speak.

    Attributes:
        label: who.
        rest: offset in the line's text at which the words begin; its length if they follow on
            the next lines.
    """

    label: Label
    rest: int


def is_host(key: str) -> bool:
    """Whether the role ``key`` leads the conversation and may ask in passing."""
    return key.lower().rstrip("0123456789") in _HOSTS


def with_turns_apart(lines: list[Line], known: Iterable[str] = ()) -> list[Line]:
    """Returns ``lines`` with turns that share a paragraph put on lines of their own."""
    known = frozenset(known)
    counts = Counter(
        label.key for line in lines for label, _ in _inline(line) if _may_speak_inline(label, known)
    )
    for line in lines:
        if (start := _colon_start(line)) and not _is_fact(line):
            counts[start.label.key] += 1
    speakers = {key for key, count in counts.items() if count >= 2 or key in known}
    return [part for line in lines for part in _parts(line, speakers)]


def turn_starts(lines: list[Line], known: Iterable[str] = ()) -> dict[int, TurnStart]:
    """Returns the lines of ``lines`` (by index) on which a turn starts.

    Args:
        lines: the article.
        known: names (simplified) that are persons for sure, such as guests introduced before.
    """
    found = _candidates(lines)
    accepted = _Census(lines, found, frozenset(known)).speakers()
    starts = {at: start for at, start in found.items() if start.label.key in accepted}
    return {
        at: start
        for at, start in starts.items()
        if start.rest < len(lines[at].text) or _is_followed_by_words(lines, starts, at)
    }


def _is_followed_by_words(lines: list[Line], starts: dict[int, TurnStart], at: int) -> bool:
    """Whether a label alone on its line has something to introduce."""
    return at + 1 < len(lines) and at + 1 not in starts


def _candidates(lines: list[Line]) -> dict[int, TurnStart]:
    found: dict[int, TurnStart] = {}
    in_biographies = False
    described: set[str] = set()
    for at, line in enumerate(lines):
        if _BIOGRAPHIES.fullmatch(line.simple):
            in_biographies = True
            continue
        start = None if _is_fact(line) else _start(line)
        if in_biographies:
            in_biographies = not _leaves_biographies(line, start, described)
        if start and not in_biographies and line.kind is not BlockKind.IMAGE:
            found[at] = start
    return found


def _leaves_biographies(line: Line, start: TurnStart | None, described: set[str]) -> bool:
    """Whether ``line`` is past the guests' biographies, in which "name: who he is" is no turn.

    Nobody has two of them: ``described`` collects the names that had theirs.
    """
    if start and start.label.key in described:
        return True
    if start:
        described.add(start.label.key)
    if line.kind is BlockKind.HEADING or regex.fullmatch(r"\d{1,2}[.、]?", line.text):
        return True
    if start and start.label.kind is LabelKind.ROLE:
        return True
    said = line.text[start.rest :] if start else ""
    return bool(regex.search(r"[？?]$|我|大家|吗|你", said))


def _start(line: Line) -> TurnStart | None:
    return _colon_start(line) or _bold_start(line) or _alone(line)


def _is_fact(line: Line) -> bool:
    """Whether ``line`` names who takes part ("嘉宾：林夏、高远") and is no turn."""
    start = _colon_start(line)
    return (
        start is not None
        and start.label.kind is LabelKind.ROLE
        and _names_persons(line.text[start.rest :])
    )


def _colon_start(line: Line) -> TurnStart | None:
    for pattern in (_COLON, _LEADING_TIME, _TIMED, _BRACKETED):
        match = pattern.match(line.text)
        if match and (label := parse_label(match["label"])):
            if pattern is _BRACKETED and label.kind not in (LabelKind.ROLE, LabelKind.PERSON):
                continue
            rest = line.text[match.end() :]
            if regex.match(r"\d", rest) and match["label"][-1:].isdigit():
                continue
            return TurnStart(label, match.end())
    return None


def _bold_start(line: Line) -> TurnStart | None:
    """A bold name before words that are not bold, with or without a colon inside the bold."""
    if not line.bold or line.all_bold:
        return None
    label = parse_label(line.bold.rstrip("：: "))
    rest = line.text[len(line.bold) :]
    has_colon = line.bold.endswith(("：", ":")) or rest.startswith(("：", ":"))
    if label is None or not (has_colon or rest[:1].isspace()):
        return None
    if label.kind not in (LabelKind.ROLE, LabelKind.PERSON) and not has_colon:
        return None
    skipped = len(rest) - len(rest.lstrip("：: "))
    return TurnStart(label, len(line.bold) + skipped)


def _alone(line: Line) -> TurnStart | None:
    if line.weight > 16 or line.text in _SHORT_ROLES or line.kind is BlockKind.LIST_ITEM:
        return None
    label = parse_label(line.text.rstrip("：: "))
    if label is None or label.kind is LabelKind.OTHER:
        return None
    return TurnStart(label, len(line.text))


def _names_persons(rest: str) -> bool:
    """Whether "嘉宾：…" goes on with names only, which makes it a fact about the event."""
    if regex.search(r"[。！？!?…]", rest.rstrip("。")) or rest.endswith("."):
        return False
    items = [item for item in _LIST_OF_NAMES.split(rest.strip().rstrip("。.")) if item.strip()]
    if not items or len(rest) > 120:
        return False
    labels = [parse_label(item) for item in items]
    return all(label is not None and _is_full_name(label) for label in labels)


def _is_full_name(label: Label) -> bool:
    return label.kind is LabelKind.LATIN or is_person(label.key)


class _Census:
    """Counts of the labels in an article, and what they say about each."""

    def __init__(
        self, lines: list[Line], found: dict[int, TurnStart], known: frozenset[str]
    ) -> None:
        self.known = known
        self.kinds = {start.label.key: start.label.kind for start in found.values()}
        self.titled = {start.label.key for start in found.values() if start.label.title}
        self.spoken: Counter[str] = Counter()
        self.alone: Counter[str] = Counter()
        self.with_sentence: set[str] = set()
        for at, start in found.items():
            rest, key = lines[at].text[start.rest :], start.label.key
            (self.spoken if rest else self.alone)[key] += 1
            if regex.search(r"[。！？!?…~～.]", rest):
                self.with_sentence.add(key)
        self.order = keys = [start.label.key for _, start in sorted(found.items())]
        self.answered = {
            two for one, two, three in zip(keys, keys[1:], keys[2:], strict=False) if one == three
        }
        self.repeated = Counter(one for one, following in pairwise(keys) if one == following)
        self.short = sum(self.spoken[key] for key in self.kinds if key in _SHORT_ROLES)
        self.has_answers = any(_ANSWER.fullmatch(key) for key in self.kinds)

    def speakers(self) -> frozenset[str]:
        """Returns the keys of the labels that are speakers."""
        sure = {key for key in self.kinds if self._is_sure(key)}
        beside = {key for key in self.kinds if self._is_likely_beside_others(key)}
        people = sure | {key for key in beside if self.kinds[key] is LabelKind.PERSON}
        if not sure and len(people) < 2:
            return frozenset()
        if len(people) == 1 and not self._may_be_alone(*people):
            return frozenset()
        if len(sure) > 1 and sum(self.alone[key] for key in sure) > sum(
            self.spoken[key] for key in sure
        ):
            beside |= {key for key, kind in self.kinds.items() if self._stands_alone(key, kind)}
        return frozenset(sure | beside | self._foreign_between(sure | beside))

    def _is_sure(self, key: str) -> bool:
        kind, count = self.kinds[key], self.spoken[key] + self.alone[key]
        if _NUMBERED_QUESTION.fullmatch(key) and not self.has_answers:
            return False
        if kind is LabelKind.ROLE:
            return self.short >= 2 if key in _SHORT_ROLES else self.spoken[key] > 0 or count > 1
        if key in self.known:
            return self.spoken[key] > 0 or count > 1
        return kind is not LabelKind.OTHER and count >= 2

    def _is_likely_beside_others(self, key: str) -> bool:
        """Whether ``key`` speaks if others do: a name seen once, an organisation seen often."""
        if self.kinds[key] is LabelKind.OTHER:
            return self.spoken[key] >= 3 and self.repeated[key] <= self.spoken[key] / 2
        if self.kinds[key] is not LabelKind.PERSON or not self.spoken[key]:
            return False
        is_in_dialogue = key in self.answered
        return key in self.titled or (
            key in self.with_sentence and (is_in_dialogue or _is_surely_name(key))
        )

    def _foreign_between(self, speakers: set[str]) -> set[str]:
        """The Latin names seen once, with a sentence, between two who speak.

        Where others have Latin names too; names of models in a list stand beside each other.
        """
        if not any(self.kinds[key] is LabelKind.LATIN for key in speakers):
            return set()
        around = zip(["", *self.order], self.order, [*self.order[1:], ""], strict=False)
        return {
            key
            for before, key, after in around
            if self.kinds[key] is LabelKind.LATIN
            and key in self.with_sentence
            and before in speakers
            and after in speakers | {""}
        }

    def _may_be_alone(self, key: str) -> bool:
        """Whether the only label of the article is a speaker and not the item of a list."""
        count = self.spoken[key] + self.alone[key]
        is_role = self.kinds[key] is LabelKind.ROLE
        return is_role or key in self.known or key in self.titled or count >= 3

    def _stands_alone(self, key: str, kind: LabelKind) -> bool:
        return self.alone[key] > 0 and kind is not LabelKind.OTHER


def _is_surely_name(key: str) -> bool:
    is_usual = key[0] in FREQUENT or key[:2] in COMPOUND
    is_rare = len(key) == 3 and key[0] not in _BEGIN_WORDS
    return is_person(key) and (is_usual or is_rare)


def _inline(line: Line) -> list[tuple[Label, int]]:
    labels: list[tuple[Label, int]] = []
    for match in _INLINE.finditer(line.text):
        if label := parse_label(match["label"]):
            labels.append((label, match.start("label")))
    return labels


def _may_speak_inline(label: Label, known: frozenset[str]) -> bool:
    return label.key in known or label.kind in (LabelKind.ROLE, LabelKind.PERSON)


def _parts(line: Line, speakers: set[str]) -> list[Line]:
    places = [at for label, at in _inline(line) if label.key in speakers]
    if not places:
        return [line]
    edges = [0, *places, len(line.text)]
    parts = [line.part(a, b) for a, b in pairwise(edges) if a < b]
    return [part for part in parts if part.text]
