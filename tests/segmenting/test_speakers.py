from __future__ import annotations

from pathlib import Path

import pytest

from translator.errors import InputError
from translator.segmenting.speakers import read_speakers


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "speakers.tsv"
    path.write_text(text, encoding=encoding, newline="")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "吕一\tLucy Lui\n单丁\tDing Shan\n",
        "吕一,Lucy Lui\r\n单丁,Ding Shan\r\n",
        "\ufeff姓名\t英文\n吕一\tLucy Lui\n\n# 注释\n单丁\tDing Shan\textra\n",
        '吕一,"Lucy Lui"\n单丁\tDing Shan',
        "吕一\tLucy Lui\n单丁\tDing Shan\n吕一\tLucy Lui\n",
    ],
)
def test_pairs(tmp_path: Path, text: str) -> None:
    assert read_speakers(written(tmp_path, text)) == {"吕一": "Lucy Lui", "单丁": "Ding Shan"}


def test_gb18030(tmp_path: Path) -> None:
    text = "张三丰\tZhang Sanfeng\n李四光\tLi Siguang\n王小五\tWang Xiaowu\n"
    assert len(read_speakers(written(tmp_path, text, "gb18030"))) == 3


def test_empty_file(tmp_path: Path) -> None:
    assert read_speakers(written(tmp_path, "")) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("吕一\tLucy\n单丁\n", "line 2: no pair"),
        ("\t\n吕一\t\n", "line 2: no pair"),
        ("吕一\tLucy\n吕一\tLuke\n", "line 2: 吕一 is given twice"),
        ('吕一,"Lucy\n', "line 1: unreadable"),
    ],
)
def test_errors_name_the_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_speakers(written(tmp_path, text))


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_speakers(tmp_path / "none.tsv")
