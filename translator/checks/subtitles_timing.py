"""Subtitle rules about times."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from translator.checks.finding import Finding
from translator.checks.subtitles_rules import finding
from translator.checks.subtitles_shown import Part, ShownCue
from translator.subtitles.profile import DEFAULT_FPS, Profile

_ROUNDING_MS = 6
"""Files in hundredths of a second (ASS) are off by up to half of one, at either end."""


def check_timing(
    cues: Sequence[ShownCue], profile: Profile, fps: float | None, shots: Sequence[int] = ()
) -> Iterator[Finding]:
    """Yields findings about durations, gaps, order, reading speed, frames and shot changes.

    Args:
        cues: in the order of the file.
        profile: the limits.
        fps: frame rate, None if unknown (frames are then not checked, gaps are taken at 24).
        shots: times of shot changes in milliseconds, sorted.
    """
    for shown in cues:
        yield from _duration(shown, profile, fps)
        yield from _reading_speed(shown, profile)
        if fps:
            yield from _frames(shown, profile, fps)
        if shots:
            yield from _shots(shown, profile, shots)
    yield from _neighbours(cues, profile, fps or DEFAULT_FPS)


def _duration(shown: ShownCue, profile: Profile, fps: float | None) -> Iterator[Finding]:
    duration = shown.cue.end_ms - shown.cue.start_ms
    tolerance = _ROUNDING_MS if fps is None else 0.5 * 1000 / fps
    value = f"{duration / 1000:.3f} s"
    if duration < profile.min_duration_ms - tolerance:
        limit = f"{profile.min_duration_ms / 1000:g} s"
        yield finding(
            "min-duration", shown, profile, f"shown for {value}", value=value, limit=limit
        )
    if duration > profile.max_duration_ms + tolerance:
        limit = f"{profile.max_duration_ms / 1000:g} s"
        yield finding(
            "max-duration", shown, profile, f"shown for {value}", value=value, limit=limit
        )


def _reading_speed(shown: ShownCue, profile: Profile) -> Iterator[Finding]:
    seconds = (shown.cue.end_ms - shown.cue.start_ms) / 1000
    for part in shown.parts:
        limits = part.limits
        for speed, unit, maximum in (
            (_cps(part) / seconds, "CPS", limits.max_cps),
            (len(part.text.split()) / seconds * 60, "WPM", limits.max_wpm),
        ):
            # Half a unit in the last place shown, so that value and limit never look equal.
            if maximum is not None and speed > maximum + 0.05:
                yield finding(
                    "reading-speed",
                    shown,
                    profile,
                    f"{speed:.1f} {unit} is too fast to read",
                    value=f"{speed:.1f} {unit}",
                    limit=f"{maximum:g} {unit}",
                    language=limits.language,
                )


def _cps(part: Part) -> float:
    return part.limits.length(part.text.strip())


def _frames(shown: ShownCue, profile: Profile, fps: float) -> Iterator[Finding]:
    for name, time in (("starts", shown.cue.start_ms), ("ends", shown.cue.end_ms)):
        nearest = round(time * fps / 1000) * 1000 / fps
        if abs(time - nearest) > _ROUNDING_MS:
            yield finding(
                "frame-alignment",
                shown,
                profile,
                f"{name} between two frames of {fps:g} fps",
                value=f"{time} ms",
                limit=f"{nearest:.0f} ms",
            )


def _shots(shown: ShownCue, profile: Profile, shots: Sequence[int]) -> Iterator[Finding]:
    half = 500
    for name, time in (("starts", shown.cue.start_ms), ("ends", shown.cue.end_ms)):
        shot = min(shots, key=lambda change: abs(change - time))
        distance = abs(time - shot)
        if 100 < distance < half:
            yield finding(
                "shot-change",
                shown,
                profile,
                f"{name} {distance} ms from a shot change",
                value=f"{distance} ms",
                limit="0 or 500 ms",
            )


def _neighbours(cues: Sequence[ShownCue], profile: Profile, fps: float) -> Iterator[Finding]:
    for before, here in itertools.pairwise(cues):
        gap = here.cue.start_ms - before.cue.end_ms
        frames = round(gap * fps / 1000)
        limit = f"{profile.min_gap_frames} frames"
        if here.cue.start_ms < before.cue.start_ms:
            yield finding("order", here, profile, "starts before the cue in front of it")
        elif gap < 0:
            yield finding(
                "overlap",
                here,
                profile,
                f"starts {-gap} ms before cue {before.number} ends",
                value=f"{gap} ms",
                limit="0 ms",
            )
        elif frames < profile.min_gap_frames:
            yield finding(
                "frame-gap",
                here,
                profile,
                f"starts {frames} frames after cue {before.number}",
                value=f"{frames} frames",
                limit=limit,
            )
        elif frames > profile.min_gap_frames and gap < profile.chain_below_ms - _ROUNDING_MS:
            yield finding(
                "bridgeable-gap",
                here,
                profile,
                f"{gap} ms behind cue {before.number}",
                value=f"{gap} ms",
                limit=f"{profile.chain_below_ms} ms",
            )
