"""Segmenting: articles become documents of sections, turns and sentences."""

from translator.segmenting.assembly import segment

__all__ = ["segment"]
