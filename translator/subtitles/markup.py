r"""Inline tags of cue texts: what a reader sees, and from one format's tags to another's.

Three notations occur (`Markup`). Their common ground, which survives every conversion, is italic,
bold, underline and, between HTML-like and ASS text, a position code such as ``{\an8}`` in front.
Other tags (colours, karaoke, voices) are taken out when the target notation lacks them.
"""

from __future__ import annotations

import html
from enum import StrEnum

import regex


class Markup(StrEnum):
    r"""Which inline tags a cue's text may carry.

    HTML: ``<i> <b> <u> <font>`` and ``{\an8}``, every other character stands for itself (SRT).
    VTT: WebVTT spans (``<v Name> <c.class> <i>``) and entities (``&amp;``).
    ASS: override blocks (``{\i1}``), ``\h``; line feeds stand for ``\N``.
    """

    HTML = "html"
    VTT = "vtt"
    ASS = "ass"


_HTML_TAG = regex.compile(r"</?(?:i|b|u|s|em|strong|font|span)(?:\s[^<>]*)?>", regex.IGNORECASE)
_VTT_TAG = regex.compile(
    r"</?(?:i|b|u|c|v|lang|ruby|rt)?(?:[.\s][^<>]*)?>|<\d+:[\d:.]+>", regex.IGNORECASE
)
_ASS_BLOCK = regex.compile(r"(?<!\\)\{[^{}]*\}")
_ASS_OVERRIDE = regex.compile(r"\{\\[^{}]*\}")
_ASS_DRAWING = regex.compile(
    r"\{[^{}]*\\p[1-9][^{}]*\}.*?(?=\{[^{}]*\\p0[^{}]*\}|\Z)", regex.DOTALL
)
_PLACE = regex.compile(r"\\an?[1-9]\d?(?![\w(])")
_SIMPLE = {"i": "i", "em": "i", "b": "b", "strong": "b", "u": "u"}


def plain(text: str, markup: Markup = Markup.HTML) -> str:
    r"""Returns what a reader sees: no tags, no entities, lines as they are.

    ASS drawings (``{\p1}m 0 0 …``) show no text and vanish.
    """
    if markup is Markup.ASS:
        shown = _ASS_BLOCK.sub("", _ASS_DRAWING.sub("", text))
        return (
            shown.replace("\\{", "{")
            .replace("\\}", "}")
            .replace("\\h", "\xa0")
            .replace("\\n", "\n")
        )
    if markup is Markup.VTT:
        return html.unescape(_VTT_TAG.sub("", text))
    return _ASS_OVERRIDE.sub("", _HTML_TAG.sub("", text))


def tag_spans(text: str, markup: Markup = Markup.HTML) -> list[tuple[int, int]]:
    """Returns the (start, end) spans of ``text`` taken by tags, in order."""
    patterns = {
        Markup.HTML: (_HTML_TAG, _ASS_OVERRIDE),
        Markup.VTT: (_VTT_TAG,),
        Markup.ASS: (_ASS_BLOCK,),
    }[markup]
    return sorted(match.span() for pattern in patterns for match in pattern.finditer(text))


def convert(text: str, source: Markup, target: Markup) -> str:
    """Returns ``text`` in another notation; unchanged if both are the same."""
    if source is target or not text:
        return text
    return _to_target(_to_html(text, source), target)


def _to_html(text: str, source: Markup) -> str:
    if source is Markup.VTT:
        kept = _VTT_TAG.sub(lambda match: _simple_tag(match.group()), text)
        return html.unescape(kept)
    if source is Markup.ASS:
        return _ass_to_html(_ASS_DRAWING.sub("", text))
    return text


def _simple_tag(tag: str) -> str:
    name = regex.match(r"</?([A-Za-z]*)", tag).group(1).lower()  # type: ignore[union-attr]
    kept = _SIMPLE.get(name)
    return (f"</{kept}>" if tag.startswith("</") else f"<{kept}>") if kept else ""


def _ass_to_html(text: str) -> str:
    switches = regex.compile(r"\\([ibu])(\d+)(?![\w(])")
    opened: list[str] = []

    def replace(match: regex.Match[str]) -> str:
        block = match.group()
        place = _PLACE.search(block)
        written = [f"{{{place.group()}}}"] if place else []
        for name, value in switches.findall(block):
            on = value != "0"
            if on and name not in opened:
                opened.append(name)
                written.append(f"<{name}>")
            elif not on and name in opened:
                opened.remove(name)
                written.append(f"</{name}>")
        return "".join(written)

    shown = _ASS_BLOCK.sub(replace, text)
    shown += "".join(f"</{name}>" for name in reversed(opened))
    return shown.replace("\\{", "{").replace("\\}", "}").replace("\\h", "\xa0").replace("\\n", "\n")


def _to_target(text: str, target: Markup) -> str:
    if target is Markup.HTML:
        return text
    pieces: list[str] = []
    position = 0
    for start, end in tag_spans(text, Markup.HTML):
        if start < position:
            continue
        pieces += [_escape(text[position:start], target), _tag(text[start:end], target)]
        position = end
    return "".join([*pieces, _escape(text[position:], target)])


def _escape(text: str, target: Markup) -> str:
    if target is Markup.VTT:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("{", "\\{").replace("}", "\\}").replace("\xa0", "\\h")


def _tag(tag: str, target: Markup) -> str:
    if tag.startswith("{"):
        return tag if target is Markup.ASS else ""
    simple = _simple_tag(tag)
    if target is Markup.VTT or not simple:
        return simple
    return f"{{\\{simple.strip('</>')}{0 if simple.startswith('</') else 1}}}"
