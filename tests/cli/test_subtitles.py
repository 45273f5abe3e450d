import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from translator.cli.check_subtitles import check_subtitle_file
from translator.cli.commands import app
from translator.errors import OutputError, TranslatorError, UsageError
from translator.subtitles.formats import read_cues

SAMPLES = Path(__file__).parents[2] / "samples"
SHORT = (
    "1\n00:00:01,000 --> 00:00:03,000\n理论应该解释现象，\n\n"
    "2\n00:00:03,000 --> 00:00:05,000\n而不是只给出一个上界。\n"
)


@pytest.fixture
def talk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "short.zh.srt"
    path.write_text(SHORT, encoding="utf-8")
    return path


def run(*arguments, code=0):
    result = CliRunner().invoke(app, ["subtitles", *map(str, arguments), "--no-memory"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def test_srt_to_english_srt_and_aligned_document(talk):
    run(talk)
    cues = read_cues(talk.with_name("short.en.srt")).cues
    assert cues[0].start_ms == 1000
    assert not any("一" <= c <= "鿿" for cue in cues for c in cue.text)
    assert talk.with_name("short.aligned.json").is_file()


def test_bilingual_in_three_formats_with_report_and_json(talk, tmp_path):
    result = run(
        talk, "-o", tmp_path / "out", "--to", "srt,vtt,ass", "--bilingual", "zh-first",
        "--report", tmp_path / "r.html", "--json",
    )  # fmt: skip
    told = json.loads(result.stdout)
    assert len(told["outputs"]) == 5
    first = read_cues(tmp_path / "out" / "short.zh-en.srt").cues[0].text.split("\n")
    assert "一" <= first[0][0] <= "鿿"
    assert first[-1].isascii()


def test_a_chinese_profile_lays_out_the_chinese_without_translating(talk):
    run(talk, "--profile", "netflix-zh", "-o", "out")
    text = Path("out/short.zh.srt").read_text(encoding="utf-8")
    assert "理论应该解释现象" in text
    assert not Path("out/short.aligned.json").exists()


def test_its_own_aligned_document_gives_the_same_subtitles(talk):
    run(talk)
    before = Path("short.en.srt").read_text()
    run("short.aligned.json", "-o", "again")
    assert Path("again/short.en.srt").read_text().split("\n")[2] == before.split("\n")[2]


def test_edits_in_the_aligned_document_are_kept(talk):
    run(talk)
    path = Path("short.aligned.json")
    data = json.loads(path.read_text())
    segment = data["sections"][0]["turns"][0]["segments"][0]
    segment["target"], segment["state"] = "Theory must explain things.", "edited"
    path.write_text(json.dumps(data, ensure_ascii=False))
    run(talk, "--force")
    assert "Theory must explain things." in Path("short.en.srt").read_text().replace("\n", " ")


def test_hand_edited_subtitles_are_not_replaced_without_force(talk):
    run(talk)
    Path("short.en.srt").write_text("mine")
    with pytest.raises(OutputError, match="--force"):
        run(talk)
    run(talk, "--force")


def test_the_input_is_never_replaced_silently(talk):
    with pytest.raises(OutputError):
        run(talk, "--profile", "netflix-zh")
    assert talk.read_text(encoding="utf-8") == SHORT


@pytest.mark.parametrize(
    "arguments",
    [
        ["--to", "docx"],
        ["--to", ""],
        ["--burn", "x.mp4"],
        ["--profile", "unknown"],
    ],
)
def test_contradictions_are_usage_errors(talk, arguments):
    with pytest.raises(UsageError):
        run(talk, *arguments)


def test_a_transcript_without_times_asks_for_them(talk):
    Path("talk.txt").write_text("甲：理论应该解释现象。\n乙：我同意。\n", encoding="utf-8")
    with pytest.raises(UsageError, match="--timings"):
        run("talk.txt")


def test_strict_refuses_a_malformed_file(talk):
    talk.write_text(SHORT.replace("2\n00", "00"), encoding="utf-8")
    with pytest.raises(TranslatorError, match="cue 2"):
        run(talk, "--strict")


def test_english_subtitles_are_only_laid_out_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.srt").write_text(
        "1\n00:00:01,000 --> 00:00:05,000\n"
        "This line is far too long to be shown at once on any screen.\n"
    )
    run("a.srt")
    assert len(read_cues(Path("a.en.srt")).cues[0].text.split("\n")) == 2
    with pytest.raises(UsageError):
        run("a.srt", "--bilingual", "zh-first", "--force")


def test_checking_and_fixing_a_file(tmp_path, capsys):
    path = tmp_path / "a.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:03,000\nWe ran 3 tests  here...\n")
    rules = {item.rule for item in check_subtitle_file(path, profile="netflix-en")}
    assert rules == {"white-space", "ellipsis-glyph", "number-one-to-ten"}
    assert check_subtitle_file(path, profile="netflix-en", fix=True) == ()
    assert "We ran three tests here…" in path.read_text()
    assert "ellipsis-glyph" in capsys.readouterr().err
