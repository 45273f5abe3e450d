"""One web page: no script, no network, readable on a phone, on a desk and on paper."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from translator import __version__, files
from translator.document import Document, Rung, Section, TermUse
from translator.documents import view
from translator.documents.writer import Options

SPEAKER_COLOURS = 8
"""Number of speaker colours in the style sheet; further speakers begin again with the first."""

_PAGE = Path(__file__).with_name("page")


def write(document: Document, path: Path, options: Options) -> None:
    """Writes the page; every text is escaped, and a content security policy forbids all loading.

    The policy admits the page's own style sheet by its hash and nothing else, so that even a flaw
    in the escaping could neither run a script nor reach the network.
    """
    files.write_text(path, render(document, options))


def render(document: Document, options: Options) -> str:
    """Returns the page as text."""
    style = (_PAGE / "transcript.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = _environment().get_template("transcript.html.j2")
    colours = {n: i % SPEAKER_COLOURS for n, i in view.speaker_order(document).items()}
    reasons = {
        segment.id: why
        for segment in document.segments()
        if (why := view.reasons(segment, options.findings.get(segment.id, ())))
    }
    return template.render(
        document=document,
        layout=options.layout.value,
        chinese=options.chinese,
        title=view.document_title(document),
        sections=[_outlined(document, section) for section in document.sections],
        colours=colours,
        reasons=reasons,
        first_uses=_first_uses(document),
        terms=view.terms(document),
        counts=Counter(segment.state.value for segment in document.segments()),
        total=sum(1 for _ in document.segments()),
        style=Markup(style),  # noqa: S704 - our own file
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'",
        version=__version__,
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_PAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_holdable,
    )
    environment.globals |= {
        "paragraphs": view.paragraphs,
        "source_pieces": view.source_pieces,
        "target_pieces": view.target_pieces,
        "token": view.token,
        "glued": view.glued,
        "clock": clock,
        "tooltip": tooltip,
        "id": id,
    }
    return environment


def _holdable(value: Any) -> Any:
    return view.holdable(value) if type(value) is str else value


def _outlined(document: Document, section: Section) -> dict[str, Any]:
    """Returns a section with its heading and the speaker of each turn."""
    return {
        "kind": section.kind.value,
        "heading": view.section_heading(section),
        "turns": [
            (turn, document.speaker(turn.speaker) if turn.speaker else None)
            for turn in section.turns
        ],
    }


def tooltip(use: TermUse, *, english: bool) -> str:
    """Returns what a marked term says of itself: its counterpart, its note, how it fared."""
    text = use.source if english else use.target
    if use.rung is Rung.FAILED:
        text += " (not honoured)"
    return f"{text} — {use.note}" if use.note else text


def clock(milliseconds: int) -> str:
    """Returns a time as h:mm:ss, or m:ss below an hour."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _first_uses(document: Document) -> frozenset[int]:
    """Returns the identities of each term's first use, the one a Tab key stops at."""
    first: dict[tuple[str, str], TermUse] = {}
    for segment in document.segments():
        for use in segment.terms:
            first.setdefault((use.source, use.target), use)
    return frozenset(id(use) for use in first.values())
