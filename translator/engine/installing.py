"""Installing packages from a file or from Argos's index, and removing them.

The only module of the toolkit that uses the network, and only when asked to install.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any

from translator.engine.archives import unpack
from translator.engine.packages import (
    LANGUAGES,
    Origin,
    Package,
    argos_folders,
    load_package,
    prefer,
    preferred_name,
    read_package,
)
from translator.errors import EngineError, OutputError, UsageError

Progress = Callable[[int, int | None], None]
"""Reports bytes received so far and the total, None if unknown."""

MAX_INDEX_BYTES = 16 << 20
MAX_PACKAGE_BYTES = 2 << 30
STALL_SECONDS = 30.0
"""A connection that sends nothing for so long is given up."""

TOTAL_SECONDS = 3600.0
"""A download that takes longer is given up."""

_TRIAL = "今天我们讨论大语言模型。"
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A Chinese→English package of the index.

    Attributes:
        name: as argostranslate names it ("translate-zh_en").
        version: ``package_version``.
        links: addresses of the same file, to be tried in turn.
    """

    name: str
    version: str
    links: tuple[str, ...]


def install(wanted: str, *, force: bool = False, on_progress: Progress | None = None) -> Package:
    """Installs a package where argostranslate keeps them, after a trial translation.

    Args:
        wanted: an ``.argosmodel`` file, an unpacked folder, or a name or pair in the index,
            with a version if not the newest ("translate-zh_en", "zh_en", "zh_en@1.9").
        force: replace an installed package of the same name.
        on_progress: told about a download.

    Raises:
        EngineError: the package is damaged, unsafe, for another language pair, not in the index,
            or cannot be downloaded.
        UsageError: it is installed already and ``force`` is not set.
        OutputError: the folder cannot be written.
    """
    path = Path(wanted)
    if os.path.exists(path):  # noqa: PTH110 - unlike pathlib's, never raises
        return _install_path(path, force)
    if path.suffix == ".argosmodel" or len(path.parts) > 1:
        raise EngineError("no such file", where=wanted, advice="Check the path")
    version = _wanted_version(wanted)
    offer = _choose(read_index(), version)
    with tempfile.TemporaryDirectory(prefix="translator-download-") as folder:
        file = Path(folder) / f"{offer.name}.argosmodel"
        _download_any(offer, file, on_progress)
        return _install_path(file, force)


def remove(name: str) -> Package:
    """Deletes an installed package and returns what it was.

    Raises:
        EngineError: there is no such package, or it is the embedded one or a loose file.
        OutputError: it cannot be deleted.
    """
    package = load_package(name)
    if package.origin is not Origin.INSTALLED:
        embedded = package.origin is Origin.EMBEDDED
        raise EngineError(
            f"“{package.name}” is "
            + ("the embedded package, which stays" if embedded else "not an installed package"),
            advice="Choose another with: translator engine use NAME"
            if embedded
            else "Give a name that “translator engine list” shows",
        )
    try:
        if package.path.is_symlink():
            package.path.unlink()
        else:
            shutil.rmtree(package.path)
    except OSError as error:
        raise OutputError(
            f"cannot remove the package: {error.strerror or error}", where=str(package.path)
        ) from error
    if preferred_name() == package.name:
        prefer("")
    return package


def index_address() -> str:
    """Returns the address of the index that argostranslate is set to use.

    argostranslate's own settings decide: ``ARGOS_PACKAGE_INDEX`` in the environment or in its
    ``settings.json``, else its default. A local path is allowed too.
    """
    from argostranslate import settings

    address = str(settings.package_index)
    if urllib.parse.urlsplit(address).scheme in ("", "file") and "://" not in address:
        address = Path(address).absolute().as_uri()
    if not address.endswith(".json"):
        address = address.rstrip("/") + "/index.json"
    return address


def read_index() -> list[Offer]:
    """Downloads the index and returns its Chinese→English packages, the newest first.

    Raises:
        EngineError: the index cannot be had or understood.
    """
    address = index_address()
    try:
        with _open(address, trusted=_is_local(address)) as response:
            data = response.read(MAX_INDEX_BYTES + 1)
        entries = json.loads(data) if len(data) <= MAX_INDEX_BYTES else None
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        raise EngineError(
            f"the package index cannot be read ({_reason(error)})",
            where=address,
            advice="Check the connection, or install from an .argosmodel file",
        ) from error
    if not isinstance(entries, list):
        raise EngineError("the package index is no list of packages", where=address)
    offers = list(_offers(entries))
    return sorted(offers, key=lambda offer: _numbers(offer.version), reverse=True)


def _offers(entries: list[Any]) -> Iterator[Offer]:
    for entry in entries:
        if not isinstance(entry, dict) or entry.get("type", "translate") != "translate":
            continue
        links = entry.get("links")
        if (entry.get("from_code"), entry.get("to_code")) == LANGUAGES and isinstance(links, list):
            yield Offer(
                f"translate-{'_'.join(LANGUAGES)}",
                str(entry.get("package_version", "")),
                tuple(str(link) for link in links),
            )


def _wanted_version(wanted: str) -> str:
    """Returns the version of "zh_en@1.9", "" for the newest."""
    plain = wanted.lower().replace("-", "_").replace("→", "_").removeprefix("translate_")
    pair, _, version = plain.partition("@")
    if pair != "_".join(LANGUAGES):
        raise EngineError(
            f"“{wanted}” is no Chinese→English package and no file",
            advice="Run: translator engine install zh_en (or give an .argosmodel file)",
        )
    return version


def _choose(offers: list[Offer], version: str) -> Offer:
    fitting = [offer for offer in offers if not version or offer.version == version]
    if not fitting:
        versions = ", ".join(offer.version for offer in offers)
        raise EngineError(
            f"the package index has no Chinese→English package {version}".rstrip()
            + (f", only {versions}" if versions else ""),
            where=index_address(),
            advice="Install from an .argosmodel file",
        )
    return fitting[0]


def _download_any(offer: Offer, file: Path, on_progress: Progress | None) -> None:
    trusted = _is_local(index_address())
    reasons = []
    for link in offer.links:
        try:
            with _open(link, trusted=trusted) as response:
                _copy(response, file, on_progress)
        except (OSError, HTTPException, ValueError) as error:
            reasons.append(f"{link}: {_reason(error)}")
        else:
            return
    raise EngineError(
        "the package cannot be downloaded (" + ("; ".join(reasons) or "no link given") + ")",
        advice="Check the connection, or install from an .argosmodel file",
    )


def _copy(response: Any, file: Path, on_progress: Progress | None) -> None:
    declared = response.headers.get("Content-Length", "")
    total = int(declared) if declared.isdigit() else None
    if total and total > MAX_PACKAGE_BYTES:
        raise ValueError(f"larger than {MAX_PACKAGE_BYTES >> 30} GiB")
    received, deadline = 0, time.monotonic() + TOTAL_SECONDS
    with file.open("wb") as output:
        while block := response.read(1 << 18):
            received += len(block)
            if received > MAX_PACKAGE_BYTES:
                raise ValueError(f"larger than {MAX_PACKAGE_BYTES >> 30} GiB")
            if time.monotonic() > deadline:
                raise ValueError(f"not finished after {TOTAL_SECONDS / 60:.0f} minutes")
            output.write(block)
            if on_progress:
                on_progress(received, total)
    if total is not None and received < total:
        raise ValueError(f"broke off after {received} of {total} bytes")


def _open(address: str, *, trusted: bool) -> Any:
    """Opens ``address``: https, or anything local when the user's own index is local."""
    _check_address(address, trusted)
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked
        address, headers={"User-Agent": "panel-translator"}
    )
    opener = urllib.request.build_opener(_CheckedRedirects(trusted))
    return opener.open(request, timeout=STALL_SECONDS)


class _CheckedRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to an address that would have been allowed at once."""

    def __init__(self, trusted: bool) -> None:
        self._trusted = trusted

    def redirect_request(  # noqa: PLR0917 - urllib's signature
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Any,
        newurl: str,
    ) -> urllib.request.Request | None:
        _check_address(newurl, self._trusted and not newurl.startswith("file:"))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _check_address(address: str, trusted: bool) -> None:
    if urllib.parse.urlsplit(address).scheme == "https" or (trusted and _is_local(address)):
        return
    raise ValueError("refused: only https is allowed")


def _is_local(address: str) -> bool:
    parts = urllib.parse.urlsplit(address)
    return parts.scheme == "file" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return str(getattr(reason, "strerror", None) or reason)


def _install_path(path: Path, force: bool) -> Package:
    """Copies the package beside its place, tries it, and only then moves it there."""
    folder = argos_folders()[0]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".installing-") as name:
            staged = Path(name) / "package"
            if path.is_dir():
                source = read_package(path, Origin.FILE).path
                shutil.copytree(source, staged / source.resolve().name, symlinks=False)
            else:
                unpack(path, staged)
            package = read_package(staged, Origin.INSTALLED)
            _try(package)
            target = folder / _folder_name(package)
            if target.exists():
                if not force:
                    raise UsageError(
                        f"“{target.name}” is installed already",
                        where=str(target),
                        advice="Add --force to replace it",
                    )
                shutil.rmtree(target)
            package.path.rename(target)
    except OSError as error:
        raise OutputError(
            f"cannot install the package: {error.strerror or error}",
            where=str(folder),
            advice="Check the folder's permissions and free space",
        ) from error
    return read_package(target, Origin.INSTALLED)


def _folder_name(package: Package) -> str:
    """The folder name in the archive, or argostranslate's usual one if it had no folder."""
    if package.path.name != "package":
        return package.path.name
    version = "_".join(package.version.split("."))
    return f"translate-{package.from_code}_{package.to_code}" + (f"-{version}" if version else "")


def _try(package: Package) -> None:
    from translator.engine.translator import Request, Translator

    results = Translator(package, threads=1).translate([Request(_TRIAL)])
    if not any(hypothesis.text.strip() for _, found in results for hypothesis in found):
        raise EngineError(
            "the package loads but translates nothing",
            where=str(package.path),
            advice="Get another copy of it",
        )


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdigit()]
