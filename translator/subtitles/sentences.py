"""From cues to sentences: what is translated is never a line, always a sentence.

Every character keeps its time. Punctuated text is split by `translator.segmenting.sentences`; text
of a recogniser without punctuation by pauses, lengths and clause words, and gets the marks that the
engine needs to read it (they are remembered and not shown).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from translator.segmenting.sentences import split
from translator.subtitles.formats.base import CueFile
from translator.subtitles.formats.whisper import Word
from translator.subtitles.timed_text import TimedText
from translator.subtitles.unpunctuated import marks_for
from translator.subtitles.utterances import Kind, Utterance, utterances

_LONGEST_SILENCE_MS = 4000
"""No sentence goes on after a silence longer than this."""

_STOP = regex.compile(r"[。！？!?…]|(?<=\p{L})\.(?=\s|$)")
_CHARACTERS_PER_STOP = 90
"""A file with fewer stops than one in so many characters counts as unpunctuated."""


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """A sentence of the source with the time of every character.

    Attributes:
        timed: text, times, speaker, styles, position.
        kind: speech, sound or song.
        labelled: whether the speaker's name stands in front of it in the source.
        inserted: offsets of marks in the text that the source does not have.
    """

    timed: TimedText
    kind: Kind = Kind.SPEECH
    labelled: bool = False
    inserted: frozenset[int] = frozenset()


def sentences(cue_file: CueFile, words: Sequence[Word] = ()) -> list[SourceSentence]:
    """Returns the sentences of a subtitle file in the order of their times.

    Args:
        cue_file: as read.
        words: word times of the same file (Whisper JSON), if it has them.
    """
    items = utterances(cue_file, words)
    speech = [item for item in items if item.kind is Kind.SPEECH]
    characters = sum(len(item.text) for item in speech)
    stops = sum(len(_STOP.findall(item.text)) for item in speech)
    punctuated = stops * _CHARACTERS_PER_STOP >= characters
    found: list[SourceSentence] = []
    for group in _groups(items):
        if group[0].kind is not Kind.SPEECH:
            found.append(_alone(group[0]))
        else:
            found += _split(group, punctuated=punctuated)
    return found


def _groups(items: Sequence[Utterance]) -> Iterator[list[Utterance]]:
    """Yields runs of utterances that may share sentences."""
    group: list[Utterance] = []
    for item in items:
        if group:
            before = group[-1]
            apart = (
                item.kind is not Kind.SPEECH
                or before.kind is not Kind.SPEECH
                or item.opens
                or item.speaker != before.speaker
                or item.position != before.position
                or item.starts[0] - before.ends[-1] > _LONGEST_SILENCE_MS
            )
            if apart:
                yield group
                group = []
        group.append(item)
    if group:
        yield group


def _alone(item: Utterance) -> SourceSentence:
    timed = TimedText(
        item.text,
        item.starts,
        item.ends,
        speaker=item.speaker,
        styles=item.styles,
        position=item.position,
        alone=True,
    )
    return SourceSentence(timed, item.kind, item.labelled)


def _split(group: Sequence[Utterance], *, punctuated: bool) -> list[SourceSentence]:
    joined, joins = _joined(group)
    inserted: frozenset[int] = frozenset()
    if not punctuated:
        joined, inserted = _with_marks(joined, marks_for(joined, joins))
    found = []
    for number, (start, end) in enumerate(split(joined.text)):
        part = _part(joined, start, end)
        marks = frozenset(at - start for at in inserted if start <= at < end)
        labelled = group[0].labelled and number == 0
        found.append(SourceSentence(part, Kind.SPEECH, labelled, marks))
    return found


def _joined(group: Sequence[Utterance]) -> tuple[TimedText, list[int]]:
    """Returns the utterances as one text, and the offsets at which the later ones begin."""
    text = ""
    starts: list[int] = []
    ends: list[int] = []
    styles: list[str] = []
    joins = []
    for item in group:
        if text and _spaced(text[-1], item.text[0]):
            text += " "
            starts.append(ends[-1])
            ends.append(ends[-1])
            styles.append("")
        if text:
            joins.append(len(text))
        text += item.text
        # Overlapping cues: the later one waits, so that time never runs back.
        floor = starts[-1] if starts else 0
        starts += [max(floor, time) for time in item.starts]
        ends += [max(floor, time) for time in item.ends]
        styles += item.styles or [""] * len(item.text)
    first = group[0]
    timed = TimedText(
        text,
        tuple(starts),
        tuple(ends),
        speaker=first.speaker,
        styles=tuple(styles) if any(styles) else (),
        position=first.position,
    )
    return timed, joins


def _spaced(left: str, right: str) -> bool:
    narrow = r"[^\p{Han}　-〿＀-￯“”‘’…—\s]"
    # A recogniser may cut a number in two, but hardly ever a Latin word.
    number = left.isdigit() and right.isdigit()
    return bool(regex.match(narrow, left) and regex.match(narrow, right)) and not number


def _with_marks(timed: TimedText, marks: dict[int, str]) -> tuple[TimedText, frozenset[int]]:
    """Puts marks in front of the given offsets (the length of the text for one at its end)."""
    text = ""
    starts: list[int] = []
    ends: list[int] = []
    styles: list[str] = []
    inserted = set()
    for at in range(len(timed.text) + 1):
        if at in marks:
            inserted.add(len(text))
            text += marks[at]
            starts.append(ends[-1] if ends else timed.starts[0])
            ends.append(starts[-1])
            styles.append("")
        if at < len(timed.text):
            text += timed.text[at]
            starts.append(timed.starts[at])
            ends.append(timed.ends[at])
            styles.append(timed.styles[at] if timed.styles else "")
    # A mark takes the time at which the character in front of it ended: keep starts in order.
    for at in range(len(starts) - 2, -1, -1):
        starts[at] = min(starts[at], starts[at + 1])
    kept = tuple(styles) if any(styles) else ()
    return replace(timed, text=text, starts=tuple(starts), ends=tuple(ends), styles=kept), (
        frozenset(inserted)
    )


def _part(timed: TimedText, start: int, end: int) -> TimedText:
    return replace(
        timed,
        text=timed.text[start:end],
        starts=timed.starts[start:end],
        ends=timed.ends[start:end],
        styles=timed.styles[start:end] if any(timed.styles[start:end]) else (),
    )
