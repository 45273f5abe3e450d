"""TOML → `translator.training.settings`; every complaint names the key it is about."""

from __future__ import annotations

import dataclasses
import math
import re
import tomllib
import types
import typing
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from translator.errors import InputError
from translator.files import read_bytes
from translator.training.settings import TrainingSettings

_Settings = TypeVar("_Settings")
_ADVICE = "See docs/training.md for every key"


def read_settings(file: Path) -> TrainingSettings:
    """Returns the settings in a TOML file; relative paths in it start at its folder.

    Raises:
        InputError: it cannot be read, is no TOML, or a key is unknown, missing or wrong.
    """
    try:
        table = tomllib.loads(read_bytes(file).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"is not TOML ({error})", where=str(file)) from error
    try:
        settings = _table(TrainingSettings, table, "", file.parent)
        _check(settings)
    except _WrongKeyError as error:
        raise InputError(str(error), where=str(file), advice=_ADVICE) from error
    return settings


class _WrongKeyError(Exception):
    """A key and what is wrong with it, in one sentence."""


def _check(settings: TrainingSettings) -> None:
    """Rules that concern more than one key."""
    training, model = settings.training, settings.model
    if bool(training.steps) == bool(training.minutes):
        raise _WrongKeyError("exactly one of training.steps and training.minutes must be given")
    if model.width % (2 * model.heads):
        raise _WrongKeyError("model.width must be a multiple of twice model.heads")
    if settings.cleaning.least_ratio > settings.cleaning.most_ratio:
        raise _WrongKeyError("cleaning.least_ratio is above cleaning.most_ratio")
    if not settings.data.corpora:
        raise _WrongKeyError("data.corpora is empty")
    if not re.fullmatch(r"\d+(\.\d+)*", settings.package.version):
        raise _WrongKeyError("package.version must be digits and dots, such as 0.2")
    for tag, copies in settings.data.copies.items():
        if not 0 <= copies <= 100:
            raise _WrongKeyError(f"data.copies.{tag} must be between 0 and 100")
    if settings.hints.share and not settings.hints.variants:
        raise _WrongKeyError("hints.share needs hints.variants of at least 1")


def _table(kind: type[_Settings], table: Any, path: str, folder: Path) -> _Settings:
    if not isinstance(table, dict):
        raise _WrongKeyError(f"{path} must be a table")
    fields = {f.name: f for f in dataclasses.fields(typing.cast(Any, kind))}
    hints = typing.get_type_hints(kind)
    if unknown := sorted(set(table) - set(fields)):
        raise _WrongKeyError(f"{_join(path, unknown[0])} is unknown")
    values = {}
    for name, entry in fields.items():
        key = _join(path, name)
        if name in table:
            values[name] = _value(hints[name], table[name], key, folder)
            _check_limits(values[name], entry.metadata, key)
        elif entry.default is dataclasses.MISSING and entry.default_factory is dataclasses.MISSING:
            raise _WrongKeyError(f"{key} is missing")
    return kind(**values)


def _value(kind: Any, value: Any, key: str, folder: Path) -> Any:
    if isinstance(kind, types.UnionType):  # only "X | None" occurs, and TOML has no null
        kind = typing.get_args(kind)[0]
    if dataclasses.is_dataclass(kind):
        return _table(typing.cast(type, kind), value, key, folder)
    if typing.get_origin(kind) is tuple:
        return _list(typing.get_args(kind)[0], value, key, folder)
    if typing.get_origin(kind) is dict:
        return _mapping(typing.get_args(kind)[1], value, key, folder)
    if kind is Path:
        return folder / Path(_scalar(str, value, key)).expanduser()
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        if value not in [member.value for member in kind]:
            raise _WrongKeyError(f"{key} must be one of: {', '.join(kind)}")
        return kind(value)
    return _scalar(kind, value, key)


def _list(kind: Any, value: Any, key: str, folder: Path) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _WrongKeyError(f"{key} must be a list")
    return tuple(_value(kind, item, f"{key}[{i}]", folder) for i, item in enumerate(value))


def _mapping(kind: Any, value: Any, key: str, folder: Path) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _WrongKeyError(f"{key} must be a table")
    return {name: _value(kind, item, f"{key}.{name}", folder) for name, item in value.items()}


def _scalar(kind: type, value: Any, key: str) -> Any:
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        names = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
        raise _WrongKeyError(f"{key} must be {names.get(kind, kind.__name__)}")
    return value


def _check_limits(value: Any, limits: Any, key: str) -> None:
    if "least" not in limits:
        return
    if isinstance(value, float) and not math.isfinite(value):
        raise _WrongKeyError(f"{key} must be a finite number")
    if not limits["least"] <= value <= limits["most"]:
        upper = "" if math.isinf(limits["most"]) else f" and at most {limits['most']:g}"
        raise _WrongKeyError(f"{key} must be at least {limits['least']:g}{upper}")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
