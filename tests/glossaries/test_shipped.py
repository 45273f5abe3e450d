"""The glossaries that come with the product: full, clean, and found where they belong."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from translator.glossary.checking import check_glossaries
from translator.glossary.term import CaseRule, Term
from translator.glossary.termbase import TermBase, shipped_files
from translator.resources import glossaries_folder

FOLDER = Path(glossaries_folder())
TERMS = "deep-learning.zh-en.tsv"
NAMES = "organisations.zh-en.tsv"
KEPT = "deep-learning.do-not-translate.tsv"
FULL = [
    "source",
    "target",
    "variants",
    "forbidden",
    "do_not_translate",
    "case",
    "part_of_speech",
    "domain",
    "note",
    "example",
    "state",
]
COLUMNS = {
    TERMS: FULL,
    NAMES: FULL,
    KEPT: ["source", "do_not_translate", "case", "domain", "note"],
}
LEAST = {TERMS: 2700, NAMES: 430, KEPT: 350}
PARTS_OF_SPEECH = {"noun", "proper noun", "adjective", "adverb", "verb", "phrase"}
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
BRITISH = re.compile(r"(?:isation|ysing|yse|behaviour|neighbour|labour|colour|favour|fibre)s?\b")


def _rows(name: str) -> Iterator[dict[str, str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    yield from csv.DictReader(
        (line for line in lines if not line.startswith("#")),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )


ROWS = {name: list(_rows(name)) for name in COLUMNS}
TRANSLATED = [(name, row) for name in (TERMS, NAMES) for row in ROWS[name]]


def _key(source: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", source)).lower()


def _admitted(row: dict[str, str]) -> list[str]:
    return [row["target"], *filter(None, row["variants"].split("|"))]


@pytest.mark.parametrize("name", COLUMNS)
def test_is_plain_text_that_version_control_shows_well(name: str) -> None:
    data = (FOLDER / name).read_bytes()
    assert data.decode("utf-8").split("\n")[0].split("\t") == COLUMNS[name]
    assert b"\r" not in data
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")


@pytest.mark.parametrize("name", COLUMNS)
def test_has_enough_entries_and_the_same_cells_in_each(name: str) -> None:
    assert len(ROWS[name]) >= LEAST[name]
    assert [row["source"] for row in ROWS[name] if None in row or None in row.values()] == []


def test_no_source_twice_in_a_file_or_across_files() -> None:
    seen: dict[str, tuple[str, str]] = {}
    twice = []
    for name, rows in ROWS.items():
        for row in rows:
            # Capitals tell names that stay as they are apart: seq2seq, Word2Vec and word2vec.
            key = row["source"] if name == KEPT else _key(row["source"])
            if key in seen:
                twice.append((row["source"], name, seen[key]))
            seen[key] = (row["source"], name)
    assert twice == []


@pytest.mark.parametrize("name", COLUMNS)
def test_cells_are_tidy(name: str) -> None:
    untidy = [
        (row["source"], cell)
        for row in ROWS[name]
        for cell in row.values()
        if cell != cell.strip() or "  " in cell or cell != unicodedata.normalize("NFC", cell)
    ]
    assert untidy == []


def test_sources_have_two_characters_and_targets_no_chinese() -> None:
    short = [row["source"] for rows in ROWS.values() for row in rows if len(row["source"]) < 2]
    chinese = [
        row["source"]
        for _, row in TRANSLATED
        if any(map(HAN.search, [*_admitted(row), row["forbidden"]]))
    ]
    assert short == []
    assert chinese == []


def test_values_are_those_allowed() -> None:
    for _, row in TRANSLATED:
        assert row["part_of_speech"] in PARTS_OF_SPEECH, row
        assert row["case"] in {"", "exact"}, row
        assert row["state"] == "approved", row
        assert row["domain"], row
        assert row["do_not_translate"] == "", row
    for row in ROWS[KEPT]:
        assert (row["do_not_translate"], row["case"]) == ("yes", "exact"), row


def test_what_is_admitted_is_admitted_once_and_never_forbidden() -> None:
    for _, row in TRANSLATED:
        admitted = _admitted(row)
        forbidden = list(filter(None, row["forbidden"].split("|")))
        assert len(set(admitted)) == len(admitted), row
        assert len(set(forbidden)) == len(forbidden), row
        assert not {word.lower() for word in admitted} & {word.lower() for word in forbidden}, row


def test_capitals_follow_the_case_rule() -> None:
    """An entry in capitals throughout is a name and counts exactly; others are written small."""
    for _, row in TRANSLATED:
        words = re.findall(r"[A-Za-z][\w'.]*", row["target"])
        if row["case"] == "exact":
            assert any(letter.isupper() for letter in row["target"]), row
        elif words:
            assert any(word[0].islower() for word in words), row


def test_spelling_is_american_in_preferred_targets() -> None:
    british = {row["target"] for _, row in TRANSLATED if BRITISH.search(row["target"])}
    # Institutions are called what they call themselves.
    assert british <= {"Organisation for Economic Co-operation and Development"}


def test_many_entries_explain_themselves() -> None:
    rows = ROWS[TERMS]
    assert sum(bool(row["note"]) for row in rows) >= 800
    assert sum(bool(row["example"]) for row in rows) >= 150
    assert sum(bool(row["forbidden"]) for row in rows) >= 100
    assert [r["source"] for r in rows if r["example"] and r["source"] not in r["example"]] == []


def test_glossary_check_finds_nothing() -> None:
    findings = check_glossaries([FOLDER / name for name in COLUMNS])
    assert [str(finding) for finding in findings] == []


@pytest.fixture(scope="module")
def base() -> TermBase:
    return TermBase.load()


def test_all_of_them_are_loaded(base: TermBase) -> None:
    assert {path.name for path in shipped_files()} == set(COLUMNS)
    assert len(base.terms) == sum(map(len, ROWS.values()))
    exact = next(term for term in base.terms if term.source == "NeurIPS")
    assert exact.do_not_translate
    assert exact.case is CaseRule.EXACT


def _found(base: TermBase, text: str) -> list[tuple[str, str]]:
    return [(match.term.source, match.term.target) for match in base.match(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "泛化能力和鲁棒性是两回事",
            {"泛化能力": "generalization ability", "鲁棒性": "robustness"},
        ),
        ("審稿人說泛化誤差太大", {"審稿人": "reviewer"}),
        (
            "她在清华读博,导师是北大的教授",
            {"清华": "Tsinghua", "读博": "PhD", "北大": "Peking University"},
        ),
        ("我们用 PyTorch 复现了 ResNet", {"PyTorch": "PyTorch", "ResNet": "ResNet"}),
        ("OOD泛化比分布内泛化难", {"OOD泛化": "OOD generalization"}),
        ("非凸优化里的鞍点", {"非凸优化": "nonconvex optimization", "鞍点": "saddle point"}),
        ("L2正则化和权重衰减不一样", {"L2正则化": "L2 regularization", "权重衰减": "weight decay"}),
        ("微软亚研院和中科大联合培养", {"微软亚研院": "Microsoft Research Asia", "中科大": "USTC"}),
    ],
)
def test_terms_of_a_panel_are_found(base: TermBase, text: str, wanted: dict[str, str]) -> None:
    targets = {target for _, target in _found(base, text)}
    assert set(wanted.values()) <= targets


STRANGE = {
    "先验",
    "图学习",
    "去重",
    "对数",
    "多任务",
    "同传",
    "后训练",
    "京东",
    "码本",
    "机器人学",
    "北大",
}


@pytest.mark.parametrize(
    "text",
    [
        "首先验证这个想法",
        "我们试图学会理解彼此",
        "他回去重新写了一遍",
        "针对数据的讨论",
        "图书馆里很多任务没人领",
        "不同传感器的读数",
        "然后训练就结束了",
        "南京东路上人很多",
        "代码本身没有问题",
        "机器人学会了走路",
        "大西北大风降温",
    ],
)
def test_everyday_sentences_are_left_alone(base: TermBase, text: str) -> None:
    assert not STRANGE & {source for source, _ in _found(base, text)}


def test_every_source_is_found_by_itself(base: TermBase) -> None:
    lost = [term.source for term in base.terms if not _whole(base, term)]
    assert lost == []


def _whole(base: TermBase, term: Term) -> bool:
    found = base.match(term.source)
    return len(found) == 1 and (found[0].start, found[0].end) == (0, len(term.source))
