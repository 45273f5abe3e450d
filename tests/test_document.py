from __future__ import annotations

from dataclasses import replace

from translator.document import (
    Document,
    Section,
    SectionKind,
    Segment,
    Speaker,
    State,
    Turn,
)

DOCUMENT = Document(
    "panel.txt",
    (
        Section(SectionKind.INTRODUCTION, turns=(Turn("", (Segment("a", "今晚聊优化。"),)),)),
        Section(
            SectionKind.BODY,
            "1",
            Segment("h", "为什么难?"),
            (Turn("陈一鸣", (Segment("b", "先说结论。"), Segment("c", "损失不光滑。"))),),
        ),
    ),
    title=Segment("t", "优化夜谈"),
    speakers=(Speaker("陈一鸣", "Chen Yiming"),),
)


def test_segments_come_in_reading_order() -> None:
    assert [segment.id for segment in DOCUMENT.segments()] == ["t", "a", "h", "b", "c"]


def test_map_segments_reaches_all_and_keeps_the_original() -> None:
    changed = DOCUMENT.map_segments(lambda segment: replace(segment, target=segment.id.upper()))
    assert [segment.target for segment in changed.segments()] == ["T", "A", "H", "B", "C"]
    assert not any(segment.target for segment in DOCUMENT.segments())


def test_unknown_speakers_are_shown_as_written() -> None:
    assert DOCUMENT.speaker("陈一鸣").romanised == "Chen Yiming"
    assert DOCUMENT.speaker("观众").romanised == "观众"


def test_only_persons_outrank_machines() -> None:
    assert [state for state in State if state.by_person] == [State.EDITED, State.APPROVED]
