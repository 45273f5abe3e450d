"""Subtitles from one language to the other: sentences out of cues, back into the time they had."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import regex

from translator.document import Document, Section, SectionKind, Segment, Speaker, Turn
from translator.segmenting.identifiers import SegmentIds
from translator.segmenting.names import romanise
from translator.segmenting.script import normalise
from translator.subtitles.correspondence import Correspondence, Linked, correspond, shown_at
from translator.subtitles.cue import TimingOrigin
from translator.subtitles.sentences import SourceSentence
from translator.subtitles.sounds import inner_text, known_sound
from translator.subtitles.spelled_numbers import with_numbers_spelled
from translator.subtitles.timed_text import TimedText, shown_speaker, spread
from translator.subtitles.timing_result import SegmentTimes, is_interpolated
from translator.subtitles.utterances import Kind

Align = Callable[[Sequence[tuple[str, str]]], Sequence[Sequence[Linked]]]
"""Gives the links of (source, target) pairs; `translator.engine.translator.Translator.align`."""


_WORDS = regex.compile(r"[\p{L}\p{N}]")
_HALF_WIDTH = str.maketrans("，。！？；：（）、", ",.!?;:(),", "")


@dataclass(frozen=True, slots=True)
class SubtitleSource:
    """A subtitle file ready to be translated.

    Attributes:
        document: one segment per sentence, with times.
        sentences: the sentence of each segment, by id.
    """

    document: Document
    sentences: dict[str, SourceSentence]


def to_document(origin: str, sentences: Iterable[SourceSentence]) -> SubtitleSource:
    """Returns the sentences as a document of turns.

    Args:
        origin: name of the file.
        sentences: in order.
    """
    ids = SegmentIds()
    by_id: dict[str, SourceSentence] = {}
    turns: list[Turn] = []
    for sentence in sentences:
        timed = sentence.timed
        text = inner_text(timed.text) if sentence.kind is Kind.SOUND else timed.text
        segment = Segment(
            ids.next(text),
            text,
            start_ms=timed.starts[0],
            end_ms=timed.ends[-1],
        )
        by_id[segment.id] = sentence
        speaker = shown_speaker(timed.speaker)
        if turns and turns[-1].speaker == speaker:
            turns[-1] = replace(turns[-1], segments=(*turns[-1].segments, segment))
        else:
            turns.append(Turn(speaker, (segment,)))
    names = dict.fromkeys(turn.speaker for turn in turns if turn.speaker)
    document = Document(
        origin,
        (Section(SectionKind.BODY, turns=tuple(turns)),),
        speakers=tuple(Speaker(name, romanise(name)) for name in names),
    )
    return SubtitleSource(document, by_id)


def from_document(
    document: Document, times: Mapping[str, SegmentTimes] = MappingProxyType({})
) -> SubtitleSource:
    """Returns the timed segments of an aligned document as the source of subtitles.

    Headings, titles and segments without times are left out: nobody says them.

    Args:
        document: with times on the spoken segments.
        times: the times of every character by segment id, where they are known; without them they
            are spread by syllables.
    """
    by_id: dict[str, SourceSentence] = {}
    for section in document.sections:
        for turn in section.turns:
            for segment in turn.segments:
                if segment.start_ms is None or segment.end_ms is None or not segment.source.strip():
                    continue
                timed = _timed_segment(segment, turn.speaker, times.get(segment.id))
                by_id[segment.id] = SourceSentence(timed)
    return SubtitleSource(document, by_id)


def _timed_segment(segment: Segment, speaker: str, times: SegmentTimes | None) -> TimedText:
    if times is not None and len(times.starts) == len(segment.source):
        return TimedText(
            segment.source,
            times.starts,
            times.ends,
            speaker,
            confidence=times.confidence,
            origin=times.origin,
        )
    start = segment.start_ms or 0
    starts, ends = spread(segment.source, start, max(start, segment.end_ms or 0))
    origin = TimingOrigin.INTERPOLATED if is_interpolated(segment) else TimingOrigin.GIVEN
    return TimedText(segment.source, starts, ends, speaker, origin=origin)


def with_known_sounds(source: SubtitleSource, document: Document) -> Document:
    """Returns ``document`` with the sound marks in our list rendered as the list says.

    Segments without any word ("……", "♪♪") are not left to the engine either.
    """

    def known(segment: Segment) -> Segment:
        sentence = source.sentences.get(segment.id)
        if sentence is None or segment.state.by_person:
            return segment
        if not _WORDS.search(segment.source):
            return replace(segment, target=segment.source.translate(_HALF_WIDTH), terms=())
        target = known_sound(sentence.timed.text) if sentence.kind is Kind.SOUND else None
        return replace(segment, target=target, terms=()) if target else segment

    return document.map_segments(known)


def target_texts(source: SubtitleSource, document: Document, align: Align) -> list[TimedText]:
    """Returns the translated sentences with the times of the words they translate.

    Each carries its source as ``second``. Sentences without a target keep the source's words.

    Args:
        source: what was translated.
        document: the translated document, with the segments of ``source``.
        align: gives the links between source and target.
    """
    segments = [s for s in document.segments() if s.id in source.sentences]
    pairs = [(s.source, _shown_target(s)[0]) for s in segments if s.target]
    links = _links(pairs, align)
    found = []
    number = 0
    for segment in segments:
        sentence = source.sentences[segment.id]
        if not segment.target:
            found.append(replace(sentence.timed, segments=(segment.id,)))
            continue
        found.append(_target(sentence, segment, links[number], document))
        number += 1
    return found


def source_texts(source: SubtitleSource) -> list[TimedText]:
    """Returns the source's own sentences, without the marks that were inserted."""
    found = []
    for name, sentence in source.sentences.items():
        text = replace(_unmarked(sentence), segments=(name,))
        chinese = regex.search(r"\p{Han}", text.text) is not None
        label = text.speaker + ("：" if chinese else ": ")
        found.append(_with_prefix(text, label) if sentence.labelled else text)
    return found


def _shown_target(segment: Segment) -> tuple[str, tuple[int, ...]]:
    """Returns the target as subtitles show it, and for every position of the target its place."""
    shown, places = with_numbers_spelled(segment.target)
    words = " ".join(shown.split())
    if words == shown:
        return shown, places
    # White space at the edges, doubled or broken: count the characters that are left.
    kept = [0]
    for position in range(len(shown)):
        kept.append(len(" ".join(shown[: position + 1].split())))
    return words, tuple(kept[place] for place in places)


def _links(pairs: Sequence[tuple[str, str]], align: Align) -> list[list[Linked]]:
    normal = [normalise(source) for source, _target in pairs]
    found = align([(n.text, target) for n, (_s, target) in zip(normal, pairs, strict=True)])
    return [
        [_Shifted(link, *text.span(link.source_start, link.source_end)) for link in links]
        for text, links in zip(normal, found, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Shifted:
    """A link whose source span is in the text as written."""

    link: Linked
    source_start: int
    source_end: int

    @property
    def target_start(self) -> int:
        return self.link.target_start

    @property
    def target_end(self) -> int:
        return self.link.target_end


def _target(
    sentence: SourceSentence, segment: Segment, links: Sequence[Linked], document: Document
) -> TimedText:
    timed = sentence.timed
    target, places = _shown_target(segment)
    if sentence.kind is Kind.SOUND:
        return _enclosed(sentence, segment, f"[{target}]")
    if sentence.kind is Kind.SONG and _WORDS.search(timed.text):
        return _enclosed(sentence, segment, f"♪ {target} ♪")
    found = correspond(timed.text, target, links)
    starts, ends = _times(timed, target, found)
    second, second_at = _second(sentence, found)
    result = TimedText(
        target,
        starts,
        ends,
        timed.speaker,
        (segment.id,),
        second,
        second_at,
        found.cut_costs,
        tuple(
            (places[term.target_start], places[term.target_end])
            for term in segment.terms
            if term.target_start is not None
            and term.target_end is not None
            and term.target_end < len(places)
        ),
        _styles(timed, target, links),
        timed.position,
        confidence=timed.confidence,
        origin=timed.origin,
    )
    if not sentence.labelled:
        return result
    label = f"{document.speaker(timed.speaker).romanised}: "
    return _with_prefix(result, label, f"{timed.speaker}：")


def _enclosed(sentence: SourceSentence, segment: Segment, shown: str) -> TimedText:
    timed = sentence.timed
    starts, ends = spread(shown, timed.starts[0], timed.ends[-1])
    second = timed.text if sentence.kind is Kind.SOUND else f"♪ {timed.text} ♪"
    at = (*(len(second) * i // len(shown) for i in range(len(shown))), len(second))
    return TimedText(
        shown,
        starts,
        ends,
        timed.speaker,
        (segment.id,),
        second,
        at,
        position=timed.position,
        alone=True,
    )


def _times(
    timed: TimedText, target: str, found: Correspondence
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Returns when each character of the target is to be read: with the words it stands for."""
    last = len(timed.text) - 1
    starts, ends = [], []
    for position in range(len(target)):
        begin = min(found.source_at[position], last)
        end = max(begin, min(found.source_at[position + 1], last + 1) - 1)
        starts.append(timed.starts[begin])
        ends.append(timed.ends[end])
    # A run of target letters may share one source character: spread them over it.
    return _spread_runs(starts, ends)


def _spread_runs(starts: list[int], ends: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    at = 0
    while at < len(starts):
        stop = at
        while stop < len(starts) and starts[stop] == starts[at]:
            stop += 1
        begin, end = starts[at], max(ends[at:stop])
        if stop < len(starts):
            end = min(end, starts[stop]) if starts[stop] > begin else end
        for step in range(at, stop):
            starts[step] = begin + (end - begin) * (step - at) // (stop - at)
            ends[step] = begin + (end - begin) * (step - at + 1) // (stop - at)
        at = stop
    return tuple(starts), tuple(ends)


def _second(sentence: SourceSentence, found: Correspondence) -> tuple[str, tuple[int, ...]]:
    """Returns the source without inserted marks, and where the target's places are shown in it."""
    shift = [0]
    for at in range(len(sentence.timed.text)):
        shift.append(shift[-1] + (at not in sentence.inserted))
    second = "".join(
        character for at, character in enumerate(sentence.timed.text) if at not in sentence.inserted
    )
    return second, tuple(shift[at] for at in shown_at(sentence.timed.text, found))


def _unmarked(sentence: SourceSentence) -> TimedText:
    timed = sentence.timed
    kept = [at for at in range(len(timed.text)) if at not in sentence.inserted]
    return replace(
        timed,
        text="".join(timed.text[at] for at in kept),
        starts=tuple(timed.starts[at] for at in kept),
        ends=tuple(timed.ends[at] for at in kept),
        styles=tuple(timed.styles[at] for at in kept) if timed.styles else (),
    )


def _styles(timed: TimedText, target: str, links: Sequence[Linked]) -> tuple[str, ...]:
    """Returns the styles of the target: each word has that of most letters it stands for."""
    if not timed.styles:
        return ()
    whole = Counter(s for s, c in zip(timed.styles, timed.text, strict=True) if not c.isspace())
    if len(whole) == 1:
        return (next(iter(whole)),) * len(target)
    styles = [""] * len(target)
    for match in regex.finditer(r"\S+", target):
        votes: Counter[str] = Counter()
        for link in links:
            if link.target_start < match.end() and link.target_end > match.start():
                votes.update(timed.styles[link.source_start : link.source_end])
        style = votes.most_common(1)[0][0] if votes else ""
        styles[match.start() : match.end()] = [style] * len(match.group())
    return tuple(styles)


def _with_prefix(text: TimedText, prefix: str, second: str = "") -> TimedText:
    """Puts a speaker's name in front of both languages; nothing may be cut inside it."""
    size = len(prefix)
    second_at = (*((0,) * (size + 1)), *(at + len(second) for at in text.second_at[1:]))
    return replace(
        text,
        text=prefix + text.text,
        starts=(text.starts[0],) * size + text.starts,
        ends=(text.starts[0],) * size + text.ends,
        second=second + text.second if text.second else "",
        second_at=second_at if text.second else (),
        cut_costs=(200.0,) * size + text.cut_costs if text.cut_costs else (),
        protected=((0, size), *((a + size, b + size) for a, b in text.protected)),
        styles=("",) * size + text.styles if text.styles else (),
    )
