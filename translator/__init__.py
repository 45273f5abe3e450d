"""Offline Chinese→English transcripts and subtitles, guided by a glossary."""

__version__ = "0.1.0"
