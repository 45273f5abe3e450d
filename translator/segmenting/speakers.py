"""The speakers file: how the user wants names to be written in English."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from translator.errors import InputError
from translator.files import read_bytes
from translator.reading.encoding import decode, plain_text

_HEADINGS = frozenset(
    ("name", "speaker", "source", "chinese", "姓名", "名字", "说话人", "中文", "中文名")
)
_ADVICE = "Write one name a line: the Chinese name, a tab or comma, the English name"


def read_speakers(path: Path) -> dict[str, str]:
    """Returns the names in ``path`` as written in Chinese → as they shall appear in English.

    One pair a line, separated by a tab or, in lines without one, a comma (quoted as in CSV).
    Empty lines and lines that start with ``#`` are skipped, and so is a line of column headings
    (name, speaker, 姓名…) at the top. Further columns are ignored.

    Raises:
        InputError: the file cannot be read, a line has no pair, or a name stands there twice with
            different spellings; the message names the line.
    """
    text, _ = decode(read_bytes(path), where=str(path))
    names: dict[str, str] = {}
    is_first = True
    for number, line in enumerate(plain_text(text).split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        where = f"{path}, line {number}"
        name, romanised = _pair(line, where)
        if not (is_first and name.lower() in _HEADINGS):
            if names.get(name, romanised) != romanised:
                raise InputError(
                    f"{name} is given twice, as {names[name]} and as {romanised}",
                    where=where,
                    advice="Keep one of the two lines",
                )
            names[name] = romanised
        is_first = False
    return names


def _pair(line: str, where: str) -> tuple[str, str]:
    delimiter = "\t" if "\t" in line else ","
    try:
        row = next(csv.reader(io.StringIO(line), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError(f"unreadable line: {error}", where=where, advice=_ADVICE) from error
    cells = [cell.strip() for cell in row]
    if len(cells) < 2 or not cells[0] or not cells[1]:
        raise InputError("no pair of names on this line", where=where, advice=_ADVICE)
    return cells[0], cells[1]
