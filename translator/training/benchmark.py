"""What packages are worth and what they cost, beside the published outputs of other systems."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from translator.document import Rung
from translator.engine.packages import Package
from translator.errors import EngineError, InputError, UsageError
from translator.training.evaluation import (
    Scores,
    Success,
    TermRow,
    better_probability,
    read_set,
    read_terms,
    score,
    term_success,
    translate,
    translate_guided,
    translate_hinted,
)
from translator.training.pairs import Pair, read_lines

_PROBE = """
import sys
from pathlib import Path
from translator.engine.packages import Origin, read_package
from translator.engine.translator import Request, Translator
translator = Translator(read_package(Path(sys.argv[1]), Origin.FILE), threads=1)
list(translator.translate([Request("今天天气很好。")]))
try:  # ru_maxrss would count the parent's memory too: Linux hands it on through exec
    status = Path("/proc/self/status").read_text()
    print(int(status.split("VmHWM:")[1].split()[0]) * 1024)
except (OSError, IndexError):
    try:
        import resource
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    except ImportError:
        print(0)
"""
_COLD_STARTS = 3
_PROBE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """Segments with references, under a name."""

    name: str
    pairs: list[Pair]


@dataclass(frozen=True, slots=True)
class Peer:
    """The output of another system on one of the sets, line for line."""

    name: str
    set_name: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class SetResult:
    """One system on one set.

    Attributes:
        set_name, system: which.
        segments: how many.
        scores: BLEU and chrF.
        sentences_per_second: None for peers.
        p_value: that the chrF differs from the baseline's by accident only; None for the baseline
            itself or where none was asked for.
    """

    set_name: str
    system: str
    segments: int
    scores: Scores
    sentences_per_second: float | None = None
    p_value: float | None = None


@dataclass(frozen=True, slots=True)
class TermResult:
    """One package on the term set.

    Attributes:
        system: the package.
        plain: success without any guidance.
        hinted: with inline hints alone; None if the package knows none.
        guided: with the whole ladder.
        rungs: matches by the rung that honoured them, whole ladder.
        plain_scores, hinted_scores, guided_scores: of the translations.
    """

    system: str
    plain: Success
    hinted: Success | None
    guided: Success
    rungs: dict[str, int]
    plain_scores: Scores
    hinted_scores: Scores | None
    guided_scores: Scores

    @property
    def guided_unspliced(self) -> Success:
        """What the ladder reaches by asking the engine alone, before anything is written over."""
        spliced = self.rungs.get(Rung.SPLICE.value, 0)
        return Success(max(0, self.guided.rendered - spliced), self.guided.required)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a package takes.

    Attributes:
        system: the package.
        disk_bytes: of its folder.
        cold_start_seconds: from nothing to one short sentence translated, median of three fresh
            processes.
        peak_bytes: memory of such a process at its peak; None where it cannot be told.
    """

    system: str
    disk_bytes: int
    cold_start_seconds: float
    peak_bytes: int | None


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that was measured, in the order of the packages."""

    sets: list[SetResult] = field(default_factory=list)
    terms: list[TermResult] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)


def parse_sets(values: Sequence[str], limit: int | None = None) -> list[EvaluationSet]:
    """Returns the sets given as ``NAME=file.tsv`` or ``NAME=CHINESE:ENGLISH``.

    Raises:
        UsageError: no name, or one twice.
        InputError: a file is missing, damaged or empty.
    """
    sets = []
    for value in values:
        name, files = _named(value, "--set", "flores=dev.zh:dev.en")
        pairs = read_set(files)[:limit]
        if not pairs:
            raise InputError("holds no pairs", where=files)
        sets.append(EvaluationSet(name, pairs))
    if len({s.name for s in sets}) < len(sets):
        raise UsageError("two sets have the same name")
    return sets


def parse_peers(
    values: Sequence[str], sets: Sequence[EvaluationSet], limit: int | None = None
) -> list[Peer]:
    """Returns peers given as ``NAME=FILE`` or ``SET/NAME=FILE``.

    Without a set, that one is taken which has as many segments as the file has lines.

    Raises:
        UsageError: no name, or no set or several fit.
        InputError: the file cannot be read or has another number of lines than the set named.
    """
    peers = []
    for value in values:
        name, file = _named(value, "--peer", "google=flores.google.en")
        wanted, slash, rest = name.partition("/")
        lines = list(read_lines(Path(file)))[:limit]
        named = [s for s in sets if s.name == wanted] if slash else list(sets)
        fitting = [s for s in named if len(s.pairs) == len(lines)]
        if slash and named and not fitting:
            raise InputError(
                f"has {len(lines)} lines, and the set {wanted} {len(named[0].pairs)}", where=file
            )
        if len(fitting) != 1:
            raise UsageError(
                f"{len(fitting)} sets fit the peer {name} with its {len(lines)} lines",
                advice="Name the set: --peer SET/NAME=FILE",
            )
        peers.append(Peer(rest if slash else name, fitting[0].name, lines))
    return peers


def measure(
    packages: Sequence[Package],
    sets: Sequence[EvaluationSet],
    *,
    terms: Path | None = None,
    peers: Sequence[Peer] = (),
    baseline: str = "",
    limit: int | None = None,
    threads: int | None = None,
    on_note: Callable[[str], None] = lambda _note: None,
) -> Results:
    """Returns scores, term success, speed and costs.

    Args:
        packages: to measure.
        sets: to translate.
        terms: file of `read_terms`; None to leave terms out.
        peers: outputs to score beside.
        baseline: name of the system that p-values compare with; "" for none.
        limit: rows of ``terms`` to use, None for all.
        threads: processor threads, None for all.
        on_note: receives a line about what is being done.

    Raises:
        UsageError: sacreBLEU is missing, or no system has the baseline's name.
        EngineError: a package cannot translate.
    """
    names = [package.name for package in packages] + [peer.name for peer in peers]
    if baseline and baseline not in names:
        raise UsageError(
            f"no system is called {baseline}", advice=f"Choose from: {', '.join(names)}"
        )
    results = Results()
    for chosen in sets:
        outputs: dict[str, list[str]] = {}
        speeds: dict[str, float] = {}
        for package in packages:
            on_note(f"{package.name} translates {chosen.name}")
            began = time.perf_counter()
            outputs[package.name] = translate(package, [p.source for p in chosen.pairs], threads)
            speeds[package.name] = len(chosen.pairs) / (time.perf_counter() - began)
        outputs |= {peer.name: peer.lines for peer in peers if peer.set_name == chosen.name}
        results.sets.extend(_set_results(chosen, outputs, speeds, baseline))
    if terms:
        rows = read_terms(terms)[:limit]
        for package in packages:
            on_note(f"{package.name} translates under terms")
            results.terms.append(_term_result(package, rows, threads))
    for package in packages:
        on_note(f"{package.name} starts cold")
        results.costs.append(cost(package))
    return results


def cost(package: Package) -> Cost:
    """Returns what a package takes, measured in processes of its own.

    Raises:
        EngineError: such a process fails.
    """
    seconds, peaks = [], []
    for _ in range(_COLD_STARTS):
        began = time.perf_counter()
        probe = subprocess.run(
            [sys.executable, "-c", _PROBE, str(package.path)],
            capture_output=True,
            text=True,
            timeout=_PROBE_SECONDS,
            check=False,
        )
        seconds.append(time.perf_counter() - began)
        if probe.returncode:
            raise EngineError("does not start", where=str(package.path))
        peaks.append(int(probe.stdout.split()[-1]))
    middle = sorted(seconds)[len(seconds) // 2]
    return Cost(package.name, package.size, middle, max(peaks) or None)


def as_json(results: Results) -> str:
    """Returns the results as JSON, numbers rounded to what is meaningful."""
    tables = {
        "sets": [
            {
                "set": r.set_name,
                "system": r.system,
                "segments": r.segments,
                **_scores(r.scores),
                "sentences_per_second": _rounded(r.sentences_per_second),
                "p_value": _rounded(r.p_value, 4),
            }
            for r in results.sets
        ],
        "terms": [_term_facts(r) for r in results.terms],
        "costs": [
            {
                "system": c.system,
                "disk_bytes": c.disk_bytes,
                "cold_start_seconds": round(c.cold_start_seconds, 2),
                "peak_bytes": c.peak_bytes,
            }
            for c in results.costs
        ],
    }
    return json.dumps(tables, ensure_ascii=False, indent=2)


def _set_results(
    chosen: EvaluationSet, outputs: dict[str, list[str]], speeds: dict[str, float], baseline: str
) -> list[SetResult]:
    references = [pair.target for pair in chosen.pairs]
    found = []
    for name, lines in outputs.items():
        p_value = None
        if baseline in outputs and name != baseline:
            p_value = better_probability(outputs[baseline], lines, references)
        scores = score(lines, references)
        speed = speeds.get(name)
        found.append(SetResult(chosen.name, name, len(lines), scores, speed, p_value))
    return found


def _term_result(package: Package, rows: Sequence[TermRow], threads: int | None) -> TermResult:
    references, terms = [row.reference for row in rows], [row.terms for row in rows]
    plain = translate(package, [row.source for row in rows], threads)
    hinted = translate_hinted(package, rows, threads)
    guided, rungs = translate_guided(package, rows, threads)
    return TermResult(
        package.name,
        term_success(plain, terms),
        term_success(hinted, terms) if hinted else None,
        term_success(guided, terms),
        dict(Counter(rung.value for rung in rungs)),
        score(plain, references),
        score(hinted, references) if hinted else None,
        score(guided, references),
    )


def _term_facts(result: TermResult) -> dict[str, object]:
    ways = {
        "plain": (result.plain, result.plain_scores),
        "hinted": (result.hinted, result.hinted_scores),
        "guided": (result.guided, result.guided_scores),
    }
    facts: dict[str, object] = {
        "system": result.system,
        "rungs": result.rungs,
        "guided_unspliced": result.guided_unspliced._asdict(),
    }
    for name, (success, scores) in ways.items():
        if success and scores:
            facts[name] = {**success._asdict(), **_scores(scores)}
    return facts


def _scores(scores: Scores) -> dict[str, object]:
    return {
        "bleu": round(scores.bleu, 2),
        "chrf": round(scores.chrf, 2),
        "bleu_signature": scores.bleu_signature,
        "chrf_signature": scores.chrf_signature,
    }


def _rounded(value: float | None, digits: int = 2) -> float | None:
    return None if value is None else round(value, digits)


def _named(value: str, option: str, example: str) -> tuple[str, str]:
    name, equals, rest = value.partition("=")
    if not equals or not name or not rest:
        raise UsageError(f"{option} {value}: no name", advice=f"Write {option} {example}")
    return name, rest
