import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from translator.subtitles.layout import lay_out
from translator.subtitles.markup import plain
from translator.subtitles.profile import load_profile, profile_names
from translator.subtitles.timed_text import timed

EN = load_profile("netflix-en")
ZH = load_profile("netflix-zh")


def lines(text: str, seconds: float, profile=EN, **attributes) -> list[str]:
    return [c.text for c in lay_out([timed(text, 0, int(seconds * 1000), **attributes)], profile)]


def test_a_short_sentence_is_one_line():
    assert lines("Good theory agrees with experiments.", 3) == [
        "Good theory agrees with experiments."
    ]


def test_lines_break_at_clauses_and_the_lower_one_is_longer():
    assert lines("If the gap is small, we can trust what the bound says.", 4) == [
        "If the gap is small,\nwe can trust what the bound says."
    ]


def test_names_numbers_and_articles_stay_together():
    shown = " | ".join(
        lines("Our model was proposed by Professor Mao Haitao and trained for 12 days.", 5)
    ).replace("\n", " | ")
    for pair in ("Professor Mao Haitao", "12 days"):
        assert pair in shown


def test_chinese_breaks_between_words_and_no_mark_opens_a_line():
    text = "好的理论应该解释为什么这些模型能够泛化，而不只是告诉我们误差的上界有多大。"
    cues = lines(text, 9, ZH)
    for line in "\n".join(cues).split("\n"):
        assert line[0] not in "，。"
        assert ZH.text.length(line) <= 16
    assert "泛化\n" in "\n".join(cues) + "\n"


def test_latin_words_and_numbers_in_chinese_are_never_cut():
    cues = lines("我们把GeneralizationBound这个指标从0.873提高到了0.912左右的水平上", 8, ZH)
    shown = "\n".join(cues)
    for word in ("0.873", "0.912"):
        assert word in shown


def test_a_change_of_speaker_starts_a_new_cue():
    texts = [
        timed("What is a good theory?", 0, 1500, speaker="A"),
        timed("One that agrees with what we measure.", 1600, 4000, speaker="B"),
    ]
    assert [(c.speaker, c.text) for c in lay_out(texts, EN)] == [
        ("A", "What is a good theory?"),
        ("B", "One that agrees with what we measure."),
    ]


def test_turns_too_short_to_stand_alone_share_a_cue_with_hyphens():
    texts = [
        timed("Really?", 0, 300, speaker="A"),
        timed("Yes.", 350, 600, speaker="B"),
        timed("Then let us go on with the next question of the evening.", 700, 4000, speaker="A"),
    ]
    assert lay_out(texts, EN)[0].text == "-Really?\n-Yes."


def test_dense_speech_borrows_the_gap_behind_it():
    texts = [
        timed("This sentence was spoken much too fast to be read.", 0, 1500),
        timed("And this one was not.", 4000, 6000),
    ]
    first = lay_out(texts, EN)[0]
    assert first.end_ms == 2500


def test_small_gaps_are_closed_and_clear_ones_stay():
    texts = [
        timed("The first sentence is here now.", 0, 2000),
        timed("The second one follows at once, after a breath.", 2300, 5000),
        timed("The third one takes its time to come.", 8000, 10_000),
    ]
    first, second, third = lay_out(texts, EN)
    assert second.start_ms - first.end_ms == EN.gap_ms()
    assert (second.end_ms, third.start_ms) == (5000, 8000)


def test_times_fall_on_frames():
    for fps in (24, 25, 23.976, 29.97):
        for cue in lay_out([timed("One two three, four five six.", 1111, 3333)], EN, fps=fps):
            for time in (cue.start_ms, cue.end_ms):
                assert abs(time - round(round(time * fps / 1000) * 1000 / fps)) == 0


def test_slow_speech_does_not_stay_beyond_the_longest_duration():
    (cue,) = lay_out([timed("Well.", 0, 30_000)], EN)
    assert cue.end_ms == 7000


def test_tags_and_positions_survive():
    text = "This is very important."
    styles = tuple("i" if 8 <= at < 12 else "" for at in range(len(text)))
    (cue,) = lay_out([timed(text, 0, 2000, styles=styles, position="{\\an8}")], EN)
    assert cue.text == "{\\an8}This is <i>very</i> important."


def test_bilingual_cues_carry_the_words_that_correspond():
    text, second = "We tried it, but it failed.", "我们试过了，但是失败了。"
    at = (*tuple(0 if position < 13 else 6 for position in range(len(text))), len(second))
    item = timed(text, 0, 12_000, second=second, second_at=at)
    cues = lay_out([item], EN)
    assert [(c.text, c.second) for c in cues] == [
        ("We tried it,", "我们试过了"),
        ("but it failed.", "但是失败了"),
    ]
    assert lay_out([item], EN, second_first=True)[0].text == "我们试过了"


def test_more_text_than_time_is_still_in_order_and_without_overlap():
    for seconds in (0, 1, 3):
        texts = [timed("so much to say " * 40, 0, seconds * 1000) for _ in range(4)]
        cues = lay_out(texts, EN, fps=25)
        times = [time for cue in cues for time in (cue.start_ms, cue.end_ms)]
        assert times == sorted(times)
        assert all(cue.start_ms < cue.end_ms for cue in cues)


def test_whole_short_sentences_with_time_of_their_own_stay_apart():
    texts = [timed("Good.", start, start + 1500) for start in range(0, 10_000, 2000)]
    assert len(lay_out(texts, EN)) == 5


def test_bilingual_dialogue_has_hyphens_in_both_languages():
    texts = [
        timed("Really?", 0, 300, speaker="A", second="真的？", second_at=(0,) * 7 + (3,)),
        timed("Yes.", 350, 600, speaker="B", second="是的。", second_at=(0,) * 4 + (3,)),
        timed("Then on.", 700, 4000, speaker="A", second="那继续。", second_at=(0,) * 8 + (4,)),
    ]
    cue = lay_out(texts, EN)[0]
    assert (cue.text, cue.second) == ("-Really?\n-Yes.", "-真的？\n-是的")


words = st.text(st.sampled_from(list("ab,.;A1今天的，。《》（ \t'-")), min_size=0, max_size=90)
items = st.tuples(
    words, st.integers(0, 20_000), st.integers(0, 9000), st.sampled_from(["", "A", "B"])
)


@given(
    st.lists(items, max_size=12),
    st.sampled_from(profile_names()),
    st.sampled_from([None, 24.0, 25.0, 23.976]),
)
@settings(max_examples=300, deadline=None)
def test_any_input_gives_valid_cues(raw, name, fps):
    profile = load_profile(name)
    texts = [timed(text, start, start + length, speaker=who) for text, start, length, who in raw]
    cues = lay_out(texts, profile, fps=fps)
    kept = "".join(text.text for text in sorted(texts, key=lambda t: t.starts[:1] or (0,)))
    shown = "".join(plain(cue.text) for cue in cues)
    drop = str.maketrans("", "", " \t\n\r-，。、；,;")
    assert shown.translate(drop) == kept.translate(drop)
    for cue in cues:
        assert cue.start_ms < cue.end_ms
        assert len(cue.text.split("\n")) <= max(2, profile.text.max_lines)
        for line in cue.text.split("\n"):
            assert profile.text.length(line) <= profile.text.max_cpl
    for before, after in itertools.pairwise(cues):
        assert before.end_ms <= after.start_ms
    if cues:
        assert cues[0].start_ms >= min(t.starts[0] for t in texts if t.text.strip()) - 142


def test_speakers_who_shared_a_cue_share_one_again():
    turns = [
        timed("Do you use it yourself?", 0, 1300, speaker="-1"),
        timed("Every day.", 1300, 2400, speaker="-2"),
        timed("Does it work?", 2500, 4300, speaker="-1"),
    ]
    assert [cue.text for cue in lay_out(turns, EN)] == [
        "-Do you use it yourself?\n-Every day.",
        "Does it work?",
    ]


def test_sounds_stand_in_the_brackets_of_their_language():
    (cue,) = lay_out([timed("（笑声）", 0, 2000, alone=True)], ZH)
    assert cue.text == "[笑声]"


def test_music_is_shown_once():
    notes = timed("♪♪", 0, 2000, second="♪♪", second_at=(0, 1, 2), alone=True)
    assert [(cue.text, cue.second) for cue in lay_out([notes], EN)] == [("♪♪", "")]
