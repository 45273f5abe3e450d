"""The rule that no command destroys what a person wrote into an aligned document."""

from __future__ import annotations

from pathlib import Path

from translator.document import Document
from translator.documents import aligned
from translator.errors import InputError, OutputError


def refuse_to_lose_work(document: Document, path: Path, *, force: bool = False) -> None:
    """Raises unless ``document`` may replace the aligned document at ``path``.

    It may if there is no file yet, or if every target that a person edited or approved in that file
    is in ``document`` too, in the same words.

    Args:
        document: what is to be written.
        path: where.
        force: replace a file that cannot be read; work that can be read is never given up.

    Raises:
        OutputError: work would be lost, or the file there cannot be read and may hold some.
    """
    if not path.exists():
        return
    advice = "Name another folder with -o, or move the file away first"
    try:
        present = aligned.read(path)
    except InputError as error:
        if force and path.is_file():
            return
        raise OutputError(
            f"will not be overwritten, it may hold a person's work: {error.problem}",
            where=str(path),
            advice=f"{advice}, or use --force if it may go",
        ) from error
    kept = {(s.id, s.target) for s in document.segments() if s.state.by_person}
    lost = [s.id for s in present.segments() if s.state.by_person and (s.id, s.target) not in kept]
    if lost:
        count = f"{len(lost)} edited or approved segment" + ("s" if len(lost) > 1 else "")
        raise OutputError(
            f"will not be overwritten, {count} would be lost ({lost[0]} first)",
            where=str(path),
            advice=advice,
        )
