"""What a writer is given, and what it must be: the seam between one document and many formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from translator.checks.finding import Finding
from translator.document import Document


class Layout(StrEnum):
    """How the two languages are set in the formats that people read.

    TABLE: sentence beside sentence, Chinese left and English right.
    INTERLEAVED: each Chinese paragraph followed by its English.
    ENGLISH: English only.
    """

    TABLE = "table"
    INTERLEAVED = "interleaved"
    ENGLISH = "english"

    @property
    def bilingual(self) -> bool:
        """Whether the Chinese is shown."""
        return self is not Layout.ENGLISH


@dataclass(frozen=True, slots=True)
class Options:
    """How to write a document; every writer takes what concerns it and ignores the rest.

    Attributes:
        layout: see `Layout`.
        findings: what the checks report, by segment id.
        chinese: BCP 47 tag of the Chinese side ("zh", "zh-Hant-TW").
    """

    layout: Layout = Layout.TABLE
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    chinese: str = "zh"


class Writer(Protocol):
    """A function that writes a document to a file in one format.

    To add a format: make a module in this folder with a function ``write`` of this shape, and give
    it a line in ``translator.documents.formats.FORMATS``. The command line, ``--help`` and the
    naming of outputs follow from that line. A writer

    - takes what it shows from `translator.documents.view`, so that all formats agree on headings,
      paragraphs, term spans and what needs a look;
    - writes through `translator.files`, so that a failure leaves the old file in place;
    - gives the same bytes for the same document (no clock, no random ids);
    - accepts any text in any field: it escapes, and replaces characters the format cannot hold.

    Heavy libraries may be imported at the top of the module: it is loaded when first used.
    """

    def __call__(self, document: Document, path: Path, options: Options) -> None:
        """Writes ``document`` to ``path``.

        Raises:
            OutputError: the file cannot be written.
        """
