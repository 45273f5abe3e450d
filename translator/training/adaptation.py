"""Fitting a package to a user's approved segments, without forgetting what it could before.

The weights are recovered from the package itself and trained on for a few epochs. Forgetting is
met three ways: general pairs are replayed between the user's (Chu, Dabre and Kurohashi 2017, "mixed
fine-tuning"); without them, the weights are pulled back to where they began (L2-SP, Xuhong et al.
2018); and of the points between the old and the new weights that one is taken which does best on
both held-out sets (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"). If none is
better on the user's held-out segments, or all lose too much on the general ones, the package is
refused.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translator.errors import InputError
from translator.training.evaluation import score, translate
from translator.training.pairs import Pair, read_pairs
from translator.training.requirements import needed
from translator.training.settings import CleaningSettings, HintSettings, OptimiserSettings

if TYPE_CHECKING:
    from translator.engine.packages import Package
    from translator.training.batching import Batches
    from translator.training.trainer import Report

SHIPPED_REPLAY = Path(__file__).with_name("replay.tsv")
"""General pairs of our own writing, part of what the embedded package was trained on."""

FEWEST_PAIRS = 20
_USER, _GENERAL = "user", "general"
_MOST_HELD_OUT = 150
_BLENDS = (1.0, 0.5)
"""Shares of the new weights that are tried, the rest being the old ones."""

_PULL = 0.002


@dataclass(frozen=True, slots=True)
class AdaptationSettings:
    """How far and how fast to adapt.

    Attributes:
        epochs: times that every user pair is seen.
        learning_rate, matrix_learning_rate: of AdamW and Muon, small against those of training.
        replay: general pairs shown for each of the user's.
        held_out: share of the user's pairs kept for judging.
        tolerance: chrF that may be lost on the general held-out pairs.
        tokens: padded tokens in a batch.
        threads: processor threads, 0 for all.
        seed: of everything that is drawn.
    """

    epochs: int = 3
    learning_rate: float = 3e-4
    matrix_learning_rate: float = 3e-4
    replay: float = 1.0
    held_out: float = 0.15
    tolerance: float = 1.0
    tokens: int = 1500
    threads: int = 0
    seed: int = 17


@dataclass(frozen=True, slots=True)
class Judgement:
    """chrF on the held-out pairs, general None where there are none."""

    user: float
    general: float | None


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What came of it.

    Attributes:
        before, after: scores of the package given and of the best one found.
        share: of the new weights in it.
        user_pairs, replayed_pairs, held_out_pairs: what was trained on and judged by.
        accepted: whether the package was written.
    """

    before: Judgement
    after: Judgement
    share: float
    user_pairs: int
    replayed_pairs: int
    held_out_pairs: int
    accepted: bool

    @property
    def verdict(self) -> str:
        """One sentence that tells how it went, with the scores."""
        text = f"held-out segments {self.before.user:.1f} → {self.after.user:.1f} chrF"
        if self.before.general is not None and self.after.general is not None:
            text += f", general text {self.before.general:.1f} → {self.after.general:.1f}"
        return text


@dataclass(frozen=True, slots=True)
class _Parts:
    """Pairs to train on and pairs to judge by."""

    user: list[Pair]
    held_out: list[Pair]
    replayed: list[Pair]
    general: list[Pair] = field(default_factory=list)


def adapt(
    package: Package,
    files: Sequence[Path],
    archive: Path,
    *,
    replay: Path | None = SHIPPED_REPLAY,
    settings: AdaptationSettings | None = None,
    version: str = "",
    on_note: Callable[[str], None] = lambda _note: None,
    on_report: Callable[[Report], None] = lambda _report: None,
) -> Adaptation:
    """Adapts a package and writes the result, unless it is no better.

    Args:
        package: one of ours; any other is refused.
        files: the user's pairs; see `translator.training.pairs.read_pairs`.
        archive: the ``.argosmodel`` to write.
        replay: general pairs, None to do without.
        settings: see `AdaptationSettings`.
        version: of the new package; "" appends ".1" to the old one's.
        on_note: receives a line about what is being done.
        on_report: receives how training goes.

    Raises:
        InputError: files that cannot be read, or fewer than `FEWEST_PAIRS` usable pairs.
        EngineError: the package is not one that can be trained on.
        UsageError: something of the extra ``training`` is missing.
    """
    for module in ("torch", "sacrebleu", "jieba"):
        needed(module, "adaptation")
    settings = settings or AdaptationSettings()
    parts = _parts(files, replay, settings)
    on_note(
        f"{len(parts.user)} pairs to learn, {len(parts.held_out)} held out, "
        f"{len(parts.replayed)} general pairs replayed"
    )
    before = _judge(package, parts, settings.threads)
    on_note(f"before: {_shown(before)}")
    old, new = _fine_tune(package, parts, settings, on_report)
    with tempfile.TemporaryDirectory() as folder:
        candidates = []
        for share in _BLENDS:
            candidate = _candidate(package, Path(folder, f"{share}"), _blended(old, new, share))
            candidates.append((_judge(candidate, parts, settings.threads), share, candidate))
            on_note(f"with {share:.0%} of the change: {_shown(candidates[-1][0])}")
            if _acceptable(before, candidates[-1][0], settings.tolerance):
                break
        after, share, candidate = max(
            candidates,
            key=lambda c: (_acceptable(before, c[0], settings.tolerance), c[0].user),
        )
        accepted = _acceptable(before, after, settings.tolerance)
        result = Adaptation(
            before,
            after,
            share,
            len(parts.user),
            len(parts.replayed),
            len(parts.held_out),
            accepted,
        )
        if accepted:
            _write(package, candidate.path, archive, version, result)
    return result


def _parts(files: Sequence[Path], replay: Path | None, settings: AdaptationSettings) -> _Parts:
    """Reads, cleans and divides the pairs; what is held out depends on the sentence alone."""
    from translator.segmenting.script import simplify
    from translator.training.cleaning import clean

    limits = CleaningSettings(most_per_source=1)
    read = [pair for file in files for pair in read_pairs(file, _USER)]
    user, _ = clean([p._replace(tag=_USER) for p in read], limits, simplify=simplify)
    if len(user) < FEWEST_PAIRS:
        raise InputError(
            f"{len(user)} of {len(read)} pairs can be used, and {FEWEST_PAIRS} are needed",
            where=", ".join(map(str, files)),
            advice="Approve more segments first",
        )
    user.sort(key=_draw)
    count = min(_MOST_HELD_OUT, max(FEWEST_PAIRS // 2, round(settings.held_out * len(user))))
    learnt = user[count:]
    parts = _Parts(learnt, user[:count], [])
    if replay is None:
        return parts
    general, _ = clean(
        [p._replace(tag=_GENERAL) for p in read_pairs(replay)],
        limits,
        simplify=simplify,
        excluded=user,
    )
    general.sort(key=_draw)
    checked = min(_MOST_HELD_OUT, len(general) // 5)
    wanted = round(settings.replay * len(learnt))
    return replace(parts, replayed=general[checked:][:wanted], general=general[:checked])


def _draw(pair: Pair) -> bytes:
    return hashlib.blake2b(pair.source.encode(), digest_size=8).digest()


def _fine_tune(
    package: Package,
    parts: _Parts,
    settings: AdaptationSettings,
    on_report: Callable[[Report], None],
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Returns the weights before and after training."""
    from translator.engine.translator import Translator
    from translator.training.alignment import align_with_package
    from translator.training.conversion import recover_model
    from translator.training.encoding import encode
    from translator.training.hardware import prepare
    from translator.training.settings import Precision
    from translator.training.trainer import Trainer

    hardware = prepare(Precision.AUTO, settings.threads)
    model, vocabulary = recover_model(package.path, dropout=0.1)
    old = {name: weight.detach().clone() for name, weight in model.named_parameters()}
    hints = HintSettings(share=0.4 if package.term_hints else 0.0, invented=0)
    pairs = [*parts.user, *parts.replayed]
    links = align_with_package(pairs, Translator(package, threads=settings.threads or None))
    corpus = encode(pairs, links, vocabulary, hints, seed=settings.seed)
    batches = _batches(corpus, hints.share, parts, settings)
    steps = settings.epochs * len(batches.epoch(0))
    plan = OptimiserSettings(
        steps=max(1, steps),
        warmup_steps=max(1, min(20, steps // 5)),
        decay=0.7,
        learning_rate=settings.learning_rate,
        matrix_learning_rate=settings.matrix_learning_rate,
        average=0.9,
        save_minutes=60,
        seed=settings.seed,
    )
    pull = 0.0 if parts.replayed else _PULL
    trainer = Trainer(model, batches, plan, hardware, None, pull=pull, on_report=on_report)
    return old, trainer.run().average


def _batches(corpus: Any, hinted: float, parts: _Parts, settings: AdaptationSettings) -> Batches:
    from translator.training.batching import Batches

    replayed = max(1, len(parts.replayed))
    share = settings.replay * len(parts.user) / replayed
    copies = {_USER: 1.0, _GENERAL: min(3.0, share)}
    return Batches(
        corpus,
        copies=copies,
        hinted=hinted,
        tokens=settings.tokens,
        longest=200,
        seed=settings.seed,
    )


def _blended(old: Mapping[str, Any], new: Mapping[str, Any], share: float) -> dict[str, Any]:
    return {
        name: weight.lerp(new[name].to(weight.device), share).float().numpy()
        for name, weight in old.items()
    }


def _candidate(package: Package, folder: Path, weights: Mapping[str, Any]) -> Package:
    """A package folder with other weights and everything else as it was."""
    from translator.engine.packages import Origin, read_package
    from translator.training.conversion import export_model, recover_model

    model, vocabulary = recover_model(package.path)
    (folder / "model").mkdir(parents=True)
    export_model(weights, model.shape, vocabulary, folder / "model")
    for name in ("sentencepiece.model", "metadata.json"):
        shutil.copyfile(package.path / name, folder / name)
    return read_package(folder, Origin.FILE)


def _judge(package: Package, parts: _Parts, threads: int) -> Judgement:
    def chrf(pairs: Sequence[Pair]) -> float:
        targets = translate(package, [pair.source for pair in pairs], threads or None)
        return score(targets, [pair.target for pair in pairs]).chrf

    return Judgement(chrf(parts.held_out), chrf(parts.general) if parts.general else None)


def _acceptable(before: Judgement, after: Judgement, tolerance: float) -> bool:
    forgot = (before.general or 0.0) - (after.general or 0.0)
    return after.user > before.user and forgot <= tolerance


def _shown(judgement: Judgement) -> str:
    general = "" if judgement.general is None else f", general {judgement.general:.1f}"
    return f"held out {judgement.user:.1f}{general} chrF"


def _write(package: Package, folder: Path, archive: Path, version: str, result: Adaptation) -> None:
    from translator.training.packing import pack, package_name, write_metadata

    facts = json.loads((package.path / "metadata.json").read_text(encoding="utf-8"))
    facts["package_version"] = version or f"{package.version or '0'}.1"
    facts["adapted"] = {
        "from": package.name,
        "fingerprint": package.fingerprint,
        "pairs": result.user_pairs,
        "replayed": result.replayed_pairs,
        "share": result.share,
        "chrf_before": [_rounded(result.before.user), _rounded(result.before.general)],
        "chrf_after": [_rounded(result.after.user), _rounded(result.after.general)],
    }
    write_metadata(folder, facts)
    pack(folder, archive, package_name(facts["package_version"]))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
