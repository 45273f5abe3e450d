"""What every format shows alike: headings, paragraphs, marked terms, what needs a look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from translator.checks.finding import Finding
from translator.document import (
    Document,
    Rung,
    Section,
    SectionKind,
    Segment,
    TermUse,
    Turn,
)

LOW_CONFIDENCE = 0.5
"""Segments below it are marked for the reader unless a person approved them."""

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold, not even as references (section 2.2, Char), nor HTML."""

_DEFAULT_HEADINGS = {
    SectionKind.INTRODUCTION: "Introduction",
    SectionKind.BODY: "Discussion",
    SectionKind.CLOSING: "Closing",
    SectionKind.ABOUT: "About",
}
_NOT_IN_TOKEN = re.compile(r"[^A-Za-z0-9.-]")
_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a segment's text, with the term it renders if there is one."""

    text: str
    use: TermUse | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in both languages.

    Attributes:
        english: number in digits and English text.
        chinese: number as written and Chinese text; "" if the article has no heading here.
        segment: what was translated, None if the heading is ours.
        number: the number in digits, "" if unnumbered.
    """

    english: str
    chinese: str
    segment: Segment | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A term that occurs in the document, for lists: entry form, target, note, number of uses."""

    source: str
    target: str
    note: str
    count: int


def source_pieces(segment: Segment) -> tuple[Piece, ...]:
    """Returns the source cut at its terms; the pieces' texts add up to the source."""
    return _cut(segment.source, ((use.start, use.end, use) for use in segment.terms))


def target_pieces(segment: Segment) -> tuple[Piece, ...]:
    """Returns the target cut at the renderings of its terms; the texts add up to the target."""
    return _cut(
        segment.target,
        (
            (use.target_start, use.target_end, use)
            for use in segment.terms
            if use.target_start is not None and use.target_end is not None
        ),
    )


def _cut(text: str, spans: Iterable[tuple[int, int, TermUse]]) -> tuple[Piece, ...]:
    """Cuts at the spans; passes over those that overlap or no longer fit an edited text."""
    pieces: list[Piece] = []
    done = 0
    for start, end, use in sorted(spans, key=lambda span: span[:2]):
        if not done <= start < end <= len(text):
            continue
        if start > done:
            pieces.append(Piece(text[done:start]))
        pieces.append(Piece(text[start:end], use))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return tuple(pieces)


def paragraphs(turn: Turn) -> list[tuple[Segment, ...]]:
    """Returns the turn's segments grouped by paragraph."""
    return [tuple(group) for _, group in groupby(turn.segments, key=lambda s: s.paragraph)]


def english(segment: Segment) -> str:
    """Returns the target, or the source in brackets so that a gap is seen and can be filled."""
    return segment.target or f"[untranslated: {segment.source}]"


def english_paragraph(segments: Sequence[Segment]) -> str:
    """Returns the English of one paragraph as running text."""
    return " ".join(english(segment).strip() for segment in segments)


def chinese_paragraph(segments: Sequence[Segment]) -> str:
    """Returns the Chinese of one paragraph, with a space only between Latin neighbours."""
    text = ""
    for segment in segments:
        text += ("" if glued(text, segment.source) else " ") + segment.source
    return text


def glued(before: str, after: str) -> bool:
    """Whether two stretches of Chinese are written without a space between them."""
    return not (before[-1:].isascii() and before[-1:].strip() and after[:1].isascii() and after)


def section_heading(section: Section) -> Heading:
    """Returns a section's heading with its number, or a plain one made from the section's kind."""
    segment = section.heading
    number = _arabic(section.number)
    if segment is None:
        return Heading(number or _DEFAULT_HEADINGS[section.kind], section.number, None, number)
    return Heading(
        f"{number}. {english(segment)}" if number else english(segment),
        f"{section.number} {segment.source}" if number else segment.source,
        segment,
        number,
    )


def _arabic(number: str) -> str:
    """Returns a Chinese number below 100 in digits ("十二" → "12"), anything else unchanged."""
    tens, ten, ones = number.partition("十")
    if not number or any(len(part) > 1 or (part and part not in _DIGITS) for part in (tens, ones)):
        return number
    if not ten:
        return str(_DIGITS[number])
    return str(_DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0))


def document_title(document: Document) -> Heading:
    """Returns the title in both languages; the file's name stands in for a missing one."""
    if document.title is None:
        return Heading(document.origin, "")
    return Heading(english(document.title), document.title.source, document.title)


def speaker_order(document: Document) -> dict[str, int]:
    """Returns every speaker's name with its ordinal, listed speakers first."""
    names = [speaker.name for speaker in document.speakers]
    names += [turn.speaker for section in document.sections for turn in section.turns]
    return {name: index for index, name in enumerate(dict.fromkeys(filter(None, names)))}


def terms(document: Document) -> list[Entry]:
    """Returns the terms that occur, by their English."""
    counts = Counter(
        (use.source, use.target, use.note)
        for segment in document.segments()
        for use in segment.terms
    )
    entries = [Entry(*key, count) for key, count in counts.items()]
    return sorted(entries, key=lambda entry: (entry.target.casefold(), entry.source, entry.note))


def reasons(segment: Segment, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Returns why a person should look at the segment; empty if nothing speaks for it.

    Findings come first. Without any, terms that were missed or forced in and a low confidence
    count, unless a person approved the segment. Notes are always given.
    """
    found = [finding.message for finding in findings]
    if not found and not segment.state.by_person:
        found += _own_reasons(segment)
    return tuple(dict.fromkeys([*found, *segment.notes]))


def _own_reasons(segment: Segment) -> Iterator[str]:
    if not segment.target:
        yield "not translated yet"
        return
    for use in segment.terms:
        if use.rung is Rung.FAILED:
            yield f"term not honoured: {use.source} → {use.target}"
        elif use.rung is Rung.SPLICE:
            yield f"term put in by force: {use.source} → {use.target}"
    if segment.confidence is not None and segment.confidence < LOW_CONFIDENCE:
        yield f"low confidence ({segment.confidence:.2f})"


def token(segment_id: str) -> str:
    """Returns a segment's id as an XML NMTOKEN; different ids give different tokens.

    Letters, digits, full stop and hyphen stay; anything else becomes ``_`` + hex + ``_``.
    """
    return _NOT_IN_TOKEN.sub(lambda m: f"_{ord(m[0]):x}_", segment_id) or "_"


def holdable(text: str) -> str:
    """Returns ``text`` with U+FFFD in place of each character that documents cannot hold."""
    return FORBIDDEN.sub("\ufffd", text)


def located(document: Document) -> Iterator[tuple[Section | None, Turn | None, Segment]]:
    """Yields every segment with where it stands: title, then headings and turns."""
    if document.title:
        yield None, None, document.title
    for section in document.sections:
        if section.heading:
            yield section, None, section.heading
        for turn in section.turns:
            for segment in turn.segments:
                yield section, turn, segment


def one_line(text: str) -> str:
    """Returns ``text`` with every run of white space, line ends included, as one space."""
    return " ".join(text.split())
