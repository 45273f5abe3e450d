from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.engine.conftest import pack
from translator.engine import installing
from translator.engine.installing import index_address, install, read_index, remove
from translator.engine.packages import (
    Origin,
    Package,
    choose_package,
    find_packages,
    prefer,
    preferred_name,
)
from translator.errors import EngineError, UsageError

Serve = Callable[[type[BaseHTTPRequestHandler] | None], str]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def served(tmp_path: Path) -> Path:
    folder = tmp_path / "served"
    folder.mkdir()
    return folder


@pytest.fixture
def serve(served: Path) -> Iterator[Serve]:
    servers: list[ThreadingHTTPServer] = []

    def start(handler: type[BaseHTTPRequestHandler] | None = None) -> str:
        server = ThreadingHTTPServer(
            ("127.0.0.1", 0), handler or partial(Quiet, directory=str(served))
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    from argostranslate import settings

    return lambda address: monkeypatch.setattr(settings, "package_index", address)


def entry(*links: str, version: str = "9.1", **values: str) -> dict[str, object]:
    pair = {"from_code": "zh", "to_code": "en", "type": "translate"}
    return {**pair, "package_version": version, "links": list(links), **values}


def test_a_file_is_installed_where_argostranslate_looks(
    copy: Path, tmp_path: Path, home: Path
) -> None:
    installed = install(str(pack(copy, tmp_path / "p.argosmodel")))
    assert installed.path == home / ".local/share/argos-translate/packages/translate-zh_en-9_1"
    assert installed.origin is Origin.INSTALLED
    assert installed in find_packages()
    assert not list(home.rglob(".installing-*"))


def test_a_folder_is_installed(copy: Path) -> None:
    assert install(str(copy)).name == copy.name
    assert copy.is_dir()


def test_an_archive_without_a_folder_gets_the_usual_name(copy: Path, tmp_path: Path) -> None:
    archive = shutil.make_archive(str(tmp_path / "flat"), "zip", copy)
    assert install(archive).name == "translate-zh_en-0_3"


def test_installing_twice_needs_force(copy: Path) -> None:
    install(str(copy))
    with pytest.raises(UsageError, match=r"installed already.*--force"):
        install(str(copy))
    assert install(str(copy), force=True).name == copy.name


def test_a_damaged_model_is_not_installed(copy: Path, home: Path) -> None:
    model = copy / "model/model.bin"
    model.write_bytes(model.read_bytes()[:-100])
    with pytest.raises(EngineError, match="model"):
        install(str(copy))
    assert [p.origin for p in find_packages()] == [Origin.EMBEDDED]
    assert not list((home / ".local/share/argos-translate/packages").iterdir())


@pytest.mark.parametrize("name", ["missing.argosmodel", "no/such/folder", "../x"])
def test_a_missing_file_is_not_looked_up_in_the_index(name: str) -> None:
    with pytest.raises(EngineError, match="no such file"):
        install(name)


@pytest.mark.parametrize("name", ["zh_fr", "german", "", "translate-en_zh"])
def test_other_languages_are_refused_before_any_connection(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(installing, "_open", lambda *_a, **_k: pytest.fail("connected"))
    with pytest.raises(EngineError):
        install(name)


@pytest.mark.parametrize("name", ["zh_en", "zh-en", "translate-zh_en", "zh_en@9.1"])
def test_the_index_offers_a_package(
    name: str,
    copy: Path,
    served: Path,
    serve: Serve,
    index: Callable[[str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    address = serve(None)
    pack(copy, served / "new.argosmodel")
    entries = [
        entry("http://127.0.0.1:9/gone", f"{address}new.argosmodel"),
        entry(f"{address}old.argosmodel", version="1.10", from_name="Chinese"),
        entry(f"{address}other", from_code="en", to_code="es"),
        "nonsense",
    ]
    (served / "index.json").write_text(json.dumps(entries))
    index(address.rstrip("/"))
    seen: list[tuple[int, int | None]] = []
    installed = install(name, on_progress=lambda done, total: seen.append((done, total)))
    size = (served / "new.argosmodel").stat().st_size
    assert installed.name == copy.name
    assert seen[-1] == (size, size)
    assert [offer.version for offer in read_index()] == ["9.1", "1.10"]


def test_a_local_index_needs_no_server(
    copy: Path, served: Path, index: Callable[[str], None]
) -> None:
    archive = pack(copy, served / "p.argosmodel")
    (served / "index.json").write_text(json.dumps([entry(archive.as_uri())]))
    index(str(served))
    assert index_address().startswith("file:///")
    assert install("zh_en").name == copy.name


def test_a_version_that_is_not_offered_is_named(served: Path, index: Callable[[str], None]) -> None:
    (served / "index.json").write_text(json.dumps([entry("file:///x", version="1.0")]))
    index(str(served))
    with pytest.raises(EngineError, match=r"no Chinese→English package 2\.0, only 1\.0"):
        install("zh_en@2.0")


@pytest.mark.parametrize("content", ["", "{}", "[", "<html>", "[" * 100_000])
def test_a_damaged_index_is_refused(
    content: str, served: Path, index: Callable[[str], None]
) -> None:
    (served / "index.json").write_text(content)
    index(str(served))
    with pytest.raises(EngineError, match="index"):
        install("zh_en")


def test_only_https_is_trusted(served: Path, serve: Serve, index: Callable[[str], None]) -> None:
    index("http://example.org/")
    with pytest.raises(EngineError, match="only https"):
        install("zh_en")
    (served / "index.json").write_text(json.dumps([entry("http://example.org/p", "ftp://x/p")]))
    index(serve(None))
    with pytest.raises(EngineError, match=r"example\.org.*only https.*only https"):
        install("zh_en")


def test_redirects_are_held_to_the_same_rules(
    served: Path, serve: Serve, index: Callable[[str], None]
) -> None:
    class Redirecting(Quiet):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header(
                "Location", "http://example.org/p" if "a" in self.path else "file:///etc/passwd"
            )
            self.end_headers()

    address = serve(Redirecting)
    links = [f"{address}a", f"{address}b"]
    (served / "index.json").write_text(json.dumps([entry(*links)]))
    index(str(served))
    with pytest.raises(EngineError, match="cannot be downloaded"):
        install("zh_en")


def test_a_download_that_breaks_off_or_is_too_large_is_refused(
    served: Path, serve: Serve, index: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(Quiet):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "1000" if "short" in self.path else "10000000000")
            self.end_headers()
            self.wfile.write(b"x" * 10)

    class Endless(Quiet):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b"x" * 1000)

    monkeypatch.setattr(installing, "MAX_PACKAGE_BYTES", 1 << 14)
    links = [f"{serve(Broken)}short", f"{serve(Broken)}large", serve(Endless)]
    (served / "index.json").write_text(json.dumps([entry(*links)]))
    index(str(served))
    with pytest.raises(EngineError, match=r"broke off.*larger than.*larger than"):
        install("zh_en")


def test_removing_deletes_and_forgets(package: Package, copy: Path) -> None:
    installed = install(str(copy))
    prefer(installed.name)
    assert remove(installed.name).path == installed.path
    assert not installed.path.exists()
    assert preferred_name() == ""
    assert choose_package() == package


def test_the_embedded_package_and_loose_ones_stay(package: Package, copy: Path) -> None:
    for name, reason in ((package.name, "stays"), (str(copy), "not an installed")):
        with pytest.raises(EngineError, match=reason):
            remove(name)
    assert package.path.is_dir()
    assert copy.is_dir()


def test_removing_a_link_keeps_what_it_points_to(copy: Path, home: Path) -> None:
    folder = home / ".local/share/argos-translate/packages"
    folder.mkdir(parents=True)
    (folder / "linked").symlink_to(copy)
    remove(copy.name)
    assert copy.is_dir()
    assert not list(folder.iterdir())
