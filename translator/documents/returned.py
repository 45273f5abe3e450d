"""A target that came back from a translation tool, before it is matched to our segments."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Returned:
    """One unit of a returned file.

    Attributes:
        id: the segment's id as the writer of the format encoded it, "" if the tool lost it.
        source: the Chinese that the unit translates, "" if the tool lost it.
        target: the English in the file.
        approved: whether the tool calls it final.
    """

    id: str
    source: str
    target: str
    approved: bool
