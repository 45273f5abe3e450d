from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from translator.subtitles.correspondence import correspond, shown_at


@dataclass(frozen=True)
class Link:
    target_start: int
    target_end: int
    source_start: int
    source_end: int


def links_of(target: str, source: str, *pairs: tuple[str, str]) -> list[Link]:
    return [
        Link(
            target.index(english),
            target.index(english) + len(english),
            source.index(chinese),
            source.index(chinese) + len(chinese),
        )
        for english, chinese in pairs
    ]


def test_places_follow_the_words():
    source, target = "虽然很难，但是我们做到了", "It was hard, but we made it"
    links = links_of(
        target, source, ("It was hard", "很难"), ("but", "但是"), ("we made it", "我们做到了")
    )
    found = correspond(source, target, links)
    assert found.source_at[target.index("but")] == source.index("但是")
    assert found.cut_costs[target.index("but")] == 0


def test_words_that_change_sides_make_a_cut_dear():
    source, target = "我在北京学习数学", "I study mathematics in Beijing"
    links = links_of(
        target, source, ("I", "我"), ("study", "学习"), ("mathematics", "数学"), ("Beijing", "北京")
    )
    found = correspond(source, target, links)
    assert found.cut_costs[target.index("in Beijing")] > 10


def test_without_links_places_are_in_proportion():
    found = correspond("一二三四五六七八", "one two three four five six seven eight", [])
    assert found.source_at[0] == 0
    assert found.source_at[-1] == 8
    assert 3 <= found.source_at[len("one two three four ")] <= 5


@given(
    st.text("今天好，。ab ", max_size=30),
    st.text("ab ,.今", max_size=40),
    st.lists(st.tuples(*(st.integers(0, 40),) * 4), max_size=20),
)
def test_source_places_never_go_back(source, target, raw):
    links = [
        Link(
            min(a, b, len(target)),
            min(max(a, b), len(target)),
            min(c, d, len(source)),
            min(max(c, d), len(source)),
        )
        for a, b, c, d in raw
    ]
    found = correspond(source, target, links)
    assert len(found.source_at) == len(found.cut_costs) == len(target) + 1
    assert list(found.source_at) == sorted(found.source_at)
    assert all(0 <= at <= len(source) for at in found.source_at)


def test_the_source_is_shown_cut_at_its_clauses_but_keeps_its_times():
    source, target = "这很难，如果用旧方法来做", "This is hard if you do it with the old method"
    links = links_of(
        target,
        source,
        ("This is hard", "这很难"),
        ("if you do it", "如果"),
        ("with the old method", "用旧方法来做"),
    )
    found = correspond(source, target, links)
    place = target.index("with")
    assert source[found.source_at[place] :] == "用旧方法来做"
    shown = shown_at(source, found)
    assert source[shown[place] :] == "如果用旧方法来做"
    assert list(shown) == sorted(shown)
    assert (shown[0], shown[-1]) == (0, len(source))
