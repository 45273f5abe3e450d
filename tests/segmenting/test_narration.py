from __future__ import annotations

import pytest

from translator.segmenting.narration import is_closing, is_narration

NARRATION = [
    "谈到卡住的经历，大家也都分享了各自的办法。",
    "三位嘉宾围绕数据质量展开了讨论。",
    "（现场掌声）",
    "【以下为问答环节】",
    "以下是观众提问。",
    "随后，讨论转向了成本。",
    "林夏表示，这个问题没有标准答案。",
]
CLOSING = [
    "本期夜话吸引了约1.3万名观众在线观看，下一期敬请期待。",
    "至此，活动圆满结束。",
    "以上就是本次对话的全部内容。",
]
SPEECH = [
    "大家都分享了很多，我补充一点。",
    "我觉得本次活动很有意思。",
    "数据决定了上限。",
    "举个例子：医院的数据不能出院。",
    "我们围绕数据做了很多工作。",
    "你可以先看论文。",
]


@pytest.mark.parametrize("text", NARRATION)
def test_narration(text: str) -> None:
    assert is_narration(text, ["林夏"])


@pytest.mark.parametrize("text", [*NARRATION, *CLOSING])
def test_closing(text: str) -> None:
    assert is_closing(text, ["林夏"])


@pytest.mark.parametrize("text", SPEECH)
def test_speech(text: str) -> None:
    assert not is_narration(text, ["林夏"])
    assert not is_closing(text, ["林夏"])
