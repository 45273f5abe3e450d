"""The repairs of subtitles that do not change what is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import regex

from translator.checks.finding import Finding
from translator.checks.subtitles_shown import language_of
from translator.checks.subtitles_text import DOTS, HYPHEN_LINE, SOUND
from translator.subtitles.cue import Cue
from translator.subtitles.formats.times import clock
from translator.subtitles.markup import Markup, plain
from translator.subtitles.nodes import wrap
from translator.subtitles.profile import DEFAULT_FPS, Profile, TextLimits
from translator.subtitles.spelled_numbers import numbers_to_spell


@dataclass(frozen=True, slots=True)
class Change:
    """What a repair did.

    Attributes:
        cue: number of the cue from 1, in the file that was checked.
        rule: the rule it satisfies.
        before, after: text or times, as shown.
    """

    cue: int
    rule: str
    before: str
    after: str


def fix(
    cues: Sequence[Cue], findings: Iterable[Finding], profile: Profile, fps: float | None = None
) -> tuple[tuple[Cue, ...], tuple[Change, ...]]:
    """Applies the repairs that are safe to the cues that have findings.

    Text: white space, ellipses, hyphens, brackets, closing marks, italics, small numbers, line
    breaks. Times: order, overlaps, gaps, durations, frames. Nothing is reworded; a repair that
    would break another rule is not made. Empty cues are dropped.

    Returns:
        The cues (sorted if they were not) and what was changed.
    """
    wanted: dict[int, set[str]] = {}
    for item in findings:
        if item.cue is not None:
            wanted.setdefault(item.cue, set()).add(item.rule)
    changes: list[Change] = []
    kept: list[tuple[int, Cue]] = []
    for number, cue in enumerate(cues, start=1):
        rules = wanted.get(number, set())
        if "empty" in rules:
            changes.append(Change(number, "empty", _times(cue), "dropped"))
            continue
        kept.append((number, _fix_text(number, cue, rules, profile, changes)))
    if any("order" in rules for rules in wanted.values()):
        kept = _sorted(kept, wanted, changes)
    return _fix_times(kept, wanted, profile, fps, changes), tuple(changes)


def _times(cue: Cue) -> str:
    return f"{clock(cue.start_ms, ',')} --> {clock(cue.end_ms, ',')}"


def _sorted(
    kept: list[tuple[int, Cue]], wanted: dict[int, set[str]], changes: list[Change]
) -> list[tuple[int, Cue]]:
    for number, cue in kept:
        if "order" in wanted.get(number, set()):
            changes.append(Change(number, "order", _times(cue), "moved to its place"))
    return sorted(kept, key=lambda item: item[1].start_ms)


def _fix_text(
    number: int, cue: Cue, rules: set[str], profile: Profile, changes: list[Change]
) -> Cue:
    for rule, mend in _TEXT_FIXES.items():
        if rule not in rules:
            continue
        text, second = (_by_language(part, mend, profile) for part in (cue.text, cue.second))
        fixed = replace(cue, text=text, second=second)
        if fixed != cue and text.strip():
            changes.append(Change(number, rule, _texts(cue), _texts(fixed)))
            cue = fixed
    return cue


def _by_language(text: str, mend: Callable[[str, TextLimits], str], profile: Profile) -> str:
    """Mends the lines of each language apart, by its own limits: no line crosses over."""
    if not text.strip():
        return text
    groups: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        language = language_of(line) or (groups[-1][0] if groups else profile.text.language)
        if not groups or groups[-1][0] != language:
            groups.append((language, []))
        groups[-1][1].append(line)
    mended = (mend("\n".join(lines), profile.limits_for(name)) for name, lines in groups)
    return "\n".join(part for part in mended if part)


def _texts(cue: Cue) -> str:
    return f"{cue.text}\n{cue.second}".strip()


def _white_space(text: str, _limits: TextLimits) -> str:
    lines = [regex.sub(r"[ \t\xa0　]+", " ", line).strip() for line in text.split("\n")]
    joined = "\n".join(line for line in lines if line)
    return regex.sub(r"(?<=[\p{L}\p{N}]) +(?=[!?).,;:，。！？）；：](?:\s|$|[”\"’']))", "", joined)


def _ellipsis(text: str, limits: TextLimits) -> str:
    return DOTS.sub(limits.ellipsis[0], text)


def _hyphen(text: str, limits: TextLimits) -> str:
    lines = text.split("\n")
    return "\n".join(limits.hyphen + HYPHEN_LINE.sub("", line).lstrip() for line in lines)


def _brackets(text: str, limits: TextLimits) -> str:
    opening, closing = limits.sound_brackets[0], limits.sound_brackets[1]

    def enclose(line: str) -> str:
        match = SOUND.match(line.strip())
        if not match:
            return line
        inner = next(match[name] for name in "abcde" if match[name])
        return f"{match['hyphen']}{opening}{inner}{closing}"

    return "\n".join(enclose(line) for line in text.split("\n"))


def _end_marks(text: str, _limits: TextLimits) -> str:
    return "\n".join(regex.sub(r"[，。、；]+(?=\s*$)", "", line) for line in text.split("\n"))


def _italics(text: str, limits: TextLimits) -> str:
    kept = regex.sub(r"</?(?:b|u|s|font)\b[^<>]*>", "", text, flags=regex.IGNORECASE)
    opened = len(regex.findall(r"<i>", kept)), len(regex.findall(r"</i>", kept))
    if limits.italics and opened[0] == opened[1]:
        return kept
    if limits.italics and opened == (1, 0):
        return f"{kept}</i>"
    return regex.sub(r"</?i>", "", kept, flags=regex.IGNORECASE)


def _numbers(text: str, _limits: TextLimits) -> str:
    for item in reversed(numbers_to_spell(text)):
        text = text[: item.start] + item.word + text[item.end :]
    return text


def _rewrap(text: str, limits: TextLimits) -> str:
    """Breaks the lines anew, if they fit; text with tags or hyphens is left alone.

    So are several lines of a language that leaves marks out at their ends: joined, they would lack
    them.
    """
    marked = any(plain(text, markup) != text for markup in Markup)
    marked = marked or any(HYPHEN_LINE.match(line) for line in text.split("\n"))
    if marked or (not limits.end_punctuation and "\n" in text):
        return text
    joiner = "" if limits.language == "zh" else " "
    lines = wrap(joiner.join(line.strip() for line in text.split("\n")), limits)
    return "\n".join(lines) if lines else text


_TEXT_FIXES: dict[str, Callable[[str, TextLimits], str]] = {
    "white-space": _white_space,
    "ellipsis-glyph": _ellipsis,
    "sound-brackets": _brackets,
    "dialogue-hyphen": _hyphen,
    "italics": _italics,
    "number-one-to-ten": _numbers,
    "sentence-initial-number": _numbers,
    "end-punctuation": _end_marks,
    "line-length": _rewrap,
    "line-count": _rewrap,
    "fits-on-one-line": _rewrap,
    "line-balance": _rewrap,
    "bad-break": _rewrap,
}


def _fix_times(
    kept: Sequence[tuple[int, Cue]],
    wanted: dict[int, set[str]],
    profile: Profile,
    fps: float | None,
    changes: list[Change],
) -> tuple[Cue, ...]:
    rate = fps or DEFAULT_FPS
    gap, step = profile.gap_ms(rate), 1000 / rate
    fixed: list[Cue] = []
    for index, (number, cue) in enumerate(kept):
        rules = wanted.get(number, set())
        start, end = cue.start_ms, cue.end_ms
        if "frame-alignment" in rules and fps:
            start, end = (round(round(time / step) * step) for time in (start, end))
        following = kept[index + 1] if index + 1 < len(kept) else None
        limit = following[1].start_ms - gap if following else end + profile.max_duration_ms
        behind = wanted.get(following[0], set()) if following else set()
        shortest = start + profile.min_duration_ms
        if "max-duration" in rules:
            end = min(end, start + profile.max_duration_ms)
        if "min-duration" in rules:
            end = max(end, min(shortest, limit))
        if behind & {"overlap", "frame-gap"} and limit >= min(shortest, end):
            end = min(end, limit)
        if "bridgeable-gap" in behind and limit - start <= profile.max_duration_ms:
            end = max(end, limit)
        mended = replace(cue, start_ms=start, end_ms=max(end, start + 1))
        if mended != cue:
            names = rules & _TIME_RULES | behind & {"overlap", "frame-gap", "bridgeable-gap"}
            changes.append(Change(number, ", ".join(sorted(names)), _times(cue), _times(mended)))
        fixed.append(mended)
    return tuple(fixed)


_TIME_RULES = frozenset({"frame-alignment", "max-duration", "min-duration"})
