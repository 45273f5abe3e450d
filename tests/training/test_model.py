from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import numpy as np
import pytest

from translator.engine.packages import Package
from translator.errors import EngineError
from translator.training.binary import read_binary
from translator.training.schedule import Schedule
from translator.training.settings import ModelSettings, OptimiserSettings

torch = pytest.importorskip("torch")

from translator.training.conversion import (  # noqa: E402
    export_model,
    recover_model,
    variable_name,
)
from translator.training.model import Transformer, sinusoids  # noqa: E402
from translator.training.optimiser import Muon, make_optimisers, orthogonalised  # noqa: E402

SHAPE = ModelSettings(
    width=16, feed_forward=32, heads=2, encoder_layers=2, decoder_layers=1, dropout=0.0
)


def _model() -> Transformer:
    torch.manual_seed(1)
    return Transformer(SHAPE, 30, 20).eval()


def test_the_future_is_hidden() -> None:
    model = _model()
    source = torch.tensor([[5, 6, 3]])
    one = model(source, torch.tensor([[2, 7, 8, 9]])).hidden
    other = model(source, torch.tensor([[2, 7, 10, 11]])).hidden
    torch.testing.assert_close(one[:, :2], other[:, :2])
    assert not torch.allclose(one[:, 2], other[:, 2])


def test_padding_changes_nothing() -> None:
    model = _model()
    previous = torch.tensor([[2, 7, 8]])
    plain = model(torch.tensor([[5, 6, 3]]), previous, align=True)
    padded = model(torch.tensor([[5, 6, 3, 0, 0]]), previous, align=True)
    torch.testing.assert_close(plain.hidden, padded.hidden)
    assert padded.alignment.exp()[..., 3:].max() < 1e-6
    torch.testing.assert_close(padded.alignment.exp().sum(-1), torch.ones(1, 3))


def test_positions_are_distinct_and_bounded() -> None:
    table = sinusoids(512, 16)
    assert table.abs().max() <= 1
    assert len(torch.unique(table.round(decimals=4), dim=0)) == 512


@pytest.mark.parametrize("shape", [(6, 6), (4, 9), (9, 4), (1, 5)])
def test_orthogonalised_matrices(shape: tuple[int, int]) -> None:
    torch.manual_seed(0)
    matrices = torch.randn(3, *shape)
    result = orthogonalised(matrices, torch.float32)
    singular = torch.linalg.svdvals(result)
    assert singular.min() > 0.5
    assert singular.max() < 1.3
    u, _, v = torch.linalg.svd(matrices, full_matrices=False)
    assert torch.nn.functional.cosine_similarity(
        result.flatten(1), (u @ v).flatten(1)
    ).min() > 0.97  # fmt: skip


def test_every_weight_has_one_optimiser() -> None:
    model = _model()
    optimisers = make_optimisers(model, rate=0.1, matrix_rate=0.2, dtype=torch.float32)
    groups = [p for o in optimisers for g in o.param_groups for p in g["params"]]
    assert len(groups) == len({id(p) for p in groups}) == len(list(model.parameters()))
    assert isinstance(optimisers[1], Muon)
    assert all(p.dim() == 2 for g in optimisers[1].param_groups for p in g["params"])


@pytest.mark.parametrize(
    ("step", "rate"), [(0, 0.1), (4, 0.5), (9, 1), (50, 1), (80, 1), (85, 0.5), (100, 0)]
)
def test_schedule_by_steps(step: int, rate: float) -> None:
    schedule = Schedule.of(OptimiserSettings(steps=100, warmup_steps=10, decay=0.2))
    assert schedule.rate(step, 0) == pytest.approx(rate)


def test_schedule_by_time() -> None:
    schedule = Schedule.of(OptimiserSettings(minutes=10, warmup_steps=1, decay=0.5))
    assert schedule.rate(7, 240) == 1
    assert 0 < schedule.rate(7, 500) < 0.5
    assert schedule.done(7, 601) == 1


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("encoder.embeddings.0.weight", "encoder/embeddings_0/weight"),
        ("encoder.layer.11.ffn.linear_0.bias", "encoder/layer_11/ffn/linear_0/bias"),
        ("decoder.layer_norm.weight", "decoder/layer_norm/gamma"),
        (
            "decoder.layer.0.attention.layer_norm.bias",
            "decoder/layer_0/attention/layer_norm/beta",
        ),
        (
            "decoder.layer.1.self_attention.linear.1.weight",
            "decoder/layer_1/self_attention/linear_1/weight",
        ),
    ],
)
def test_names(ours: str, theirs: str) -> None:
    assert variable_name(ours) == theirs


def test_a_package_survives_recovery_and_export(embedded: Package, tmp_path: Path) -> None:
    model, vocabulary = recover_model(embedded.path)
    weights = {name: weight.detach().numpy() for name, weight in model.named_parameters()}
    export_model(weights, model.shape, vocabulary, tmp_path)
    before, after = read_binary(embedded.model / "model.bin"), read_binary(tmp_path / "model.bin")
    assert before.names() == after.names()
    for name in before.names():
        tolerance = 1e-4 if name.endswith("encodings") else 0
        np.testing.assert_allclose(after.weight(name), before.weight(name), atol=tolerance)
    for side in ("source", "target"):
        file = f"{side}_vocabulary.json"
        assert (tmp_path / file).read_bytes() == (embedded.model / file).read_bytes()


def test_our_model_computes_what_ctranslate2_computes(embedded: Package) -> None:
    import ctranslate2

    model, vocabulary = recover_model(embedded.path)
    source = vocabulary.encode_source("我们先从泛化说起。")
    target = vocabulary.encode_target("Let's start with generalization.")
    reference = ctranslate2.Translator(str(embedded.model), compute_type="float32")
    scored = reference.score_batch(
        [[vocabulary.source_tokens[i] for i in source.ids]],
        [[vocabulary.target_tokens[i] for i in target.ids]],
    )
    with torch.no_grad():
        output = model.eval()(torch.tensor([[*source.ids, 3]]), torch.tensor([[2, *target.ids]]))
        found = model.logits(output.hidden).log_softmax(-1)[0]
    ours = [float(found[i, token]) for i, token in enumerate([*target.ids, 3])]
    np.testing.assert_allclose(ours, scored[0].log_probs, atol=1e-3)


@pytest.mark.parametrize("damage", ["vocabulary", "model", "sentencepiece"])
def test_foreign_packages_are_refused(embedded: Package, tmp_path: Path, damage: str) -> None:
    copy = Path(shutil.copytree(embedded.path, tmp_path / "copy"))
    if damage == "vocabulary":
        (copy / "model" / "source_vocabulary.json").write_text('["a", "b"]', encoding="utf-8")
    elif damage == "model":
        data = (copy / "model" / "model.bin").read_bytes()
        (copy / "model" / "model.bin").write_bytes(
            data.replace(b"TransformerSpec", b"TransformerSpxx")
        )
    else:
        (copy / "model" / "target_vocabulary.json").unlink()
    with pytest.raises(EngineError, match=r"cannot be trained on"):
        recover_model(copy)


def test_dropout_is_for_training_only() -> None:
    shape = dataclasses.replace(SHAPE, dropout=0.5)
    model = Transformer(shape, 30, 20)
    inputs = torch.tensor([[5, 6, 3]]), torch.tensor([[2, 7]])
    assert not torch.equal(model(*inputs).hidden, model(*inputs).hidden)
    model.eval()
    assert torch.equal(model(*inputs).hidden, model(*inputs).hidden)
