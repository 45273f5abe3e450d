import itertools
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translator.subtitles.cue_times import assign_times
from translator.subtitles.profile import load_profile

EN, TED = load_profile("netflix-en"), load_profile("ted")


@dataclass(frozen=True)
class Piece:
    starts_ms: int
    ended_ms: int
    reading_ms: float = 0.0


def test_a_cue_has_the_times_of_its_speech():
    assert assign_times([Piece(1000, 3000), Piece(5000, 7000)], EN) == [(1000, 3000), (5000, 7000)]


def test_reading_borrows_from_the_gap_but_no_more_than_the_profile_allows():
    assert assign_times([Piece(0, 1000, 1800), Piece(5000, 7000)], EN)[0] == (0, 1800)
    assert assign_times([Piece(0, 1000, 4000), Piece(5000, 7000)], EN)[0] == (0, 2000)


def test_the_boundary_moves_to_the_cue_with_time_to_spare():
    pieces = [Piece(0, 2000, 2100), Piece(2000, 5000, 2000)]
    (_, end), (start, _) = assign_times(pieces, EN)
    assert end == 2041
    assert start - end == EN.gap_ms()
    pieces = [Piece(0, 3000, 1500), Piece(3000, 5000, 2080), Piece(5000, 7000, 1000)]
    (_, end), (start, _) = assign_times(pieces, TED)[:2]
    assert (end, start) == (2920, 2920)


def test_cues_too_close_together_push_the_later_one():
    times = assign_times([Piece(0, 200), Piece(250, 400), Piece(3000, 4000)], EN)
    assert times[0] == (0, 833)
    assert times[1][0] == 833 + EN.gap_ms()


def test_a_gap_that_cannot_be_closed_becomes_a_clear_one():
    times = assign_times([Piece(0, 7000), Piece(7300, 9000)], EN)
    assert times[1][0] - times[0][1] >= EN.chain_below_ms


pieces = st.lists(
    st.builds(
        lambda start, length, reading: Piece(start, start + length, reading),
        st.integers(0, 100_000),
        st.integers(0, 9000),
        st.floats(0, 9000),
    ),
    min_size=1,
    max_size=30,
)


@pytest.mark.parametrize("fps", [None, 24, 23.976, 60])
@given(raw=pieces)
def test_times_obey_the_profile_wherever_there_is_time(fps, raw):
    ordered = sorted(raw, key=lambda piece: piece.starts_ms)
    times = assign_times(ordered, EN, fps)
    assert all(start < end for start, end in times)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(times))
    frame = 1000 / (fps or 1000)
    room = max(p.ended_ms for p in ordered) + EN.linger_ms - ordered[0].starts_ms
    if room < len(times) * (EN.min_duration_ms + 84 + 3 * frame):
        return
    for start, end in times:
        assert EN.min_duration_ms - 1 <= end - start <= EN.max_duration_ms + 1
    for before, after in itertools.pairwise(times):
        gap = after[0] - before[1]
        assert gap >= EN.gap_ms(fps or 24) - 1
        assert gap <= EN.gap_ms(fps or 24) + frame or gap >= EN.chain_below_ms - frame
