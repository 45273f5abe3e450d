import re

from translator.checks.subtitles import check_cues
from translator.subtitles.cue import Cue, TimingOrigin
from translator.subtitles.profile import load_profile
from translator.subtitles.report import write_report

EN = load_profile("netflix-en")


def render(tmp_path, *cues):
    path = tmp_path / "report.html"
    write_report(cues, check_cues(cues, EN), EN, path, title="<talk> & 讨论")
    return path.read_text(encoding="utf-8")


def test_cues_findings_and_gaps_are_shown_and_everything_is_escaped(tmp_path):
    text = render(
        tmp_path,
        Cue(
            0,
            1000,
            "<i>Far</i> too much <script>alert(1)</script> text for one second",
            second="你好",
        ),
        Cue(29_000, 31_500, "It crosses the row", origin=TimingOrigin.INTERPOLATED),
    )
    assert "&lt;talk&gt; &amp; 讨论" in text
    assert "<script" not in text
    assert "reading-speed" in text
    assert "28000" in text
    assert text.count('class="row"') == 2
    assert "uncertain" in text
    assert "你好" in text


def test_it_needs_nothing_from_elsewhere(tmp_path):
    text = render(tmp_path, Cue(0, 2000, "A good theory."))
    assert not re.search(r"(?:src|href)\s*=\s*[\"'](?!#)|url\(|@import|https?://", text)


def test_no_cues_at_all(tmp_path):
    assert "no findings" in render(tmp_path)


def test_bars_hold_their_text_and_both_speeds_are_shown(tmp_path):
    text = render(tmp_path, Cue(0, 2000, "我们今天讨论一个很重要的问题", "We discuss a question"))
    assert re.search(r'<text x="[\d.]+" y="46">我们今天讨论</text>', text)
    assert "7.0 / 10.5" in text
