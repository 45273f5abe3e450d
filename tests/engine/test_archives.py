from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest

from tests.engine.conftest import pack
from translator.engine import archives
from translator.engine.archives import unpack
from translator.engine.packages import load_package
from translator.errors import EngineError, OutputError


def write(archive: Path, entries: dict[str, bytes], mode: int = 0) -> Path:
    with zipfile.ZipFile(archive, "w") as output:
        for name, data in {"p/metadata.json": b"{}", **entries}.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16 if data == b"marked" else 0
            output.writestr(entry, data)
    return archive


def test_a_package_file_loads_and_is_unpacked_once(copy: Path, tmp_path: Path) -> None:
    archive = pack(copy, tmp_path / "p.argosmodel")
    first = load_package(archive)
    stamp = first.path.stat().st_mtime_ns
    assert first.name == copy.name
    assert load_package(str(archive)).path == first.path
    assert first.path.stat().st_mtime_ns == stamp


def test_a_changed_package_file_is_unpacked_again(copy: Path, tmp_path: Path) -> None:
    archive = pack(copy, tmp_path / "p.argosmodel")
    first = load_package(archive)
    pack(copy, archive)
    os.utime(archive, ns=(1, 1))
    assert load_package(archive).path != first.path


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "p/../../evil",
        "/etc/evil",
        "C:\\evil",
        "..\\evil",
        "p/..\\..\\evil",
        "\\\\host\\x",
    ],
)
def test_escaping_paths_are_refused(name: str, tmp_path: Path) -> None:
    archive = write(tmp_path / "p.zip", {name: b"x"})
    with pytest.raises(EngineError, match="outside its folder"):
        unpack(archive, tmp_path / "out" / "package")
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(kind: int, tmp_path: Path) -> None:
    archive = write(tmp_path / "p.zip", {"p/link": b"marked"}, kind | 0o777)
    with pytest.raises(EngineError, match="link or device"):
        unpack(archive, tmp_path / "out")


def test_a_name_twice_is_refused(tmp_path: Path) -> None:
    archive = write(tmp_path / "p.zip", {"p/a": b"1", "P/A": b"2"})
    with pytest.raises(EngineError, match="twice"):
        unpack(archive, tmp_path / "out")


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_FILES", 3)
    archive = write(tmp_path / "p.zip", {f"p/{i}": b"" for i in range(5)})
    with pytest.raises(EngineError, match="6 files"):
        unpack(archive, tmp_path / "out")


def test_a_bomb_is_refused_by_what_it_declares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_BYTES", 1000)
    archive = write(tmp_path / "p.zip", {"p/big": b"0" * 2000})
    with pytest.raises(EngineError, match="would unpack to"):
        unpack(archive, tmp_path / "out")


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    archive = write(tmp_path / "p.zip", {"p/a": b"1"})
    data = bytearray(archive.read_bytes())
    place = data.rindex(b"PK\x01\x02")
    data[place + 8] |= 1
    archive.write_bytes(data)
    with pytest.raises(EngineError, match="encrypted"):
        unpack(archive, tmp_path / "out")


@pytest.mark.parametrize("share", [0.0, 0.2, 0.9, 0.9999])
def test_a_truncated_archive_is_refused(share: float, copy: Path, tmp_path: Path) -> None:
    archive = pack(copy, tmp_path / "p.argosmodel")
    data = archive.read_bytes()
    archive.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(EngineError, match="damaged or no zip"):
        load_package(archive)


def test_a_flipped_byte_is_noticed_and_nothing_is_left(copy: Path, tmp_path: Path) -> None:
    archive = pack(copy, tmp_path / "p.argosmodel")
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 0xFF
    archive.write_bytes(data)
    with pytest.raises(EngineError, match="damaged"):
        unpack(archive, tmp_path / "out" / "package")
    assert list((tmp_path / "out").iterdir()) == []


def test_an_archive_that_is_no_package_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as output:
        output.writestr("readme.txt", "hello")
    with pytest.raises(EngineError, match=r"no metadata\.json"):
        load_package(tmp_path / "p.zip")


def test_a_folder_that_cannot_be_written_is_named(copy: Path, tmp_path: Path) -> None:
    archive = pack(copy, tmp_path / "p.argosmodel")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot unpack"):
        unpack(archive, tmp_path / "file" / "package")
