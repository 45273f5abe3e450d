import pytest

from translator.checks.subtitles import check_cues, fix_until_stable
from translator.checks.subtitles_rules import RULES
from translator.checks.subtitles_shown import language_of
from translator.document import Document, Section, SectionKind, Segment, Turn
from translator.subtitles.cue import Cue
from translator.subtitles.markup import Markup
from translator.subtitles.profile import load_profile
from translator.subtitles.spelled_numbers import numbers_to_spell

EN, ZH, TED = (load_profile(name) for name in ("netflix-en", "netflix-zh", "ted"))


def rules(*cues: Cue, profile=EN, **options) -> list[str]:
    return [item.rule for item in check_cues(cues, profile, **options)]


def test_a_clean_cue_has_no_findings():
    assert rules(Cue(0, 2000, "A good theory explains.")) == []


TEXTS = {
    "line-length": "This line is far too long to be shown at once on any screen",
    "line-count": "One line of it,\nand a second line,\nand a third line",
    "fits-on-one-line": "Short\nlines here",
    "bad-break": "This sentence was broken right after the\narticle, which is a bad thing to do",
    "dialogue-hyphen": "- Who is it that knocks on the door?\n- It is only me, and late again.",
    "ellipsis-glyph": "I think... so",
    "allowed-glyphs": "Smile 😀 now",
    "italics": "<i>Never closed",
    "number-one-to-ten": "We ran 3 experiments",
    "sentence-initial-number": "12 people came to see it",
    "sound-brackets": "(applause)",
    "white-space": "Two  spaces",
    "empty": "  ",
}


@pytest.mark.parametrize("name", TEXTS)
def test_each_text_rule_finds_its_case(name):
    assert name in rules(Cue(0, 6000, TEXTS[name]))


@pytest.mark.parametrize(
    ("text", "profile"),
    [
        ("-Who is it?\n-It is me.", EN),
        ("We all agreed…", EN),
        ("[applause]", EN),
        ("(Applause)", TED),
        ("Chapter 3 has 5% of it, at 7 p.m.", EN),
        ("<i>All of it</i> is closed.", EN),
        ("好的理论……应该解释它", ZH),
    ],
)
def test_what_the_guides_allow_is_not_found(text, profile):
    assert rules(Cue(0, 4000, text), profile=profile) == []


def test_timing_rules():
    cue = Cue(0, 2000, "Hello there.")
    assert rules(Cue(0, 500, "Hi")) == ["min-duration"]
    assert rules(Cue(0, 9000, "Hi")) == ["max-duration"]
    assert rules(cue, Cue(2040, 4000, "Again.")) == ["frame-gap"]
    assert rules(cue, Cue(2300, 4000, "Again.")) == ["bridgeable-gap"]
    assert rules(cue, Cue(1900, 4000, "Again.")) == ["overlap"]
    assert rules(Cue(5000, 7000, "b"), Cue(0, 2000, "a")) == ["order"]
    assert rules(Cue(0, 1000, "Thirty characters in a second!")) == ["reading-speed"]
    assert rules(Cue(17, 2000, "a"), fps=25) == ["frame-alignment"]
    assert rules(cue, shots=[2300]) == ["shot-change"]


def test_findings_name_value_limit_source_and_fix():
    (item,) = check_cues([Cue(0, 1000, "Thirty characters in a second!")], EN)
    assert (item.cue, item.start_ms, item.value, item.limit) == (1, 0, "30.0 CPS", "20 CPS")
    assert "Reading Speed" in item.reference
    assert item.fix


def test_chinese_and_bilingual_cues_are_measured_by_their_own_limits():
    assert rules(Cue(0, 2000, "今天我们讨论一个问题。"), profile=ZH) == ["end-punctuation"]
    bilingual = Cue(0, 4000, "We discuss one question today.\n今天我们讨论一个问题")
    assert rules(bilingual) == []
    long = Cue(0, 9000, "We discuss it.\n今天我们在这里讨论一个非常重要的问题啊")
    assert "line-length" in rules(long)


def test_untranslated_chinese_in_english_subtitles_is_found():
    cues = [Cue(i * 3000, i * 3000 + 2000, "A line of English.") for i in range(4)]
    cues[2] = Cue(6000, 8000, "A line of 中文.")
    items = check_cues(cues, EN)
    assert [(item.cue, item.rule) for item in items] == [(3, "allowed-glyphs")]


def test_drift_from_the_sentence():
    segments = (
        Segment("a", "甲", "The first sentence of all.", start_ms=0, end_ms=3000),
        Segment("b", "乙", "The second sentence came later.", start_ms=20_000, end_ms=23_000),
    )
    document = Document("x", (Section(SectionKind.BODY, turns=(Turn("", segments),)),))
    good = Cue(0, 3000, "The first sentence of all.")
    assert (
        rules(good, Cue(20_000, 23_000, "The second sentence came later."), document=document) == []
    )
    items = check_cues(
        [good, Cue(8000, 11_000, "The second sentence\ncame later.")], EN, document=document
    )
    assert ("drift", "-12.0 s") in [(item.rule, item.value) for item in items]


def test_every_rule_has_a_reference_and_a_fix():
    assert len(RULES) >= 21
    assert all(rule.reference and rule.fix for rule in RULES.values())


def test_fixes_leave_no_finding_that_is_safe_to_mend():
    cues = [
        Cue(0, 400, "We ran 3 experiments  here..."),
        Cue(1500, 3000, "Short\nlines here"),
        Cue(2900, 5000, "(applause)"),
        Cue(5200, 7000, "- Who?\n- Me."),
        Cue(7100, 9000, ""),
        Cue(9100, 30_000, "<b>Bold</b> words"),
    ]
    fixed, changes = fix_until_stable(cues, EN)
    assert [cue.text for cue in fixed] == [
        "We ran three experiments here…",
        "Short lines here",
        "[applause]",
        "-Who?\n-Me.",
        "Bold words",
    ]
    left = check_cues(fixed, EN)
    assert {item.rule for item in left} <= {"reading-speed"}
    assert {"min-duration", "overlap", "empty"} <= {
        name for change in changes for name in change.rule.split(", ")
    }


def test_fixes_of_bilingual_cues_keep_the_languages_apart():
    cues = [
        Cue(0, 5000, "我们今天讨论一个问题。\nWe discuss one question\ntoday,  all of us...")
        for _ in range(1)
    ]
    (fixed,), _changes = fix_until_stable(cues, EN)
    assert fixed.text == "我们今天讨论一个问题\nWe discuss one question today, all of us…"


def test_fix_changes_nothing_in_clean_cues():
    cues = (Cue(0, 2000, "A good theory explains."),)
    assert fix_until_stable(cues, EN) == (cues, ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It took 3 years", ["three"]),
        ("3 years later", ["Three"]),
        ("at 3 p.m. on May 5", []),
        ("GPT-4 and 2.5 times 7%", []),
        ("between 5 and 200 items", []),
        ("$5 or 10%", []),
        ("It is over. 20 of us left", ["Twenty"]),
        ("350 people", []),
    ],
)
def test_numbers_to_spell(text, words):
    assert [item.word for item in numbers_to_spell(text)] == words


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("The 泛化 error is small.", "en"),
        ("We use 模型 here and there", "en"),
        ("Adam 和 SGD", "zh"),
        ("这个 assumption 很强", "zh"),
        ("loss curve是会说话的", "zh"),
        ("♪♪", ""),
    ],
)
def test_the_language_of_a_line(line, language):
    assert language_of(line) == language


def test_each_language_quotes_its_own_source():
    cue = Cue(0, 1000, "The model works and is really fast.", "这个模型跑得确实是非常快的")
    fast = [item for item in check_cues([cue], EN) if item.rule == "reading-speed"]
    assert [(item.limit, item.reference.split(" Timed")[0]) for item in fast] == [
        ("20 CPS", "Netflix English"),
        ("9 CPS", "Netflix Simplified Chinese"),
    ]


def test_a_comma_left_out_in_front_of_a_place_word_is_no_bad_break():
    assert rules(Cue(0, 4000, "如果用邻接矩阵来存\n内存根本放不下"), profile=ZH) == []
    assert "bad-break" in rules(
        Cue(0, 4000, "我们把所有的数据放在这个盒子里\n的东西谁也看不见"), profile=ZH
    )


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("<v Li Hua>We were looking closely at the\nmodel that they had trained.", Markup.VTT),
        ("<c.second>The model\nworks.</c>", Markup.VTT),
        ("{\\rSecond}The model\nworks.", Markup.ASS),
    ],
)
def test_lines_with_tags_of_any_format_are_not_broken_anew(text, markup):
    (cue,), _changes = fix_until_stable([Cue(0, 5000, text)], EN, markup=markup)
    assert cue.text == text
