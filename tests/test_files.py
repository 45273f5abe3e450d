from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from translator.errors import OutputError
from translator.files import check_folder, replacing, write_bytes, write_text


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
