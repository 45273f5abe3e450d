"""How well a segment's score tells good translations from bad ones, and the curve that fits.

    python tests/benchmarks/confidence.py PAIRS.tsv... [--engine NAME] [--limit 1200]

Translates the sources, calls a translation good if its chrF2 against the reference is at least 40,
and prints: the area under the ROC curve of the score (0.5 is chance), the logistic curve that fits
(the constants of `translator.checks.confidence`), and per decile of confidence how many were good,
beside the baseline that gives every segment the mean. Brier scores: smaller is better.
"""

from __future__ import annotations

import argparse
import math
import unicodedata
from pathlib import Path

import numpy as np
import sacrebleu

from translator.checks.confidence import confidence
from translator.document import Segment, State
from translator.engine.jobs import Request
from translator.engine.packages import choose_package
from translator.engine.translator import Translator

_GOOD = 40.0


def _fit(scores: np.ndarray, good: np.ndarray) -> tuple[float, float]:
    """Returns intercept and slope of the logistic regression, by Newton's method."""
    design = np.stack([np.ones_like(scores), scores], axis=1)
    weights = np.zeros(2)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        curvature = design.T @ (design * (chance * (1 - chance))[:, None])
        weights += np.linalg.solve(curvature, design.T @ (good - chance))
    return float(weights[0]), float(weights[1])


def _area(scores: np.ndarray, good: np.ndarray) -> float:
    """Returns the chance that a good translation scores above a bad one."""
    order = scores.argsort().argsort() + 1
    count = good.sum()
    above = order[good == 1].sum() - count * (count + 1) / 2
    return float(above / (count * (len(good) - count)))


def main() -> None:
    """Prints the fit and the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--engine")
    parser.add_argument("--limit", type=int, default=1200)
    options = parser.parse_args()
    lines = [line for file in options.files for line in file.read_text("utf-8").splitlines()]
    pairs = [line.split("\t")[:2] for line in lines[: options.limit]]
    engine = Translator(choose_package(options.engine))
    requests = [Request(unicodedata.normalize("NFKC", source)) for source, _ in pairs]
    found = {index: hypotheses[0] for index, hypotheses in engine.translate(requests)}
    scores = np.array([found[index].score for index in range(len(pairs))])
    quality = [
        sacrebleu.sentence_chrf(found[index].text, [reference]).score
        for index, (_, reference) in enumerate(pairs)
    ]
    good = (np.array(quality) >= _GOOD).astype(float)
    intercept, slope = _fit(scores, good)
    given = np.array(
        [confidence(Segment("1", "一", "a", State.MACHINE, score=s), ()) for s in scores.tolist()]
    )
    print(
        f"{len(pairs)} segments, {good.mean():.1%} good, area under ROC {_area(scores, good):.3f}"
    )
    print(f"best fit: logistic({intercept:.2f} + {slope:.2f} · score)")
    mean = good.mean()
    print(f"Brier score {np.mean((given - good) ** 2):.3f}, baseline {mean * (1 - mean):.3f}\n")
    print("confidence   segments   good")
    for decile in range(10):
        inside = (given >= decile / 10) & (given < decile / 10 + 0.1)
        if inside.any():
            share = good[inside].mean()
            print(f"{decile / 10:.1f} to {decile / 10 + 0.1:.1f}   {inside.sum():8}   {share:4.0%}")
    if math.isnan(intercept):
        raise SystemExit("the fit did not converge")


if __name__ == "__main__":
    main()
