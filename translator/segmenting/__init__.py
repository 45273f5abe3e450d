"""Segmenting: an `Article` becomes a `Document` of sections, turns and sentences."""
