"""Scores of translations: BLEU and chrF with signatures, term success, paired bootstrap."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from translator.errors import InputError
from translator.training.pairs import Pair, read_lines, read_pairs
from translator.training.requirements import needed

if TYPE_CHECKING:
    from translator.document import Rung
    from translator.engine.packages import Package
    from translator.glossary.term import Match

Terms = tuple[tuple[str, str], ...]
"""(source form, required target) of one segment."""

_SAMPLES = 1000
"""Bootstrap samples (Koehn 2004)."""


class Scores(NamedTuple):
    """sacreBLEU's scores of one system on one set (Post 2018; chrF of Popović 2015).

    Attributes:
        bleu, chrf: 0 to 100.
        bleu_signature, chrf_signature: how they were computed.
    """

    bleu: float
    chrf: float
    bleu_signature: str
    chrf_signature: str


class Success(NamedTuple):
    """How many required terms a system rendered."""

    rendered: int
    required: int

    @property
    def percent(self) -> float:
        """Share of the required terms that were rendered, 0 to 100."""
        return 100 * self.rendered / self.required if self.required else 100.0


@dataclass(frozen=True, slots=True)
class TermRow:
    """A segment with its reference and the terms a translation must use."""

    source: str
    reference: str
    terms: Terms


def score(hypotheses: Sequence[str], references: Sequence[str]) -> Scores:
    """Returns BLEU and chrF of translations, row for row.

    Raises:
        UsageError: sacreBLEU is not installed.
    """
    metrics = needed("sacrebleu.metrics", "scoring")
    bleu, chrf = metrics.BLEU(), metrics.CHRF()
    system, wanted = list(hypotheses), [list(references)]
    return Scores(
        bleu.corpus_score(system, wanted).score,
        chrf.corpus_score(system, wanted).score,
        str(bleu.get_signature()),
        str(chrf.get_signature()),
    )


def better_probability(
    baseline: Sequence[str], system: Sequence[str], references: Sequence[str]
) -> float:
    """Returns the p-value of the two systems' difference in chrF by paired bootstrap.

    Koehn 2004, "Statistical significance tests for machine translation evaluation", as sacreBLEU
    does it: small values say that the difference is not an accident of the set.
    """
    if list(baseline) == list(system):
        return 1.0
    metrics = needed("sacrebleu.metrics", "scoring")
    significance = needed("sacrebleu.significance", "scoring")
    test = significance.PairedTest(
        [("baseline", list(baseline)), ("system", list(system))],
        {"chrF": metrics.CHRF(references=[list(references)])},
        references=None,
        test_type="bs",
        n_samples=_SAMPLES,
    )
    _signatures, results = test()
    (name,) = (key for key in results if key.startswith("chrF"))
    return float(results[name][1].p_value)


def term_success(hypotheses: Sequence[str], terms: Sequence[Terms]) -> Success:
    """Returns how many required targets occur in the translations.

    A target counts if it stands there as whole words, case and the shape of apostrophes ignored,
    without any inflection: what the terminology task of WMT 2023 calls exact.
    """
    rendered = required = 0
    for hypothesis, wanted in zip(hypotheses, terms, strict=True):
        for _, target in wanted:
            required += 1
            rendered += bool(_whole_words(target).search(hypothesis))
    return Success(rendered, required)


def read_set(value: str) -> list[Pair]:
    """Returns an evaluation set given as ``file.tsv`` or as ``CHINESE:ENGLISH`` text files.

    Raises:
        InputError: a file cannot be read, or the two have different numbers of lines.
    """
    source, colon, target = value.rpartition(":")
    if not colon or Path(value).exists():
        return read_pairs(Path(value))
    sides = [list(read_lines(Path(side))) for side in (source, target)]
    if len(sides[0]) != len(sides[1]):
        raise InputError(
            f"has {len(sides[1])} lines where the Chinese has {len(sides[0])}", where=target
        )
    return [Pair(*row) for row in zip(*sides, strict=True)]


def read_terms(file: Path) -> list[TermRow]:
    """Returns rows of ``source TAB reference TAB [["source form", "target"], …]``.

    Raises:
        InputError: unreadable, or a line of another form.
    """
    rows = []
    for number, line in enumerate(read_lines(file), 1):
        try:
            source, reference, terms = line.split("\t")
            pairs = tuple((str(form), str(target)) for form, target in json.loads(terms))
        except (ValueError, TypeError) as error:
            raise InputError(
                "is not: source, tab, reference, tab, list of term pairs in JSON",
                where=f"{file}, line {number}",
            ) from error
        rows.append(TermRow(source, reference, pairs))
    return rows


def translate(package: Package, sources: Sequence[str], threads: int | None = None) -> list[str]:
    """Returns what ``engine translate`` gives for every source: no glossary, no memory."""
    from translator.engine.postprocess import polish
    from translator.engine.translator import Request, Translator
    from translator.segmenting.script import simplify

    texts = [simplify(source).strip() for source in sources]
    results = [""] * len(texts)
    for index, hypotheses in Translator(package, threads=threads).translate(map(Request, texts)):
        results[index] = polish(texts[index], hypotheses[0].text).text
    return results


def translate_hinted(
    package: Package, rows: Sequence[TermRow], threads: int | None = None
) -> list[str]:
    """Returns translations with every term as an inline hint and nothing done if it is ignored.

    [] if the package knows no hints.
    """
    from translator.engine.postprocess import polish
    from translator.engine.translator import Request, Translator
    from translator.segmenting.script import simplify

    marks = package.term_hints
    if marks is None:
        return []
    requests = []
    for row in rows:
        text, end = "", 0
        simple = simplify(row.source).strip()
        for match in _matches(row, simple):
            hint = marks.open + simple[match.start : match.end] + marks.separator
            target = match.term.target.replace("’", "'")
            text += simple[end : match.start] + hint + target + marks.close
            end = match.end
        requests.append(Request(text + simple[end:]))
    results = [""] * len(rows)
    for index, hypotheses in Translator(package, threads=threads).translate(requests):
        results[index] = polish(rows[index].source, hypotheses[0].text).text
    return results


def translate_guided(
    package: Package, rows: Sequence[TermRow], threads: int | None = None
) -> tuple[list[str], list[Rung]]:
    """Returns translations under each row's terms, and the rung on which every term was honoured.

    Args:
        package: to translate with.
        rows: their terms are all the glossary there is.
        threads: processor threads, None for all.
    """
    from translator.engine.guidance import GuidedRequest, GuidedTranslator
    from translator.engine.translator import Translator

    requests = [GuidedRequest(row.source, _matches(row, row.source)) for row in rows]
    results = [""] * len(rows)
    rungs: list[Rung] = []
    for index, guided in GuidedTranslator(Translator(package, threads=threads)).translate(requests):
        results[index] = guided.target
        rungs += [use.rung for use in guided.terms]
    return results, rungs


def _matches(row: TermRow, text: str) -> tuple[Match, ...]:
    from translator.glossary.term import Term
    from translator.glossary.termbase import TermBase

    return TermBase([[Term(form, target) for form, target in row.terms]]).match(text)


def _whole_words(target: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in target.split())
    words = re.sub("['’]", "['’]", words)
    before = r"(?<!\w)" if target[:1].isalnum() else ""
    after = r"(?!\w)" if target[-1:].isalnum() else ""
    return re.compile(before + words + after, re.IGNORECASE)
