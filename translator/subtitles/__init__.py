"""Subtitles: cues, profiles, layout, timing."""
