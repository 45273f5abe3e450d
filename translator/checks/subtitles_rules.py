"""The subtitle rules: their names, how grave they are, where they come from, what mends them."""

from __future__ import annotations

from dataclasses import dataclass

from translator.checks.finding import Finding, Severity
from translator.checks.subtitles_shown import ShownCue
from translator.subtitles.profile import Profile

_GENERAL = "Netflix Timed Text Style Guide: General Requirements"
_ENGLISH = "Netflix English Timed Text Style Guide"
_TIMING = "Netflix Subtitle Timing Guidelines"


@dataclass(frozen=True, slots=True)
class Rule:
    """A subtitle rule.

    Attributes:
        name: as in `Finding.rule`.
        severity: see `Severity`.
        key: profile key whose source is quoted, "" if the rule does not depend on the profile.
        reference: quoted when the profile names no source.
        fix: what to do.
        safe: whether ``--fix`` can do it without changing what is said.
    """

    name: str
    severity: Severity
    key: str
    reference: str
    fix: str
    safe: bool = False


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
RULES = {
    rule.name: rule
    for rule in (
        Rule(
            "order",
            _ERROR,
            "",
            "SubRip, WebVTT: cues stand in order of time",
            "Sort the cues",
            True,
        ),
        Rule("overlap", _ERROR, "", f"{_GENERAL}, Frame Gap", "End the earlier cue sooner", True),
        Rule(
            "frame-gap",
            _ERROR,
            "timing.min_gap_frames",
            f"{_GENERAL}, Frame Gap",
            "End the earlier cue sooner",
            True,
        ),
        Rule(
            "bridgeable-gap",
            _WARNING,
            "timing.chain_below",
            f"{_TIMING}, Timing to audio",
            "Let the earlier cue stay until the smallest gap",
            True,
        ),
        Rule(
            "reading-speed",
            _ERROR,
            "text.max_cps",
            f"{_ENGLISH}, Reading Speed Limits",
            "Shorten the text or show it longer",
        ),
        Rule(
            "max-duration",
            _ERROR,
            "timing.max_duration",
            f"{_GENERAL}, Duration",
            "Split the cue or end it sooner",
            True,
        ),
        Rule(
            "min-duration",
            _ERROR,
            "timing.min_duration",
            f"{_GENERAL}, Duration",
            "Show it longer or join it with its neighbour",
            True,
        ),
        Rule(
            "frame-alignment",
            _WARNING,
            "",
            f"{_GENERAL}, Frame Rate",
            "Move the time to the nearest frame",
            True,
        ),
        Rule(
            "shot-change",
            _WARNING,
            "",
            f"{_TIMING}, Timing to shot changes",
            "Move the time to the shot change or half a second away from it",
        ),
        Rule(
            "line-length",
            _ERROR,
            "text.max_cpl",
            f"{_ENGLISH}, Character Limitation",
            "Break the lines anew or shorten the text",
            True,
        ),
        Rule(
            "line-count",
            _ERROR,
            "text.max_lines",
            f"{_GENERAL}, Line Treatment",
            "Join lines or split the cue",
            True,
        ),
        Rule(
            "fits-on-one-line",
            _WARNING,
            "text.max_lines",
            f"{_GENERAL}, Line Treatment",
            "Write it in one line",
            True,
        ),
        Rule(
            "line-balance",
            _WARNING,
            "text.min_balance",
            "TED Translators Cheat-sheet",
            "Break the lines where they are of like length",
            True,
        ),
        Rule(
            "bad-break",
            _WARNING,
            "",
            f"{_GENERAL}, Line Treatment",
            "Keep the words together in one line",
            True,
        ),
        Rule(
            "dialogue-hyphen",
            _WARNING,
            "text.hyphen",
            f"{_ENGLISH}, Dual Speakers",
            "Begin each speaker's line with the hyphen",
            True,
        ),
        Rule(
            "ellipsis-glyph",
            _WARNING,
            "text.ellipsis",
            f"{_ENGLISH}, Continuity",
            "Write the ellipsis as one character",
            True,
        ),
        Rule(
            "allowed-glyphs",
            _ERROR,
            "",
            f"{_GENERAL}, Character Set (Netflix Glyph List 2)",
            "Replace the character",
        ),
        Rule(
            "italics",
            _WARNING,
            "text.italics",
            f"{_GENERAL}, Font Information",
            "Take the tags out or close them",
            True,
        ),
        Rule(
            "number-one-to-ten",
            _WARNING,
            "",
            f"{_ENGLISH}, Numbers: one to ten are written out",
            "Write the number as a word",
            True,
        ),
        Rule(
            "sentence-initial-number",
            _WARNING,
            "",
            f"{_ENGLISH}, Numbers: spelled out at the beginning of a sentence",
            "Write the number as a word or turn the sentence round",
            True,
        ),
        Rule(
            "sound-brackets",
            _WARNING,
            "text.sound_brackets",
            f"{_ENGLISH}, Subtitles for the deaf and hard of hearing",
            "Enclose the sound in the brackets of the profile",
            True,
        ),
        Rule("white-space", _WARNING, "", f"{_GENERAL}, Technical Aspects", "Take it out", True),
        Rule(
            "end-punctuation",
            _WARNING,
            "text.end_punctuation",
            "Netflix Simplified Chinese Timed Text Style Guide, Punctuation",
            "Leave the mark out at the end of the line",
            True,
        ),
        Rule("empty", _ERROR, "", "SubRip and WebVTT: a cue shows text", "Delete the cue", True),
        Rule(
            "drift",
            _ERROR,
            "",
            f"{_TIMING}, Timing to audio",
            "Time the cue to the words it translates",
        ),
    )
}
"""Every rule by name, in the order in which findings of one cue are listed."""


def finding(
    name: str,
    shown: ShownCue,
    profile: Profile,
    message: str,
    *,
    value: str = "",
    limit: str = "",
    language: str = "",
) -> Finding:
    """Returns a finding of the rule ``name`` about a cue.

    Args:
        name: one of `RULES`.
        shown: the cue.
        profile: names the source of the limit.
        message: what is wrong.
        value: measured.
        limit: allowed.
        language: whose limit it is, if it belongs to one of the two languages.
    """
    rule = RULES[name]
    return Finding(
        rule.name,
        rule.severity,
        message,
        cue=shown.number,
        start_ms=shown.cue.start_ms,
        value=value,
        limit=limit,
        reference=profile.source(rule.key, language) or rule.reference,
        fix=rule.fix,
    )
