"""Speaker labels: what stands in front of a colon, or alone on a line, and names a speaker."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

import regex

from translator.segmenting.names import ROLES, TITLES, role_in_english, split_name
from translator.segmenting.script import simplify
from translator.segmenting.surnames import FREQUENT, not_names


class LabelKind(Enum):
    """How sure the shape of a label is, from surest to least."""

    ROLE = auto()
    PERSON = auto()
    LATIN = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker label taken apart.

    Attributes:
        name: the speaker as written, without title or affiliation ("毛海涛", "主持人", "张老师").
        title: title, affiliation and role around the name as written, "" if none.
        kind: see `LabelKind`.
        key: ``name`` simplified, to count and compare by.
        start_ms: time written next to the name, None if none.
        aside: how it is said, such as （笑）, as written; it belongs to the speech.
    """

    name: str
    title: str
    kind: LabelKind
    key: str
    start_ms: int | None = None
    aside: str = ""


_TITLE = "|".join(sorted(TITLES, key=len, reverse=True))
_ROLE_WORDS = "|".join(sorted((r for r in ROLES if len(r) > 1), key=len, reverse=True))
_PLACE = (
    r"(?:大学|学院|研究院|研究所|实验室|公司|集团|中心|医院|科技|科学院|中科院|微软|谷歌"
    r"|亚研院|学校|中学|系|所"
    r"|[A-Z][A-Za-z]+)"
)
_TIME = regex.compile(
    r"\s*[\[(（]?(?<![\d:])(?:(?P<h>\d{1,2}):)?(?P<m>\d{1,2}):(?P<s>\d{2})(?:[.,]\d{1,3})?[\])）]?\s*"
)
_AFFIX = regex.compile(r"\s*[（(【\[](?P<inside>[^（()）】\]]{1,24})[）)】\]]\s*$")
_ASIDE = regex.compile(
    r".{0,4}(?:笑|掌声|掌聲|鼓掌|点头|點頭|摇头|搖頭|沉默|停顿|停頓|插话|插話|打断|打斷).{0,2}"
)
_WRAPPED = regex.compile(r"[【\[<〈「](?P<inside>[^【】\[\]<>〈〉「」]+)[】\]>〉」]")
_TITLED = regex.compile(rf"(?P<name>[\p{{Han}}·]{{1,6}}?)\s*(?P<title>(?:{_TITLE}){{1,2}})")
_ROLE_AND_NAME = regex.compile(rf"(?P<role>{_ROLE_WORDS})[\s、·\-—|丨/]*(?P<name>.+)")
_NAME_AND_PLACE = regex.compile(r"(?P<name>[\p{Han}·]{2,5})[\s|丨/·,，-]+(?P<place>[^\s].{1,24})")
_PLACE_AND_NAME = regex.compile(
    rf"(?P<place>.{{0,16}}?{_PLACE}(?:(?:{_TITLE})|联合创始人|创始人|负责人)?)[\s·\-—"
    rf"|丨/]*(?P<name>\p{{Han}}{{2,4}})"
    r"|(?P<place>[^\s]{2,16})[\s·\-—|丨/]+(?P<name>\p{Han}{2,4})"
)
_WHOLE = regex.compile(r"(?P<name>.+)")
_JOINTS = " 、·-—|丨/,，"
_FOREIGN = regex.compile(r"\p{Han}{1,5}[·•・‧]\p{Han}{1,6}(?:[·•・‧]\p{Han}{1,6})?")
_NICKNAME = regex.compile(rf"[老大][{''.join(sorted(FREQUENT))}]|[小阿]\p{{Han}}")
_SPACED_NAME = regex.compile(r"(\p{Han})[\s\u3000]+(\p{Han})")
_ORNAMENTS = regex.compile(r"^(?:[@▎▌■◆●★▶►◇○•·*\s]|(?![\d#*])\p{Emoji}|\uFE0F)+")
_LATIN = regex.compile(
    r"(?:(?:Dr|Prof|Mr|Mrs|Ms)\.?\s)?\p{Lu}[\p{L}.'’\-]*(?:\s\p{Lu}[\p{L}.'’\-]*){0,3}(?<!\.)"
)
_NUMBERED_ROLE = regex.compile(
    r"(?:[QA]|Speaker|Host|Guest|Interviewer|Interviewee|Moderator|Audience)\s?(?:[A-Z]|\d{1,3})?",
    regex.IGNORECASE,
)
_ORGANISATION = regex.compile(r"(?=.*\p{L})[\p{L}\p{N} _.\-]{2,14}")
_PHRASE = regex.compile(r"[的是了我你他她它这那什么怎为吗呢吧把被让]")

_NEVER = regex.compile(
    r"(?i)时间|地点|地址|主题|题目|标题|注|注意|备注|注释|例|例如|比如|譬如|举例|举个例子"
    r"|例子|第[一二三四五六七八九十\d]+.?"
    r"|首先|其次|再次|然后|最后|另外|此外|总之|总结|小结|结论|问题|原因|方法|方案|思路|步骤"
    r"|目标|目的|定义|定理|引理"
    r"|推论|命题|证明|公式|假设|性质|优点|缺点|优势|劣势|特点|难点|重点|要点|观点|建议|提示"
    r"|说明|摘要|关键词|关键字"
    r"|来源|作者|编辑|责编|责任编辑|排版|校对|审核|审校|整理|撰文|译者|链接|原文|论文|代码"
    r"|项目|网址|邮箱|微信|微信号"
    r"|公众号|电话|手机|主办|承办|协办|主办方|承办方|主办单位|活动|日期|日程|议程|标签|分类"
    r"|专栏|版权|声明|版权声明"
    r"|导语|导读|编者按|前言|引言|背景|介绍|简介|嘉宾介绍|报名|直播|回放|平台|费用|人数|参考"
    r"|参考文献|附|附录|图|表"
    r"|图\s?\d+.*|表\s?\d+.*|答案|解|分析|输入|输出|数据|模型|结果|实验|训练|测试|一句话"
    r"|简单来说|换句话说|也就是说"
    r"|note|notes|tips?|ps|p\.s|abstract|e-?mail|tel|url|https?|www|figure.*|table.*"
    r"|step\s?\d*|example|warning|todo"
    r"|title|author|date|source|keywords?|summary|conclusion|introduction|references?|input"
    r"|output|python|pdf|doi|arxiv"
    r"|github|isbn|version|chapter.*|part.*|section.*"
)
_NEVER_ENDS_IN = regex.compile(
    r"(?:是|说|說|道|为|為|有|的|想|认为|認為|表示|指出|提到|如下|包括|例如|比如|即|问题"
    r"|問題|而言|来说|來說|来讲|来看"
    r"|之一|方面|原因|总结|觉得|覺得|问我|告诉|意思|了|吗|呢)$"
)
_THOUGHTFUL_NAME = regex.compile(
    rf"[{''.join(sorted(FREQUENT - set('常白何易于余任向方')))}](?:[想道]|有[为道]|大有|[思理梦]想)"
)
"""Given names that end like the words before speech (李想, 刘有为); 常想 and 于是 are none."""

_WORD_ENDS = (
    "们性化的地得了中上下里一二三四五六七八九十层核网数图值域率器法集机场型量度谱项式论类点线面体流库"
    "栈树表阵"
)
_TECHNICAL_END = "层率器域阵谱值项型类性化们"


@lru_cache(maxsize=4096)
def parse_label(text: str) -> Label | None:
    """Returns what ``text`` (the words before a colon, or a short line) names, None if nobody.

    Whether it really is a speaker, the recurrence in the article must tell.
    """
    written = text.strip()
    if not 0 < len(written) <= 40:
        return None
    written, start_ms = _without_time(_ORNAMENTS.sub("", written))
    if wrapped := _WRAPPED.fullmatch(written):
        written = wrapped["inside"].strip()
    affix = aside = ""
    if (match := _AFFIX.search(written)) and match.start():
        written, affix = written[: match.start()].strip(), match["inside"].strip()
        if _ASIDE.fullmatch(affix):
            aside, affix = match.group().strip(), ""
    written = _SPACED_NAME.sub(r"\1\2", written) if len(written) <= 6 else written
    simple = simplify(written)
    if len(simple) != len(written) or not written or _NEVER.fullmatch(simple):
        return None
    found = _parsed(written, simple)
    if found is None:
        return None
    name, title, kind = found
    if kind is LabelKind.ROLE and affix and is_person(simplify(affix)):
        name, title, kind, affix = affix, name, LabelKind.PERSON, ""
    both = " ".join(part for part in (title, affix) if part)
    return Label(name, both, kind, simplify(name), start_ms, aside)


def _without_time(written: str) -> tuple[str, int | None]:
    match = _TIME.search(written)
    if not match or (match.start() and match.end() < len(written)):
        return written, None
    seconds = int(match["h"] or 0) * 3600 + int(match["m"]) * 60 + int(match["s"])
    return (written[: match.start()] + written[match.end() :]).strip(), seconds * 1000


def _parsed(written: str, simple: str) -> tuple[str, str, LabelKind] | None:
    """Returns name, title and kind; ``simple`` is as long as ``written``."""
    if role_in_english(simple) or _NUMBERED_ROLE.fullmatch(simple):
        return written, "", LabelKind.ROLE
    for pattern in (_TITLED, _ROLE_AND_NAME, _WHOLE, _NAME_AND_PLACE, _PLACE_AND_NAME):
        match = pattern.fullmatch(simple)
        if match and (found := _around(written, match)):
            return found
    if _LATIN.fullmatch(simple):
        is_acronym = simple.isupper() and len(simple) > 1
        return written, "", LabelKind.OTHER if is_acronym else LabelKind.LATIN
    kind = LabelKind.PERSON if _NICKNAME.fullmatch(simple) else LabelKind.OTHER
    is_phrase = _NEVER_ENDS_IN.search(simple) or _PHRASE.search(simple)
    if is_phrase or not _ORGANISATION.fullmatch(simple):
        return None
    return written, "", kind


def _around(written: str, match: regex.Match[str]) -> tuple[str, str, LabelKind] | None:
    """Returns the name in ``match`` and, as its title, what stands around it."""
    name, (start, end) = match["name"], match.span("name")
    titled = _TITLED.fullmatch(name)
    if titled:
        name, end = titled["name"], start + titled.end("name")
    title = " ".join(
        part for part in (written[:start].strip(_JOINTS), written[end:].strip(_JOINTS)) if part
    )
    if match.re is _TITLED and is_surname(name):
        return written, title, LabelKind.PERSON
    if is_person(name):
        return written[start:end], title, LabelKind.PERSON
    if match.re is _ROLE_AND_NAME and _LATIN.fullmatch(name):
        return written[start:end], title, LabelKind.LATIN
    return None


def is_surname(name: str) -> bool:
    """Whether ``name`` (simplified) is a surname without a given name."""
    parts = split_name(name)
    return parts is not None and not parts.given


def is_person(name: str) -> bool:
    """Whether ``name`` (simplified) has the shape of a full Chinese or transliterated name.

    A surname, one or two characters, and no common word.
    """
    if _FOREIGN.fullmatch(name):
        return True
    parts = split_name(name)
    return (
        parts is not None
        and 1 <= len(parts.given) <= 2
        and regex.fullmatch(r"\p{Han}+", name) is not None
        and name not in not_names()
        and not (len(name) == 3 and name[:2] in not_names() and name[2] in _WORD_ENDS)
        and not (len(name) == 3 and name[2] in _TECHNICAL_END)
        and not _TITLED.fullmatch(name)
        and not (_NEVER_ENDS_IN.search(name) and not _THOUGHTFUL_NAME.fullmatch(name))
        and not _NEVER.fullmatch(name)
    )
