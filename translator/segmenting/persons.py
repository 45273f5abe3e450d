"""Persons that a text introduces, found with high precision.

What is found here becomes a hard hint to the engine, so a name counts only where the text itself
says that a person follows or precedes:

* after what somebody is: "…大学博士生王博涵、", "CEO 李明（", up to a mark or a word that ends it;
* in lists such as "嘉宾：张三（清华大学）、李四";
* before a title, after a mark or a word that takes a person: "请王博涵老师", "，张博航博士".

A name that is a common word as well (王者, 张量, 高兴) never counts. The given name of such a
person ("刚才子墨提到了", "谢谢若彤") counts if the text uses it for nothing but a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import regex

from translator.document import Document, Turn
from translator.segmenting.labels import LabelKind, is_person, parse_label
from translator.segmenting.names import romanise, split_name
from translator.segmenting.script import NormalisedText, normalise
from translator.segmenting.surnames import COMPOUND, FREQUENT, SINGLE

_SURNAME = rf"(?:{'|'.join(COMPOUND)}|[{''.join(sorted(SINGLE))}])"
_NAME = rf"(?P<name>{_SURNAME}\p{{Han}}{{1,2}}?)"
_IS = (
    r"(?:博士研究生|硕士研究生|博士生|硕士生|研究生|本科生|直博生|博士后|博士|硕士|院士"
    r"|(?:助理|副|讲席|特聘|客座|荣誉)?教授|讲师"
    r"|(?:副|助理)?研究员|科学家|开发者|工程师|架构师|算法专家|专家|创始人|合伙人|负责人|主任|院长"
    r"|所长|校长|系主任|总监|总经理"
    r"|经理|总裁|董事长|秘书长|理事长|会长|主编|主笔|记者|主持人|嘉宾|学者|老师|导师|同学"
    r"|作者|CEO|CTO|COO|CMO|VP)"
)
_END = (
    r"(?=$|[、，,。；;：:（(）)\s！!？?…”’」]|以及|等|和(?!谐)|与|及|担任|分享|主持|带来"
    r"|一起|共同|就|对|围绕|作|为大家"
    r"|老师|教授|博士|院士|同学|先生|女士|表示|认为|说|指出|介绍|(?:来自|加入|参与|参加|做客))"
)
_AFTER_WHAT_HE_IS = regex.compile(rf"{_IS}\s?[“「]?{_NAME}{_END}")
_TITLE = (
    r"(?:老师|(?:助理|副)?教授|博士(?![生后点学论])|院士|同学(?![们会])|先生(?!们)|女士"
    r"|研究员|博士生|博士后)"
)
_TAKES_PERSON = (
    r"(?:^|[，,。；;：:、！!？?“”「（(\s]|请|邀请|感谢|谢谢|欢迎|有请|听|问|和|与|及|跟|同"
    r"|由|对|向|给|让|像|是|有|像是|正如|刚才"
    r"|刚刚|以及|特别是|请到|请来|来自|整理自|采访|专访|对话|导师|作者|大学|学院|研究院|研究所|实验室"
    r"|公司|系的|大学的|学院的)"
)
_BEFORE_TITLE = regex.compile(rf"(?<={_TAKES_PERSON}){_NAME}{_TITLE}")
_LISTED = regex.compile(
    r"(?:嘉宾|讲者|主讲人|主持人|主持|讲师|专家|与谈人|记者|对谈人|受访者|受访人|采访对象"
    r"|作者|译者)"
    r"(?:阵容|介绍|名单)?[：:]\s*(?P<list>[^。！？!?\n]{2,200})"
)
_INTRODUCES = regex.compile(
    r"邀请|请到|请来|有请|来自|嘉宾|做客|专访|对话|主持|出席|参加|分别[是为]|包括|主讲|对谈|欢迎|采访"
)
_CALLED = (
    r"(?=$|[，,。；;：:、！!？?…”」\s]|老师|同学|博士|教授|师[兄姐弟妹]|刚才|刚刚|提[到出]|[说讲问谈]"
    r"|觉得|认为|你|您|先|来|也|的|补充|总结|举|这|那|和|跟)"
)
_FUNCTION = frozenset("和从但都由那向时有能还应等同对把被让给")
_VERB = regex.compile(
    r"[说讲问答谈想看]|认为|表示|指出|提[出到]|[说讲]过|介绍|强调|坦言|透露|补充|回[忆答]|担任|分享|邀请"
    r"|出席|参加|发现|[近昨今当]日|日前|[今去]年"
)
_ITEM = regex.compile(r"[、，,；;/|]|\s{2,}")


def introduced_persons(text: str) -> frozenset[str]:
    """Returns the names of the persons that ``text`` (simplified) introduces."""
    return frozenset(name for _, name in _introduced(text))


def person_names(document: Document) -> dict[str, str]:
    """Returns the Chinese names of persons in ``document``, as written → in Latin letters.

    Speakers (roles apart), persons that the text introduces, and the given names it calls them by;
    see the module's description.
    Names of speakers come as `Speaker.romanised` has them. Made for hints to the engine, so a
    doubtful name is left out.
    """
    names = {
        speaker.name: speaker.romanised
        for speaker in document.speakers
        if _is_safe(speaker.name) and speaker.romanised != speaker.name
    }
    known = {normalise(name).text for name in names}
    texts = [(text, normalise(text)) for text in _texts(document)]
    for text, normalised in texts:
        for written, name in _written(text, normalised):
            if name not in known:
                names.setdefault(written, romanise(name))
    return names | _given_names(names, texts)


def _given_names(
    names: Mapping[str, str], texts: Sequence[tuple[str, NormalisedText]]
) -> dict[str, str]:
    """The given names by which the texts call persons of ``names``, in Latin letters."""
    found: dict[str, str] = {}
    for name, latin in names.items():
        parts = split_name(normalise(name).text)
        if parts is None or len(parts.given) != 2 or len(latin.split()) != 2:
            continue
        alone = regex.compile(rf"(?<!{parts.surname}){parts.given}")
        called = regex.compile(rf"(?<={_TAKES_PERSON}){parts.given}{_CALLED}")
        places = [
            (text, normalised, match)
            for text, normalised in texts
            for match in alone.finditer(normalised.text)
        ]
        if all(called.match(n.text, match.start()) for _, n, match in places):
            for text, normalised, match in places:
                first, last = normalised.span(*match.span())
                found[text[first:last]] = latin.split()[1]
    return {given: latin for given, latin in found.items() if given not in names}


def _is_safe(name: str) -> bool:
    """Whether a speaker's name can be looked for in running text."""
    label = parse_label(name)
    return (
        label is not None
        and label.kind is LabelKind.PERSON
        and len(name) >= 2
        and regex.search(r"\p{Han}", name) is not None
    )


def _texts(document: Document) -> Iterator[str]:
    """Yields each paragraph as one text: a guest list may have been cut into segments."""
    if document.title:
        yield document.title.source
    for section in document.sections:
        for turn in section.turns:
            yield from _paragraphs(turn)


def _paragraphs(turn: Turn) -> Iterator[str]:
    paragraphs: dict[int, str] = {}
    for segment in turn.segments:
        paragraphs[segment.paragraph] = paragraphs.get(segment.paragraph, "") + segment.source
    yield from paragraphs.values()


def _written(text: str, normalised: NormalisedText) -> Iterator[tuple[str, str]]:
    """Yields each introduced name as ``text`` writes it and simplified."""
    for start, name in _introduced(normalised.text):
        first, last = normalised.span(start, start + len(name))
        yield text[first:last], name


def _introduced(text: str) -> Iterator[tuple[int, str]]:
    for paragraph in regex.finditer(r"[^\n]+", text):
        patterns = [_BEFORE_TITLE]
        if _INTRODUCES.search(paragraph.group()):
            patterns.append(_AFTER_WHAT_HE_IS)
        for pattern in patterns:
            for match in pattern.finditer(text, *paragraph.span(), overlapped=True):
                if is_person(match["name"]) and _is_likely(match["name"]):
                    yield match.start("name"), match["name"]
    for match in _LISTED.finditer(text):
        yield from _listed(match["list"], match.start("list"))


def _is_likely(name: str) -> bool:
    """Whether ``name`` in running text is more likely a name than a verb or adverb phrase."""
    is_frequent = name[0] in FREQUENT or name[:2] in COMPOUND
    return (
        (len(name) > 2 or is_frequent)
        and name[0] not in _FUNCTION
        and not name.startswith("谢谢")
        and not _VERB.fullmatch(name[1:])
    )


def _listed(items: str, start: int) -> Iterator[tuple[int, str]]:
    at = 0
    for item in _ITEM.split(items):
        at = items.index(item, at)
        label = parse_label(item)
        if label and label.kind is LabelKind.PERSON and is_person(label.key) and "·" not in item:
            yield start + at + item.index(label.name), label.key
        at += len(item)
