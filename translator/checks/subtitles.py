"""Checks of subtitles against a profile, and the repairs that are safe.

The rules cover those of Subtitle Edit's Netflix quality controller and more; see
`translator.checks.subtitles_rules.RULES`.
"""

from __future__ import annotations

from collections.abc import Sequence

from translator.checks.finding import Finding
from translator.checks.subtitles_drift import check_drift
from translator.checks.subtitles_fixes import Change, fix
from translator.checks.subtitles_rules import RULES
from translator.checks.subtitles_shown import shown_cues
from translator.checks.subtitles_text import check_text
from translator.checks.subtitles_timing import check_timing
from translator.document import Document
from translator.subtitles.cue import Cue
from translator.subtitles.markup import Markup
from translator.subtitles.profile import Profile

__all__ = ["Change", "check_cues", "fix", "fix_until_stable"]

_MOST_ROUNDS = 4

_RANK = {name: rank for rank, name in enumerate(RULES)}


def check_cues(
    cues: Sequence[Cue],
    profile: Profile,
    *,
    markup: Markup = Markup.HTML,
    fps: float | None = None,
    shots: Sequence[int] = (),
    document: Document | None = None,
) -> tuple[Finding, ...]:
    """Returns everything in ``cues`` that the profile objects to, by cue number.

    Args:
        cues: in the order of the file.
        profile: the limits.
        markup: the tags that the cues may carry.
        fps: frame rate; None leaves frame alignment unchecked.
        shots: times of shot changes in milliseconds, sorted; empty leaves them unchecked.
        document: an aligned document with times, for cues that drifted from their sentences.
    """
    shown = shown_cues(cues, profile, markup)
    findings = [*check_timing(shown, profile, fps, shots), *check_text(shown, profile, markup)]
    if document is not None:
        findings += check_drift(shown, document, profile)
    return tuple(sorted(findings, key=lambda item: (item.cue or 0, _RANK[item.rule])))


def fix_until_stable(
    cues: Sequence[Cue],
    profile: Profile,
    *,
    markup: Markup = Markup.HTML,
    fps: float | None = None,
    document: Document | None = None,
) -> tuple[tuple[Cue, ...], tuple[Change, ...]]:
    """Checks and fixes until nothing more can be mended; see `check_cues` and `fix`.

    One repair may uncover the next (a shorter ellipsis lets a cue fit on one line). The numbers in
    the changes are those of the round in which they were made.
    """
    current = tuple(cues)
    changes: tuple[Change, ...] = ()
    for _round in range(_MOST_ROUNDS):
        findings = check_cues(current, profile, markup=markup, fps=fps, document=document)
        current, made = fix(current, findings, profile, fps)
        changes += made
        if not made:
            break
    return current, changes
