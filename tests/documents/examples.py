"""Documents made by hand and by Hypothesis, shared by the tests of every writer."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from translator.document import (
    Document,
    DroppedLine,
    Rung,
    Section,
    SectionKind,
    Segment,
    Speaker,
    State,
    TermUse,
    Turn,
)

_MACHINE = State.MACHINE


def panel() -> Document:
    """A small panel: introduction, a numbered section with two speakers, closing, boilerplate."""
    generalization = TermUse(
        start=2,
        end=4,
        source="泛化",
        target="generalization",
        rung=Rung.HINT,
        target_start=0,
        target_end=14,
        glossary="deep-learning",
        note="not “popularization”",
    )
    failed = TermUse(start=0, end=2, source="算力", target="compute", rung=Rung.FAILED)
    return Document(
        origin="panel.txt",
        title=Segment("t", "理论与实践", "Theory and Practice", State.APPROVED, line=1),
        speakers=(
            Speaker("毛海涛", "Mao Haitao", "博士生"),
            Speaker("主持人", "Host"),
        ),
        sections=(
            Section(
                SectionKind.INTRODUCTION,
                turns=(
                    Turn(
                        "",
                        (
                            Segment(
                                "a1", "周末的讨论很热闹。", "The talk was lively.", _MACHINE, line=3
                            ),
                            Segment("a2", "以下是实录。", "The record follows.", _MACHINE, 1, 5),
                        ),
                    ),
                ),
            ),
            Section(
                SectionKind.BODY,
                "1",
                Segment("h1", "什么是泛化？", "What is generalization?", State.MACHINE, line=7),
                (
                    Turn(
                        "毛海涛",
                        (
                            Segment(
                                "b1",
                                "模型泛化很难 | 说清。",
                                "Generalization of a model is hard to put | into words.",
                                State.MACHINE,
                                line=9,
                                terms=(generalization,),
                                score=-0.25,
                                confidence=0.93,
                                start_ms=1200,
                                end_ms=4800,
                            ),
                            Segment(
                                "b2",
                                "算力只是一部分。",
                                "Computing is only part of it.",
                                State.EDITED,
                                line=9,
                                terms=(failed,),
                                confidence=0.31,
                                notes=("Check the tone.",),
                            ),
                        ),
                    ),
                    Turn("主持人", (Segment("b3", "为什么？", line=11),)),
                ),
            ),
            Section(
                SectionKind.CLOSING,
                turns=(Turn("", (Segment("c1", "谢谢大家。", "Thank you.", _MACHINE, line=13),)),),
            ),
        ),
        dropped=(DroppedLine(15, "点击阅读原文", "link to the original"),),
        engine="translate-zh_en 0.1",
    )


def with_text_everywhere(text: str) -> Document:
    """The panel with ``text`` in every free text field of it (ids aside)."""

    def poison(segment: Segment) -> Segment:
        return replace(
            segment,
            source=segment.source + text,
            target=segment.target + text,
            notes=(*segment.notes, text),
            terms=tuple(
                replace(use, source=text, target=text, glossary=text, note=text)
                for use in segment.terms
            ),
        )

    document = panel().map_segments(poison)
    rename = {speaker.name: speaker.name + text for speaker in document.speakers}
    return replace(
        document,
        origin=text,
        engine=text,
        speakers=tuple(
            Speaker(rename[s.name], s.romanised + text, s.title + text) for s in document.speakers
        ),
        sections=tuple(
            replace(
                section,
                number=section.number + text,
                turns=tuple(
                    replace(turn, speaker=rename.get(turn.speaker, "")) for turn in section.turns
                ),
            )
            for section in document.sections
        ),
        dropped=(DroppedLine(1, text, text),),
    )


_TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | st.sampled_from(
    (
        "这个 assumption 很强。",
        "《论文》|\n第二行",
        "=SUM(A1)",
        "<b>&amp;</b>",
        "\x00\x0b\ufffe",
        "𠮷",
    )
)
_INTEGERS = st.integers(0, 10_000)
_FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def _term_uses() -> st.SearchStrategy[TermUse]:
    return st.builds(
        TermUse,
        _INTEGERS,
        _INTEGERS,
        _TEXTS,
        _TEXTS,
        st.sampled_from(Rung),
        st.none() | _INTEGERS,
        st.none() | _INTEGERS,
        _TEXTS,
        _TEXTS,
    )


def _segments() -> st.SearchStrategy[Segment]:
    return st.builds(
        Segment,
        id=st.just(""),
        source=_TEXTS,
        target=_TEXTS,
        state=st.sampled_from(State),
        paragraph=_INTEGERS,
        line=st.none() | _INTEGERS,
        terms=st.lists(_term_uses(), max_size=2).map(tuple),
        score=st.none() | _FLOATS,
        confidence=st.none() | _FLOATS,
        start_ms=st.none() | _INTEGERS,
        end_ms=st.none() | _INTEGERS,
        notes=st.lists(_TEXTS, max_size=2).map(tuple),
    )


def _sections() -> st.SearchStrategy[Section]:
    turns = st.builds(Turn, _TEXTS, st.lists(_segments(), max_size=3).map(tuple))
    return st.builds(
        Section,
        st.sampled_from(SectionKind),
        _TEXTS,
        st.none() | _segments(),
        st.lists(turns, max_size=2).map(tuple),
    )


def _number(document: Document) -> Document:
    counter = iter(range(10_000))
    return document.map_segments(lambda segment: replace(segment, id=f"s{next(counter)}"))


def documents() -> st.SearchStrategy[Document]:
    """Any document with unique segment ids, however senseless its texts and spans."""
    return st.builds(
        Document,
        _TEXTS,
        st.lists(_sections(), max_size=2).map(tuple),
        st.none() | _segments(),
        st.lists(st.builds(Speaker, _TEXTS, _TEXTS, _TEXTS), max_size=2).map(tuple),
        st.lists(st.builds(DroppedLine, _INTEGERS, _TEXTS, _TEXTS), max_size=2).map(tuple),
        _TEXTS,
    ).map(_number)
