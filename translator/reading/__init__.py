"""Reading: a file in any supported format becomes an `Article` of plain blocks."""

from translator.reading.sources import format_names, read, read_bytes

__all__ = ["format_names", "read", "read_bytes"]
