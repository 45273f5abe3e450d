"""One name romanised in two ways across a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from translator.checks.finding import Finding, Severity
from translator.document import Document, Segment

_NAMES_GLOSSARY = "names"
_JOINT = r"[\s'’ʼ-]?"
_CAPITALISED_PAIR = re.compile(r"\b([A-Z][a-z'’-]+)\s+([A-Z][A-Za-z'’-]+)\b")


@dataclass(frozen=True, slots=True)
class _Name:
    """A person: as the source writes the name, and as the translation should."""

    source: str
    romanised: str
    variants: re.Pattern[str]
    parts: tuple[str, ...]


def check_names(document: Document) -> Iterator[Finding]:
    """Yields ``name-variant`` wherever a target writes a known name in another way.

    Known are the speakers and the persons among the terms, by their romanised form ("Mao Haitao").
    Other ways are: given name first, syllables apart, with a hyphen or run together ("Haitao Mao",
    "Mao Hai Tao", "Mao Hai-tao", "MaoHaitao"), other capitals, and another reading of one half
    ("Chou Xiaoming" beside "Qiu Xiaoming") in a segment whose source has the full name.
    """
    names = _names(document)
    for segment in document.segments():
        for name in names:
            if name.source in segment.source or _given_letters(name, segment.target):
                yield from _variants(segment, name)


def _names(document: Document) -> list[_Name]:
    """Returns the persons of the document whose romanised form has at least two words."""
    pairs = {speaker.name: speaker.romanised for speaker in document.speakers}
    for segment in document.segments():
        for term in segment.terms:
            if term.glossary == _NAMES_GLOSSARY:
                pairs.setdefault(term.source, term.target)
    return [
        _Name(source, romanised, _pattern(romanised.split()), tuple(romanised.split()))
        for source, romanised in pairs.items()
        if len(romanised.split()) >= 2 and len(source) > 1 and romanised.isascii()
    ]


def _pattern(parts: list[str]) -> re.Pattern[str]:
    """Matches the name in either order with any joints between its letters."""
    loose = [_JOINT.join(re.escape(letter) for letter in _letters(part)) for part in parts]
    gap = r"[\s,-]{0,2}"
    orders = (gap.join(loose), gap.join(reversed(loose)))
    return re.compile(rf"\b(?:{'|'.join(orders)})\b", re.IGNORECASE)


def _variants(segment: Segment, name: _Name) -> Iterator[Finding]:
    seen: set[str] = set()
    for match in name.variants.finditer(segment.target):
        written = match.group()
        if written != name.romanised and written not in seen and written != name.romanised.upper():
            seen.add(written)
            yield _finding(segment, name, written)
    if seen or name.source not in segment.source or name.romanised in segment.target:
        return
    wanted = {_folded(part) for part in name.parts}
    for match in _CAPITALISED_PAIR.finditer(segment.target):
        shared = {_folded(match.group(1)), _folded(match.group(2))} & wanted
        longest = max(wanted, key=len)
        if len(shared) == 1 and longest in shared:
            yield _finding(segment, name, match.group())
            return


def _given_letters(name: _Name, target: str) -> bool:
    """A cheap test before the pattern: whether the letters of the name stand in the target."""
    return all(part in _folded(target) for part in map(_folded, name.parts))


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _folded(text: str) -> str:
    return _letters(text).lower()


def _finding(segment: Segment, name: _Name, written: str) -> Finding:
    return Finding(
        "name-variant",
        Severity.WARNING,
        f"{name.source} is {written} here and {name.romanised} elsewhere",
        segment.id,
        start_ms=segment.start_ms,
        value=written,
        limit=name.romanised,
        fix=f"Write {name.romanised}",
    )
