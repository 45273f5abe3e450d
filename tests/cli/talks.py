"""A short panel of our own, and how to run the command on it in a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PANEL = """关于小数据的对谈

点击蓝字关注我们

上周三,我们请来两位年轻研究者,聊了聊数据不够时怎么训练模型。以下是整理稿。

1

数据少到什么程度才算少?

陆一帆:没有统一的标准。如果验证集上的误差一直降不下来,数据多半是不够的。我做鲁棒性实验的时候,两千张图片就已经很吃力了。

周敏:我同意。不过要先排除过拟合,再谈数据不够。学习率太大也会让曲线看起来像数据不够。

2

有哪些可行的办法?

周敏:第一个办法是数据增强。第二个办法是迁移学习,从一个大的预训练模型开始。我们组用这个办法把准确率从61%提高到了74%。

陆一帆:我更喜欢自监督学习。它不需要标签,而且泛化能力往往更好。当然,它的训练成本也更高。

本次对谈吸引了约1.2万人在线观看,感谢两位嘉宾。

阅读原文
"""


def environment(home: Path) -> dict[str, str]:
    """The environment of a user who has never run the command."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "LANG": "C.UTF-8",
    }


def command(arguments: Sequence[str | Path]) -> list[str]:
    """The command line that runs ``translator`` with this interpreter."""
    start = "from translator.cli.app import main; main()"
    return [sys.executable, "-c", start, *map(str, arguments)]


def run(
    home: Path, *arguments: str | Path, text: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs ``translator`` to its end in ``home``."""
    return subprocess.run(
        command(arguments),
        env=environment(home),
        cwd=home,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
