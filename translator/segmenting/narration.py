"""Telling the editor's words between and after the turns from what a speaker goes on to say."""

from __future__ import annotations

from collections.abc import Iterable

import regex

_SPEAKS_OF_SELF = regex.compile(r"我(?!们)|咱|[你您](?!们)")
_ALL = (
    r"(?:大家|嘉宾们?|双方|与会者|讲者们"
    r"|(?:几|各|[两二三四五六七八九十])位(?:嘉宾|博士|老师|教授|学者|讲者|专家|同学|主讲人)?)"
)
_SPOKE = (
    r"(?:分享|讨论|表示|认为|围绕|探讨|展开|提出|交流|回答|给出|发表|谈到|谈了|指出|补充|达成|介绍"
    r"|争论|辩论|总结)"
)
_ABOUT_ALL = regex.compile(rf"{_ALL}[^。！？]{{0,16}}{_SPOKE}")
_EVENT = (
    r"(?:活动|论坛|思辨|对话|沙龙|直播|分享会|圆桌|讨论|研讨|节目|访谈|讲座|报告会|座谈|大会|会议"
    r"|采访|专访|辩论|系列)"
)
_OF_EVENT = regex.compile(
    rf"(?:本期|本次|本场|此次|这期|这次|这场|该场|当天的?|今天的|整场)[^。，！？]{{0,16}}{_EVENT}"
    rf"|{_EVENT}(?:至此|到此|最后|尾声|结束|圆满|落下|进入)"
    r"|(?:线上|现场|直播间|在线|专业领域)?(?:观众|听众|网友)[^。]{0,12}"
    r"(?:观看|提问|互动|参与|沉浸|热烈)"
    r"|吸引了[^。]{2,30}(?:观众|人次|观看)|敬请(?:期待|关注)|(?:更多|未来)[^。]{0,16}期待"
    r"|期待(?:更多|下)"
)
_FRAME = regex.compile(
    r"^(?:以上|以下)(?:就是|为|是|内容|便是)|^(?:据悉|据了解|随后|会后|会上|活动最后"
    r"|最后环节|在.{0,12}环节)"
    rf"|^(?:针对|围绕|关于|对于|就)[^。]{{2,60}}{_ALL}"
)
_ASIDE = regex.compile(r"[（(【\[][^（()）】\]]+[）)】\]]")


def is_aside(text: str) -> bool:
    """Whether ``text`` (simplified) is a remark in brackets such as （现场掌声）."""
    return _ASIDE.fullmatch(text) is not None


def is_narration(text: str, names: Iterable[str] = ()) -> bool:
    """Whether an unlabelled paragraph between two turns is the editor's and not the speaker's.

    Args:
        text: the paragraph in simplified script.
        names: known persons; the editor writes of them in the third person.
    """
    if is_aside(text):
        return True
    if _SPEAKS_OF_SELF.search(text):
        return False
    return any((_ABOUT_ALL.search(text), _FRAME.search(text))) or any(
        regex.search(rf"(?:^|[。，]){regex.escape(name)}[^。，]{{0,6}}{_SPOKE}", text)
        for name in names
    )


def is_closing(text: str, names: Iterable[str] = ()) -> bool:
    """Whether an unlabelled paragraph after the last turn is the editor's closing.

    It may also be narration; beyond that it speaks of the event or its audience.
    """
    if is_narration(text, names):
        return True
    speaks_of_event = _OF_EVENT.search(text) is not None
    return speaks_of_event and not _SPEAKS_OF_SELF.search(text)
