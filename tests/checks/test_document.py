"""Names across a document, order of the findings, confidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.checks.confidence import confidence, with_confidence
from translator.checks.document import check_document
from translator.checks.finding import Finding, Severity
from translator.document import (
    Document,
    Rung,
    Section,
    SectionKind,
    Segment,
    Speaker,
    State,
    TermUse,
    Turn,
)


def document(*segments: Segment, speakers: tuple[Speaker, ...] = ()) -> Document:
    body = Section(SectionKind.BODY, turns=(Turn("", segments),))
    return Document("talk", (body,), speakers=speakers)


ZHOU = Speaker("周明远", "Zhou Mingyuan")
SOURCE = "周明远说得对。"


@pytest.mark.parametrize(
    ("target", "variant"),
    [
        ("Zhou Mingyuan is right.", ""),
        ("Zhou Mingyuan's point is right.", ""),
        ("ZHOU MINGYUAN is right.", ""),
        ("Mingyuan is right.", ""),
        ("He is right.", ""),
        ("Mingyuan Zhou is right.", "Mingyuan Zhou"),
        ("Zhou Ming Yuan is right.", "Zhou Ming Yuan"),
        ("Zhou Ming-yuan is right.", "Zhou Ming-yuan"),
        ("Zhou Ming-Yuan is right.", "Zhou Ming-Yuan"),
        ("Ming-Yuan Zhou is right.", "Ming-Yuan Zhou"),
        ("Zhoumingyuan is right.", "Zhoumingyuan"),
        ("Zhou MingYuan is right.", "Zhou MingYuan"),
        ("Zhou, Mingyuan is right.", "Zhou, Mingyuan"),
        ("Chow Mingyuan is right.", "Chow Mingyuan"),
        ("Mingyuan Chow is right.", "Mingyuan Chow"),
    ],
)
def test_names(target: str, variant: str) -> None:
    findings = check_document(document(Segment("s1", SOURCE, target), speakers=(ZHOU,)))
    assert [(f.rule, f.value) for f in findings] == ([("name-variant", variant)] if variant else [])


def test_persons_among_the_terms_count_too() -> None:
    term = TermUse(0, 3, "欧阳若", "Ouyang Ruo", Rung.HINT, glossary="names")
    first = Segment("s1", "欧阳若来了。", "Ouyang Ruo is here.", terms=(term,))
    second = Segment("s2", "我同意欧阳若。", "I agree with Ou Yang Ruo.")
    (finding,) = check_document(document(first, second))
    assert (finding.segment, finding.value, finding.limit) == ("s2", "Ou Yang Ruo", "Ouyang Ruo")


def test_roles_are_no_names() -> None:
    host = Speaker("主持人", "Host")
    segment = Segment("s1", "主持人说了什么？", "What did the host say?")
    assert check_document(document(segment, speakers=(host,))) == ()


def test_findings_follow_the_document() -> None:
    found = check_document(
        document(Segment("b", "好的。", ""), Segment("a", "有30人。", "There are 13 people."))
    )
    assert [(f.segment, f.rule) for f in found] == [
        ("b", "empty-target"),
        ("a", "number-mismatch"),
        ("a", "number-added"),
    ]


ERROR = Finding("x", Severity.ERROR, "wrong", "s1")
WARNING = Finding("y", Severity.WARNING, "odd", "s1")


def test_confidence_orders_segments_for_a_reviewer() -> None:
    segments = (
        Segment("sure", "好。", "Good.", State.MACHINE, score=-0.1),
        Segment("unsure", "好。", "Good.", State.MACHINE, score=-1.5),
        Segment("unknown", "好。", "Good.", State.MACHINE),
        Segment("wrong", "好。", "Good.", State.MACHINE, score=-0.1),
        Segment("approved", "好。", "Good.", State.APPROVED, score=-3.0),
        Segment("empty", "好。"),
    )
    findings = (Finding("x", Severity.ERROR, "wrong", "wrong"),)
    judged = with_confidence(document(*segments), findings)
    values = {segment.id: segment.confidence for segment in judged.segments()}
    assert values["approved"] == 1.0
    assert values["empty"] == 0.0
    assert values["unknown"] == 0.5
    ordered = [values[name] or 0.0 for name in ("unsure", "wrong", "unknown", "sure", "approved")]
    assert ordered == sorted(ordered)
    assert judged == with_confidence(judged, findings)


@given(
    st.floats(-100, 0),
    st.floats(-100, 0),
    st.lists(st.sampled_from([ERROR, WARNING]), max_size=6),
    st.sampled_from([ERROR, WARNING]),
    st.sampled_from(list(State)),
)
def test_confidence_is_monotone(
    low: float, high: float, findings: list[Finding], more: Finding, state: State
) -> None:
    low, high = sorted((low, high))
    worse = confidence(Segment("s1", "好", "a", state, score=low), findings)
    better = confidence(Segment("s1", "好", "a", state, score=high), findings)
    flagged = confidence(Segment("s1", "好", "a", state, score=high), [*findings, more])
    assert 0 <= flagged <= better <= 1
    assert worse <= better
