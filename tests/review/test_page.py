"""A whole review in a real Chromium."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.review.bench import Running, document, running, write
from translator.document import Document, Speaker, State
from translator.documents import aligned

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SUBTITLES = """1
00:00:01,000 --> 00:00:03,000
The first cue.

2
00:00:03,500 --> 00:00:04,000
This second cue is far too long for half a second.

3
00:00:06,000 --> 00:00:08,000
The third cue.
"""


class Watched:
    """A page, and everything about it that should not happen."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("dialog", lambda dialog: self.problems.append(f"dialog: {dialog.message}"))
        page.on("request", self._request)
        page.on("console", self._console)

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.base, "blob:" + self.base)):
            self.problems.append(f"request to {request.url}")

    def _console(self, message: Any) -> None:
        # A refused change (409) is what some tests are about.
        if message.type == "error" and "status of 409" not in message.text:
            self.problems.append(message.text)


Open = Callable[..., "Page"]


@pytest.fixture
def opening(tmp_path: Path, browser: Browser) -> Iterator[Open]:
    """Opens a workbench on files in ``tmp_path``; at the end nothing bad may have happened."""
    benches: list[Any] = []
    watched: list[Watched] = []

    def open_bench(*arguments: str | Path, width: int = 1400, **options: Any) -> Page:
        manager = running(tmp_path, *arguments)
        bench: Running = manager.__enter__()
        benches.append((manager, bench))
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="en-GB", **options
        )
        page = context.new_page()
        watched.append(Watched(page, bench.base))
        page.goto(bench.address)
        page.locator(".row, .cue").first.wait_for()
        return page

    yield open_bench
    for one in watched:
        one.page.context.close()
        assert not one.problems
    for manager, bench in benches:
        assert bench.stop() == 0
        manager.__exit__(None, None, None)


def _saved(page: Page) -> None:
    page.locator(".saved:not(.busy)").wait_for()


def _targets(path: Path) -> dict[str, str]:
    return {s.id: s.target for s in aligned.read(path).segments()}


def _row(page: Page, name: str) -> Any:
    return page.locator(f'.row[data-key="{name}"]')


def _until(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("never came true")


def test_a_whole_review(tmp_path: Path, opening: Open) -> None:
    path = write(tmp_path, timed=True)
    page = opening(path.name)

    # Edit in place, keyboard only.
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("The learning rate is too high, so the error stays.")
    page.keyboard.press("Escape")
    _saved(page)
    assert _row(page, "s1").get_attribute("data-state") == "edited"
    _until(page, lambda: "too high" in _targets(path)["s1"])

    # Approve and go on.
    page.keyboard.press("a")
    page.locator('.row[data-key="s1"][data-state="approved"]').wait_for()
    assert _row(page, "s2").get_attribute("aria-current") == "true"

    # Numbers are checked while they are typed.
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("Accuracy rose from 61% to 75%.")
    _row(page, "s2").locator(".findings").get_by_text("74").first.wait_for()
    page.keyboard.press("Escape")
    _saved(page)
    page.keyboard.press("r")
    _row(page, "s2").get_by_text("Accuracy rose from 61% to 74%.").wait_for()

    # Change a term; translate again what it touches; see the difference; apply.
    _row(page, "s6").locator("button.term").click()
    panel = page.locator(".panel")
    panel.get_by_label("Target", exact=True).fill("step size")
    panel.get_by_label("Also allowed").fill("step sizes")
    panel.get_by_role("button", name="Save").click()
    panel.get_by_role("button", name="Translate 3 again").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("ins", has_text="step size").first.wait_for(timeout=60_000)
    assert "step size" not in _row(page, "s6").locator(".target").inner_text()
    ticks = dialog.get_by_role("checkbox")
    assert [ticks.nth(i).is_checked() for i in range(ticks.count())] == [False, True, True]
    dialog.get_by_role("button", name="Take the ticked ones").click()
    _row(page, "s6").locator(".target").get_by_text("step size").wait_for()
    assert "学习率\tstep size\tstep sizes" in (tmp_path / "glossary.tsv").read_text("utf-8")
    _until(page, lambda: "step size" in _targets(path)["s6"].lower())
    assert "too high" in _targets(path)["s1"]

    # Undo it, in one step.
    page.get_by_role("button", name="Undo").click()
    _row(page, "s6").locator(".target").get_by_text("learning rate").wait_for()

    # Drag the edge of a cue.
    page.get_by_role("link", name="Cues").click()
    bar = page.locator('.cue-bar[data-id="s1"]')
    bar.click()
    box = bar.locator('[data-edge="end"]').bounding_box()
    assert box
    page.mouse.move(box["x"] + 4, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] - 80, box["y"] + 10, steps=4)
    page.mouse.up()
    _until(page, lambda: _ends(path)["s1"] < 5400)
    assert _ends(path)["s1"] > 3000

    # Export.
    page.get_by_role("button", name="Export").click()
    for name in ("html", "srt"):
        with page.expect_download(timeout=60_000) as download:
            page.get_by_role("dialog").locator(".formats button", has_text=name).first.click()
        saved = Path(download.value.path()).read_text("utf-8")
        assert download.value.suggested_filename == f"talk.en.{name}"
        assert "too high" in saved.replace("\n", " ")


def _ends(path: Path) -> dict[str, int]:
    return {s.id: s.end_ms or 0 for s in aligned.read(path).segments()}


def test_split_merge_and_undo(tmp_path: Path, opening: Open) -> None:
    path = write(tmp_path)
    page = opening(path.name)
    _row(page, "s1").locator(".index").click()
    page.keyboard.press("s")
    page.get_by_role("dialog").get_by_role("button", name="Split").click()
    _row(page, "s1~2").wait_for()
    assert _row(page, "s1").locator(".zh").inner_text() == "学习率太大,"
    page.keyboard.press("m")
    _row(page, "s1~2").wait_for(state="detached")
    assert _row(page, "s1").locator(".zh").inner_text() == "学习率太大,误差降不下来。"
    page.keyboard.press("u")
    _row(page, "s1~2").wait_for()
    page.keyboard.press("u")
    _row(page, "s1~2").wait_for(state="detached")
    page.keyboard.press("y")
    _row(page, "s1~2").wait_for()
    _until(page, lambda: "s1~2" in _targets(path))


def test_capital_letters_can_be_typed(tmp_path: Path, opening: Open) -> None:
    page = opening(write(tmp_path).name)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("ALL KEYS: A?N F/J 123 [x] +-")
    assert page.locator("textarea.edit").input_value() == "ALL KEYS: A?N F/J 123 [x] +-"


def test_search_and_filters(tmp_path: Path, opening: Open) -> None:
    page = opening(write(tmp_path, 200).name)
    page.keyboard.press("/")
    page.keyboard.type("accuracy rose")
    page.locator(".count", has_text="40 of 202").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.get_by_label("All speakers").select_option(label="Zhou Min")
    page.locator(".count", has_text="100 of 202").wait_for()
    assert page.locator(".speaker").first.inner_text().startswith("Zhou Min")


def test_two_windows_see_each_other_and_never_overwrite(tmp_path: Path, opening: Open) -> None:
    page = opening(write(tmp_path).name)
    other = page.context.new_page()
    other.goto(page.url)
    _row(other, "s0").locator(".target").click()
    other.keyboard.press("Control+a")
    _row(page, "s0").locator(".target").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Written first.")
    page.keyboard.press("Escape")
    _saved(page)
    _until(other, lambda: other.locator("textarea").input_value() == "Written first.")
    # Both type at once.
    page.keyboard.press("Enter")
    other.locator("textarea").press_sequentially(" In the other window.", delay=0)
    page.locator("textarea").press_sequentially(" Here.", delay=0)
    dialogs = [p.get_by_role("dialog") for p in (page, other)]
    _until(page, lambda: any(d.count() for d in dialogs))
    asked = next(d for d in dialogs if d.count())
    assert asked.locator("del, ins").count()
    asked.get_by_role("button", name="Keep mine").click()
    for window in (page, other):
        _saved(window)


def test_the_memory_and_the_engine_offer_wordings(tmp_path: Path, opening: Open) -> None:
    page = opening(write(tmp_path).name)
    _row(page, "s4").locator(".index").click()
    page.keyboard.press("a")
    page.locator('.row[data-key="s4"][data-state="approved"]').wait_for()
    _row(page, "s9").locator(".index").click()
    page.keyboard.press("v")
    page.locator(".choice", has_text="approved").wait_for()
    page.locator(".choices").nth(1).locator(".choice").first.wait_for(timeout=60_000)
    page.locator(".choices").nth(1).locator(".choice").first.click()
    _saved(page)
    assert page.locator("textarea").input_value() != "Transfer learning saved a lot of time."


HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>" onmouseover="alert(3)'


def test_text_is_text_wherever_it_stands(tmp_path: Path, opening: Open) -> None:
    doc = document()
    doc = doc.map_segments(
        lambda s: replace(
            s, target=s.target + HOSTILE, source=s.source + HOSTILE, notes=(HOSTILE,), score=None
        )
    )
    doc = _renamed(doc)
    path = tmp_path / "talk.aligned.json"
    aligned.write(doc, path)
    (tmp_path / "glossary.tsv").write_text(
        f"source\ttarget\tnote\n学习率\t{HOSTILE}\t{HOSTILE}\n", encoding="utf-8"
    )
    page = opening(path.name)
    _row(page, "s1").locator(".index").click()
    assert HOSTILE in _row(page, "s1").locator(".target").inner_text()
    assert HOSTILE in _row(page, "s1").locator(".findings").inner_text()
    _row(page, "s1").locator("button.term").first.click()
    page.locator(".panel textarea").first.wait_for()
    page.get_by_role("link", name="Glossary").click()
    page.locator("select[aria-label=Glossary]").select_option("glossary")
    page.locator(".gloss.own").first.wait_for()
    page.get_by_role("button", name="Export").first.click()
    assert page.locator("img, script:not([src])").count() == 0


def _renamed(doc: Document) -> Document:
    speakers = tuple(Speaker(s.name, HOSTILE, HOSTILE) for s in doc.speakers)
    return replace(doc, speakers=speakers, origin=HOSTILE)


def test_scripts_cannot_be_put_into_the_page(tmp_path: Path, browser: Browser) -> None:
    name = write(tmp_path).name
    with running(tmp_path, name) as bench, browser.new_context() as context:
        page = context.new_page()
        page.goto(bench.address)
        page.locator(".row").first.wait_for()
        refused = page.evaluate(
            "() => { try { document.body.innerHTML = '<b>x</b>' } catch { return true } }"
        )
        assert refused
        assert page.evaluate("() => document.cookie") == ""


def test_an_outside_change_shows_up(tmp_path: Path, opening: Open) -> None:
    path = write(tmp_path)
    page = opening(path.name)
    doc = aligned.read(path)
    aligned.write(
        doc.map_segments(lambda s: replace(s, target="From outside.") if s.id == "s0" else s), path
    )
    _row(page, "s0").get_by_text("From outside.").wait_for()


def test_an_article_is_cut_translated_and_kept(tmp_path: Path, opening: Open) -> None:
    text = "关于过拟合的对谈\n\n周敏:我们先谈过拟合。数据太少的时候,它很常见。\n"
    (tmp_path / "talk.zh.txt").write_text(text, encoding="utf-8")
    page = opening("talk.zh.txt")
    page.locator("button.term", has_text="过拟合").first.wait_for()
    page.get_by_role("button", name="Translate").click()
    page.locator(".target", has_text="overfitting").first.wait_for(timeout=90_000)
    path = tmp_path / "talk.aligned.json"
    _until(page, lambda: all(s.state is State.MACHINE for s in aligned.read(path).segments()))


def test_subtitles_are_edited_in_their_file(tmp_path: Path, opening: Open) -> None:
    path = tmp_path / "talk.en.srt"
    path.write_text(SUBTITLES, encoding="utf-8")
    video = tmp_path / "talk.webm"
    made = "-f lavfi -i testsrc=size=160x90:rate=24:duration=9 -f lavfi -i sine=duration=9"
    coded = "-c:v libvpx -c:a libvorbis"
    arguments = ["-loglevel", "error", *made.split(), *coded.split(), str(video)]
    subprocess.run(["ffmpeg", *arguments], check=True)
    page = opening(path.name, "--video", video.name)
    _until(page, lambda: page.evaluate("document.querySelector('video').readyState") >= 1)

    # The next violation, and its measures while typing.
    page.locator(".cue.violated").first.wait_for()
    page.keyboard.press("n")
    cue = page.locator(".cue.current")
    assert "second cue" in cue.inner_text()
    assert cue.locator(".measures .bad").count() >= 1
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("Short.")
    cue.locator(".measures .bad", has_text="CPS").wait_for(state="detached")
    page.keyboard.press("Escape")
    _until(page, lambda: "Short." in path.read_text("utf-8"))

    # Nudge by a frame, in and out.
    page.keyboard.press("p")
    _until(page, lambda: "00:00:03,500 --> 00:00:04,042" in path.read_text("utf-8"))
    page.keyboard.press("u")
    _until(page, lambda: "00:00:03,500 --> 00:00:04,000" in path.read_text("utf-8"))

    # Split where the video stands; the subtitle over it follows.
    page.locator(".cue", has_text="third").click()
    page.evaluate("document.querySelector('video').currentTime = 7")
    page.locator(".overlay", has_text="The third cue.").wait_for()
    page.keyboard.press("s")
    _until(page, lambda: "00:00:06,000 --> 00:00:07,000" in path.read_text("utf-8"))
    assert path.read_text("utf-8").count("-->") == 4
    assert not page.locator("nav a").count() or page.locator("nav").is_hidden()


def test_the_glossary_page(tmp_path: Path, opening: Open) -> None:
    (tmp_path / "glossary.tsv").write_text(
        "# ours\nsource\ttarget\tnote\n学习率\tlearning rate\t\n小数据\tsmall data\tkept\n",
        encoding="utf-8",
    )
    page = opening(write(tmp_path).name, "--no-shipped-glossaries")
    page.get_by_role("link", name="Glossary").click()
    cell = page.get_by_label("Target, 小数据")
    cell.fill("scarce data")
    cell.press("Enter")
    glossary = tmp_path / "glossary.tsv"
    _until(page, lambda: "小数据\tscarce data\tkept" in glossary.read_text("utf-8"))
    assert glossary.read_text("utf-8").startswith("# ours\n")

    page.get_by_label("Select all shown").check()
    page.get_by_role("button", name="Mark obsolete").click()
    _until(page, lambda: glossary.read_text("utf-8").count("obsolete") == 2)

    page.get_by_role("button", name="Import").click()
    page.get_by_label("File to import").set_input_files(
        {"name": "team.csv", "mimeType": "text/csv", "buffer": "中文,英文\n误差,error\n".encode()}
    )
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("cell", name="误差").wait_for()
    assert "误差" not in glossary.read_text("utf-8")
    dialog.get_by_role("button", name="Import", exact=True).click()
    _until(page, lambda: "误差\terror" in glossary.read_text("utf-8"))

    page.locator(".toolbar").get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name="CSV").click()
    assert "误差,error" in Path(download.value.path()).read_text("utf-8-sig")


def test_everything_has_a_name_in_both_languages(tmp_path: Path, opening: Open) -> None:
    page = opening(write(tmp_path, timed=True).name)
    for language in ("en", "zh-Hans"):
        if language != "en":
            page.get_by_role("button", name="中文").click()
            page.locator("html[lang=zh-Hans]").wait_for()
        assert page.locator("html").get_attribute("lang") == language
        for view in ("segments", "glossary", "cues"):
            page.evaluate(f"location.hash = '{view}'")
            page.locator(f'[data-view="{view}"] [role="listitem"]').first.wait_for()
            assert page.evaluate(NAMELESS) == []
            assert "undefined" not in page.locator("body").inner_text()


NAMELESS = """() => [
    ...document.querySelectorAll('button, a, input, select, textarea, [role=slider]')
  ].filter((e) => e.offsetParent && !(e.getAttribute('aria-label') || e.textContent.trim()
    || e.labels?.length || e.title)).map((e) => e.outerHTML)"""


def test_five_thousand_segments_are_few_in_the_page(tmp_path: Path, opening: Open) -> None:
    page = opening(write(tmp_path, 5000).name)
    assert page.locator(".row").count() < 80
    page.locator(".scroller").evaluate("e => e.scrollTo(0, e.scrollHeight)")
    _row(page, "s4999").wait_for()
    assert page.locator(".row").count() < 80
    page.keyboard.press("j")
    assert page.locator(".row.current").count() == 1
