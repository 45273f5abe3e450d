"""A term base entry and an occurrence of it; plain data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TermState(StrEnum):
    """Life of an entry: only obsolete ones are ignored when translating."""

    NEW = "new"
    APPROVED = "approved"
    OBSOLETE = "obsolete"


class CaseRule(StrEnum):
    """How Latin letters count, in the source when matching and in the target when judging.

    ANY: case is ignored; the target may be capitalised where the sentence asks for it.
    EXACT: letters must be as the entry writes them.
    """

    ANY = "any"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a glossary.

    Attributes:
        source: Chinese (or Latin) form looked for in the text; the key, unique in a glossary.
        target: preferred English; equals ``source`` for a do-not-translate entry.
        variants: further admitted targets, inflections and derivations included.
        forbidden: targets that must not be used.
        do_not_translate: the source arrives in the target letter by letter.
        case: see `CaseRule`.
        part_of_speech, domain, note, example: free text, "" if not given.
        state: see `TermState`.
        extra: columns we do not know, (name, value), kept as they came.
        glossary: name of the glossary (file stem) it was read from.
        line: its line in that file, None if it has none.
    """

    source: str
    target: str
    variants: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    do_not_translate: bool = False
    case: CaseRule = CaseRule.ANY
    part_of_speech: str = ""
    domain: str = ""
    note: str = ""
    example: str = ""
    state: TermState = TermState.APPROVED
    extra: tuple[tuple[str, str], ...] = ()
    glossary: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An occurrence of ``term`` at ``start:end`` of the original text (code points)."""

    start: int
    end: int
    term: Term
