"""The Chinese side of an output in another script or regional variant."""

from __future__ import annotations

from dataclasses import replace

from translator.document import Document, Segment, TermUse
from translator.segmenting.script import convert


def converted(document: Document, variant: str) -> Document:
    """Returns the document with its Chinese converted by an OpenCC configuration.

    Sources, speakers' names, section numbers and terms are converted; dropped lines stay as they
    were, being evidence. A term whose span cannot be told in the converted text (a phrase that
    crosses its edge changed its length) keeps its entry and loses its mark in the source.

    Args:
        document: the document; it is not changed.
        variant: name of an OpenCC configuration ("s2tw").

    Raises:
        UsageError: OpenCC has no such configuration.
    """
    convert("", variant)

    def change(segment: Segment) -> Segment:
        source = convert(segment.source, variant)
        terms = tuple(_moved(use, segment.source, source, variant) for use in segment.terms)
        return replace(segment, source=source, terms=terms)

    document = document.map_segments(change)
    return replace(
        document,
        speakers=tuple(
            replace(s, name=convert(s.name, variant), title=convert(s.title, variant))
            for s in document.speakers
        ),
        sections=tuple(
            replace(
                section,
                number=convert(section.number, variant),
                turns=tuple(
                    replace(turn, speaker=convert(turn.speaker, variant)) for turn in section.turns
                ),
            )
            for section in document.sections
        ),
    )


def _moved(use: TermUse, old: str, new: str, variant: str) -> TermUse:
    start, end = use.start, use.end
    if len(old) != len(new):
        before = convert(old[: use.start], variant)
        inside = convert(old[use.start : use.end], variant)
        whole = before + inside + convert(old[use.end :], variant) == new
        start, end = (len(before), len(before) + len(inside)) if whole else (0, 0)
    return replace(use, source=convert(use.source, variant), start=start, end=end)
