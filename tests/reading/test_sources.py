"""Files, folders, standard input, limits."""

import io
import sys
from pathlib import Path

import pytest

from translator.errors import InputError, UsageError
from translator.reading import format_names, read, read_bytes, sources


def test_a_file_is_named_without_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "圆桌 讨论.txt"
    path.write_text("你好。", encoding="gb18030")
    for source in (path, str(path)):
        article = read(source)
        assert (article.origin, article.encoding) == ("圆桌 讨论.txt", "gb18030")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("周明：你好。", "# 题\n\n文"):
        stdin = io.TextIOWrapper(io.BytesIO(text.encode("gb18030")))
        monkeypatch.setattr(sys, "stdin", stdin)
        assert read("-").origin == "-"


@pytest.mark.parametrize(
    ("name", "words"),
    [("missing.txt", "no such file"), (".", "is a folder"), ("a\0b", "cannot read")],
)
def test_what_cannot_be_opened(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read(f"{tmp_path}/{name}")


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(sources.SIZE_LIMIT + 1)
    with pytest.raises(InputError, match="larger than 50 MB"):
        read(path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(path.open("rb")))
    with pytest.raises(InputError, match="larger than 50 MB"):
        read("-")


def test_the_format_can_be_named() -> None:
    assert read_bytes(b"<p>a</p>", origin="a.html", format="text").blocks[0].text == "<p>a</p>"
    assert read_bytes(b"<p>a</p>", origin="a.txt", format="html").blocks[0].text == "a"
    assert format_names() == ("docx", "html", "markdown", "mhtml", "text")
    with pytest.raises(UsageError, match="docx, html"):
        read_bytes(b"a", origin="a", format="pdf")


@pytest.mark.parametrize("name", ["talk.pdf", "talk.txt", "talk.md", "talk.html", "talk.docx", "-"])
def test_a_pdf_under_any_name_is_told_to_be_exported(name: str) -> None:
    with pytest.raises(InputError, match=r"PDF.*Export it as DOCX"):
        read_bytes(b"%PDF-1.7 " + bytes(100), origin=name)
