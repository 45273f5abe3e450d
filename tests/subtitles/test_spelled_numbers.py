import pytest

from translator.subtitles.spelled_numbers import with_numbers_spelled


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("We rented 8 cards.", "We rented eight cards."),
        ("3 of 5 runs failed.", "Three of five runs failed."),
        ("From 256 to 4096.", "From 256 to 4096."),
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
