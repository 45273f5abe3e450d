"""Prompts, drafts, places and joining: text in, text out, without an engine."""

import pytest

from translator.engine.guidance_clauses import joined
from translator.engine.guidance_drafts import cleaned, judged, replaced
from translator.engine.guidance_passages import Passage, Phrasing, write_prompt
from translator.engine.guidance_places import gaps, places, renderings, spaced
from translator.engine.links import Link
from translator.engine.packages import TermHints
from translator.glossary.term import CaseRule, Term
from translator.glossary.termbase import TermBase
from translator.segmenting.script import normalise

HINTS = TermHints("<t>", "<=>", "</t>")


def passage(text: str, *terms: Term) -> Passage:
    return Passage.of_segment(normalise(text), TermBase([terms]).match(text))


GENERALIZATION = Term("泛化", "generalization", variants=("generalize",), part_of_speech="noun")


@pytest.mark.parametrize(
    ("phrasing", "expected"),
    [
        (Phrasing.PLAIN, "模型的泛化很好"),
        (Phrasing.HINT, "模型的<t>泛化<=>generalization</t>很好"),
        (Phrasing.QUOTED, "模型的“generalization”很好"),
    ],
)
def test_prompts_and_the_way_back(phrasing: Phrasing, expected: str) -> None:
    source = passage("模型的泛化很好", GENERALIZATION)
    prompt = write_prompt(source, [phrasing], HINTS)
    assert prompt.text == expected
    end = len(expected)
    links = [Link(0, 1, 0, 2), Link(1, 2, end - 4 + 2, end), Link(2, 3, 5, 6)]
    spans = [(k.source_start, k.source_end) for k in prompt.in_passage(links)]
    assert spans[0] == (0, 2)
    assert spans[1] == (5, 7)
    if phrasing is not Phrasing.PLAIN:
        assert spans[2] == (3, 5)


def test_traditional_and_wide_text_is_prompted_normalised() -> None:
    source = passage("Ｌ２ 正則化和泛化", Term("L2正则化", "L2 penalty"), GENERALIZATION)
    prompt = write_prompt(source, [Phrasing.QUOTED] * 2, None)
    assert prompt.text == "“L2 penalty”和“generalization”"


def test_clauses_cover_the_passage_and_cut_no_term() -> None:
    text = "首先，我们要看的是，模型在没见过的数据上，它的泛化，到底能不能让人满意，然后再说优化。"
    source = passage(text, GENERALIZATION, Term("数据上，它的", "data"))
    clauses = source.clauses(10)
    assert "".join(clause.text for clause in clauses) == text
    assert len(clauses) > 2
    assert sum(len(clause.matches) for clause in clauses) == 2
    for clause in clauses:
        assert text[clause.start : clause.start + len(clause.text)] == clause.text
        for match, (start, end) in zip(clause.matches, clause.spans, strict=True):
            assert clause.text[start:end] == match.term.source


def test_replacing_moves_the_links() -> None:
    links = (Link(0, 3, 0, 1), Link(4, 7, 1, 2), Link(8, 12, 2, 3))
    text, moved = replaced("The old text", links, (4, 7), "longer", (5, 6))
    assert text == "The longer text"
    assert moved == (Link(0, 3, 0, 1), Link(4, 10, 5, 6), Link(11, 15, 2, 3))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ('Its "generalization" is good.', "Its generalization is good."),
        ('It has "generalization."', "It has generalization."),
        ("Its generalization generalization is good.", "Its generalization is good."),
        ("Its <t>generalization</t> is good.", "Its generalization is good."),
    ],
)
def test_prompts_leave_no_trace(raw: str, expected: str) -> None:
    source = passage("它的泛化很好。", GENERALIZATION)
    assert cleaned(source, raw, (), HINTS, quoted=True)[0] == expected


def test_quotes_of_the_source_stay() -> None:
    source = passage("他说：“泛化很好。”", GENERALIZATION)
    raw = 'He said: "Its generalization is good."'
    assert cleaned(source, raw, (), HINTS, quoted=True)[0] == raw


def test_names_get_their_capitals() -> None:
    source = passage("郝仁来了。", Term("郝仁", "Hao Ren"))
    assert cleaned(source, "hao ren came.", (), None)[0] == "Hao Ren came."


@pytest.mark.parametrize(
    ("target", "written", "wanted"),
    [
        ("Kunlun’s Field", "In kunlun's field", "In Kunlun’s Field"),
        ("the institute’s head", "The institute's head came", "The institute’s head came"),
        ("the institute's head", "the institute's head", "the institute's head"),
    ],
)
def test_apostrophes_are_the_glossarys(target: str, written: str, wanted: str) -> None:
    source = passage("昆仑界。", Term("昆仑界", target))
    assert cleaned(source, written, (), None)[0] == wanted


def test_obedience_ranks_before_likelihood() -> None:
    source = passage("它的泛化很好。", GENERALIZATION)
    obedient = judged(source, "Its generalization is good.", (), -2.0)
    likely = judged(source, "It is broadly good.", (), -0.1)
    assert obedient.rank < likely.rank
    assert likely.wanting == (0,)
    assert judged(source, " ", (), 0.0).faults == 2


def test_places_follow_attention_and_spoilt_copies() -> None:
    source = passage("模型的泛化很好", GENERALIZATION)
    text = "The extensive model is good."
    links = (Link(0, 3, 0, 2), Link(4, 13, 3, 5), Link(14, 19, 0, 2), Link(20, 27, 5, 7))
    assert places(source, judged(source, text, links, 0.0), 0)[0] == (4, 13)
    spoilt = judged(source, "The generalisatory model is good.", (), 0.0)
    assert places(source, spoilt, 0)[0] == (4, 18)
    assert gaps(source, spoilt, 0)


@pytest.mark.parametrize(
    ("entry", "text", "place", "expected"),
    [
        (Term("泛化", "generalization"), "A wide view", (2, 6), "A generalization view"),
        (Term("优化器", "optimizer"), "We need a thing.", (10, 15), "We need an optimizer."),
        (Term("泛化", "generalization"), "Broad is good.", (0, 5), "Generalization is good."),
        (
            Term("训练集", "training set"),
            "These sets differ",
            (6, 10),
            "These training sets differ",
        ),
        (Term("郝仁", "Hao Ren", case=CaseRule.EXACT), "The man ran.", (4, 7), "Hao Ren ran."),
        (Term("九帝", "The Nine"), "He saw the kings.", (11, 16), "He saw the Nine."),
    ],
)
def test_terms_are_fitted_into_their_place(
    entry: Term, text: str, place: tuple[int, int], expected: str
) -> None:
    span, written = renderings(entry, text, place)[0]
    assert text[: span[0]] + spaced(text, span, written) + text[span[1] :] == expected


def test_clauses_are_joined_into_one_sentence() -> None:
    parts = [
        (passage("如果数据够多，"), "If there is enough data."),
        (passage("泛化就好，", GENERALIZATION), "Generalization is good,"),
        (passage("毛海涛说，"), "Mao Haitao says."),
        (passage("然而不是。"), "However, it is not."),
    ]
    text, links = joined([(p, judged(p, t, (Link(0, 2, 0, 1),), 0.0)) for p, t in parts])
    assert text == (
        "If there is enough data, generalization is good, Mao Haitao says; however, it is not."
    )
    assert [text[k.target_start : k.target_end] for k in links] == ["If", "ge", "Ma", "ho"]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("(see https://example.org/a-b.e.org/a-b).", "(see https://example.org/a-b)."),
        ("See https://example.org/a-b.", "See https://example.org/a-b."),
        ("https://example.org/a-b/c/, and more", "https://example.org/a-b, and more"),
        ("https://example.org/a-b, https://example.org/a-b", None),
        ("https://example.org/a-b and so on", "https://example.org/a-b and so on"),
    ],
)
def test_nothing_is_written_on_behind_an_address(written: str, wanted: str | None) -> None:
    address = "https://example.org/a-b"
    source = passage(f"见{address}。", Term(address, address, do_not_translate=True))
    text = cleaned(source, written, (), None)[0]
    assert text == wanted if wanted else text.count(address) == 1


def test_a_longer_address_of_the_source_stays() -> None:
    short, long = "https://example.org/a", "https://example.org/a/b"
    terms = [Term(address, address, do_not_translate=True) for address in (short, long)]
    source = passage(f"见{long}和{short}。", *terms)
    written = f"See {long} and {short}."
    assert cleaned(source, written, (), None)[0] == written


def test_nothing_is_written_on_behind_an_address_without_a_scheme() -> None:
    address = "example.org/a"
    source = passage(f"见{address}。", Term(address, address, do_not_translate=True))
    assert cleaned(source, f"See {address}.org/a.", (), None)[0] == f"See {address}."
