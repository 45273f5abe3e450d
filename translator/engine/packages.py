"""Argos packages on this machine: find them, inspect them, choose one.

A package is a folder with ``metadata.json``, ``sentencepiece.model`` and a CTranslate2 model in
``model/``. What else old packages hold (``stanza/``, ``minisbd/``) is for splitting sentences,
which we do ourselves, and is ignored.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from translator.engine.fingerprints import fingerprint
from translator.engine.folders import read_json, settings_file
from translator.errors import EngineError
from translator.files import write_text
from translator.resources import embedded_packages_folder

LANGUAGES = ("zh", "en")
_ADVICE = "Run: translator engine list"
_SMALLEST_FILE = 256
"""Bytes below which a model or vocabulary cannot be whole; CTranslate2 takes an empty one."""

_VOCABULARIES = ("shared_vocabulary", "source_vocabulary")


class Origin(StrEnum):
    """Where a package comes from."""

    EMBEDDED = "embedded"
    INSTALLED = "installed"
    FILE = "file"


class TermHints(NamedTuple):
    """Markup of inline hints: ``open`` source ``separator`` target ``close``."""

    open: str
    separator: str
    close: str


@dataclass(frozen=True)
class Package:
    """A usable Argos package for Chinese→English, unpacked.

    Attributes:
        name: name of its folder, unique among the packages of one machine.
        version: ``package_version`` of its metadata, "" if undeclared.
        from_code, to_code: ISO 639 codes.
        path: its folder.
        origin: see `Origin`.
        term_hints: markup of inline hints it was trained to follow, None for other packages.
        target_prefix: token that every target starts with (multilingual models), "" for none.
        licence: as declared by its metadata, "" if undeclared.
        description: one line from its metadata or README, "" if there is none.
    """

    name: str
    version: str
    from_code: str
    to_code: str
    path: Path
    origin: Origin
    term_hints: TermHints | None = None
    target_prefix: str = ""
    licence: str = ""
    description: str = ""

    @property
    def model(self) -> Path:
        """Folder of the CTranslate2 model."""
        return self.path / "model"

    @property
    def sentencepiece(self) -> Path:
        """The SentencePiece model."""
        return self.path / "sentencepiece.model"

    @property
    def size(self) -> int:
        """Bytes on disk, everything in the folder counted."""
        return sum(f.stat().st_size for f in self.path.rglob("*") if f.is_file())

    @cached_property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that change whenever its translations may change."""
        return fingerprint(self)


def load_package(engine: str | Path) -> Package:
    """Returns the package in a folder, in an ``.argosmodel`` file, or with an installed name.

    An archive is unpacked once into the user's cache.

    Args:
        engine: path, or a name as `find_packages` gives it (its beginning is enough if unique).

    Raises:
        EngineError: there is none, or it is damaged, unsafe or for another language pair.
    """
    path = Path(engine)
    if os.path.isdir(path):  # noqa: PTH112 - unlike pathlib's, never raises
        return read_package(path, Origin.FILE)
    if os.path.isfile(path):  # noqa: PTH113
        from translator.engine.archives import unpack_to_cache

        return read_package(unpack_to_cache(path), Origin.FILE)
    packages, damaged = scan_packages()
    name = str(engine)
    wanted = name.lower().replace("→", "_").replace(">", "_")
    pair = "_".join(LANGUAGES)
    if wanted.replace("-", "_") == pair:
        wanted = f"translate-{pair}"
    found = [p for p in packages if p.name.lower() == wanted][:1]
    found = found or [p for p in packages if p.name.lower().startswith(wanted)]
    if len({p.path for p in found}) > 1:
        names = ", ".join(p.name for p in found)
        raise EngineError(f"“{name}” names several packages: {names}", advice="Give one in full")
    if found:
        return found[0]
    for error in damaged:
        if Path(error.where).name.lower().startswith(wanted):
            raise error
    raise EngineError(
        f"there is no translation package “{name}”, neither as a path nor as an installed name",
        advice=_ADVICE,
    )


def choose_package(engine: str | Path | None = None) -> Package:
    """Returns the package to translate with: option, else ``engine use``, else the embedded one.

    Args:
        engine: value of ``--engine``: a path or a name; None or "" if not given.

    Raises:
        EngineError: the wanted package is missing or unusable.
    """
    if engine:
        return load_package(engine)
    if preferred := preferred_name():
        try:
            return load_package(preferred)
        except EngineError as error:
            raise EngineError(
                f"the package chosen with “engine use” cannot be used: {error.problem}",
                where=error.where,
                advice="Choose again with: translator engine use NAME",
            ) from error
    packages = find_packages()
    if not packages:
        raise EngineError(
            "no Chinese→English translation package is installed",
            advice="Run: translator engine install zh_en (or give a file)",
        )
    return packages[0]


def find_packages() -> list[Package]:
    """Returns the usable Chinese→English packages, the preferred first, installed by name."""
    return scan_packages()[0]


def scan_packages() -> tuple[list[Package], list[EngineError]]:
    """Returns the usable Chinese→English packages and what is wrong with the damaged ones.

    Packages for other languages and other kinds of packages are left out silently.
    """
    packages: list[Package] = []
    damaged: list[EngineError] = []
    seen: set[Path] = set()
    folders = [(Origin.EMBEDDED, embedded_packages_folder())]
    folders += [(Origin.INSTALLED, folder) for folder in argos_folders()]
    for origin, folder in folders:
        found: list[Package] = []
        for path in _subfolders(folder):
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            try:
                if _languages(_read_metadata(path)) == LANGUAGES:
                    found.append(read_package(path, origin))
            except EngineError as error:
                damaged.append(error)
        packages += sorted(found, key=_newest_first)
    return packages, damaged


def read_package(path: Path, origin: Origin) -> Package:
    """Returns the package in the folder ``path``; the model itself is not loaded yet.

    Raises:
        EngineError: files are missing or damaged, or it is not Chinese→English.
    """
    try:
        return _read_package(_inner_folder(path), origin)
    except OSError as error:
        raise EngineError(
            f"the package cannot be read: {error.strerror or error}", where=str(path)
        ) from error


def argos_folders() -> list[Path]:
    """Returns the folders where argostranslate keeps packages; the first takes new ones.

    Follows the rules of ``argostranslate.settings`` (1.12) without importing it, because the
    import makes folders: ``ARGOS_PACKAGES_DIR`` in the environment, then in its
    ``settings.json``, then ``argos-translate/packages`` under ``XDG_DATA_HOME``; also the
    deprecated ``ARGOS_TRANSLATE_PACKAGE_DIR`` and the folders of a snap.
    """
    environment = os.environ
    home = Path(environment["SNAP_USER_DATA"]) if "SNAP_USER_DATA" in environment else Path.home()
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / "argos-translate"
    configuration = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    settings = read_json(configuration / "argos-translate" / "settings.json")
    configured = environment.get("ARGOS_PACKAGES_DIR") or settings.get("ARGOS_PACKAGES_DIR")
    folders = [Path(str(configured)) if configured else data / "packages"]
    if legacy := environment.get("ARGOS_TRANSLATE_PACKAGE_DIR"):
        folders.append(Path(legacy))
    if "SNAP" in environment:
        snap = Path(environment["SNAP"]) / "snap_custom"
        folders += [snap / "packages", *_subfolders(snap / "content_snap_packages")]
    return folders


def preferred_name() -> str:
    """Returns the name or path stored by ``engine use``, "" if none is."""
    return str(read_json(settings_file()).get("engine") or "")


def prefer(name: str) -> None:
    """Stores ``name`` as the package to use when ``--engine`` is not given; "" forgets it."""
    write_text(settings_file(), json.dumps({"engine": name}, ensure_ascii=False) + "\n")


def _read_package(path: Path, origin: Origin) -> Package:
    metadata = _read_metadata(path)
    languages = _languages(metadata)
    if languages != LANGUAGES:
        raise EngineError(
            f"the package translates {'→'.join(languages)}, not {'→'.join(LANGUAGES)}",
            where=str(path),
            advice="Choose a Chinese→English package (zh→en)",
        )
    _check_files(path)
    return Package(
        name=path.resolve().name,
        version=str(metadata.get("package_version", "")),
        from_code=languages[0],
        to_code=languages[1],
        path=path,
        origin=origin,
        term_hints=_term_hints(metadata, path),
        target_prefix=str(metadata.get("target_prefix") or ""),
        licence=str(metadata.get("licence") or metadata.get("license") or ""),
        description=str(metadata.get("description") or "") or _first_line(path / "README.md"),
    )


def _subfolders(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(p for p in folder.iterdir() if p.is_dir())
    except OSError:
        return


def _inner_folder(path: Path) -> Path:
    """The folder itself, or its only subfolder as in an archive unpacked by hand."""
    if (path / "metadata.json").exists():
        return path
    inner = [p for p in _subfolders(path) if (p / "metadata.json").is_file()]
    return inner[0] if len(inner) == 1 else path


def _read_metadata(path: Path) -> dict[str, Any]:
    file = path / "metadata.json"
    if not file.is_file():
        raise EngineError(
            "this folder is not an Argos package: it has no metadata.json",
            where=str(path),
            advice="Give the folder or .argosmodel file of a Chinese→English package",
        )
    metadata = read_json(file)
    if not metadata:
        raise EngineError(
            "metadata.json is damaged", where=str(path), advice="Install the package again"
        )
    return metadata


def _languages(metadata: dict[str, Any]) -> tuple[str, str]:
    return str(metadata.get("from_code") or "?"), str(metadata.get("to_code") or "?")


def _term_hints(metadata: dict[str, Any], path: Path) -> TermHints | None:
    declared = metadata.get("term_hints")
    if declared is None:
        return None
    marks = [declared.get(n) for n in TermHints._fields] if isinstance(declared, dict) else []
    texts = [m for m in marks if isinstance(m, str) and m]
    if len(texts) != len(TermHints._fields):
        raise EngineError(
            "metadata.json declares term_hints without open, separator and close",
            where=str(path),
            advice="Install the package again",
        )
    return TermHints(*texts)


def _check_files(path: Path) -> None:
    if not (path / "sentencepiece.model").is_file():
        old = (path / "bpe.model").is_file()
        raise EngineError(
            "the package is of the old BPE kind, without sentencepiece.model"
            if old
            else "the package is incomplete: sentencepiece.model is missing",
            where=str(path),
            advice="Install a newer one" if old else "Install the package again",
        )
    model = path / "model"
    names = {f.stem for f in model.iterdir()} if model.is_dir() else set()
    missing = [] if (model / "model.bin").is_file() else ["model/model.bin"]
    if missing == [] and not names.intersection(_VOCABULARIES):
        missing = ["the vocabulary in model/"]
    if missing:
        raise EngineError(
            f"the package is incomplete: {missing[0]} is missing",
            where=str(path),
            advice="Install the package again",
        )
    vocabularies = [f for f in model.iterdir() if f.stem.endswith("_vocabulary")]
    for file in (path / "sentencepiece.model", model / "model.bin", *vocabularies):
        if file.stat().st_size < _SMALLEST_FILE:
            raise EngineError(
                f"the package is damaged: {file.name} is all but empty",
                where=str(path),
                advice="Install the package again",
            )


def _first_line(file: Path) -> str:
    try:
        lines = file.read_text(encoding="utf-8", errors="replace")[:2000].splitlines()
    except OSError:
        return ""
    return next((line.strip("# \t") for line in lines if line.strip("# \t")), "")


def _newest_first(package: Package) -> tuple[list[int], str]:
    numbers = [int(n) for n in package.version.split(".") if n.isdigit()]
    return [-n for n in numbers], package.name
