"""What every reader is."""

from __future__ import annotations

from typing import Protocol

from translator.document import Article


class Reader(Protocol):
    """Turns the bytes of one file format into an `Article`.

    To add a format: write a module with a frozen dataclass that has these members, keep heavy
    imports inside its ``read`` (reading is on the path of every command), append an instance to
    ``READERS`` in `translator.reading.sources` (before the text reader, which takes everything),
    and add a file of cases to ``tests/reading``.

    Attributes:
        name: the word for ``--format`` and messages ("docx").
        suffixes: lower-case file name endings, with the dot.
    """

    @property
    def name(self) -> str:
        """The word for ``--format`` and messages ("docx")."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Lower-case file name endings, with the dot."""

    def sniff(self, data: bytes) -> bool:
        """Returns whether ``data`` is in this format, for inputs whose name does not tell.

        Must be cheap, must not raise, and must say no when in doubt.
        """

    def read(self, data: bytes, origin: str) -> Article:
        """Returns the blocks of ``data`` in reading order; never an article without blocks.

        Args:
            data: the whole file, not empty, within the size limit.
            origin: `Article.origin`; also names the file in errors.

        Raises:
            InputError: ``data`` is damaged, encrypted, not in this format, or without any text.
        """
