"""Putting the targets of clauses together into one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from translator.engine.guidance_drafts import Draft
from translator.engine.guidance_passages import Passage
from translator.engine.links import Link
from translator.glossary.term import CaseRule

_SOURCE_END = re.compile(r"[。！？!?…][”’」』）)\"]*\s*$")
_SOURCE_STOP = re.compile(r"[，,；;：:、]\s*$")
_TARGET_END = re.compile(r"[.;,]+$")
_ADVERB = re.compile(r"(?:moreover|however|therefore|furthermore|thus|instead)\b", re.IGNORECASE)
"""Words that join main clauses, after which English wants a semicolon instead of a comma."""

_LOWERED = frozenset(
    """a an the this that these those it its we our you your he his she her they their there here in
    on at by for from of to with without as if when while where because since so and but or yet then
    thus also not no some any all each many most more such what which who how why is are was were do
    does can may only just even after before during under over between through about both either
    let now moreover however therefore instead still rather although though once until unless
    whether given using based according""".split()  # noqa: SIM905
)
"""Words that begin with a capital only at the start of a sentence, some of them also pinyin."""

_PROPER = re.compile(
    r"(?:[aeiou][a-z]*[a-z]ian|ese|america|europe|china|google|microsoft|markov)s?$"
)
_PINYIN = re.compile(
    r"(?!.*[gkh]i)(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iong|iang|uang|ang|eng|ing|ong|iao|ian|uai|uan|[iu]?ao|[iu]?a[ino]?|[iu]?e[irn]?|[iu]?ou?|i[nu]?|u[in]?))+"
)


def joined(parts: Sequence[tuple[Passage, Draft]]) -> tuple[str, tuple[Link, ...]]:
    """Joins the drafts of consecutive clauses.

    Inside the sentence a full stop becomes a comma and a capital that only marked the beginning
    goes; links are moved along, their source spans counted from the first passage.
    """
    base = parts[0][0].start
    text = ""
    links: list[Link] = []
    starts_sentence = True
    for number, (passage, draft) in enumerate(parts):
        piece, shift = draft.text.strip(), len(draft.text) - len(draft.text.lstrip())
        if not piece:
            continue
        ends_sentence = bool(_SOURCE_END.search(passage.text)) or number == len(parts) - 1
        if not ends_sentence:
            stopped = _SOURCE_STOP.search(passage.text) or _TARGET_END.search(piece)
            piece = _TARGET_END.sub("", piece) + ("," if stopped else "")
        piece = raised(piece, passage) if starts_sentence else _lowered(piece, passage)
        if text.endswith(",") and _ADVERB.match(piece):
            text = text[:-1] + ";"
        if text and not text[-1].isspace():
            text += " "
        offset = len(text) - shift
        text += piece
        links += [
            replace(
                link,
                target_start=link.target_start + offset,
                target_end=min(link.target_end + offset, len(text)),
                source_start=link.source_start + passage.start - base,
                source_end=link.source_end + passage.start - base,
            )
            for link in draft.links
            if link.target_start + offset < len(text)
        ]
        starts_sentence = ends_sentence
    return text, tuple(links)


def raised(piece: str, passage: Passage) -> str:
    """Gives the first word of a sentence its capital, unless a term is written without one."""
    exact = any(
        (match.term.case is CaseRule.EXACT or match.term.do_not_translate)
        and piece.startswith(match.term.target)
        for match in passage.matches
    )
    return piece if exact else piece[:1].upper() + piece[1:]


def _lowered(piece: str, passage: Passage) -> str:
    """Takes the capital off the first word unless the word seems to be written with one."""
    first = re.match(r"[A-Z][a-z]+\b(?! [A-Z])", piece) or re.match(r"A\b", piece)
    if not first:
        return piece
    word = first[0].lower()
    if word not in _LOWERED:
        named = {m.term.target.split(" ")[0] for m in passage.matches}
        in_source = first[0] in passage.text
        if first[0] in named or in_source or _PROPER.search(word) or _PINYIN.fullmatch(word):
            return piece
    return word + piece[first.end() :]
