import pytest

from translator.subtitles.spelled_numbers import with_numbers_spelled


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("We rented 8 cards.", "We rented eight cards."),
        ("3 of 5 runs failed.", "Three of five runs failed."),
        ("From 256 to 4096.", "From 256 to 4096."),
        (
            "We used 8 cards for two whole weeks of work, and the gap was 50 points.",
            "We used eight cards for two whole weeks of work, and the gap was 50 points.",
        ),
        ("They had 3 wins, 20 draws and 5 losses.", "They had 3 wins, 20 draws and 5 losses."),
        ("Layer 3 of GPT-4 took 5%.", "Layer 3 of GPT-4 took 5%."),
        ("", ""),
    ],
)
def test_small_numbers_become_words_and_places_follow(text, spelled):
    found, places = with_numbers_spelled(text)
    assert found == spelled
    assert len(places) == len(text) + 1
    assert places[-1] == len(found)
    for word in text.split():
        if not word[0].isdigit():
            assert found[places[text.index(word)] :].startswith(word)
