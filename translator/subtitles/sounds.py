"""Sound marks such as [掌声] in English."""

from __future__ import annotations

import regex

_SOUNDS = {
    "掌声": "applause",
    "鼓掌": "applause",
    "热烈掌声": "loud applause",
    "掌声雷动": "thunderous applause",
    "笑": "laughs",
    "大笑": "laughs loudly",
    "笑声": "laughter",
    "众笑": "laughter",
    "全场笑": "laughter",
    "观众笑": "audience laughs",
    "音乐": "music",
    "音乐声": "music",
    "背景音乐": "background music",
    "欢呼": "cheering",
    "欢呼声": "cheering",
    "咳嗽": "coughs",
    "叹气": "sighs",
    "沉默": "silence",
    "停顿": "pause",
    "听不清": "inaudible",
    "不清楚": "inaudible",
    "铃声": "bell rings",
    "敲门声": "knocking",
    "电话铃声": "telephone rings",
    "哭": "cries",
    "哭声": "crying",
    "噪音": "noise",
    "视频播放": "video plays",
}
_ENCLOSED = regex.compile(r"\s*[\[(（【〔［](?P<inner>.*)[\])）】〕］]\s*")


def inner_text(mark: str) -> str:
    """Returns what stands in the brackets of ``mark``, or ``mark`` if it has none."""
    match = _ENCLOSED.fullmatch(mark)
    return match["inner"].strip() if match else mark.strip()


def known_sound(mark: str) -> str | None:
    """Returns the English of a sound mark without brackets, None if it is not in the list."""
    return _SOUNDS.get(inner_text(mark))
