"""A toy language that a tiny model learns in seconds: our own sentences, put together by rule."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

from translator.training.pairs import Pair

PERSONS = {
    "老师": "teacher", "学生": "student", "医生": "doctor", "司机": "driver", "农民": "farmer",
    "记者": "reporter", "厨师": "cook", "画家": "painter",
}  # fmt: skip
ACTIONS = {"看见": "sees", "喜欢": "likes", "需要": "needs", "购买": "buys", "研究": "studies"}
COLOURS = {"红色": "red", "黑色": "black", "白色": "white", "绿色": "green"}
THINGS = {
    "苹果": "apple", "桌子": "table", "电脑": "computer", "汽车": "car", "衣服": "coat",
    "房子": "house", "相机": "camera", "电池": "battery",
}  # fmt: skip


def sentences(count: int, seed: int = 0) -> list[Pair]:
    """Different sentences of the toy language, drawn without repetition."""
    product = itertools.product(PERSONS.items(), ACTIONS.items(), COLOURS.items(), THINGS.items())
    drawn = random.Random(seed).sample(list(product), count)
    return [
        Pair(f"{p}{a}{c}的{t}。", f"The {pe} {ae} the {ce} {te}.", "toy")
        for (p, pe), (a, ae), (c, ce), (t, te) in drawn
    ]


def write_configuration(folder: Path, *, steps: int = 240, pairs: int = 330) -> Path:
    """A corpus, a development set and a configuration for them; returns the configuration."""
    drawn = sentences(pairs)
    rows = ["\t".join(pair[:2]) + "\n" for pair in drawn]
    (folder / "toy.tsv").write_text("".join(rows[30:]), encoding="utf-8")
    (folder / "development.tsv").write_text("".join(rows[:30]), encoding="utf-8")
    file = folder / "toy.toml"
    file.write_text(CONFIGURATION.replace("STEPS", str(steps)), encoding="utf-8")
    return file


CONFIGURATION = """
[package]
version = "9.1"
licence = "MIT"
description = "A toy"
data_statement = "Sentences put together by rule"

[data]
corpora = [{ file = "toy.tsv", licence = "MIT" }]
development = "development.tsv"
copies = { "*" = 1 }

[vocabulary]
size = 400

[alignment]
method = "builtin"

[hints]
share = 0.5

[model]
width = 64
feed_forward = 128
heads = 2
encoder_layers = 1
decoder_layers = 1
dropout = 0.0

[training]
steps = STEPS
warmup_steps = 20
decay = 0.3
tokens = 512
learning_rate = 0.01
matrix_learning_rate = 0.01
average = 0.95
precision = "float32"
threads = 1
"""
