"""Profiles: the limits that subtitles are laid out under and checked against.

The built-in ones are TOML files of the folder ``profiles/`` next to this module, in which every
number carries its source as a comment and in ``[sources]``; a custom profile is a TOML file of the
same form and may start from another with ``base = "netflix-en"``. ``docs/subtitles.md`` lists the
keys.
"""

from __future__ import annotations

import math
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from translator.errors import InputError, UsageError
from translator.files import read_bytes

DEFAULT_FPS = 24.0
"""Frame rate for which Netflix words its guidelines; used when neither video nor user names one."""

_FOLDER = Path(__file__).with_name("profiles")
_LANGUAGES = ("en", "zh")
_COUNTS = ("characters", "full-width")
_OTHER = {"en": "netflix-zh", "zh": "netflix-en"}
"""Profile of the other language, for profiles that say nothing about it."""


@dataclass(frozen=True, slots=True)
class TextLimits:
    """What a language allows on screen.

    Attributes:
        language: "en" or "zh".
        max_cpl: characters per line, as ``count`` counts them.
        max_lines: lines per cue.
        max_cps: characters per second, None for no limit.
        max_wpm: words per minute, None for no limit.
        count: "characters" (each is 1) or "full-width" (half-width characters are half).
        min_balance: shorter line as a share of the longer one in a cue of two lines, 0 for any.
        hyphen: what stands in front of each speaker's line when two share a cue.
        ellipsis: the glyphs allowed, the first is the one to write.
        italics: whether italics are allowed.
        end_punctuation: whether lines may end with a comma or full stop.
        sound_brackets: what encloses sounds, "[]" or "()".
    """

    language: str
    max_cpl: int
    max_lines: int = 2
    max_cps: float | None = None
    max_wpm: float | None = None
    count: str = "characters"
    min_balance: float = 0.0
    hyphen: str = "-"
    ellipsis: str = "…"
    italics: bool = True
    end_punctuation: bool = True
    sound_brackets: str = "[]"

    def length(self, text: str) -> float:
        """Returns the length of ``text`` (one line) as these limits count it."""
        if self.count == "characters":
            return len(text)
        return sum(width(character) for character in text)

    def reading_ms(self, text: str) -> float:
        """Returns how long ``text`` must be shown at least to be read at the highest speed."""
        shown = text.replace("\n", "") if self.language == "zh" else text.replace("\n", " ")
        by_characters = self.length(shown) / self.max_cps * 1000 if self.max_cps else 0.0
        by_words = len(shown.split()) / self.max_wpm * 60_000 if self.max_wpm else 0.0
        return max(by_characters, by_words)


@dataclass(frozen=True, slots=True)
class Profile:
    """A set of subtitle rules.

    Attributes:
        name: as given on the command line.
        text: limits of the main language.
        second: limits of the other language of a bilingual cue; None takes those of netflix-zh
            (or netflix-en when the main language is Chinese), see `second_limits`.
        min_duration_ms, max_duration_ms: how long a cue stays.
        min_gap_frames: frames between two cues at least.
        chain_below_ms: gaps shorter than this are closed to the smallest one, 0 for never.
        linger_ms: how long a cue may stay after its speech ended.
        lead_ms: how early a cue may appear before its speech begins.
        sources: key → where its value comes from.
    """

    name: str
    text: TextLimits
    second: TextLimits | None = None
    min_duration_ms: int = 833
    max_duration_ms: int = 7000
    min_gap_frames: int = 2
    chain_below_ms: int = 500
    linger_ms: int = 1000
    lead_ms: int = 0
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def gap_ms(self, fps: float = DEFAULT_FPS) -> int:
        """Returns the smallest gap in milliseconds, rounded up."""
        return math.ceil(self.min_gap_frames * 1000 / fps)

    def second_limits(self) -> TextLimits:
        """Returns the limits of the other language of a bilingual cue."""
        if self.second is not None:
            return self.second
        return load_profile(_OTHER[self.text.language]).text

    def limits_for(self, language: str) -> TextLimits:
        """Returns the limits of ``language``."""
        return self.text if language == self.text.language else self.second_limits()

    def source(self, key: str, language: str = "") -> str:
        """Returns where the value of ``key`` comes from, "" if the profile does not say.

        Args:
            key: as in ``[sources]``.
            language: whose limit it is; the main one's by default.
        """
        if not key.startswith("text.") or language in ("", self.text.language):
            return self.sources.get(key, "")
        if self.second is not None:
            return self.sources.get(key.replace("text.", "second.", 1), "")
        return load_profile(_OTHER[self.text.language]).sources.get(key, "")


def width(character: str) -> float:
    """Returns 1 for full-width and ambiguous characters, 0.5 for half-width, 0 for combining."""
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0.0
    # Ambiguous ones (quotes, ellipsis, dashes) are full-width in a Chinese font.
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def profile_names() -> tuple[str, ...]:
    """Returns the names of the built-in profiles, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def load_profile(name_or_path: str | Path) -> Profile:
    """Returns a built-in profile by name, or a custom one from a TOML file.

    Raises:
        UsageError: no such profile.
        InputError: the file is not valid; names the key.
    """
    path = Path(name_or_path)
    if path.suffix.lower() != ".toml":
        path = _FOLDER / f"{name_or_path}.toml"
        if str(name_or_path) not in profile_names():
            raise UsageError(
                f"unknown profile {str(name_or_path)!r}",
                advice=f"Choose {', '.join(profile_names())}, or name a .toml file",
            )
    data = _merged(path, depth=0)
    return _profile(data, path.stem if "name" not in data else str(data["name"]), str(path))


def _merged(path: Path, depth: int) -> dict[str, Any]:
    try:
        data = tomllib.loads(read_bytes(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"no valid TOML ({error})", where=str(path), advice="Mend the file"
        ) from error
    base = data.pop("base", None)
    if base is None:
        return data
    if base not in profile_names() or depth > 3:
        raise _bad(str(path), "base", f"must be one of {', '.join(profile_names())}")
    merged = _merged(_FOLDER / f"{base}.toml", depth + 1)
    for key, value in data.items():
        both_tables = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = {**merged[key], **value} if both_tables else value
    return merged


def _profile(data: dict[str, Any], name: str, where: str) -> Profile:
    tables = {key: data.get(key, {}) for key in ("text", "second", "timing", "sources")}
    for key, table in tables.items():
        if not isinstance(table, dict):
            raise _bad(where, key, "must be a table")
    unknown = set(data) - {"name", *tables}
    if unknown:
        raise _bad(where, min(unknown), "is unknown; see docs/subtitles.md for the keys")
    if not tables["text"]:
        raise _bad(where, "text", "is missing: a profile needs this table, or a base")
    timing = _timing(tables["timing"], where)
    if timing.get("min_duration_ms", 833) > timing.get("max_duration_ms", 7000):
        raise _bad(where, "timing.min_duration", "must not be above max_duration")
    return Profile(
        name,
        _limits(tables["text"], where, "text"),
        _limits(tables["second"], where, "second") if tables["second"] else None,
        sources=MappingProxyType({key: str(value) for key, value in tables["sources"].items()}),
        **timing,
    )


_SECONDS = ("min_duration", "max_duration", "chain_below", "linger", "lead")


def _timing(table: dict[str, Any], where: str) -> dict[str, int]:
    values: dict[str, int] = {}
    for key, value in table.items():
        if key == "min_gap_frames":
            values[key] = int(_number(value, where, f"timing.{key}", 0, 100, whole=True))
        elif key in _SECONDS:
            lowest = 0.001 if key.endswith("duration") else 0
            seconds = _number(value, where, f"timing.{key}", lowest, 3600)
            values[f"{key}_ms"] = round(seconds * 1000)
        else:
            raise _bad(where, f"timing.{key}", "is unknown; see docs/subtitles.md for the keys")
    return values


_RANGES: dict[str, tuple[float, float, bool]] = {
    "max_cpl": (4, 1000, True),
    "max_lines": (1, 10, True),
    "max_cps": (0.1, 1000, False),
    "max_wpm": (1, 10_000, False),
    "min_balance": (0, 1, False),
}
_CHOICES = {"language": _LANGUAGES, "count": _COUNTS, "sound_brackets": ("[]", "()")}


def _limits(table: dict[str, Any], where: str, name: str) -> TextLimits:
    values: dict[str, Any] = {}
    known = {item.name for item in fields(TextLimits)}
    for key, value in table.items():
        place = f"{name}.{key}"
        if key not in known:
            raise _bad(where, place, "is unknown; see docs/subtitles.md for the keys")
        if key in _RANGES:
            low, high, whole = _RANGES[key]
            values[key] = _number(value, where, place, low, high, whole=whole)
        elif key in _CHOICES:
            if value not in _CHOICES[key]:
                raise _bad(where, place, f"must be one of {', '.join(_CHOICES[key])}")
            values[key] = value
        else:
            wanted = bool if key in ("italics", "end_punctuation") else str
            if not isinstance(value, wanted):
                raise _bad(where, place, f"must be a {'boolean' if wanted is bool else 'string'}")
            values[key] = value
    for key in ("language", "max_cpl"):
        if key not in values:
            raise _bad(where, f"{name}.{key}", "is missing")
    return TextLimits(**values)


def _number(
    value: Any, where: str, key: str, low: float, high: float, *, whole: bool = False
) -> Any:
    kinds = int if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not low <= value <= high:
        what = "a whole number" if whole else "a number"
        raise _bad(where, key, f"must be {what} from {low:g} to {high:g}")
    return value


def _bad(where: str, key: str, problem: str) -> InputError:
    return InputError(f"{key} {problem}", where=where, advice="Mend the profile")
