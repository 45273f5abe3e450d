"""Finding the article in a saved web page.

Imports lxml; load it lazily.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from translator.reading.html_blocks import is_block_level, is_left_out

# Where large platforms put the article, the most specific first: WeChat, CSDN, Zhihu, Juejin,
# Jianshu, 163, Sina, Sohu, Bilibili; then what HTML5 and schema.org say.
_KNOWN_PLACES = (
    "//*[@id='js_content']",
    "//*[has-class('rich_media_content')]",
    "//*[@id='content_views']",
    "//*[@id='article_content']",
    "//*[has-class('Post-RichText')]",
    "//*[has-class('RichContent-inner')]",
    "//*[has-class('article-viewer')]",
    "//*[has-class('post_body')]",
    "//*[@id='artibody']",
    "//*[@id='mp-editor']",
    "//*[has-class('article-holder')]",
    "//*[@itemprop='articleBody']",
)
_GENERAL_PLACES = ("//article", "//main", "//*[@role='main']")
_AROUND = re.compile(
    r"(?:^|[-_ ])(?:comments?|sidebar|side|recommend\w*|related|share|footer|foot|header|nav\w*|"
    r"menu|breadcrumbs?|toolbar|copyright|pagination|login|modal|popup|advert\w*|ads?|promo|"
    r"subscribe|author-?info|toc|cookie\w*)(?:$|[-_ ])",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[。！？，；!?.,;]")
_ENOUGH = 0.75
"""Share of the page's sentences that the main block must hold."""
_SHORTEST_HEADING = 4
_LEAST_TEXT = 40
"""Characters below which a known place is taken for an empty shell (filled by a script later)."""


def page_title(root: HtmlElement) -> str:
    """Returns the page's declared title: Open Graph's, which lacks the site's name, or <title>."""
    for path in (
        "//meta[@property='og:title']/@content",
        "//meta[@name='twitter:title']/@content",
        "//title//text()",
    ):
        found = "".join(str(piece) for piece in root.xpath(path)[:1]).strip()
        if found:
            return _shown_part(found, root)
    return ""


def _shown_part(title: str, root: HtmlElement) -> str:
    """Returns the part of a declared title that the page shows as heading, all if none does.

    CSDN declares "Heading_keyword keyword-CSDN博客", others add their name in their own way.
    """
    for element in root.iter("h1"):
        heading = " ".join(element.text_content().split())
        if len(heading) >= _SHORTEST_HEADING and " ".join(title.split()).startswith(heading):
            return heading
    return title


def main_block(root: HtmlElement) -> HtmlElement:
    """Returns the element that holds the article.

    A place that a known platform uses, if it has text; else the deepest element that holds three
    quarters of the page's sentences, where text inside links and inside elements called comments,
    sidebar and the like does not count (after the idea of Kohlschütter et al. 2010, "Boilerplate
    Detection using Shallow Text Features": link density and text length tell content).
    """
    for places in (_KNOWN_PLACES, _GENERAL_PLACES):
        for place in places:
            found = [element for element in _find(root, place) if not is_left_out_by_tag(element)]
            best = max(found, key=_text_length, default=None)
            if best is not None and _text_length(best) >= _LEAST_TEXT:
                whole = places is _GENERAL_PLACES and _sentence_weights(root).get(root, 0.0)
                if not whole or _sentence_weights(best).get(best, 0.0) >= _ENOUGH * whole:
                    return best
    body = root.find("body")
    return _deepest(body if body is not None else root)


def is_left_out_by_tag(element: HtmlElement) -> bool:
    """Whether ``element`` itself is never an article (its style does not count)."""
    return element.tag in ("script", "style", "template", "noscript", "textarea")


def _find(root: HtmlElement, path: str) -> list[HtmlElement]:
    spelled = re.sub(
        r"has-class\('([^']+)'\)",
        r"contains(concat(' ', normalize-space(@class), ' '), ' \1 ')",
        path,
    )
    found: list[HtmlElement] = root.xpath(spelled)
    return found


def _text_length(element: HtmlElement) -> int:
    return len("".join(element.text_content().split()))


def _deepest(body: HtmlElement) -> HtmlElement:
    weights = _sentence_weights(body)
    total = weights.get(body, 0.0)
    current = body
    while total:
        inner = [
            child
            for child in current
            if is_block_level(child) and weights.get(child, 0.0) >= _ENOUGH * total
        ]
        # A table row or a list item is a layout's cell at best, an article's part at worst.
        if not inner or inner[0].tag in ("p", "li", "tr", "td", "table", "ul", "ol", "pre"):
            break
        current = inner[0]
    return current


def _sentence_weights(top: HtmlElement) -> dict[HtmlElement, float]:
    """Returns for ``top`` and each element in it how many characters of sentences it holds."""
    weights: dict[HtmlElement, float] = {}
    skipped: set[HtmlElement] = set()
    whole_length = _text_length(top)
    for element in top.iter():
        parent = element.getparent()
        if parent in skipped or (element is not top and _is_around(element, whole_length)):
            skipped.add(element)
            continue
        pieces = [element.text or "", *(child.tail or "" for child in element)]
        own = sum(len(piece.strip()) for piece in pieces if _SENTENCE.search(piece))
        node: HtmlElement | None = element
        while own and node is not None:
            weights[node] = weights.get(node, 0.0) + own
            node = None if node is top else node.getparent()
    return weights


def _is_around(element: HtmlElement, whole_length: int) -> bool:
    if not isinstance(element.tag, str) or element.tag == "a" or is_left_out(element):
        return True
    names = f"{element.get('id', '')} {element.get('class', '')}"
    if element.tag not in ("header", "footer") and not _AROUND.search(names):
        return False
    # A wrapper called "with-sidebar" holds the page, not the sidebar.
    return 2 * _text_length(element) < whole_length
