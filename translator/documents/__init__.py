"""Documents: one writer per format, from the aligned document."""

from translator.documents.formats import FORMATS, output_name, output_stem, parse, write
from translator.documents.writer import Layout, Options, Writer

__all__ = [
    "FORMATS",
    "Layout",
    "Options",
    "Writer",
    "output_name",
    "output_stem",
    "parse",
    "write",
]
