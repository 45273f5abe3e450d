"""Settings of a training run: plain values, one dataclass for each table of the TOML file.

Every number carries its limits, which `translator.training.config` enforces.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


def _limited(default: Any, least: float, most: float = float("inf")) -> Any:
    """A field whose value must lie in ``least … most``."""
    return field(default=default, metadata={"least": least, "most": most})


class AlignmentMethod(StrEnum):
    """Which word aligner to use; ``AUTO`` takes eflomal if it works, else the built-in one."""

    AUTO = "auto"
    EFLOMAL = "eflomal"
    BUILTIN = "builtin"


class Precision(StrEnum):
    """Number format of the products; ``AUTO`` takes bfloat16 where the processor has it."""

    AUTO = "auto"
    BFLOAT16 = "bfloat16"
    FLOAT32 = "float32"


@dataclass(frozen=True, slots=True)
class PackageSettings:
    """What the finished package says about itself.

    Attributes:
        version: digits and dots.
        licence: of the weights.
        description: one line.
        data_statement: what it was trained on, with licences; goes into the metadata as it is.
    """

    version: str
    licence: str = ""
    description: str = ""
    data_statement: str = ""


@dataclass(frozen=True, slots=True)
class CorpusSettings:
    """One training corpus.

    Attributes:
        file: ``.tsv`` or ``.tsv.xz`` (``Chinese TAB English``, a tag may stand before), ``.tmx``
            or ``.aligned.json``.
        tag: name of its pairs where the file gives none; the file's stem by default.
        licence: stated in the metadata.
    """

    file: Path
    tag: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class DataSettings:
    """What is trained on.

    Attributes:
        corpora: in order; of pairs that occur twice, the first stays.
        development: pairs kept out of the training data, for the loss that is watched and for the
            scores in the metadata.
        copies: how often a pair of each tag is seen in an epoch; fractions are drawn by chance.
            ``"*"`` stands for the tags not named.
    """

    corpora: tuple[CorpusSettings, ...]
    development: Path
    copies: dict[str, float] = field(default_factory=dict)

    def copies_of(self, tag: str) -> float:
        """Returns how often a pair with ``tag`` is seen in an epoch."""
        return self.copies.get(tag, self.copies.get("*", 1.0))


@dataclass(frozen=True, slots=True)
class CleaningSettings:
    """Which pairs are thrown out; see `translator.training.cleaning`.

    Attributes:
        longest: characters a side may have.
        least_ratio, most_ratio: English characters per Chinese character (2.0 to 4.5 is usual);
            short sides are given more room.
        least_han: share of Han among the letters of the source.
        most_per_source: different targets that one source may keep.
    """

    longest: int = _limited(600, 1)
    least_ratio: float = _limited(0.8, 0)
    most_ratio: float = _limited(12.0, 0)
    least_han: float = _limited(0.3, 0, 1)
    most_per_source: int = _limited(3, 1)


@dataclass(frozen=True, slots=True)
class VocabularySettings:
    """The SentencePiece model.

    Attributes:
        size: pieces, hint symbols and bytes included.
        model: a finished model to take instead, so that weights stay usable; None trains one.
        coverage: share of the characters of the corpus that get a piece of their own.
        sentences: lines looked at for training it.
    """

    size: int = _limited(16000, 300, 60000)
    model: Path | None = None
    coverage: float = _limited(0.9995, 0.9, 1)
    sentences: int = _limited(2_000_000, 1)


@dataclass(frozen=True, slots=True)
class AlignmentSettings:
    """Word alignment; ``iterations`` are those of the built-in aligner."""

    method: AlignmentMethod = AlignmentMethod.AUTO
    iterations: int = _limited(5, 1, 50)


@dataclass(frozen=True, slots=True)
class HintSettings:
    """How training sources are annotated with term hints.

    Attributes:
        share: of the lines shown with hints.
        variants: different annotations made of each line.
        masked: share of the hints whose source form is left out.
        lowered: share of capitalised English forms that are hinted in lower case.
        singular: share of plural English forms that are hinted in the singular, so that the model
            learns to inflect.
        invented: share of the pairs that are shown once more with invented words in their hints and
            targets, so that the model learns to copy what it does not know.
    """

    share: float = _limited(0.55, 0, 1)
    variants: int = _limited(2, 0, 8)
    masked: float = _limited(0.2, 0, 1)
    lowered: float = _limited(0.5, 0, 1)
    singular: float = _limited(0.35, 0, 1)
    invented: float = _limited(0.25, 0, 1)


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Shape of the Transformer; ``width`` must be a multiple of twice ``heads``."""

    width: int = _limited(256, 8, 4096)
    feed_forward: int = _limited(1024, 8, 16384)
    heads: int = _limited(4, 1, 64)
    encoder_layers: int = _limited(6, 1, 48)
    decoder_layers: int = _limited(2, 1, 48)
    dropout: float = _limited(0.1, 0, 0.9)


@dataclass(frozen=True, slots=True)
class OptimiserSettings:
    """How weights are moved; one of ``steps`` and ``minutes`` bounds the run.

    Attributes:
        steps, minutes: length of the run, 0 for the one that is not used.
        warmup_steps: over which the rate rises to its full value.
        decay: share of the run, at its end, over which the rate falls to zero.
        tokens: padded tokens (of the longer side) in a batch.
        longest: tokens of a side above which a pair is left out.
        learning_rate: of AdamW, for embeddings, biases and norms.
        matrix_learning_rate: of Muon, for the weight matrices.
        guided_alignment: weight of the alignment loss.
        label_smoothing: share of the probability spread over the vocabulary.
        average: decay of the moving average of the weights, per step.
        clip: largest norm of the gradient.
        save_minutes: between checkpoints.
        threads: processor threads, 0 for all.
        precision: see `Precision`.
        seed: of everything that is drawn.
        start: a package whose weights to begin with; None begins from chance.
    """

    steps: int = _limited(0, 0)
    minutes: float = _limited(0.0, 0)
    warmup_steps: int = _limited(300, 1)
    decay: float = _limited(0.2, 0, 1)
    tokens: int = _limited(3000, 16)
    longest: int = _limited(100, 4, 500)
    learning_rate: float = _limited(2.5e-3, 0)
    matrix_learning_rate: float = _limited(3e-3, 0)
    guided_alignment: float = _limited(0.1, 0)
    label_smoothing: float = _limited(0.1, 0, 0.9)
    average: float = _limited(0.9995, 0, 0.999999)
    clip: float = _limited(1.0, 0)
    save_minutes: float = _limited(5.0, 0)
    threads: int = _limited(0, 0)
    precision: Precision = Precision.AUTO
    seed: int = _limited(17, 0)
    start: Path | None = None


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """A whole run, as the TOML file describes it."""

    package: PackageSettings
    data: DataSettings
    cleaning: CleaningSettings = CleaningSettings()
    vocabulary: VocabularySettings = VocabularySettings()
    alignment: AlignmentSettings = AlignmentSettings()
    hints: HintSettings = HintSettings()
    model: ModelSettings = ModelSettings()
    training: OptimiserSettings = OptimiserSettings()
