"""From a configuration to a package, stage by stage: clean, …, train, export, pack."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translator.errors import InputError
from translator.files import write_text
from translator.training.pairs import Pair, read_pairs, write_pairs
from translator.training.requirements import needed
from translator.training.settings import ModelSettings, TrainingSettings
from translator.training.stages import Stages

if TYPE_CHECKING:
    from translator.training.trainer import Report
    from translator.training.vocabulary import Vocabulary

_VERSION = 2
"""Part of every stage's hash; raised when a stage begins to give other results."""

_TARGET_TOKENS = "target_tokens.json"
_SENTENCEPIECE = "sentencepiece.model"
_CHECKED_SET = "development"


@dataclass(frozen=True, slots=True)
class Watcher:
    """Where a run reports to.

    Attributes:
        on_stage: name of the stage that begins, and whether it is already there.
        on_note: one line about what a stage has found.
        on_report: how training goes.
        counting: (label, total, unit) → context with a function to call with each number done.
    """

    on_stage: Callable[[str, bool], None] = lambda _name, _done: None
    on_note: Callable[[str], None] = lambda _note: None
    on_report: Callable[[Report], None] = lambda _report: None
    counting: Callable[[str, int, str], AbstractContextManager[Callable[[int], None]]] = (
        lambda _label, _total, _unit: contextlib.nullcontext(lambda _count: None)
    )


def train_package(
    settings: TrainingSettings, work: Path, archive: Path, watcher: Watcher | None = None
) -> dict[str, Any]:
    """Runs everything that is not there yet and writes the package.

    Args:
        settings: see `translator.training.config.read_settings`.
        work: folder of the stages; a run that was stopped goes on in it.
        archive: the ``.argosmodel`` to write.
        watcher: where to report to.

    Returns:
        The metadata of the package.

    Raises:
        InputError: data that cannot be read, or nothing is left after cleaning.
        UsageError: something of the extra ``training`` is missing.
        InterruptedWorkError: stopped by the user; what is done is kept.
    """
    for module in ("torch", "sacrebleu", "jieba"):
        needed(module, "training")
    with Stages(work, (watcher or Watcher()).on_stage) as stages:
        return _Recipe(settings, stages, watcher or Watcher()).run(archive)


class _Recipe:
    """One run; each method is a stage and returns its folder."""

    def __init__(self, settings: TrainingSettings, stages: Stages, watcher: Watcher) -> None:
        self._settings, self._stages, self._watcher = settings, stages, watcher

    def run(self, archive: Path) -> dict[str, Any]:
        from translator.training.packing import pack, package_name

        cleaned = self._clean()
        vocabulary = self._vocabulary(cleaned)
        encoded = self._encode(cleaned, vocabulary, self._align(cleaned))
        trained = self._train(encoded, vocabulary)
        exported = self._export(trained, vocabulary)
        finished = self._describe(exported, trained, cleaned)
        pack(finished, archive, package_name(self._settings.package.version))
        facts: dict[str, Any] = json.loads((finished / "metadata.json").read_text("utf-8"))
        return facts

    def _clean(self) -> Path:
        data = self._settings.data

        def build(folder: Path) -> None:
            from translator.segmenting.script import simplify
            from translator.training.cleaning import clean

            pairs = [
                pair
                for corpus in data.corpora
                for pair in read_pairs(corpus.file, corpus.tag or corpus.file.name.split(".")[0])
            ]
            kept_apart = read_pairs(data.development, _CHECKED_SET)
            kept, dropped = clean(
                pairs, self._settings.cleaning, simplify=simplify, excluded=kept_apart
            )
            if not kept:
                raise InputError(
                    "no training pair is left after cleaning",
                    advice="Look at the pairs and at the limits under [cleaning]",
                )
            checked, _ = clean(kept_apart, self._settings.cleaning, simplify=simplify)
            write_pairs(folder / "pairs.tsv", kept)
            write_pairs(folder / "development.tsv", checked)
            reasons = {reason.value: count for reason, count in dropped.most_common()}
            counts = {"kept": Counter(pair.tag for pair in kept), "dropped": reasons}
            write_text(folder / "counts.json", json.dumps(counts, ensure_ascii=False))
            self._watcher.on_note(f"{len(kept)} of {len(pairs)} pairs kept; dropped: {reasons}")

        files = {f"{c.tag}:{c.file.name}": c.file for c in data.corpora}
        inputs = {"files": files, "development": data.development}
        return self._run("clean", {**inputs, "cleaning": self._settings.cleaning}, build)

    def _vocabulary(self, cleaned: Path) -> Path:
        wanted, start = self._settings.vocabulary, self._settings.training.start

        def build(folder: Path) -> None:
            from translator.training.vocabulary import Vocabulary, train_vocabulary

            target_tokens = None
            if start:
                source = _package_folder(start) / _SENTENCEPIECE
                shutil.copyfile(source, folder / _SENTENCEPIECE)
                target_tokens = _recovered(start)[1].target_tokens
            elif wanted.model:
                shutil.copyfile(wanted.model, folder / _SENTENCEPIECE)
            else:
                pairs = _pairs(cleaned)
                texts = (text for pair in pairs for text in (pair.source, pair.target))
                train_vocabulary(texts, wanted, folder / _SENTENCEPIECE)
            vocabulary = Vocabulary(folder / _SENTENCEPIECE, target_tokens)
            write_text(folder / _TARGET_TOKENS, json.dumps(vocabulary.target_tokens))
            sizes = len(vocabulary.source_tokens), len(vocabulary.target_tokens)
            self._watcher.on_note("{} source tokens, {} target tokens".format(*sizes))

        inputs: dict[str, object] = {"model": wanted.model}
        if start:  # its vocabulary only: other weights must not have everything encoded anew
            package = _package_folder(start)
            inputs |= {"tokens": package / "model" / "target_vocabulary.json"}
            inputs |= {"model": package / _SENTENCEPIECE}
        elif not wanted.model:
            inputs |= {"cleaned": cleaned, "settings": wanted}
        return self._run("vocabulary", inputs, build)

    def _align(self, cleaned: Path) -> Path:
        def build(folder: Path) -> None:
            from translator.training.alignment import align
            from translator.training.links import save_links

            links, method = align(_pairs(cleaned), self._settings.alignment)
            save_links(folder / "links.npz", links)
            self._watcher.on_note(f"aligned with {method}")

        return self._run("align", {"cleaned": cleaned, "settings": self._settings.alignment}, build)

    def _encode(self, cleaned: Path, vocabulary: Path, aligned: Path) -> Path:
        seed = self._settings.training.seed
        hints = dataclasses.replace(self._settings.hints, share=0)

        def build(folder: Path) -> None:
            from translator.training.encoding import encode
            from translator.training.links import load_links

            pairs, tokens = _pairs(cleaned), _vocabulary_of(vocabulary)
            links = load_links(aligned / "links.npz")
            with self._watcher.counting("Encoding", len(pairs), "pairs") as advance:
                corpus = encode(pairs, links, tokens, hints, seed=seed, on_pairs=advance)
            corpus.save(folder)
            checked = read_pairs(cleaned / "development.tsv")
            if checked:
                encode(checked, None, tokens, hints).save(folder / _CHECKED_SET)

        inputs = {"cleaned": cleaned, "vocabulary": vocabulary, "aligned": aligned}
        return self._run("encode", {**inputs, "hints": hints, "seed": seed}, build)

    def _train(self, encoded: Path, vocabulary: Path) -> Path:
        settings = self._settings

        def build(folder: Path) -> None:
            from translator.training.batching import Batches
            from translator.training.encoding import EncodedCorpus
            from translator.training.hardware import prepare
            from translator.training.model import Transformer
            from translator.training.trainer import Trainer

            plan = settings.training
            hardware = prepare(plan.precision, plan.threads)
            needed("torch", "training").manual_seed(plan.seed)
            tokens = _vocabulary_of(vocabulary)
            if plan.start:
                model = _recovered(plan.start, settings.model.dropout)[0]
            else:
                sizes = len(tokens.source_tokens), len(tokens.target_tokens)
                model = Transformer(settings.model, *sizes)

            def batches(corpus: EncodedCorpus, hinted: float) -> Batches:
                return Batches(
                    corpus,
                    copies={tag: settings.data.copies_of(tag) for tag in corpus.tag_names},
                    hinted=hinted,
                    tokens=plan.tokens,
                    longest=plan.longest,
                    seed=plan.seed,
                )

            training = batches(EncodedCorpus.load(encoded), settings.hints.share)
            if training.pairs_per_epoch < 1:
                raise InputError(
                    "no pair is left to train on",
                    advice="Raise training.longest, or the numbers under [data.copies]",
                )
            checked = encoded / _CHECKED_SET
            Trainer(
                model,
                training,
                plan,
                hardware,
                folder,
                development=_plain_batches(checked, plan.tokens) if checked.is_dir() else None,
                on_report=self._watcher.on_report,
            ).run()

        outcome = dataclasses.replace(settings.training, threads=0, save_minutes=0, start=None)
        inputs: dict[str, object] = {
            "encoded": encoded,
            "copies": settings.data.copies,
            "share": settings.hints.share,
            "training": outcome,
            "start": _package_key(settings.training.start),
            "model": settings.model,
        }
        return self._run("train", inputs, build, resumable=True)

    def _export(self, trained: Path, vocabulary: Path) -> Path:
        def build(folder: Path) -> None:
            from translator.training.checkpoint import Checkpoint
            from translator.training.conversion import export_model
            from translator.training.packing import metadata, write_metadata
            from translator.training.trainer import CHECKPOINT

            state = Checkpoint.load(trained / CHECKPOINT)
            weights = {name: weight.float().numpy() for name, weight in state.average.items()}
            (folder / "model").mkdir()
            export_model(weights, self._shape(), _vocabulary_of(vocabulary), folder / "model")
            shutil.copyfile(vocabulary / _SENTENCEPIECE, folder / _SENTENCEPIECE)
            write_metadata(folder, metadata(self._settings.package.version))

        return self._run("export", {"trained": trained, "vocabulary": vocabulary}, build)

    def _describe(self, exported: Path, trained: Path, cleaned: Path) -> Path:
        """The package folder with its scores and all that its metadata should say."""

        def build(folder: Path) -> None:
            from translator.training.checkpoint import Checkpoint
            from translator.training.description import describe
            from translator.training.packing import write_metadata
            from translator.training.trainer import CHECKPOINT

            shutil.copytree(exported, folder, dirs_exist_ok=True)
            progress = Checkpoint.load(trained / CHECKPOINT).progress
            kept = json.loads((cleaned / "counts.json").read_text("utf-8"))["kept"]
            checked = read_pairs(cleaned / "development.tsv")
            settings = dataclasses.replace(self._settings, model=self._shape())
            write_metadata(folder, describe(settings, folder, progress, kept, checked))

        inputs = {"exported": exported, "package": self._settings.package}
        licences = {f"{c.tag}:{c.file.name}": c.licence for c in self._settings.data.corpora}
        return self._run("package", {**inputs, "licences": licences}, build)

    def _shape(self) -> ModelSettings:
        """The model's shape, which a package to start from decides."""
        start = self._settings.training.start
        return _recovered(start)[0].shape if start else self._settings.model

    def _run(
        self,
        name: str,
        inputs: dict[str, object],
        build: Callable[[Path], None],
        *,
        resumable: bool = False,
    ) -> Path:
        return self._stages.run(name, {**inputs, "code": _VERSION}, build, resumable=resumable)


def _pairs(cleaned: Path) -> list[Pair]:
    return read_pairs(cleaned / "pairs.tsv")


def _vocabulary_of(folder: Path) -> Vocabulary:
    from translator.training.vocabulary import Vocabulary

    tokens = json.loads((folder / _TARGET_TOKENS).read_text(encoding="utf-8"))
    return Vocabulary(folder / _SENTENCEPIECE, tokens)


def _plain_batches(encoded: Path, tokens: int) -> Any:
    from translator.training.batching import Batches
    from translator.training.encoding import EncodedCorpus

    corpus = EncodedCorpus.load(encoded)
    copies = dict.fromkeys(corpus.tag_names, 1.0)
    return Batches(corpus, copies=copies, hinted=0, tokens=tokens, longest=400, seed=0)


def _package_folder(package: Path) -> Path:
    from translator.engine.packages import load_package

    return load_package(package).path


def _package_key(package: Path | None) -> str:
    from translator.engine.packages import load_package

    return load_package(package).fingerprint if package else ""


def _recovered(package: Path, dropout: float = 0.0) -> tuple[Any, Vocabulary]:
    from translator.training.conversion import recover_model

    return recover_model(_package_folder(package), dropout=dropout)
