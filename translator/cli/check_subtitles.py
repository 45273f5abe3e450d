"""Checking (and mending) one subtitle file for `translator check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from translator.checks.finding import Finding
from translator.cli.console import print_notice, print_warning

if TYPE_CHECKING:
    from translator.document import Document


def check_subtitle_file(
    path: Path,
    *,
    profile: str,
    fix: bool = False,
    fps: float | None = None,
    quiet: bool = False,
) -> tuple[Finding, ...]:
    """Returns what the profile objects to in a subtitle file.

    What had to be repaired to read the file is told on stderr. An aligned document of the same
    name next to the file (``talk.aligned.json`` for ``talk.en.srt``) is used to find cues that
    drifted from their sentences.

    Args:
        path: SRT, WebVTT, ASS or SSA.
        profile: name of a built-in profile or path of a TOML file.
        fix: apply the safe repairs to the file, tell each on stderr, return what is left.
        fps: frame rate, if known.
        quiet: tell nothing on stderr.

    Raises:
        InputError: the file or the profile cannot be read.
        UsageError: no such profile.
        OutputError: the mended file cannot be written.
    """
    from dataclasses import replace

    from translator.checks.subtitles import check_cues, fix_until_stable
    from translator.subtitles.formats import read_cues, write_cues
    from translator.subtitles.profile import load_profile

    limits = load_profile(profile)
    cue_file = read_cues(path)
    for warning in () if quiet else cue_file.warnings:
        print_warning(f"{path.name}: {warning}")
    document = _aligned(path)
    rate = fps or cue_file.fps
    if fix:
        cues, changes = fix_until_stable(
            cue_file.cues, limits, markup=cue_file.markup, fps=rate, document=document
        )
        for change in changes:
            shown = " / ".join(change.before.split("\n")), " / ".join(change.after.split("\n"))
            line = f"cue {change.cue}: {change.rule}: {shown[0]}  →  {shown[1]}"
            print_notice(line, quiet=quiet)
        if changes:
            cue_file = replace(cue_file, cues=cues)
            write_cues(cue_file, path, cue_file.format)
        noun = "repair" if len(changes) == 1 else "repairs"
        print_notice(f"{path.name}: {len(changes)} {noun}", quiet=quiet)
    return check_cues(cue_file.cues, limits, markup=cue_file.markup, fps=rate, document=document)


def _aligned(path: Path) -> Document | None:
    from translator.documents.aligned import SUFFIX, read

    stem = path.stem
    for name in (stem, stem.rsplit(".", 1)[0]):
        candidate = path.with_name(name + SUFFIX)
        if candidate.is_file():
            return read(candidate)
    return None
