"""How well terms are obeyed, and what it costs.

    python tests/benchmarks/terms.py SENTENCES.tsv [--document TEXT] [--package PATH] [--limit N]

SENTENCES.tsv holds a source, its reference translation, and the required terms as a JSON list of
[source, target] pairs on each line. TEXT is a plain Chinese text that is translated under the
shipped glossaries. Both are translated by the package as it is and by a copy of it that knows no
inline hints, each with and without the terms. Times are processor time of one thread, so that they
can be compared on a busy machine.

Columns: terms honoured without asking for them (unasked); by rung; before any splice; in all; chrF
without and with the terms; texts per second without terms; time added by them; targets with markup.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sacrebleu

from translator.document import Rung
from translator.engine.guidance import GuidedRequest, GuidedTranslator
from translator.engine.packages import load_package
from translator.engine.translator import Translator
from translator.glossary.realisation import assign
from translator.glossary.term import Match, Term
from translator.glossary.termbase import TermBase
from translator.resources import embedded_packages_folder

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*[”’」』）)]*")
_RUNGS = (Rung.CHOOSE, Rung.HINT, Rung.REDIRECT, Rung.SPLICE, Rung.FAILED)


@dataclass(frozen=True)
class Sample:
    """Sources with what each must contain; references where there are any."""

    name: str
    sources: list[str]
    matches: list[tuple[Match, ...]]
    references: list[str]


@dataclass(frozen=True)
class Result:
    """What one run gave."""

    targets: list[str]
    rungs: Counter[Rung]
    seconds: float


def required_terms(path: Path, limit: int | None) -> Sample:
    """Reads sentences that bring their own terms."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()][:limit]
    matches = [
        TermBase([[Term(source, target) for source, target in json.loads(terms)]]).match(text)
        for text, _, terms in rows
    ]
    return Sample(path.name, [row[0] for row in rows], matches, [row[1] for row in rows])


def shipped_terms(path: Path, limit: int | None) -> Sample:
    """Reads the sentences of a text and finds the shipped terms in them."""
    text = path.read_text(encoding="utf-8")
    sentences = [found[0].strip() for found in _SENTENCE.finditer(text)]
    sentences = [s for s in sentences if re.search(r"[\u4e00-\u9fff]{2}", s)][:limit]
    base = TermBase.load()
    return Sample(path.name, sentences, [base.match(s) for s in sentences], [])


def run(engine: GuidedTranslator, sample: Sample, *, guided: bool) -> Result:
    """Translates a sample with or without its terms."""
    requests = [
        GuidedRequest(source, matches if guided else ())
        for source, matches in zip(sample.sources, sample.matches, strict=True)
    ]
    targets = [""] * len(requests)
    rungs: Counter[Rung] = Counter()
    start = time.process_time()
    for index, result in engine.translate(requests):
        targets[index] = result.target
        rungs.update(use.rung for use in result.terms)
    return Result(targets, rungs, time.process_time() - start)


def report(package: str, engine: GuidedTranslator, sample: Sample) -> None:
    """Prints the two rows of one package and sample."""
    total = sum(len(matches) for matches in sample.matches)
    free = run(engine, sample, guided=False)
    held = run(engine, sample, guided=True)
    by_chance = sum(
        span is not None
        for matches, target in zip(sample.matches, free.targets, strict=True)
        for span in assign(matches, target)
    )
    spliced = held.rungs[Rung.SPLICE] + held.rungs[Rung.FAILED]
    leaks = sum("<t>" in t or "<=>" in t or "</t>" in t for t in held.targets)
    cells = [f"{held.rungs[rung] / total:7.1%}" for rung in _RUNGS]
    extra = held.seconds / free.seconds - 1
    print(
        f"{package:9} {sample.name[:18]:18} {len(sample.sources):5} {total:5} "
        f"{by_chance / total:7.1%} "
        f"{' '.join(cells)} {1 - spliced / total:7.1%} {1 - held.rungs[Rung.FAILED] / total:7.1%} "
        f"{_chrf(sample, free):>6} {_chrf(sample, held):>6} "
        f"{len(sample.sources) / free.seconds:6.1f} {extra:+7.0%} {leaks:5}",
        flush=True,
    )


def _chrf(sample: Sample, result: Result) -> str:
    if not sample.references:
        return "-"
    return f"{sacrebleu.corpus_chrf(result.targets, [sample.references]).score:.2f}"


def _without_hints(package: Path, folder: Path) -> Path:
    copy = folder / "without-hints"
    shutil.copytree(package, copy)
    metadata = json.loads((copy / "metadata.json").read_text(encoding="utf-8"))
    metadata.pop("term_hints", None)
    (copy / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    return copy


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--document", type=Path)
    parser.add_argument("--package", type=Path, default=None)
    parser.add_argument("--limit", type=int, default=None)
    options = parser.parse_args(arguments)
    embedded = sorted(p.parent for p in embedded_packages_folder().rglob("metadata.json"))
    package = options.package or embedded[0]
    samples = [required_terms(options.sentences, options.limit)]
    if options.document:
        samples.append(shipped_terms(options.document, options.limit))
    names = " ".join(f"{rung.value:>7}" for rung in _RUNGS)
    print(
        f"{'package':9} {'sample':18} {'texts':>5} {'terms':>5} {'unasked':>7} {names} "
        f"{'unsplic':>7} {'obeyed':>7} {'chrF':>6} {'guided':>6} {'text/s':>6} {'time':>7} leaks"
    )
    with tempfile.TemporaryDirectory() as folder:
        stripped = _without_hints(package, Path(folder))
        for name, path in (("as it is", package), ("no hints", stripped)):
            engine = GuidedTranslator(Translator(load_package(path), threads=1))
            for sample in samples:
                report(name, engine, sample)
    return 0


if __name__ == "__main__":
    sys.exit(main())
