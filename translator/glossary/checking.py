"""What is wrong or risky in glossary files, with the line and the remedy.

Errors make a glossary do what nobody means (two entries for one source, a target that is forbidden,
Chinese in an English target). Warnings ask for a look: they are right more often than not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from translator.checks.finding import Severity
from translator.glossary.background import common_words
from translator.glossary.formats import is_text_table, read_bytes, read_with_problems
from translator.glossary.formats.columns import FIELDS
from translator.glossary.formats.delimited import Table, decode_cells, parse
from translator.glossary.formats.textfile import decode_text
from translator.glossary.keys import same_source, source_keys
from translator.glossary.term import CaseRule, Term, TermState
from translator.glossary.termbase import shipped_files

COMMONEST = 1500
"""A source among so many of the commonest everyday words is likely to match where none is meant."""

_HAN = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WIDE = re.compile(r"[\uff01-\uff60\u3001-\u3003\u3008-\u3011\u300c-\u301f“”‘’]")
_BAD_SPACE = re.compile(
    r"[\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff\x0b\x0c\x85]"
)
_HAN_GAP = re.compile(rf"(?<={_HAN.pattern}) +(?={_HAN.pattern})")
_WORD = re.compile(r"[^\W\d_]+")
_PUNCTUATION_AT_END = re.compile(r"[.,;:，。；：、!?！？]$")
_LATIN_TWINS = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχϲ")
_ORDINARY_ENDING = re.compile(
    r"(?:tion|sion|ment|ness|ity|ance|ence|ship|ism|ized?|ised?|able|ible|ful|less|ous|ive|al)$"
)
_SMALL_WORDS = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
)


@dataclass(frozen=True, slots=True)
class GlossaryFinding:
    """Something in a glossary file that somebody should look at.

    Attributes:
        file: name of the file.
        line: line or row, None if it concerns the whole file.
        rule: stable lower-case name with hyphens ("duplicate-source").
        severity: errors make the command exit with 1.
        source: the entry concerned.
        message: what is wrong.
        fix: what to do, as an imperative clause.
    """

    file: str
    line: int | None
    rule: str
    severity: Severity
    source: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Spellings:
    """How glossaries write English: what a capital is compared with.

    Attributes:
        lower, upper: how often each word stands in small letters, and capitalised inside a target.
        targets: all targets in small letters.
    """

    lower: Counter[str]
    upper: Counter[str]
    targets: frozenset[str]

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Spellings:
        """Returns the counts over ``terms``."""
        lower: Counter[str] = Counter()
        upper: Counter[str] = Counter()
        targets: set[str] = set()
        for term in terms:
            if term.do_not_translate:
                continue
            if term.target.islower():
                targets.add(term.target)
            title = _is_title(term.target)
            for place, word in enumerate(_WORD.findall(term.target)):
                if word.islower():
                    lower[word] += 1
                elif place and word[1:].islower() and not title:
                    upper[word.lower()] += 1
        return cls(lower, upper, frozenset(targets))


def check_glossaries(files: Sequence[Path]) -> tuple[GlossaryFinding, ...]:
    """Returns what is wrong in each file, and where files of different opinion meet.

    Args:
        files: glossary files, the most important first.

    Raises:
        InputError: a file cannot be read at all.
    """
    readings = [read_with_problems(path) for path in files]
    glossaries = [reading.terms for reading in readings]
    spellings = Spellings.of(chain(_shipped_terms(), *glossaries))
    findings: list[GlossaryFinding] = []
    for path, reading in zip(files, readings, strict=True):
        found = [
            GlossaryFinding(
                path.name,
                p.line,
                p.rule,
                _BLANKS.get(p.rule, _ERROR),
                p.source,
                p.problem,
                p.advice,
            )
            for p in reading.problems
        ]
        table = _text_table(path)
        if table:
            found += _check_cells(table, path.name)
        found += check_terms(reading.terms, path.name, spellings)
        findings += sorted(found, key=lambda finding: (finding.line or 0, finding.rule))
    names = {path.stem: path.name for path in files}
    return (*findings, *_conflicts(glossaries, names))


def check_terms(
    terms: Sequence[Term], file: str, spellings: Spellings | None = None
) -> Iterator[GlossaryFinding]:
    """Yields what is wrong with the entries of one glossary, rule by rule.

    Args:
        terms: its entries.
        file: its name, for the findings.
        spellings: how targets are written, here and elsewhere; None looks at ``terms`` alone.
    """
    yield from _duplicates(terms, file)
    spellings = spellings or Spellings.of(terms)
    for term in terms:
        for rule, severity, message, fix in (
            *_contradictions(term),
            *_characters(term),
            *_case(term, spellings),
            *_risks(term),
        ):
            yield GlossaryFinding(file, term.line, rule, severity, term.source, message, fix)


_Remark = tuple[str, Severity, str, str]
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_BLANKS = {"no-target": _WARNING}


def _text_table(path: Path) -> Table | None:
    data = read_bytes(path)
    return parse(decode_text(data, where=path.name)[0]) if is_text_table(data) else None


def _check_cells(table: Table, file: str) -> Iterator[GlossaryFinding]:
    """Yields what only the text of the file shows: white space around cells, surplus cells."""
    for record in table.rows():
        cells = record.cells or ()
        source = next(iter(decode_cells(record, table.delimiter)), "")
        padded = [
            table.header.names[i]
            for i, raw in enumerate(cells[: len(table.header.names)])
            if table.delimiter == "\t" and raw != raw.strip()
        ]
        if padded:
            message = f"white space around the cell{'s' * (len(padded) > 1)} {', '.join(padded)}"
            yield GlossaryFinding(
                file, record.line, "stray-space", _ERROR, source, message, "Remove it"
            )
        surplus = [cell for cell in cells[len(table.header.names) :] if cell.strip()]
        if surplus:
            message = f"more cells than columns: “{surplus[0]}” has no column"
            fix = "Name the column, or remove the surplus tab"
            yield GlossaryFinding(file, record.line, "surplus-cell", _ERROR, source, message, fix)


def _duplicates(terms: Sequence[Term], file: str) -> Iterator[GlossaryFinding]:
    seen: dict[str, list[Term]] = defaultdict(list)
    for term, key in zip(terms, source_keys(t.source for t in terms), strict=True):
        first = next((other for other in seen[key] if same_source(other, term)), None)
        seen[key].append(term)
        if first:
            how = "there" if first.source == term.source else f"there as “{first.source}”"
            message = f"“{term.source}” is {how} already, on line {first.line}: “{first.target}”"
            fix = "Keep one, and make the other a variant"
            yield GlossaryFinding(
                file, term.line, "duplicate-source", _ERROR, term.source, message, fix
            )


def _conflicts(
    glossaries: Sequence[Sequence[Term]], names: dict[str, str]
) -> Iterator[GlossaryFinding]:
    """Yields entries that a more important glossary overrules with another target."""
    first: dict[str, Term] = {}
    for glossary in glossaries:
        keys = source_keys(term.source for term in glossary)
        for term, key in zip(glossary, keys, strict=True):
            kept = first.setdefault(key, term)
            admitted = {form.casefold() for form in (kept.target, *kept.variants)}
            if (
                kept.glossary == term.glossary
                or TermState.OBSOLETE in (kept.state, term.state)
                or term.target.casefold() in admitted
            ):
                continue
            file = names.get(term.glossary, term.glossary)
            other = f"{names.get(kept.glossary, kept.glossary)}, line {kept.line}"
            message = f"“{term.target}” is overruled by “{kept.target}” ({other})"
            fix = "Make it a variant there, or leave it if that is meant"
            yield GlossaryFinding(file, term.line, "conflict", _WARNING, term.source, message, fix)


def _contradictions(term: Term) -> Iterator[_Remark]:
    same = str if term.case is CaseRule.EXACT else str.casefold
    forbidden = {same(form) for form in term.forbidden}
    if same(term.target) in forbidden:
        by_case = term.target not in term.forbidden
        yield (
            "target-forbidden", _ERROR, f"the target “{term.target}” is forbidden by its own entry",
            "Make the case rule exact" if by_case else "Take it out of forbidden",
        )  # fmt: skip
    for variant in term.variants:
        if same(variant) in forbidden:
            yield (
                "variant-forbidden", _ERROR, f"“{variant}” is both admitted and forbidden",
                "Decide for one",
            )  # fmt: skip
        if same(variant) == same(term.target):
            yield (
                "variant-is-target", _ERROR if variant == term.target else _WARNING,
                f"the variant “{variant}” repeats the target", "Remove the variant",
            )  # fmt: skip
    if term.do_not_translate and term.target != term.source:
        yield (
            "kept-but-translated", _ERROR,
            f"is not to be translated, but has the target “{term.target}”",
            "Clear the target, or do_not_translate",
        )  # fmt: skip


def _characters(term: Term) -> Iterator[_Remark]:
    for field in FIELDS:
        value = getattr(term, field)
        for text in value if isinstance(value, tuple) else (str(value),):
            yield from _spaces(field, text)
            if "\ufffd" in text:
                yield "damaged-text", _ERROR, f"{field} has a damaged character", "Type it again"
    if _HAN_GAP.search(term.source):
        yield (
            "stray-space",
            _ERROR,
            "the source has spaces between Chinese characters",
            "Remove them",
        )
    if _PUNCTUATION_AT_END.search(term.source):
        yield "stray-punctuation", _WARNING, "the source ends in punctuation", "Remove it"
    yield from _lookalikes("source", term.source)
    if term.do_not_translate:
        return
    for text in (term.target, *term.variants, *term.forbidden):
        if _HAN.search(text):
            yield "chinese-target", _ERROR, f"“{text}” has Chinese characters", "Write English"
        elif wide := _WIDE.search(text):
            message = f"“{text}” has the Chinese or full-width character {wide.group()}"
            yield "wide-target", _ERROR, message, "Use the half-width one"
        if re.search("[;；]", text):
            fix = "Separate values by |"
            yield "wrong-separator", _WARNING, f"“{text}” looks like several values", fix
        yield from _lookalikes("target", text)
    if _PUNCTUATION_AT_END.search(term.target):
        yield "stray-punctuation", _WARNING, "the target ends in punctuation", "Remove it"


def _spaces(field: str, text: str) -> Iterator[_Remark]:
    if bad := _BAD_SPACE.search(text):
        name = unicodedata.name(bad.group(), f"U+{ord(bad.group()):04X}").lower()
        yield "stray-space", _ERROR, f"{field} has a {name}", "Use a plain space, or none"
    elif "  " in text:
        yield "stray-space", _ERROR, f"{field} has several spaces in a row", "Leave one"


def _lookalikes(field: str, text: str) -> Iterator[_Remark]:
    for word in _WORD.findall(text):
        scripts = {unicodedata.name(char, "").split(" ")[0] for char in word}
        twins = [char for char in word if char in _LATIN_TWINS]
        if "CYRILLIC" in scripts or ("LATIN" in scripts and "GREEK" in scripts and twins):
            foreign = next(c for c in word if unicodedata.name(c, "").startswith(("CYR", "GREEK")))
            name = unicodedata.name(foreign).lower()
            message = f"{field} has a {name} in “{word}” that looks like Latin"
            yield "mixed-scripts", _ERROR, message, "Type the word again in Latin letters"


def _is_title(target: str) -> bool:
    """Returns whether every word but the small ones is capitalised, as in the names of bodies."""
    words = [word for word in target.split() if word.casefold() not in _SMALL_WORDS]
    return len(words) > 1 and all(word[0].isupper() or not word[0].isalpha() for word in words)


def _shipped_terms() -> Iterator[Term]:
    for path in shipped_files():
        yield from read_with_problems(path).terms


def _case(term: Term, spellings: Spellings) -> Iterator[_Remark]:
    """Yields capitals without a reason (a name, a title, a case rule), and names without them."""
    if term.do_not_translate or term.case is CaseRule.EXACT or "proper" in term.part_of_speech:
        return
    if _is_title(term.target):
        if term.target.lower() in spellings.targets:
            yield (
                "wrong-case", _WARNING, f"“{term.target}” is written small in other entries",
                f"Write “{term.target.lower()}”, or make the case rule exact",
            )  # fmt: skip
        return
    lower, upper = spellings.lower, spellings.upper
    words = _WORD.findall(term.target)
    is_name = any(word[0].isupper() for word in words[1:])
    if words and words[0][:1].isupper() and words[0][1:].islower() and not is_name:
        first = words[0].lower()
        if lower[first] > upper[first] or _ORDINARY_ENDING.search(first):
            yield (
                "wrong-case", _WARNING, f"“{term.target}” starts with a capital without a reason",
                f"Write “{term.target[0].lower()}{term.target[1:]}”, or make the case rule exact",
            )  # fmt: skip
    for word in words:
        if word.islower() and upper[word] >= 4 * lower[word]:
            yield (
                "wrong-case", _WARNING, f"“{word}” is capitalised in other targets",
                f"Write “{word.capitalize()}”",
            )  # fmt: skip


def _risks(term: Term) -> Iterator[_Remark]:
    if term.state is TermState.OBSOLETE:
        return
    if len(term.source) == 1 and _HAN.match(term.source):
        yield (
            "single-character", _WARNING, "a source of one character matches inside other words",
            "Use a longer source, or several",
        )  # fmt: skip
    elif common_words().common(term.source, COMMONEST):
        yield (
            "common-word", _WARNING, "is an everyday word that is likely to match too often",
            "Use a longer source, or mark the entry obsolete",
        )  # fmt: skip
