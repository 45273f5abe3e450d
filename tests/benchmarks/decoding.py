"""Decoding settings measured on development sets: quality, speed, loops, with a baseline row.

    python tests/benchmarks/decoding.py SET.tsv … [--engine PATH] [--only NAME]… [--limit N]

A set is a file of lines ``Chinese TAB English [TAB …]``, or ``NAME.zh:NAME.en``. The settings are
those discussed in `translator.engine.decoding`; "default" is what the toolkit uses and "plain" is
CTranslate2's search alone. Scores are sacreBLEU's BLEU and chrF; ``joined`` sets put three lines
together, to judge how long a text may be before it is cut.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import sacrebleu
from rich.console import Console
from rich.table import Table

from translator.engine.decoding import Decoding
from translator.engine.loops import loop_start, repeats_itself
from translator.engine.packages import Package, choose_package
from translator.engine.postprocess import polish
from translator.engine.translator import Request, Translator
from translator.segmenting.script import simplify

DEFAULT = Decoding()
SETTINGS = {
    "default": DEFAULT,
    "plain": replace(DEFAULT, loop_repetition_penalty=1.0, loop_no_repeat_ngram=0),
    **{f"beam {n}": replace(DEFAULT, beam_size=n) for n in (1, 2, 3, 5, 6, 8)},
    **{f"length {p}": replace(DEFAULT, length_penalty=p) for p in (0.2, 0.6, 1.3, 1.6)},
    **{f"repetition {p}": replace(DEFAULT, repetition_penalty=p) for p in (1.05, 1.1, 1.2)},
    **{f"no repeat {n}": replace(DEFAULT, no_repeat_ngram=n) for n in (3, 4, 6)},
    **{f"cut {n}": replace(DEFAULT, longest_input=n) for n in (30, 45, 60, 80, 120, 160)},
    **{f"sentences {n}": replace(DEFAULT, longest_joined=n) for n in (15, 30, 45, 60)},
}


def main() -> None:
    """Runs the chosen settings over the sets and prints one row for each pair."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--engine")
    parser.add_argument("--only", action="append", choices=SETTINGS)
    parser.add_argument("--limit", type=int, default=1_000_000)
    parser.add_argument("--joined", type=int, default=1, help="lines put together")
    arguments = parser.parse_args()
    package = choose_package(arguments.engine)
    table = Table(title=f"{package.name} {package.fingerprint}", box=None)
    for column in ("set", "setting", "BLEU", "chrF", "polished", "length", "loops", "sent/s"):
        table.add_column(column, justify="left" if column in {"set", "setting"} else "right")
    for name in arguments.sets:
        sources, references = _join(_read(name, arguments.limit), arguments.joined)
        for setting in arguments.only or SETTINGS:
            row = _measure(package, SETTINGS[setting], sources, references)
            table.add_row(Path(name.split(":")[0]).stem, setting, *row)
    Console(width=110).print(table)


def _read(name: str, limit: int) -> list[tuple[str, str]]:
    if ":" in name:
        zh, en = (Path(n).read_text(encoding="utf-8").splitlines() for n in name.split(":"))
        return list(zip(zh, en, strict=True))[:limit]
    lines = Path(name).read_text(encoding="utf-8").splitlines()[:limit]
    return [(row[0], row[1]) for row in (line.split("\t") for line in lines)]


def _join(pairs: list[tuple[str, str]], count: int) -> tuple[list[str], list[str]]:
    groups = [pairs[i : i + count] for i in range(0, len(pairs), count)]
    sources = [simplify("".join(zh for zh, _ in group)).strip() for group in groups]
    return sources, [" ".join(en for _, en in group) for group in groups]


def _measure(
    package: Package, decoding: Decoding, sources: list[str], references: list[str]
) -> Iterator[str]:
    translator = Translator(package, decoding=decoding)
    targets = [""] * len(sources)
    began = time.perf_counter()
    for index, hypotheses in translator.translate(Request(text) for text in sources):
        targets[index] = hypotheses[0].text
    seconds = time.perf_counter() - began
    bleu = sacrebleu.corpus_bleu(targets, [references])
    chrf = sacrebleu.corpus_chrf(targets, [references])
    polished = [polish(s, t).text for s, t in zip(sources, targets, strict=True)]
    loops = sum(
        loop_start(target.split()) is not None and not repeats_itself(source)
        for source, target in zip(sources, targets, strict=True)
    )
    yield f"{bleu.score:.2f}"
    yield f"{chrf.score:.2f}"
    yield f"{sacrebleu.corpus_chrf(polished, [references]).score:.2f}"
    yield f"{bleu.sys_len / bleu.ref_len:.2f}"
    yield str(loops)
    yield f"{len(sources) / seconds:.1f}"


if __name__ == "__main__":
    main()
