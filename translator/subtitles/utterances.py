"""What the cues of a file say: plain text with times, speakers, tags and sound marks told apart."""

from __future__ import annotations

import html
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

import regex

from translator.segmenting.labels import LabelKind, parse_label
from translator.subtitles.cue import Cue
from translator.subtitles.formats.base import CueFile
from translator.subtitles.formats.conversion import convert_cue
from translator.subtitles.formats.whisper import Word
from translator.subtitles.markup import Markup, tag_spans
from translator.subtitles.timed_text import spread

_HYPHEN = regex.compile(r"^\s*[-–—‐]\s*(?=\S)")
_SOUND = regex.compile(
    r"\s*(?:\[[^\[\]]+\]|\([^()]+\)|（[^（）]+）|【[^【】]+】|〔[^〔〕]+〕|［[^［］]+］)\s*"
)
_SONG = regex.compile(r"\s*[♪♫♬#]+\s*(?P<words>.*?)\s*[♪♫♬#]*\s*", regex.DOTALL)
_LABEL = regex.compile(r"^(?P<label>[^\s：:，。！？,.!?][^：:，。！？,.!?\n]{0,20})[：:]\s*(?=\S)")
_POSITION = regex.compile(r"\{\\an?[1-9]\}")
_INNER_HYPHEN = regex.compile(r"(?<=[。！？!?….,，])\s+(?=[-–—‐]\s*\S)")
"""Where a second speaker begins in the same line."""

_LETTERS = {"i": "i", "em": "i", "b": "b", "strong": "b", "u": "u"}
_HAN, _LATIN = regex.compile(r"\p{Han}"), regex.compile(r"[\p{Latin}\p{N}]")


class Kind(Enum):
    """What an utterance is."""

    SPEECH = auto()
    SOUND = auto()
    SONG = auto()


@dataclass(frozen=True, slots=True)
class Utterance:
    r"""One cue's words by one speaker, or a sound.

    Attributes:
        text: plain, in one line, without hyphen, label and music marks.
        starts, ends: of every character, in milliseconds.
        styles: of every character, see `translator.subtitles.timed_text.TimedText`; empty for none.
        kind: see `Kind`.
        speaker: "" if unknown.
        labelled: whether the speaker's name stood in the text ("张老师：…").
        opens: whether it certainly begins a new sentence (a hyphen or label stood in front).
        position: position code in front ("{\an8}").
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    styles: tuple[str, ...] = ()
    kind: Kind = Kind.SPEECH
    speaker: str = ""
    labelled: bool = False
    opens: bool = False
    position: str = ""


def utterances(cue_file: CueFile, words: Sequence[Word] = ()) -> list[Utterance]:
    """Returns what the cues say, by start.

    Of a bilingual file (most cues have a line in each language) only the Chinese lines are taken.

    Args:
        cue_file: as read.
        words: word times of the same file (Whisper JSON), which give better character times.
    """
    cues = sorted(cue_file.cues, key=lambda cue: cue.start_ms)
    texts = [convert_cue(cue, cue_file.markup, Markup.HTML).text for cue in cues]
    if _bilingual(texts):
        texts = [_chinese_lines(text) for text in texts]
    labels = _labels(texts)
    clock = _WordClock(words)
    found = []
    for cue, text in zip(cues, texts, strict=True):
        found += [clock.timed(item) for item in _of_cue(cue, text, labels)]
    return found


def _bilingual(texts: Iterable[str]) -> bool:
    filled = [text for text in texts if text.strip()]
    both = sum(
        len({bool(_HAN.search(line)) for line in text.split("\n") if _LATIN.search(line)
             or _HAN.search(line)}) == 2
        for text in filled
    )  # fmt: skip
    return both * 2 > len(filled)


def _chinese_lines(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(line for line in lines if _HAN.search(line)) or text


def _labels(texts: Iterable[str]) -> frozenset[str]:
    """Returns the words before a colon that name speakers.

    These are roles, names with a title ("李老师"), and names that come again.
    """
    seen: Counter[str] = Counter()
    sure = set()
    for text in texts:
        for line in text.split("\n"):
            match = _LABEL.match(_HYPHEN.sub("", line))
            label = parse_label(match["label"]) if match else None
            if match and label:
                seen[match["label"]] += 1
                if label.kind is LabelKind.ROLE or label.title:
                    sure.add(match["label"])
    return frozenset(sure | {label for label, count in seen.items() if count > 1})


def _of_cue(cue: Cue, text: str, labels: frozenset[str]) -> Iterator[Utterance]:
    position = _POSITION.search(text)
    turns = _turns(_lines(*_without_tags(text)))
    weights = [sum(not character.isspace() for character in turn.text) or 1 for turn in turns]
    edges = [0, *itertools.accumulate(weights)]
    duration = cue.end_ms - cue.start_ms
    for number, turn in enumerate(turns):
        spoken = _unlabelled(turn, labels)
        if spoken.kind is Kind.SONG:
            spoken = _song(spoken)
        if not spoken.text.strip():
            continue
        start, end = (cue.start_ms + duration * edge // edges[-1] for edge in edges[number:][:2])
        starts, ends = spread(spoken.text, start, end)
        # Two unnamed speakers in one cue are told apart, so that they get hyphens again.
        nameless = f"-{number + 1}" if len(turns) > 1 and turn.opens else ""
        yield Utterance(
            spoken.text,
            starts,
            ends,
            spoken.styles if any(spoken.styles) else (),
            spoken.kind,
            spoken.speaker or cue.speaker or nameless,
            bool(spoken.speaker),
            turn.opens or bool(spoken.speaker),
            position.group() if position else "",
        )


def _unlabelled(turn: _TurnText, labels: frozenset[str]) -> _TurnText:
    match = _LABEL.match(turn.text)
    if match and match["label"] in labels:
        rest = turn.text[match.end() :]
        return replace(
            turn,
            text=rest,
            styles=turn.styles[match.end() :],
            speaker=match["label"],
            kind=_kind(rest),
        )
    return replace(turn, kind=_kind(turn.text))


def _without_tags(text: str) -> tuple[str, tuple[str, ...]]:
    shown: list[str] = []
    styles: list[str] = []
    opened: set[str] = set()
    at = 0
    for start, end in [*tag_spans(text, Markup.HTML), (len(text), len(text))]:
        if start < at:
            continue
        # Subtitles that came from a web page often still have its entities.
        piece = html.unescape(text[at:start])
        shown.append(piece)
        styles += ["".join(letter for letter in "ibu" if letter in opened)] * len(piece)
        match = regex.match(r"<(/?)([A-Za-z]+)", text[start:end])
        letter = _LETTERS.get(match.group(2).lower()) if match else None
        if match and letter:
            opened = opened - {letter} if match.group(1) else opened | {letter}
        at = end
    return "".join(shown), tuple(styles)


def _lines(text: str, styles: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    at = 0
    for line in text.split("\n"):
        begin = at
        for part in _INNER_HYPHEN.split(line) if _HYPHEN.match(line) else [line]:
            begin = text.index(part, begin)
            found.append((part, tuple(styles[begin : begin + len(part)])))
            begin += len(part)
        at += len(line) + 1
    return [item for item in found if item[0].strip()]


@dataclass(frozen=True, slots=True)
class _TurnText:
    """The lines of a cue that one speaker says, joined."""

    text: str
    styles: tuple[str, ...]
    opens: bool
    speaker: str = ""
    kind: Kind = Kind.SPEECH


def _turns(lines: list[tuple[str, tuple[str, ...]]]) -> list[_TurnText]:
    """Joins the lines of one speaker; each hyphen or sound of its own begins a new turn."""
    turns: list[_TurnText] = []
    hyphens = sum(_HYPHEN.match(line) is not None for line, _styles in lines)
    for line, styles in lines:
        hyphen = _HYPHEN.match(line) if hyphens > 1 or len(lines) == 1 else None
        begin = hyphen.end() if hyphen else len(line) - len(line.lstrip())
        end = len(line.rstrip())
        turn = _TurnText(line[begin:end], styles[begin:end], hyphen is not None)
        if turns and not (
            hyphen or _SOUND.fullmatch(turn.text) or _SOUND.fullmatch(turns[-1].text)
        ):
            turns[-1] = _joined(turns[-1], turn)
        else:
            turns.append(turn)
    return turns


def _joined(before: _TurnText, after: _TurnText) -> _TurnText:
    space = " " if _needs_space(before.text, after.text) else ""
    styles = before.styles + ("",) * len(space) + after.styles
    return replace(before, text=before.text + space + after.text, styles=styles)


def _needs_space(left: str, right: str) -> bool:
    """Whether two pieces of text are joined with a space: not between Chinese characters."""
    return bool(left and right) and not (_wide(left[-1]) or _wide(right[0]))


def _wide(character: str) -> bool:
    return bool(regex.match(r"[\p{Han}　-〿＀-￯“”‘’…—]", character))


def _kind(text: str) -> Kind:
    if _SOUND.fullmatch(text):
        return Kind.SOUND
    if regex.match(r"\s*[♪♫♬]", text) or regex.fullmatch(r"\s*#.+#\s*", text):
        return Kind.SONG
    return Kind.SPEECH


def _song(turn: _TurnText) -> _TurnText:
    match = _SONG.fullmatch(turn.text)
    if not match or not match["words"]:
        return turn
    styles = turn.styles[match.start("words") : match.end("words")]
    return replace(turn, text=match["words"], styles=styles)


class _WordClock:
    """Gives characters the times of the words they belong to, as far as the words match."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._characters = [
            (character, word.start_ms + (word.end_ms - word.start_ms) * index // len(word.text),
             word.start_ms + (word.end_ms - word.start_ms) * (index + 1) // len(word.text))
            for word in words
            for index, character in enumerate(word.text)
            if not character.isspace()
        ]  # fmt: skip
        self._at = 0

    def timed(self, item: Utterance) -> Utterance:
        """Returns ``item`` with word times, or as it is where the words are others."""
        wanted = [character for character in item.text if not character.isspace()]
        here = self._characters[self._at : self._at + len(wanted)]
        if not wanted or [character for character, _start, _end in here] != wanted:
            return item
        self._at += len(wanted)
        starts, ends = [], []
        times = iter(here)
        last = here[0][1]
        for character in item.text:
            if character.isspace():
                starts.append(last)
                ends.append(last)
                continue
            _character, start, end = next(times)
            starts.append(max(start, last))
            ends.append(max(end, starts[-1]))
            last = ends[-1]
        return replace(item, starts=tuple(starts), ends=tuple(ends))
