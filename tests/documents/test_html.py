from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from lxml import html as lxml_html

from tests.documents.examples import documents, panel, with_text_everywhere
from translator.document import Document
from translator.documents.html import SPEAKER_COLOURS, clock, render
from translator.documents.writer import Layout, Options

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "<!--",
    "]]>",
    "\x00<\x00script>",
)
ALLOWED = frozenset(
    {"html", "head", "meta", "title", "style", "body", "header", "main", "nav", "section"}
    | {"article", "details", "summary", "h1", "h2", "h3", "p", "ul", "ol", "li", "div", "span"}
    | {"a", "i", "small", "time", "table", "thead", "tbody", "tr", "th", "td"}
)


def parsed(
    document: Document, layout: Layout = Layout.TABLE, chinese: str = "zh"
) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(render(document, Options(layout, {}, chinese)))


def assert_harmless(page: lxml_html.HtmlElement) -> None:
    for element in page.iter():
        assert element.tag in ALLOWED, element.tag
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            assert name not in {"src", "style", "action", "srcdoc"}, name
            if name == "href":
                assert value.startswith("#"), value
    (style,) = page.iter("style")
    assert "@import" not in style.text
    assert "url(" not in style.text


@pytest.mark.parametrize(("attack", "layout"), list(product(ATTACKS, Layout)))
def test_injection_in_every_field(attack: str, layout: Layout) -> None:
    page = parsed(with_text_everywhere(attack), layout)
    assert_harmless(page)
    assert attack.replace("\x00", "\ufffd") in page.text_content()
    assert "49" not in page.findtext(".//title")


@settings(deadline=None, max_examples=25)
@given(documents())
def test_any_document_gives_a_sound_page(document: Document) -> None:
    for layout in Layout:
        page = parsed(document, layout)
        assert_harmless(page)
        ids = Counter(element.get("id") for element in page.iterfind(".//*[@id]"))
        assert set(ids.values()) <= {1}
        for link in page.iterfind(".//a[@href]"):
            assert link.get("href")[1:] in ids, link.get("href")


def test_policy_admits_nothing_but_the_style_sheet() -> None:
    text = render(panel(), Options())
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    (policy,) = parsed(panel()).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"https?://", text)


def test_languages_terms_and_flags() -> None:
    page = parsed(panel())
    assert page.get("lang") == "en"
    row = page.get_element_by_id("u-b1")
    chinese, english = row.findall("p")
    assert chinese.get("lang") == "zh"
    assert english.get("lang") is None
    marks = [(mark.text, mark.get("title")) for mark in row.iterfind(".//span")]
    assert marks == [
        ("泛化", "generalization — not “popularization”"),
        ("Generalization", "泛化 — not “popularization”"),
    ]
    assert page.get_element_by_id("u-b2").find(".//a").get("title") == "Check the tone."
    assert "not translated yet" in page.get_element_by_id("check-b3").text_content()
    assert page.get_element_by_id("u-b3").find(".//span").get("lang") == "zh"


def test_outline_names_sections_and_speakers() -> None:
    for nav in parsed(panel()).iterfind(".//nav"):
        labels = [link.text_content() for link in nav.iterfind(".//a")]
        assert labels == [
            "Introduction",
            "1. What is generalization?",
            "Mao Haitao",
            "Host",
            "Closing",
            "Terms",
            "To check",
        ]


def test_dropped_lines_are_listed_with_reasons() -> None:
    (entry,) = parsed(panel()).get_element_by_id("left-out").iterfind(".//li")
    assert entry.text_content() == "点击阅读原文 line 15, link to the original"


def test_english_layout_has_no_chinese_but_gaps() -> None:
    page = parsed(panel(), Layout.ENGLISH)
    main = page.get_element_by_id("text")
    for gap in main.xpath("//*[@class='missing']|//section[@id='terms']|//*[@id='left-out']"):
        gap.drop_tree()
    assert not re.search(r"[\u4e00-\u9fff]", main.text_content())
    assert [p.text_content().strip() for p in main.iterfind(".//article//p")][:2] == [
        "The talk was lively.",
        "The record follows.",
    ]


def test_interleaved_sets_paragraphs_and_keeps_chinese_unspaced() -> None:
    page = parsed(panel(), Layout.INTERLEAVED)
    (article,) = page.xpath("//article[@id='s2-1']")
    chinese, english = (p.text_content() for p in article.iterfind(".//p"))
    assert chinese == "模型泛化很难 | 说清。算力只是一部分。"
    assert english.startswith("Generalization of a model is hard to put | into words. Computing")


def test_traditional_chinese_is_tagged() -> None:
    page = parsed(panel(), chinese="zh-Hant-TW")
    assert page.get_element_by_id("u-b1").find("p").get("lang") == "zh-Hant-TW"


@pytest.mark.parametrize(
    ("milliseconds", "shown"), [(0, "0:00"), (61_999, "1:01"), (3_600_000, "1:00:00")]
)
def test_clock(milliseconds: int, shown: str) -> None:
    assert clock(milliseconds) == shown


def test_colours_reach_contrast_in_light_and_dark() -> None:
    (style,) = parsed(panel()).iter("style")
    light, dark = (
        dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\}", style.text, re.DOTALL)[:2]
    )
    names = ["ink", "muted", "accent", *(f"c{i}" for i in range(SPEAKER_COLOURS))]
    for colours in (light, dark):
        for name in names:
            assert contrast(colours[name], colours["paper"]) >= 4.5, name
        assert contrast(colours["amber"], colours["amber-paper"]) >= 4.5


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)
