"""When two sources are the same entry: width, script, spaces beside Latin and case do not count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from translator.glossary.term import CaseRule, Term


def compact_sources(sources: Sequence[str]) -> list[str]:
    """Returns for every source its normalised, compact form; normalised all at once, for speed."""
    from translator.glossary.matching import compact
    from translator.segmenting.script import normalise

    lines = normalise("\n".join(sources)).text.split("\n")
    if len(lines) != len(sources):  # a letter that normalises to several lines: one by one then
        lines = [normalise(source).text for source in sources]
    return [compact(line.strip()).text for line in lines]


def source_keys(sources: Iterable[str]) -> list[str]:
    """Returns for every source the form in which it is compared, as matching compares it."""
    from translator.glossary.matching import fold

    return [fold(text) for text in compact_sources([s.replace("\n", " ") for s in sources])]


def source_key(source: str) -> str:
    """Returns the form in which ``source`` is compared."""
    return source_keys([source])[0]


def same_source(one: Term, other: Term) -> bool:
    """Returns whether two entries with equal keys are rivals for the same text.

    Entries that differ in case alone are not, if both insist on theirs ("MNIST" and "mnist").
    """
    insisting = one.case is CaseRule.EXACT and other.case is CaseRule.EXACT
    return not (insisting and one.source != other.source)
