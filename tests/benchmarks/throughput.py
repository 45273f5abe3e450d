"""Speed, cold start and memory against stock argostranslate, on the same package, side by side.

    python tests/benchmarks/throughput.py [--sentences 400] [--memory 1000 10000 100000]

Every row is a fresh process with an empty home directory.

- "ours": `Translator.translate`, one stream; "transcript": the whole command (reading, segmenting,
  names, glossary, memory, checks, Markdown), its process start included.
- "stock": ``argostranslate.translate.translate`` on the same sentences in paragraphs of four, once
  with its defaults and once with ``ARGOS_INTRA_THREADS=1``. Its own sentence splitter is a neural
  model that must be downloaded; unless ``--stock-splitter`` says that it is there, a split at
  。！？ takes its place, which costs nothing and so flatters the baseline.
- "first": seconds from the start of the process to the first translated sentence.
- "peak": largest resident set of the process.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

OPENINGS = [
    "我们先看数据",
    "从理论上讲",
    "在实践中",
    "审稿人常问",
    "换一个角度",
    "老实说",
    "去年夏天",
]
SUBJECTS = [
    "这个模型",
    "扩散模型",
    "过参数化的网络",
    "注意力机制",
    "预训练",
    "损失曲面",
    "优化器",
    "数据增强",
]
VERBS = [
    "并没有提高",
    "显著改变了",
    "其实依赖于",
    "很难解释",
    "可以被看成",
    "悄悄地限制了",
    "经常破坏",
]
OBJECTS = [
    "泛化能力",
    "训练的稳定性",
    "小样本上的表现",
    "隐式的正则化",
    "下游任务的上限",
    "梯度的噪声",
]
ENDINGS = ["。", "，这让我们很意外。", "，但是没有人证明过。", "吗？", "，至少在语言任务上是这样。"]


def main() -> None:
    """Measures every variant and prints a table, then the memory of streams of growing length."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sentences", type=int, default=400)
    parser.add_argument("--memory", type=int, nargs="*", default=[1000, 10_000, 100_000])
    parser.add_argument("--repeat", type=int, default=3, help="runs of each, the best counts")
    parser.add_argument("--stock-splitter", action="store_true")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        name, *values = arguments.child
        print(json.dumps(CHILDREN[name](*values)))
        return
    from rich.console import Console
    from rich.table import Table

    stock = ["stock", str(arguments.sentences), "own" if arguments.stock_splitter else "simple"]
    one = ["ARGOS_INTRA_THREADS=1"]
    variants: dict[str, tuple[list[str], list[str]]] = {
        "ours": (["ours", str(arguments.sentences)], []),
        "transcript": (["transcript", str(arguments.sentences)], []),
        "stock, defaults": (stock, []),
        "stock, ARGOS_INTRA_THREADS=1": (stock, one),
    }
    # rounds, not variant after variant: whatever else the machine does hits all alike
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in variants}
    for _ in range(arguments.repeat):
        for name, (words, environment) in variants.items():
            runs[name].append(_run(words, environment))
    table = Table(title=f"{arguments.sentences} sentences, best of {arguments.repeat}", box=None)
    for column in ("", "sentences/s", "ours is faster", "first (s)", "peak (MB)"):
        table.add_column(column, justify="right" if column else "left")
    ours = max(run["rate"] for run in runs["ours"])
    for name, results in runs.items():
        rate = max(run["rate"] for run in results)
        first = [run["first"] for run in results if "first" in run]
        peak = min(run["peak"] for run in results)
        table.add_row(
            name,
            f"{rate:.1f}",
            f"{ours / rate:.1f}x",
            f"{min(first):.2f}" if first else "",
            f"{peak:.0f}",
        )
    Console(width=100).print(table)
    for count in arguments.memory:
        run = _run(["stream", str(count)], [])
        print(
            f"stream of {count:>7,} short segments: peak {run['peak']:.0f} MB, {run['rate']:.0f}/s"
        )


def sentences(count: int) -> list[str]:
    """Returns ``count`` different sentences of the register of a panel, always the same."""
    parts = [OPENINGS, SUBJECTS, VERBS, OBJECTS, ENDINGS]
    total = 1
    for part in parts:
        total *= len(part)
    every = list(itertools.product(*parts))
    step = 997  # coprime to the total: neighbours differ in every part
    chosen = (every[i * step % total] for i in range(count))
    return [f"{opening}，{''.join(rest)}" for opening, *rest in chosen]


def _run(words: list[str], environment: list[str]) -> dict[str, float]:
    """Runs a child in a fresh home and returns its figures; its clock starts before Python."""
    with tempfile.TemporaryDirectory() as home:
        variables = {**os.environ, "HOME": home, **dict(pair.split("=") for pair in environment)}
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            variables.pop(name, None)
        command = [sys.executable, __file__, "--child", *words]
        variables["BENCHMARK_STARTED"] = repr(time.time())
        done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _since_start() -> float:
    return time.time() - float(os.environ["BENCHMARK_STARTED"])


def _peak(who: int = resource.RUSAGE_SELF) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def _ours(count: str) -> dict[str, float]:
    from translator.engine.packages import choose_package
    from translator.engine.translator import Request, Translator

    translator = Translator(choose_package())
    list(translator.translate([Request(sentences(1)[0])]))
    first = _since_start()
    requests = [Request(text) for text in sentences(int(count))]
    began = time.perf_counter()
    done = sum(1 for _ in translator.translate(requests))
    rate = done / (time.perf_counter() - began)
    return {"first": first, "rate": rate, "peak": _peak()}


def _transcript(count: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "panel.txt"
        texts = sentences(int(count))
        paragraphs = ["".join(texts[i : i + 4]) for i in range(0, len(texts), 4)]
        file.write_text("\n".join(paragraphs), encoding="utf-8")
        main = "from translator.cli.app import main; main()"
        command = [sys.executable, "-c", main, "transcript", str(file), "-o", folder, "--to", "md"]
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds = time.perf_counter() - began
    return {"rate": int(count) / seconds, "peak": _peak(resource.RUSAGE_CHILDREN)}


def _stock(count: str, splitter: str) -> dict[str, float]:
    from translator.engine.packages import choose_package

    package = choose_package().path
    folder = Path.home() / ".local/share/argos-translate/packages"
    folder.mkdir(parents=True)
    (folder / package.name).symlink_to(package)
    from argostranslate import sbd, translate

    if splitter == "simple":
        sbd.MiniSBDSentencizer.split_sentences = lambda _self, text: re.findall(
            "[^。！？]+[。！？]?", text
        )
    texts = sentences(int(count))
    translate.translate(texts[0], "zh", "en")
    first = _since_start()
    paragraphs = ["".join(texts[i : i + 4]) for i in range(0, len(texts), 4)]
    began = time.perf_counter()
    translate.translate("\n".join(paragraphs), "zh", "en")
    rate = len(texts) / (time.perf_counter() - began)
    return {"first": first, "rate": rate, "peak": _peak()}


def _stream(count: str) -> dict[str, float]:
    from translator.engine.packages import choose_package
    from translator.engine.translator import Request, Translator

    def requests() -> Iterator[Request]:
        for number in range(int(count)):
            yield Request(f"第{number}条。")

    translator = Translator(choose_package())
    began = time.perf_counter()
    done = sum(1 for _ in translator.translate(requests()))
    return {"rate": done / (time.perf_counter() - began), "peak": _peak()}


CHILDREN = {"ours": _ours, "transcript": _transcript, "stock": _stock, "stream": _stream}


if __name__ == "__main__":
    main()
