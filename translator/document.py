"""The plain data that every part of the toolkit passes on; imports nothing of the rest.

All values are immutable. Text offsets count Unicode code points, times are integer milliseconds,
line numbers start at 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

SCHEMA_VERSION = 1
"""Version of the aligned document's JSON; raised whenever a reader of the old one would fail."""


class BlockKind(StrEnum):
    """What a reader saw in the file's own markup."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of an input as a reader found it, before anything is interpreted.

    Attributes:
        text: the text without markup, as written (script, width and spaces untouched).
        line: line of the file (text formats) or ordinal of the paragraph (DOCX, HTML), from 1.
        kind: what the markup says it is; plain text knows only paragraphs.
        level: depth of a heading (1 is the top), 0 for everything else.
        bold: (start, end) spans of ``text`` set in bold, sorted, without overlap.
        marker: the list marker or number in front, as written ("1.", "-"), which ``text`` lacks.
    """

    text: str
    line: int
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    bold: tuple[tuple[int, int], ...] = ()
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """What a reader returns: the blocks of one input in reading order.

    Attributes:
        origin: file name (no folder) or ``-`` for standard input.
        blocks: never empty; blocks of white space alone are left out.
        title: title declared by the file's metadata (``<title>``, core properties), else "".
        encoding: the encoding that was recognised, for messages; "" where it does not apply.
    """

    origin: str
    blocks: tuple[Block, ...]
    title: str = ""
    encoding: str = ""


class State(StrEnum):
    """How far a segment's target has come. Edited and approved outrank machine output."""

    UNTRANSLATED = "untranslated"
    MACHINE = "machine"
    EDITED = "edited"
    APPROVED = "approved"

    @property
    def by_person(self) -> bool:
        """Whether a person wrote or accepted the target, so that no machine may replace it."""
        return self in (State.EDITED, State.APPROVED)


class Rung(StrEnum):
    """Rung of the ladder on which a term was honoured; see ``translator.engine.guidance``."""

    HINT = "hint"
    CHOOSE = "choose"
    REDIRECT = "redirect"
    SPLICE = "splice"
    PERSON = "person"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TermUse:
    """One occurrence of a glossary term in a segment and how it was honoured.

    Attributes:
        start, end: span in ``Segment.source``.
        source: the term's entry form (not the text of the span, which may be traditional or wide).
        target: the preferred target of the entry.
        rung: where it was honoured; ``FAILED`` when it was not.
        target_start, target_end: span of the rendering in ``Segment.target``; both None if failed.
        glossary: name of the glossary that holds the entry ("names" for detected persons).
        note: the entry's note, shown as a tooltip.
    """

    start: int
    end: int
    source: str
    target: str
    rung: Rung
    target_start: int | None = None
    target_end: int | None = None
    glossary: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence (or heading) and its translation: the unit that is translated and reviewed.

    Attributes:
        id: unique in the document and stable under edits of source or target.
        source: Chinese exactly as written in the input.
        target: English; "" while untranslated.
        state: see `State`.
        paragraph: ordinal of the paragraph inside its turn, from 0.
        line: line (or paragraph ordinal) of the input it came from.
        terms: the terms found in ``source``, by start.
        score: mean log-probability per target token given by the engine, None if unknown.
        confidence: 0 (check it) to 1 (likely fine), from score and checks; None before checking.
        start_ms, end_ms: when it is spoken, if known.
        notes: remarks for the reviewer.
    """

    id: str
    source: str
    target: str = ""
    state: State = State.UNTRANSLATED
    paragraph: int = 0
    line: int | None = None
    terms: tuple[TermUse, ...] = ()
    score: float | None = None
    confidence: float | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person (or role) who speaks.

    Attributes:
        name: as written in the input, without title ("毛海涛", "主持人", "Q").
        romanised: as shown in English ("Mao Haitao", "Host", "Q").
        title: what followed the name ("教授"), "" if nothing did.
    """

    name: str
    romanised: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in a row.

    Attributes:
        speaker: ``Speaker.name``, or "" for the editor's own words.
        segments: in reading order.
    """

    speaker: str
    segments: tuple[Segment, ...]


class SectionKind(StrEnum):
    """Part of the article: the editor's frame or the discussion itself."""

    INTRODUCTION = "introduction"
    BODY = "body"
    CLOSING = "closing"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Section:
    """A run of turns under one heading.

    Attributes:
        kind: see `SectionKind`.
        number: as written ("1", "一"), "" if unnumbered.
        heading: translated like any segment; None if the article gives none.
        turns: in reading order.
    """

    kind: SectionKind
    number: str = ""
    heading: Segment | None = None
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class DroppedLine:
    """A line taken out as boilerplate, kept here so that nothing vanishes unseen."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """An article cut into sections, turns and segments: what ``NAME.aligned.json`` holds."""

    origin: str
    sections: tuple[Section, ...]
    title: Segment | None = None
    speakers: tuple[Speaker, ...] = ()
    dropped: tuple[DroppedLine, ...] = ()
    engine: str = ""

    def segments(self) -> Iterator[Segment]:
        """Yields every segment in reading order: title, then headings and turns."""
        if self.title:
            yield self.title
        for section in self.sections:
            if section.heading:
                yield section.heading
            for turn in section.turns:
                yield from turn.segments

    def map_segments(self, change: Callable[[Segment], Segment]) -> Document:
        """Returns a copy with ``change`` applied to every segment, title and headings included."""
        return replace(
            self,
            title=change(self.title) if self.title else None,
            sections=tuple(
                replace(
                    section,
                    heading=change(section.heading) if section.heading else None,
                    turns=tuple(
                        replace(turn, segments=tuple(change(s) for s in turn.segments))
                        for turn in section.turns
                    ),
                )
                for section in self.sections
            ),
        )

    def speaker(self, name: str) -> Speaker:
        """Returns the speaker called ``name``, or one romanised as written if unknown."""
        return next((s for s in self.speakers if s.name == name), Speaker(name, name))
