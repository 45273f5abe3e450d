from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from translator.document import Document, Rung, Section, SectionKind, Segment, State, Turn
from translator.engine.guidance import Guided, GuidedRequest, GuidedTranslator
from translator.engine.memory import Memory
from translator.engine.packages import choose_package
from translator.engine.pipeline import NAMES_GLOSSARY, carry_over, translate_document
from translator.engine.translator import Translator
from translator.glossary.term import Term
from translator.glossary.termbase import TermBase
from translator.reading.sources import read_bytes
from translator.segmenting import segment

TERMS = TermBase(
    [
        [
            Term(
                "泛化",
                "generalization",
                variants=("generalize",),
                glossary="mine",
                note="unseen data",
            )
        ]
    ]
)
SOURCES = ("泛化能力很重要。", "这个模型有3.5亿参数。", "今天很冷。")


def document(*sources: str) -> Document:
    segments = tuple(Segment(f"s{i}", source) for i, source in enumerate(sources))
    return Document("talk.txt", (Section(SectionKind.BODY, turns=(Turn("", segments),)),))


def targets(result: Document) -> list[str]:
    return [segment.target for segment in result.segments()]


@pytest.fixture(scope="module")
def engine() -> GuidedTranslator:
    return GuidedTranslator(Translator(choose_package(None)))


class StopsEarly:
    """An engine whose user presses Ctrl-C after some segments."""

    def __init__(self, engine: GuidedTranslator, after: int) -> None:
        self._engine, self._after = engine, after
        self.package, self.key = engine.package, engine.key

    def translate(self, requests: Iterable[GuidedRequest]) -> Iterator[tuple[int, Guided]]:
        for count, item in enumerate(self._engine.translate(requests)):
            if count == self._after:
                raise KeyboardInterrupt
            yield item


def test_terms_are_obeyed_and_numbers_are_right_but_no_terms(engine: GuidedTranslator) -> None:
    result, summary = translate_document(document(*SOURCES), engine, TERMS)
    first, second, third = result.segments()
    (use,) = first.terms
    assert (use.glossary, use.note, use.start, use.end) == ("mine", "unseen data", 0, 2)
    assert use.target_start is not None
    assert first.target[use.target_start : use.target_end].lower().startswith("generaliz")
    assert "350 million" in second.target
    assert second.terms == third.terms == ()
    assert all(s.state is State.MACHINE and s.score is not None for s in result.segments())
    assert (summary.segments, summary.translated, summary.terms_honoured) == (3, 3, 1)
    assert result.engine == engine.package.name


@pytest.mark.parametrize(
    "source", ["loss = F.cross_entropy(logits / tau, y)", "Only English here.", "1.5e-4"]
)
def test_what_holds_no_chinese_arrives_letter_by_letter(
    engine: GuidedTranslator, source: str
) -> None:
    seen: list[int] = []
    result, summary = translate_document(
        document(source, "今天很冷。"), engine, TERMS, on_segment=seen.append
    )
    assert targets(result)[0] == source
    assert sum(seen) == summary.translated == 2


def test_names_are_romanised_everywhere(engine: GuidedTranslator) -> None:
    text = "1\n\n怎么看?\n\n毛海涛:我先说。\n\n仇晓:我同意毛海涛的看法。\n\n毛海涛:谢谢。"
    result, _ = translate_document(
        segment(read_bytes(text.encode(), origin="panel.txt")), engine, TermBase()
    )
    agreed = next(s for s in result.segments() if "同意" in s.source)
    assert "Mao Haitao" in agreed.target
    assert agreed.terms[0].glossary == NAMES_GLOSSARY


def test_an_empty_glossary_changes_nothing(engine: GuidedTranslator) -> None:
    without, _ = translate_document(document("今天很冷。", "我们再试一次。"), engine, TermBase())
    others = TermBase([[Term("量子", "quantum")]])
    with_others, _ = translate_document(document("今天很冷。", "我们再试一次。"), engine, others)
    assert without == with_others


def test_the_memory_saves_work_until_terms_change(engine: GuidedTranslator, tmp_path: Path) -> None:
    with Memory(tmp_path / "memory.sqlite") as memory:
        first, _ = translate_document(document(*SOURCES), engine, TERMS, memory)
        again, summary = translate_document(document(*SOURCES), engine, TERMS, memory)
        assert again == first
        assert (summary.translated, summary.reused) == (0, 3)
        changed = TermBase([[Term("泛化", "generalisation power")]])
        _, summary = translate_document(document(*SOURCES), engine, changed, memory)
        assert (summary.translated, summary.reused) == (1, 2)


def test_a_person_outranks_everything(engine: GuidedTranslator, tmp_path: Path) -> None:
    with Memory(tmp_path / "memory.sqlite") as memory:
        memory.approve("今天很冷。", "It's freezing today.")
        draft = document(*SOURCES)
        mine = replace(next(draft.segments()), target="Generalization rules.", state=State.EDITED)
        draft = draft.map_segments(lambda s: mine if s.id == mine.id else s)
        result, summary = translate_document(draft, engine, TERMS, memory)
    first, _, third = result.segments()
    assert (first.target, first.state) == ("Generalization rules.", State.EDITED)
    assert first.terms[0].rung is Rung.PERSON
    assert (third.target, third.state) == ("It's freezing today.", State.APPROVED)
    assert (summary.kept, summary.reused, summary.translated) == (1, 1, 1)


def test_an_interrupted_run_keeps_what_it_has_and_goes_on(
    engine: GuidedTranslator, tmp_path: Path
) -> None:
    calm, _ = translate_document(document(*SOURCES), engine, TERMS)
    with Memory(tmp_path / "memory.sqlite") as memory:
        stopping = StopsEarly(engine, 2)
        partial, summary = translate_document(document(*SOURCES), stopping, TERMS, memory)  # type: ignore[arg-type]
        assert not summary.finished
        assert sum(map(bool, targets(partial))) == 2
        result, summary = translate_document(document(*SOURCES), engine, TERMS, memory)
    assert (summary.reused, summary.translated) == (2, 1)
    assert result == calm


def test_carry_over_follows_the_source_not_the_place() -> None:
    earlier = document("一。", "二。", "三。").map_segments(
        lambda s: replace(s, target=s.source.upper(), state=State.APPROVED)
    )
    fresh = document("二。", "一。", "四。")
    result, orphans = carry_over(fresh, earlier)
    assert targets(result) == ["二。", "一。", ""]
    assert [orphan.source for orphan in orphans] == ["三。"]
