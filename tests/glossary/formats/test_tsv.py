"""Text tables: what people write by hand, and what spreadsheets save."""

from pathlib import Path

import pytest

from translator.errors import InputError
from translator.glossary.formats import read_glossary
from translator.glossary.term import CaseRule, TermState


def read(tmp_path: Path, text: str | bytes, name: str = "own.tsv"):
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_glossary(path)


def test_source_and_target_are_enough(tmp_path):
    (term,) = read(tmp_path, "source\ttarget\n泛化\tgeneralization\n")
    assert (term.source, term.target) == ("泛化", "generalization")
    assert (term.glossary, term.line, term.state) == ("own", 2, TermState.APPROVED)


def test_every_column(tmp_path):
    (term,) = read(
        tmp_path,
        "source\ttarget\tvariants\tforbidden\tdo_not_translate\tcase\tpart_of_speech\tdomain\t"
        "note\texample\tstate\towner\n"
        "K 近邻\tk-nearest neighbours\tkNN|a\\|b\tK neighbours\tno\texact\tnoun\tlearning\t"
        "see $\\theta$ and $\\nabla$\t用 K 近邻分类。\tnew\tMei\n",
    )
    assert term.variants == ("kNN", "a|b")
    assert term.forbidden == ("K neighbours",)
    assert term.case is CaseRule.EXACT
    assert term.state is TermState.NEW
    assert term.note == "see $\\theta$ and $\\nabla$"
    assert term.extra == (("owner", "Mei"),)


@pytest.mark.parametrize(
    "header",
    [
        "中文\t英文",
        "zh\ten",
        "term\ttranslation",
        "Source Term\tTarget Term",
        "术语\t译名",
        "ZH-CN\tEN-US",
        "Source (Chinese)\tTarget (English)",
        "中文（简体）\t英文：",
    ],
)
def test_header_names_people_use(tmp_path, header):
    (term,) = read(tmp_path, f"{header}\n泛化\tgeneralization\n")
    assert (term.source, term.target) == ("泛化", "generalization")


def test_term_can_be_the_english_side(tmp_path):
    (term,) = read(tmp_path, "term\tzh\ngeneralization\t泛化\n")
    assert (term.source, term.target) == ("泛化", "generalization")


def test_source_alone_is_not_translated(tmp_path):
    terms = read(tmp_path, "source\nPyTorch\n\n# libraries\nJAX\n")
    assert [(t.source, t.target, t.do_not_translate) for t in terms] == [
        ("PyTorch", "PyTorch", True),
        ("JAX", "JAX", True),
    ]


@pytest.mark.parametrize(
    "encoded",
    [
        "source\ttarget\n泛化\tgeneralization\n".encode("utf-8-sig"),
        "source\ttarget\r\n泛化\tgeneralization\r\n".encode(),
        "source\ttarget\r泛化\tgeneralization".encode(),
        "\n\n# note\nsource\ttarget\n\n泛化\tgeneralization\n\n".encode(),
        "source\ttarget\n泛化\tgeneralization\n".encode("utf-16"),
        b"\xfe\xff" + "source\ttarget\n泛化\tgeneralization\n".encode("utf-16-be"),
        'source\ttarget\n"泛化"\t"generalization"\n'.encode(),
        "source,target\n泛化,generalization\n".encode(),
        "sep=;\r\nsource;target\r\n泛化;generalization\r\n".encode("utf-8-sig"),
        'source;target;note\n泛化;generalization;"a;b\nc"\n'.encode(),
        "source\ttarget\n泛化\tgeneralization\n机器学习里的神经网络\n".encode("gb18030"),
    ],
)
def test_encodings_and_line_ends(tmp_path, encoded):
    (term,) = read(tmp_path, encoded)
    assert (term.source, term.target) == ("泛化", "generalization")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("泛化\tgeneralization\n", "own.tsv, line 1: the first line does not name the columns"),
        ("source\ttarget\tstate\n泛化\tg\taproved\n", "own.tsv, line 2: column state"),
        ("source\ttarget\tcase\n\n泛化\tg\tupper\n", "own.tsv, line 3: column case"),
        ("source\ttarget\n\0\0\n", "is not a text file"),
    ],
)
def test_errors_name_file_and_line(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        read(tmp_path, text)


def test_a_misspelt_value_is_guessed(tmp_path):
    with pytest.raises(InputError, match="Did you mean “approved”"):
        read(tmp_path, "source\ttarget\tstate\n泛化\tg\taproved\n")


def test_blanks_are_no_entries(tmp_path):
    terms = read(tmp_path, "source\ttarget\n泛化\t\n\tgeneralization\n \t \n优化\toptimization\n")
    assert [term.source for term in terms] == ["优化"]


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_glossary(tmp_path / "none.tsv")
    with pytest.raises(InputError, match="is a folder"):
        read_glossary(tmp_path)


def test_empty_file_is_an_empty_glossary(tmp_path):
    assert read(tmp_path, "") == ()
