"""The page's own files: both languages complete, colours readable, nothing dangerous."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import translator.review

STATIC = Path(translator.review.__file__).with_name("static")
SCRIPTS = sorted(STATIC.rglob("*.js"))
_ENTRY = re.compile(r'(?:^|[{,]\s*)(?:"([\w.\-]+)"|(\w+)): "((?:[^"\\]|\\.)*)"', re.MULTILINE)


def _texts(language: str) -> dict[str, str]:
    text = (STATIC / "js" / "text" / f"{language}.js").read_text("utf-8")
    return {a or b: value for a, b, value in _ENTRY.findall(text)}


def test_both_languages_say_everything() -> None:
    english, chinese = _texts("en"), _texts("zh")
    assert english.keys() == chinese.keys()
    for key, value in english.items():
        blanks = set(re.findall(r"\{(\w+)\}", value))
        assert blanks == set(re.findall(r"\{(\w+)\}", chinese[key])), key


def test_every_text_that_is_used_exists() -> None:
    known = _texts("en")
    for path in SCRIPTS:
        for key in re.findall(r'\bt\("([\w.\-]+)"', path.read_text("utf-8")):
            assert key in known, f"{path.name}: {key}"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_scripts_never_make_markup_of_text(path: Path) -> None:
    text = path.read_text("utf-8")
    for danger in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
    ):
        assert danger not in text
    assert not re.search(r"https?://", text)
    assert len(text.splitlines()) < 400


def test_the_page_has_no_inline_script_or_style() -> None:
    html = (STATIC / "index.html").read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_colours_can_be_read(mode: int) -> None:
    css = (STATIC / "base.css").read_text("utf-8")
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)
    colours = {name: values[mode] for name, *values in pairs}
    papers = ("paper", "raised", "lifted")
    texts = ("ink", "muted", "accent", "amber", "red", "green", *(f"c{i}" for i in range(8)))
    for paper in papers:
        for text in texts:
            assert _contrast(colours[text], colours[paper]) >= 4.5, (text, paper)
        assert _contrast(colours["edge"], colours[paper]) >= 3, ("edge", paper)
    marks = [(name, f"{name}-paper") for name in ("amber", "red", "green")]
    for text, paper in [("on-accent", "accent"), *marks]:
        assert _contrast(colours[text], colours[paper]) >= 4.5, (text, paper)
