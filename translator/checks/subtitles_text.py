"""Subtitle rules about lines and characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from translator.checks.finding import Finding
from translator.checks.subtitles_rules import finding
from translator.checks.subtitles_shown import Part, ShownCue, language_of
from translator.subtitles.breaking import break_cost
from translator.subtitles.breaking_rules import INSIDE_WORD, PLACE_WORDS
from translator.subtitles.markup import Markup, plain, tag_spans
from translator.subtitles.profile import Profile, TextLimits
from translator.subtitles.spelled_numbers import numbers_to_spell

BAD_BREAK = 75.0
"""Cost from which a line break counts as bad: article and noun, preposition and noun, names."""

HYPHEN_LINE = regex.compile(r"^\s*([-–—‐])(\s*)(?=\S)")
SOUND = regex.compile(
    r"^(?P<hyphen>[-–—]?\s*)(?:\((?P<a>[^()]+)\)|（(?P<b>[^（）]+)）|"
    r"\[(?P<c>[^\[\]]+)\]|【(?P<d>[^【】]+)】|\{(?P<e>[^{}\\]+)\})$"
)
DOTS = regex.compile(r"(?<!\.)\.{2,}|。{2,}|…{2,}|⋯{2,}")
_ALLOWED = regex.compile(
    r"[\p{Latin}\p{Nd}\p{Sc}\s!\"#%&'()*+,\-./:;<=>?@\[\]\\^_`{|}~¡¿§©®°±²³µ·×÷–—‘’‚“”„†‡•…⋯′″‹›«»™"
    r"½¼¾¹⁰-⁹₀-₉№♪♫←↑→↓−√∞≈≠≤≥ªº\p{Greek}\p{Mn}]"
)
_ALLOWED_IN_CHINESE = regex.compile(r"[\p{Han}　-〿！-～￥·〇㎡℃‰]")
_FULL_WIDTH = regex.compile(r"[Ａ-Ｚａ-ｚ０-９]")
_EDGES = regex.compile(r"^\s|\s$")
_BEFORE_MARK = regex.compile(r"(?<=[\p{L}\p{N}])\s+(?=[!?).,;:，。！？）；：](?:\s|$|[”\"’']))")
_DOUBLE = regex.compile(r"[ \t\xa0　]{2,}|\t")
_ITALIC = regex.compile(r"<(/?)i>", regex.IGNORECASE)
_END_MARK = regex.compile(r"[，。、；]$")


def check_text(cues: Sequence[ShownCue], profile: Profile, markup: Markup) -> Iterator[Finding]:
    """Yields findings about the lines, marks and characters of each cue.

    Args:
        cues: in the order of the file.
        profile: the limits.
        markup: the tags that the cues may carry.
    """
    for shown in cues:
        if shown.empty:
            yield finding("empty", shown, profile, "shows nothing")
            continue
        for part in shown.parts:
            yield from _lines(shown, part, profile)
            yield from _marks(shown, part, profile)
            yield from _characters(shown, part, profile)
            yield from _numbers(shown, part, profile)
        yield from _tags(shown, profile, markup)


def _lines(shown: ShownCue, part: Part, profile: Profile) -> Iterator[Finding]:
    limits, lines = part.limits, part.lines
    for line in lines:
        length = limits.length(line.strip())
        if length > limits.max_cpl:
            yield finding(
                "line-length",
                shown,
                profile,
                f"a line of {length:g} characters",
                value=f"{length:g} CPL",
                limit=f"{limits.max_cpl} CPL",
                language=part.limits.language,
            )
    if len(lines) > limits.max_lines:
        yield finding(
            "line-count",
            shown,
            profile,
            f"{len(lines)} lines",
            value=f"{len(lines)} lines",
            limit=f"{limits.max_lines} lines",
            language=part.limits.language,
        )
    if len(lines) != 2 or all(HYPHEN_LINE.match(line) for line in lines):
        return
    # Where marks are left out at the ends of lines, joining them would need one in between.
    mark = 0 if limits.end_punctuation else 1
    if limits.length(part.text.strip()) + mark <= limits.max_cpl:
        yield finding("fits-on-one-line", shown, profile, "two lines where one is enough")
        return
    shorter, longer = sorted(limits.length(line.strip()) for line in lines)
    if longer and shorter / longer < limits.min_balance:
        yield finding(
            "line-balance",
            shown,
            profile,
            "one line is much longer than the other",
            value=f"{shorter / longer:.0%}",
            limit=f"{limits.min_balance:.0%}",
            language=part.limits.language,
        )
    if _parts_what_belongs_together(lines[0].strip(), lines[1].strip(), limits):
        left, right = lines[0].split()[-1][-12:], lines[1].split()[0][:12]
        yield finding("bad-break", shown, profile, f"the line break parts {left!r} from {right!r}")


def _parts_what_belongs_together(head: str, tail: str, limits: TextLimits) -> bool:
    separator = "" if limits.language == "zh" else " "
    cost = break_cost(head, separator, tail)
    if limits.end_punctuation:
        return cost >= BAD_BREAK
    # Without the mark that may have stood there, only a cut inside a word is sure to be bad.
    return cost >= INSIDE_WORD and tail[:1] not in PLACE_WORDS


def _marks(shown: ShownCue, part: Part, profile: Profile) -> Iterator[Finding]:
    limits = part.limits
    hyphens = [HYPHEN_LINE.match(line) for line in part.lines]
    if len(hyphens) == 2 and any(hyphens):
        written = {match.group().strip() + match.group(2) if match else None for match in hyphens}
        if written != {limits.hyphen}:
            yield finding(
                "dialogue-hyphen",
                shown,
                profile,
                "two speakers without the same hyphen in front of each",
                limit=repr(limits.hyphen),
                language=part.limits.language,
            )
    for match in DOTS.finditer("\n".join(part.lines)):
        if not (limits.language == "zh" and match.group() == "……"):
            yield finding(
                "ellipsis-glyph",
                shown,
                profile,
                f"{match.group()!r} for an ellipsis",
                value=match.group(),
                limit=limits.ellipsis[0],
                language=part.limits.language,
            )
    for line in part.lines:
        sound = SOUND.match(line.strip())
        wanted = limits.sound_brackets
        if sound and not line.strip().lstrip("-–— ").startswith(wanted[0]):
            yield finding(
                "sound-brackets",
                shown,
                profile,
                f"{line.strip()!r} in other brackets",
                limit=wanted,
                language=part.limits.language,
            )
        if not limits.end_punctuation and _END_MARK.search(line.strip()):
            yield finding(
                "end-punctuation",
                shown,
                profile,
                f"a line ends with {line.strip()[-1]!r}",
                value=line.strip()[-1],
                limit="none",
                language=part.limits.language,
            )


def _characters(shown: ShownCue, part: Part, profile: Profile) -> Iterator[Finding]:
    chinese = part.limits.language == "zh"
    bad = sorted(
        {
            character
            for line in part.lines
            for character in line
            if not (_ALLOWED.match(character) or (chinese and _ALLOWED_IN_CHINESE.match(character)))
            or _FULL_WIDTH.match(character)
        }
    )
    if bad:
        listed = ", ".join(f"{character!r} (U+{ord(character):04X})" for character in bad[:5])
        yield finding(
            "allowed-glyphs", shown, profile, f"contains {listed}", value="".join(bad[:10])
        )
    for pattern, what in (
        (_EDGES, "at the edge of a line"),
        (_DOUBLE, "doubled or a tab"),
        (_BEFORE_MARK, "before punctuation"),
    ):
        if any(pattern.search(line) for line in part.lines if line):
            yield finding("white-space", shown, profile, f"white space {what}")


def _numbers(shown: ShownCue, part: Part, profile: Profile) -> Iterator[Finding]:
    if part.limits.language != "en":
        return
    for item in numbers_to_spell("\n".join(part.lines)):
        rule = "sentence-initial-number" if item.opens_sentence else "number-one-to-ten"
        yield finding(
            rule, shown, profile, f"{item.digits} in digits", value=item.digits, limit=item.word
        )


def _tags(shown: ShownCue, profile: Profile, markup: Markup) -> Iterator[Finding]:
    if markup is Markup.ASS:
        return
    text = f"{shown.cue.text}\n{shown.cue.second}"
    tags = [text[start:end] for start, end in tag_spans(text, markup)]
    italics = [tag for tag in tags if _ITALIC.fullmatch(tag)]
    set_in_italics = {
        language_of(plain(line, markup)) or shown.parts[0].limits.language
        for line in text.split("\n")
        if _ITALIC.search(line)
    }
    if not all(
        part.limits.italics for part in shown.parts if part.limits.language in set_in_italics
    ):
        yield finding("italics", shown, profile, "italics are not allowed")
    balance = 0
    for tag in italics:
        balance += -1 if tag.startswith("</") else 1
        if balance not in (0, 1):
            break
    if balance:
        yield finding("italics", shown, profile, "italics are not closed")
    other = [tag for tag in tags if regex.match(r"</?(?:b|u|s|font)\b", tag, regex.IGNORECASE)]
    if other:
        yield finding("italics", shown, profile, f"{other[0]} is formatting other than italics")
