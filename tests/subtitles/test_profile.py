import pytest

from translator.errors import InputError, UsageError
from translator.subtitles.profile import load_profile, profile_names


def test_the_built_in_profiles_have_a_source_for_every_number():
    assert set(profile_names()) == {"bbc", "netflix-en", "netflix-zh", "short-video", "ted"}
    for name in profile_names():
        profile = load_profile(name)
        for key in ("text.max_cpl", "timing.min_duration", "timing.max_duration"):
            assert profile.source(key), (name, key)


def test_the_numbers_of_the_guides():
    en, zh, ted = (load_profile(name) for name in ("netflix-en", "netflix-zh", "ted"))
    assert (en.text.max_cpl, en.text.max_cps, en.min_duration_ms) == (42, 20, 833)
    assert (zh.text.max_cpl, zh.text.max_cps, zh.text.italics) == (16, 9, False)
    assert (ted.text.max_cps, ted.text.min_balance, ted.min_duration_ms) == (21, 0.5, 1000)
    assert load_profile("bbc").text.max_wpm == 180
    assert en.second_limits() == zh.text
    assert zh.second_limits() == en.text


def test_gap_in_milliseconds():
    assert [load_profile("netflix-en").gap_ms(fps) for fps in (24, 25, 50)] == [84, 80, 40]


def test_full_width_counting():
    limits = load_profile("netflix-zh").text
    assert limits.length("深度learning") == 6
    assert limits.reading_ms("深度学习深度学习深") == 1000


def test_a_custom_profile_starts_from_another(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('base = "ted"\n[text]\nmax_cpl = 36\n[timing]\nlinger = 0.25\n')
    profile = load_profile(path)
    assert (profile.name, profile.text.max_cpl, profile.text.max_cps) == ("mine", 36, 21)
    assert profile.linger_ms == 250


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[text]\nmax_cpl = 42\n", "text.language is missing"),
        ('[text]\nlanguage = "de"\nmax_cpl = 42\n', "text.language must be one of en, zh"),
        ('base = "ted"\n[text]\nmax_cpl = "wide"\n', "text.max_cpl must be a whole number"),
        ('base = "ted"\n[text]\nmax_cps = -1\n', "text.max_cps must be a number"),
        ('base = "ted"\n[timing]\nmin_gap = 3\n', "timing.min_gap is unknown"),
        ('base = "ted"\n[timing]\nmin_duration = 9\n', "timing.min_duration must not be above"),
        ('base = "ted"\n[colours]\na = 1\n', "colours is unknown"),
        ('base = "none"\n', "base must be one of"),
        ("text = 1\n", "text must be a table"),
        ("[text\n", "no valid TOML"),
        ('base = "ted"\n[text]\nitalics = 1\n', "text.italics must be a boolean"),
    ],
)
def test_errors_name_the_key(tmp_path, text, named):
    path = tmp_path / "bad.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=r"bad\.toml") as error:
        load_profile(path)
    assert named in str(error.value)


def test_unknown_names_are_refused():
    with pytest.raises(UsageError, match="netflix-en"):
        load_profile("netflx")
    with pytest.raises(InputError):
        load_profile("/no/such/file.toml")
