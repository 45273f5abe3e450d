"""Whatever a file holds: entries, or an error that names it; never anything else."""

import io
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translator.errors import InputError
from translator.glossary.formats import format_names, glossary_format, read_with_problems
from translator.glossary.term import Term

GLOSSARY = [Term("泛化", "generalization", ("generalize",), note="n"), Term("鲁棒性", "robustness")]


def read(path, data):
    path.write_bytes(data)
    try:
        return read_with_problems(path)
    except InputError as error:
        message = str(error)
    assert path.name in message
    return None


@given(
    data=st.binary(max_size=200)
    | st.sampled_from(
        [b"PK\x03\x04", b"<?xml version='1.0'?>", b"\xff\xfe", b"source\ttarget\n"]
    ).flatmap(lambda head: st.binary(max_size=200).map(lambda tail: head + tail)),
    name=st.sampled_from(["a.tsv", "a.csv", "a.xlsx", "a.tbx", "a"]),
)
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_bytes(tmp_path, data, name):
    read(tmp_path / name, data)


@pytest.mark.parametrize("name", format_names())
def test_files_with_flipped_and_missing_bytes(tmp_path, name):
    whole = glossary_format(name).write(GLOSSARY)
    chance = random.Random(7)
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        read(tmp_path / f"damaged.{name}", bytes(damaged[: chance.randint(1, len(damaged))]))
        read(tmp_path / f"damaged.{name}", bytes(damaged))


def test_a_workbook_formatted_far_down(tmp_path):
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["source", "target"])
    sheet.cell(30_000, 1, "泛化")
    sheet.cell(30_000, 2, "generalization")
    written = io.BytesIO()
    workbook.save(written)
    (term,) = read(tmp_path / "far.xlsx", written.getvalue()).terms
    assert (term.source, term.line) == ("泛化", 30_000)
