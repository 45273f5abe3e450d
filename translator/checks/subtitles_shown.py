"""A cue as its viewer sees it: lines without tags, by language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import regex

from translator.subtitles.cue import Cue
from translator.subtitles.markup import Markup, plain
from translator.subtitles.profile import Profile, TextLimits

_HAN = regex.compile(r"\p{Han}")
_FUNCTION_WORD = regex.compile(
    r"\b(?:an?|the|of|in|on|at|to|for|with|from|by|and|or|but|not|is|are|was|were|be|it|we|you|they|"
    r"he|she|this|that|these|those)\b",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of a cue in one language, and what that language allows."""

    lines: tuple[str, ...]
    limits: TextLimits

    @property
    def text(self) -> str:
        """The lines joined into one, as when reading."""
        return ("" if self.limits.language == "zh" else " ").join(self.lines)


@dataclass(frozen=True, slots=True)
class ShownCue:
    """A cue with its number (from 1) and its lines by language.

    Attributes:
        number: from 1.
        cue: as given.
        parts: one per language; one without lines if the cue is empty.
    """

    number: int
    cue: Cue
    parts: tuple[Part, ...]

    @property
    def empty(self) -> bool:
        """Whether the cue shows nothing."""
        return not any(line.strip() for part in self.parts for line in part.lines)


def shown_cues(cues: Iterable[Cue], profile: Profile, markup: Markup) -> list[ShownCue]:
    """Returns every cue as it shows.

    A file whose cues mostly have lines in both languages counts as bilingual: each language is
    measured by its own limits. A file mostly in the profile's second language is measured by that
    language's limits throughout.
    """
    texts = [
        (
            number,
            cue,
            [
                line
                for text in (cue.text, cue.second)
                if text
                for line in plain(text, markup).split("\n")
            ],
        )
        for number, cue in enumerate(cues, start=1)
    ]
    filled = [lines for _number, _cue, lines in texts if any(line.strip() for line in lines)]
    bilingual = sum(len(_languages(lines)) == 2 for lines in filled) * 2 > len(filled)
    chinese = sum("zh" in _languages(lines) for lines in filled) * 2 > len(filled)
    main = "zh" if chinese else "en"
    found = []
    for number, cue, lines in texts:
        if bilingual or cue.second:
            groups = {language: [] for language in ("en", "zh")}  # type: dict[str, list[str]]
            for line in lines:
                groups[language_of(line) or main].append(line)
            parts = tuple(
                Part(tuple(group), profile.limits_for(language))
                for language, group in groups.items()
                if group
            )
        else:
            parts = (Part(tuple(lines), profile.limits_for(main)),)
        found.append(ShownCue(number, cue, parts))
    return found


def language_of(line: str) -> str:
    """Returns "zh", "en", or "" for a line without letters.

    A few Han characters among English words with an article or the like ("The 泛化 error is small")
    were left over in English; among names alone ("Adam 和 SGD") they are Chinese.
    """
    han = len(_HAN.findall(line))
    words = len(regex.findall(r"\p{Latin}+", line))
    if not han:
        return "en" if words else ""
    english = han < words and _FUNCTION_WORD.search(line) is not None
    return "en" if english or han * 2 < words else "zh"


def _languages(lines: Iterable[str]) -> set[str]:
    return {language for line in lines if (language := language_of(line))}
