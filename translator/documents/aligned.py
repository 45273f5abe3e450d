"""``NAME.aligned.json``: the one file that holds a piece of work, read and written without loss.

The JSON mirrors the dataclasses of `translator.document` field by field and in their order, behind
a ``schema_version``. One field stands on each line, so that a version control system shows the
sentence that changed and nothing else. Fields that hold their default are left out, except
``target`` and ``state``, which are the ones people edit by hand. ``aligned.schema.json`` next to
this module describes the format for other programs.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, NoReturn, Union, get_args, get_origin, get_type_hints

from translator import files
from translator.document import SCHEMA_VERSION, Document
from translator.documents.writer import Options
from translator.errors import InputError

SUFFIX = ".aligned.json"
"""What the name of an aligned document ends with."""

SCHEMA_FILE = Path(__file__).with_name("aligned.schema.json")
"""JSON Schema (draft 2020-12) of the format."""

_ALWAYS_WRITTEN = frozenset({"target", "state"})
_JSON_NAMES = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    NoneType: "null",
}


def read(path: Path) -> Document:
    """Returns the document that ``path`` holds.

    Raises:
        InputError: the file cannot be read, is damaged, is no aligned document or is too new.
    """
    try:
        text = files.read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"is not UTF-8 text (byte {error.start})",
            where=str(path),
            advice=f"Name a {SUFFIX} file, or save it as UTF-8",
        ) from error
    return from_json(text, where=str(path))


def write(document: Document, path: Path, _options: Options | None = None) -> None:
    """Writes ``document`` to ``path`` atomically; no option changes what it holds.

    Raises:
        OutputError: the file cannot be written; what was there before is kept.
    """
    files.write_text(path, to_json(document))


def to_json(document: Document) -> str:
    """Returns the JSON text of ``document``; the same document always gives the same text.

    A number that JSON cannot hold (an infinite score) is left out, as if it were unknown.
    """
    content = {"schema_version": SCHEMA_VERSION, **_plain(document)}
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def from_json(text: str, *, where: str) -> Document:
    """Returns the document written in ``text``; the inverse of `to_json`.

    Keys we do not know are ignored, so that other programs may add their own.

    Args:
        text: JSON text.
        where: name of the file, for error messages.

    Raises:
        InputError: with line and column where the JSON is damaged, with the JSON path where a value
            has the wrong type or is missing, or because a newer version wrote the file.
    """
    content = _parsed(text, where)
    version = content.get("schema_version") if isinstance(content, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise InputError(
            "is not an aligned document: no schema_version",
            where=where,
            advice="Make one with: translator transcript FILE",
        )
    if version > SCHEMA_VERSION:
        raise InputError(
            f"was written by a newer translator (schema {version}, we know {SCHEMA_VERSION})",
            where=where,
            advice="Update this program to open it",
        )
    try:
        document: Document = _reader(Document)(content)
    except _WrongValueError as error:
        raise InputError(
            f"${''.join(error.path)} {error}",
            where=where,
            advice="Mend the value, or restore an earlier copy of the file",
        ) from None
    _refuse_repeated_ids(document, where)
    return document


def _parsed(text: str, where: str) -> Any:
    """Returns the parsed JSON, refusing NaN and Infinity, which are not JSON."""

    def refuse(name: str) -> NoReturn:
        raise ValueError(f"{name} is not a number in JSON")

    advice = "Mend the file, or restore an earlier copy"
    try:
        return json.loads(text, parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise InputError(
            f"damaged JSON: {error.msg}",
            where=f"{where}, line {error.lineno}, column {error.colno}",
            advice=advice,
        ) from None
    except ValueError as error:
        raise InputError(f"damaged JSON: {error}", where=where, advice=advice) from None
    except RecursionError:
        raise InputError("damaged JSON: nested too deeply", where=where, advice=advice) from None


def _refuse_repeated_ids(document: Document, where: str) -> None:
    counts = Counter(segment.id for segment in document.segments())
    repeated = [name for name, count in counts.items() if count > 1]
    if repeated:
        raise InputError(
            f"segment id {repeated[0]!r} is used {counts[repeated[0]]} times",
            where=where,
            advice="Give every segment an id of its own",
        )


def _plain(value: Any) -> Any:
    """Returns ``value`` made of dicts, lists and JSON scalars, without fields at their default."""
    if is_dataclass(value):
        pairs = ((field, getattr(value, field.name)) for field in fields(value))
        return {
            field.name: _plain(content)
            for field, content in pairs
            if field.name in _ALWAYS_WRITTEN or _worth_writing(content, field.default)
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _worth_writing(content: object, default: object) -> bool:
    if isinstance(content, float) and not math.isfinite(content):
        return False
    return content != default


class _WrongValueError(Exception):
    """A value of the wrong type; ``path`` grows from the inside out while it travels up."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.path: list[str] = []

    def inside(self, step: str) -> _WrongValueError:
        self.path.insert(0, step)
        return self


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Returns the function that turns plain JSON into a value of ``kind``, checking every type."""
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if get_origin(kind) is tuple:
        return _tuple_reader(_reader(get_args(kind)[0]))
    if get_origin(kind) in (Union, UnionType):
        (inner,) = (option for option in get_args(kind) if option is not NoneType)
        read_inner = _reader(inner)
        return lambda value: None if value is None else read_inner(value)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _enum_reader(kind)
    return _scalar_reader(kind)


def _dataclass_reader(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = [(field.name, field.default, _reader(hints[field.name])) for field in fields(kind)]

    def convert(value: Any) -> Any:
        if not isinstance(value, dict):
            raise _mismatch("an object", value)
        known = {}
        for name, default, read_field in readers:
            if name in value:
                try:
                    known[name] = read_field(value[name])
                except _WrongValueError as error:
                    raise error.inside(f".{name}") from None
            elif default is MISSING:
                raise _WrongValueError("is missing").inside(f".{name}")
        return kind(**known)

    return convert


def _tuple_reader(read_item: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        if not isinstance(value, list):
            raise _mismatch("a list", value)
        items = []
        for index, item in enumerate(value):
            try:
                items.append(read_item(item))
            except _WrongValueError as error:
                raise error.inside(f"[{index}]") from None
        return tuple(items)

    return convert


def _enum_reader(kind: type[StrEnum]) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        try:
            return kind(value)
        except ValueError:
            raise _WrongValueError(f"must be one of {', '.join(kind)}, not {value!r}") from None

    return convert


def _scalar_reader(kind: type) -> Callable[[Any], Any]:
    if kind is str:
        return _text
    if kind is float:
        return _finite_number

    def convert(value: Any) -> Any:
        if type(value) is not kind:
            raise _mismatch(_JSON_NAMES[kind], value)
        return value

    return convert


def _finite_number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _mismatch("a number", value)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise _WrongValueError("is too large a number")
    return number


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _mismatch("a text", value)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise _WrongValueError("holds half of a surrogate pair, which is no character") from None
    return value


def _mismatch(wanted: str, value: object) -> _WrongValueError:
    got = _JSON_NAMES.get(type(value), type(value).__name__)
    return _WrongValueError(f"must be {wanted}, not {got}")
