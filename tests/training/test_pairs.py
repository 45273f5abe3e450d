from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from translator.document import Document, Section, SectionKind, Segment, State, Turn
from translator.documents import aligned
from translator.errors import InputError
from translator.training.pairs import Pair, read_pairs, write_pairs

TMX = """<?xml version="1.0"?>
<tmx version="1.4"><header srclang="zh"/><body>
<tu><tuv xml:lang="zh-CN"><seg>你好。</seg></tuv><tuv xml:lang="en"><seg>Hello.</seg></tuv></tu>
<tu><prop type="x-state">machine</prop><tuv xml:lang="zh"><seg>再见。</seg></tuv>
<tuv xml:lang="en"><seg>Bye-bye see.</seg></tuv></tu>
<tu><prop type="x-state">approved</prop><tuv xml:lang="zh"><seg>谢谢。</seg></tuv>
<tuv xml:lang="en-GB"><seg>Thanks.</seg></tuv></tu>
</body></tmx>"""


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ("你好\tHello", Pair("你好", "Hello", "t")),
        ("talks\t你好\tHello", Pair("你好", "Hello", "talks")),
        ("\t你好\tHello", Pair("你好", "Hello", "t")),
        ("你好\tHello\ta remark", Pair("你好", "Hello", "t")),
        ("GAN\tGAN", Pair("GAN", "GAN", "t")),
    ],
)
def test_table_lines(tmp_path: Path, line: str, pair: Pair) -> None:
    file = tmp_path / "a.tsv"
    file.write_text(f"# a comment\n\n{line}\r\n", encoding="utf-8-sig")
    assert read_pairs(file, "t") == [pair]


def test_compressed_tables(tmp_path: Path) -> None:
    file = tmp_path / "a.tsv.xz"
    with lzma.open(file, "wt", encoding="utf-8") as output:
        output.write("你好\tHello\n")
    assert read_pairs(file) == [Pair("你好", "Hello")]


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.tsv", "你好 Hello\n".encode(), "line 1: has no tab"),
        ("a.tsv", "你好\tHello\n".encode("utf-16"), "not UTF-8"),
        ("a.tsv.xz", b"no archive", "cannot read"),
        ("a.docx", b"", "no file of pairs"),
        ("a.tmx", b"<tmx", "."),
    ],
)
def test_damaged_files(tmp_path: Path, name: str, content: bytes, complaint: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputError, match=complaint):
        read_pairs(file)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_pairs(tmp_path / "none.tsv")


def test_memories_without_machine_output(tmp_path: Path) -> None:
    file = tmp_path / "memory.tmx"
    file.write_text(TMX, encoding="utf-8")
    assert read_pairs(file) == [Pair("你好。", "Hello."), Pair("谢谢。", "Thanks.")]


def test_aligned_documents_give_what_a_person_accepted(tmp_path: Path) -> None:
    states = zip("abcd", State, strict=True)
    segments = tuple(
        Segment(i, f"第{i}句", f"Sentence {i}" if s is not State.UNTRANSLATED else "", s)
        for i, s in states
    )
    section = Section(SectionKind.BODY, turns=(Turn("", segments),))
    document = Document("talk.txt", (section,))
    file = tmp_path / "talk.aligned.json"
    aligned.write(document, file)
    assert [pair.target for pair in read_pairs(file)] == ["Sentence c", "Sentence d"]


def test_written_pairs_are_read_again(tmp_path: Path) -> None:
    pairs = [Pair("你好", "Hello", "a"), Pair("GAN 很难训练", "GANs are hard to train", "b")]
    write_pairs(tmp_path / "a.tsv", pairs)
    assert read_pairs(tmp_path / "a.tsv") == pairs
