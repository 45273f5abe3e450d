"""What a package tells about itself: data, training and scores, for its ``metadata.json``."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from translator.engine.packages import Origin, load_package, read_package
from translator.training.checkpoint import Progress
from translator.training.evaluation import score, translate
from translator.training.packing import metadata
from translator.training.pairs import Pair
from translator.training.settings import TrainingSettings

_MOST_CHECKED = 1000
"""Development pairs that are translated for the scores."""


def describe(
    settings: TrainingSettings,
    folder: Path,
    progress: Progress,
    kept: Mapping[str, int],
    development: Sequence[Pair],
) -> dict[str, Any]:
    """Returns the metadata of a package.

    Args:
        settings: what it was made with.
        folder: the package, which is loaded to translate the development set.
        progress: of its training.
        kept: pairs of each tag after cleaning.
        development: pairs to score.
    """
    package = settings.package
    licences = {c.tag or c.file.name.split(".")[0]: c.licence for c in settings.data.corpora}
    return metadata(
        package.version,
        description=package.description,
        licence=package.licence,
        data={
            "statement": package.data_statement,
            "pairs": dict(kept),
            "licences": licences,
            "copies_per_epoch": settings.data.copies,
        },
        training=training_record(settings, progress),
        scores=development_scores(folder, development[:_MOST_CHECKED]),
    )


def training_record(settings: TrainingSettings, progress: Progress) -> dict[str, Any]:
    """Returns what was done: steps, pairs, hours, losses, and the settings that matter.

    A package that was started from is named, with what its own metadata say of its training.
    """
    plan = dataclasses.asdict(settings.training)
    plan.pop("start")
    start = settings.training.start
    return {
        **({"started_from": _origin(start)} if start else {}),
        "steps": progress.step,
        "pairs": progress.pairs,
        "hours": round(progress.seconds / 3600, 2),
        "development_loss": progress.development,
        "model": dataclasses.asdict(settings.model),
        "hints": dataclasses.asdict(settings.hints),
        "settings": plan,
    }


def _origin(start: Path) -> dict[str, Any]:
    package = load_package(start)
    facts = json.loads((package.path / "metadata.json").read_text(encoding="utf-8"))
    return {"package": package.name, "training": facts.get("training")}


def development_scores(folder: Path, development: Sequence[Pair]) -> list[dict[str, Any]]:
    """Returns the scores on the development set, [] if that is empty."""
    if not development:
        return []
    package = read_package(folder, Origin.FILE)
    found = score(
        translate(package, [pair.source for pair in development]),
        [pair.target for pair in development],
    )
    return [
        {
            "set": "development",
            "segments": len(development),
            "bleu": round(found.bleu, 2),
            "chrf": round(found.chrf, 2),
            "signatures": [found.bleu_signature, found.chrf_signature],
        }
    ]
