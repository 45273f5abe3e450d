from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from translator.errors import InputError, OutputError
from translator.files import check_folder, read_bytes, replacing, write_bytes, write_text


def test_folders_are_made_and_line_ends_kept(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "转录.txt"
    write_text(path, "第一行\r\n第二行\n")
    assert path.read_bytes() == "第一行\r\n第二行\n".encode()


def test_a_failure_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    path = tmp_path / "work.json"
    write_bytes(path, b"old")

    def fail_halfway() -> None:
        with replacing(path) as temporary:
            temporary.write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_permissions_survive_and_new_files_follow_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "private.txt"
    write_text(path, "a")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask
    path.chmod(0o600)
    write_text(path, "b")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_in_the_place_of_the_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match=r"cannot write.*Check the folder"):
        write_text(tmp_path / "out" / "x.txt", "a")


def test_a_folder_is_made_and_left_empty(tmp_path: Path) -> None:
    check_folder(tmp_path / "new" / "folder")
    assert list((tmp_path / "new" / "folder").iterdir()) == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    write_text(tmp_path / "file", "")
    with pytest.raises(OutputError, match="cannot write"):
        check_folder(tmp_path / "file" / "below")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("none.txt", "no such file"),
        (".", "is a folder"),
        ("a\0b", "cannot read"),
        ("big", "larger"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, problem: str) -> None:
    (tmp_path / "big").write_bytes(b"x" * 9)
    with pytest.raises(InputError, match=problem) as raised:
        read_bytes(tmp_path / name, most=8)
    assert str(tmp_path) in str(raised.value)
    assert raised.value.advice


def test_a_file_as_large_as_it_may_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345678")
    assert read_bytes(tmp_path / "file", most=8) == b"12345678"
