r"""The columns of a glossary table (TSV, CSV, XLSX) and how a row becomes an entry and back.

A table names its columns in its first row; ``source`` and ``target`` make a complete glossary, and
``source`` alone lists words that are not translated. Cells with several values (``variants``,
``forbidden``) separate them by ``|``; inside a value ``\|`` is a bar and ``\\`` a backslash.
Columns that we do not know are kept in `Term.extra`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from translator.glossary.term import CaseRule, Term, TermState

FIELDS = (
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
)
"""The columns we know, in the order in which new files have them."""

LIST_FIELDS = ("variants", "forbidden")
"""The columns whose cells hold several values."""

_SYNONYMS = {
    "source": "source_text source_language source_term src zh cn chinese chinese_term "
    "zh_cn zh_hans zh_hant zh_tw "
    "中文 汉语 中文术语 中文名 源 源语 源语言 源文 原文 词条",
    "target": "target_text target_language en english en_us en_gb tgt target_term english_term "
    "preferred preferred_target preferred_term "
    "英文 英语 英文术语 英文名 目标 目标语 目标语言 译文 译名 首选译名",
    "variants": "variant admitted alternatives alternative synonyms synonym "
    "变体 同义词 其他译名 备选 备选译名",
    "forbidden": "forbid forbidden_targets deprecated prohibited avoid not 禁用 禁用译名 禁译",
    "do_not_translate": "dnt donottranslate no_translate keep 不译 不翻译",
    "case": "case_rule case_sensitive 大小写",
    "part_of_speech": "pos word_class 词性",
    "domain": "subject subject_field field category 领域 分类 学科",
    "note": "notes comment comments remark remarks 备注 注释 说明 注",
    "example": "examples context sentence 例句 示例 例子",
    "state": "status 状态",
}
_NAMES = {name: field for field in FIELDS for name in (field, *_SYNONYMS[field].split())}
# Names that fit either side: they take the side that the other columns leave open.
_EITHER = {
    "term": ("source", "target"),
    "术语": ("source", "target"),
    "translation": ("target", "source"),
    "翻译": ("target", "source"),
}

_TRUE = frozenset(("yes", "y", "true", "t", "1", "x", "✓", "✔", "是", "对"))
_FALSE = frozenset(("", "no", "n", "false", "f", "0", "-", "否"))
_CASES = {
    "any": CaseRule.ANY,
    "exact": CaseRule.EXACT,
    "insensitive": CaseRule.ANY,
    "sensitive": CaseRule.EXACT,
    **dict.fromkeys(_FALSE, CaseRule.ANY),
    **dict.fromkeys(_TRUE, CaseRule.EXACT),
}
_STATES = {
    **{state.value: state for state in TermState},
    "新": TermState.NEW,
    "已审": TermState.APPROVED,
    "废弃": TermState.OBSOLETE,
}
_LIST_ITEM = re.compile(r"(?:\\[\\|]|[^|])+")
_LIST_ESCAPE = re.compile(r"\\([\\|])")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a row or the header, to be raised or listed.

    Attributes:
        line: line (or sheet row) it is on.
        rule: stable name ("no-source", "no-target", "invalid-value").
        problem, advice: as in `translator.errors.TranslatorError`.
        source: the entry concerned, "" if none.
    """

    line: int
    rule: str
    problem: str
    advice: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """What the first row of a table says.

    Attributes:
        names: the columns as written; one without a name is called by its number ("column 3").
        fields: for every column its name in `FIELDS`, or None for a column we do not know.
    """

    names: tuple[str, ...]
    fields: tuple[str | None, ...]

    @property
    def usable(self) -> bool:
        """Whether the row is a header at all: it names the source."""
        return "source" in self.fields

    def index(self, field: str) -> int | None:
        """Returns the position of the column for ``field``, None if the table lacks it."""
        return self.fields.index(field) if field in self.fields else None


def read_header(names: Sequence[str]) -> Header:
    """Returns what the cells of a first row mean; each field is taken by its first column."""
    plain = [_plain(name) for name in names]
    fields: list[str | None] = []
    for name in plain:
        field = _NAMES.get(name)
        fields.append(field if field not in fields else None)
    for position, name in enumerate(plain):
        free = (side for side in _EITHER.get(name, ()) if side not in fields)
        fields[position] = fields[position] or next(free, None)
    shown = (name.strip() or f"column {number}" for number, name in enumerate(names, start=1))
    return Header(tuple(shown), tuple(fields))


def read_row(
    header: Header, cells: Sequence[str], line: int, glossary: str, *, pending: bool = False
) -> tuple[Term | None, tuple[Problem, ...]]:
    """Returns the entry that a row holds, and what is wrong with the row.

    Args:
        header: of the table.
        cells: decoded values without white space around them, possibly fewer than columns.
        line: line or row number, for messages and `Term.line`.
        glossary: name of the glossary, for `Term.glossary`.
        pending: whether a row whose target is still to be filled in counts, for editing it.

    Returns:
        None instead of an entry if the row has no source, or no target although it is to be
        translated: a blank is never an entry.
    """
    values = dict(zip(header.fields, cells, strict=False))
    extra = (
        tuple(
            (name, value)
            for name, field, value in zip(header.names, header.fields, cells, strict=False)
            if value and field is None
        )
        if None in values
        else ()
    )
    source = values.get("source", "")
    if not source:
        return None, _missing("source", values, line)
    problems: list[Problem] = []
    keep, case, state = _choices(values, line, problems)
    keep = keep or "target" not in header.fields
    target = values.get("target", "") or (source if keep else "")
    if not target and not pending:
        return None, (*problems, *_missing("target", values, line))
    term = Term(
        source=source,
        target=target,
        variants=split_values(values.get("variants", "")),
        forbidden=split_values(values.get("forbidden", "")),
        do_not_translate=keep,
        case=case,
        part_of_speech=values.get("part_of_speech", ""),
        domain=values.get("domain", ""),
        note=values.get("note", ""),
        example=values.get("example", ""),
        state=state,
        extra=extra,
        glossary=glossary,
        line=line,
    )
    return term, tuple(problems)


def given_fields(header: Header, cells: Sequence[str]) -> frozenset[str | None]:
    """Returns the known fields that a row fills in (and None if it fills in unknown columns)."""
    return frozenset(itertools.compress(header.fields, cells))


def cell_of(term: Term, field: str) -> str:
    """Returns the value of ``term`` for the column ``field`` as a table's cell shows it."""
    if field == "do_not_translate":
        return "yes" if term.do_not_translate else ""
    if field == "case":
        return "" if term.case is CaseRule.ANY else term.case.value
    value = getattr(term, field)
    return join_values(value) if field in LIST_FIELDS else str(value)


def table_of(terms: Iterable[Term]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Returns header and rows of a new table for ``terms``: known columns, then unknown ones."""
    terms = tuple(terms)
    unknown = tuple(dict.fromkeys(name for term in terms for name, _ in term.extra))
    rows = []
    for term in terms:
        extra = dict(term.extra)
        known = (cell_of(term, field) for field in FIELDS)
        rows.append((*known, *(extra.get(name, "") for name in unknown)))
    return (*FIELDS, *unknown), rows


def split_values(cell: str) -> tuple[str, ...]:
    """Returns the values of a cell separated by ``|``, without blanks and repetitions."""
    if "|" not in cell and "\\" not in cell:
        return (cell,) if cell else ()
    if "\\" not in cell:
        values = [value.strip() for value in cell.split("|")]
    else:
        values = [
            _LIST_ESCAPE.sub(r"\1", item.group()).strip() for item in _LIST_ITEM.finditer(cell)
        ]
    return tuple(dict.fromkeys(value for value in values if value))


def join_values(values: Iterable[str]) -> str:
    """Returns the cell that `split_values` reads back as ``values``."""
    return "|".join(value.replace("\\", "\\\\").replace("|", "\\|") for value in values)


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    bare = re.sub(r"\([^()]*\)", " ", folded).strip(" \t\ufeff:*") or folded.strip()
    return re.sub(r"[\s_-]+", "_", bare)


def _choices(
    values: Mapping[str | None, str], line: int, problems: list[Problem]
) -> tuple[bool, CaseRule, TermState]:
    """Returns do-not-translate, case rule and state; what is not allowed goes to ``problems``."""
    keep, case, state = False, CaseRule.ANY, TermState.APPROVED
    if flag := values.get("do_not_translate", "").casefold():
        keep = flag in _TRUE
        if not keep and flag not in _FALSE:
            problems.append(_invalid("do_not_translate", values, ("yes", "no"), line))
    if rule := values.get("case", "").casefold():
        case = _CASES.get(rule, case)
        if rule not in _CASES:
            problems.append(_invalid("case", values, tuple(CaseRule), line))
    if name := values.get("state", "").casefold():
        state = _STATES.get(name, state)
        if name not in _STATES:
            problems.append(_invalid("state", values, tuple(TermState), line))
    return keep, case, state


def _missing(field: str, values: Mapping[str | None, str], line: int) -> tuple[Problem, ...]:
    if not any(values.values()):
        return ()
    source = values.get("source", "")
    shown = f"“{source}” has" if source else f"“{values.get('target', '')}” has"
    advice = f"Fill in the {field} or delete the line"
    return (Problem(line, f"no-{field}", f"{shown} no {field}", advice, source),)


def _invalid(
    field: str, values: Mapping[str | None, str], allowed: Sequence[str], line: int
) -> Problem:
    import difflib

    source, value = values["source"], values[field]
    near = difflib.get_close_matches(value.casefold(), allowed, n=1)
    question = f"Did you mean “{near[0]}”? " if near else ""
    return Problem(
        line,
        "invalid-value",
        f"column {field} of “{source}” has the unknown value “{value}”",
        f"{question}Allowed: {', '.join(allowed)}",
        source,
    )
