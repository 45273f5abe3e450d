"""Names in Latin letters: pinyin for Chinese names, English words for roles.

The rules are those of GB/T 28039-2011, "The Chinese phonetic alphabet spelling rules for Chinese
names": family name first, family name and given name written apart, each of them in one word with
a capital (Mao Haitao, Ouyang Xiu), an apostrophe before a syllable of the given name that starts
with a, e or o (Li Xi'an). Tones are left out. For ü the standard's variant for passports and
foreign correspondence is used, YU (吕 Lyu, 女 Nyu): it is what the bearers have on their papers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from translator.segmenting.script import simplify
from translator.segmenting.surnames import COMPOUND, FREQUENT, GIVEN_READINGS, READINGS, SINGLE

ROLES = {
    "主持人": "Host", "主持": "Host", "嘉宾主持": "Guest host", "嘉宾": "Guest",
    "观众": "Audience", "现场观众": "Audience", "线上观众": "Online audience",
    "听众": "Audience", "听友": "Listener", "网友": "Online viewer", "读者": "Reader",
    "记者": "Reporter", "采访者": "Interviewer", "采访人": "Interviewer", "访谈者": "Interviewer",
    "受访者": "Interviewee", "被采访者": "Interviewee", "受访人": "Interviewee",
    "提问者": "Questioner", "提问人": "Questioner", "提问": "Question", "回答": "Answer",
    "问题": "Question", "问": "Q", "答": "A", "学员": "Student", "学生": "Student",
    "同学": "Student", "老师": "Teacher", "教授": "Professor", "编辑": "Editor", "小编": "Editor",
    "编者": "Editor", "讲者": "Speaker", "演讲者": "Speaker", "主讲人": "Speaker",
    "主讲": "Speaker", "讲师": "Lecturer", "旁白": "Narrator", "说话人": "Speaker",
    "发言人": "Speaker", "发言者": "Speaker", "与谈人": "Panelist", "评论员": "Commentator",
    "众人": "All", "全体": "All", "男": "Man", "女": "Woman", "甲": "A", "乙": "B", "丙": "C",
    "丁": "D",
}  # fmt: skip
"""Roles that stand where a name could, in English."""

TITLES = {
    "助理教授": "Prof.", "副教授": "Prof.", "讲席教授": "Prof.", "特聘教授": "Prof.",
    "教授": "Prof.", "老师": "Prof.", "导师": "Prof.", "博士后": "Dr.", "博士": "Dr.",
    "医生": "Dr.", "医师": "Dr.", "院士": "Academician", "先生": "Mr.", "女士": "Ms.",
    "小姐": "Ms.", "博士生": "", "硕士生": "", "研究生": "", "同学": "", "研究员": "",
    "副研究员": "", "工程师": "", "总": "", "总监": "", "经理": "", "主任": "Director",
    "院长": "Dean", "校长": "President", "讲师": "", "创始人": "", "师兄": "", "师姐": "",
}  # fmt: skip
"""What follows a name, and what precedes the name in English ("" where English has nothing).

老师 is the polite address among scholars and gets the address English has for it.
"""

_TITLE = "|".join(sorted(TITLES, key=len, reverse=True))
_WITH_TITLE = regex.compile(
    rf"(?P<name>\p{{Han}}{{1,4}}?|[A-Za-z .·]+?)\s*(?P<title>(?:{_TITLE})+)"
)
_ROLE = regex.compile(
    rf"(?P<role>{'|'.join(sorted(ROLES, key=len, reverse=True))})\s*"
    r"(?P<which>[A-Za-z]|\d{1,2}|[一二三四五六七八九十甲乙丙丁])?"
)
_NUMERALS = {numeral: str(value) for value, numeral in enumerate("一二三四五六七八九十", 1)} | dict(
    zip("甲乙丙丁", "ABCD", strict=True)
)
_HAN = regex.compile(r"\p{Han}+")
_MIDDLE_DOT = regex.compile(r"[·•・‧．]")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A Chinese personal name in two; ``given`` is "" for a surname alone."""

    surname: str
    given: str


def romanise(name: str) -> str:
    """Returns ``name`` as English text shows it: "Mao Haitao", "Prof. Zhang", "Host", "Guest A".

    Names without Chinese characters come back unchanged.
    """
    if not _HAN.search(name):
        return name
    return _romanised(simplify(name).strip())


@lru_cache(maxsize=4096)
def _romanised(name: str) -> str:
    if role := role_in_english(name):
        return role
    titled = _WITH_TITLE.fullmatch(name)
    if titled:
        prefix = next((p for t, p in TITLES.items() if titled["title"].endswith(t) and p), "")
        return f"{prefix} {romanise(titled['name'])}".strip()
    if _MIDDLE_DOT.search(name):
        return " ".join(_word(part) for part in _MIDDLE_DOT.split(name) if part)
    if not _HAN.fullmatch(name):
        return regex.sub(r"\s+", " ", _HAN.sub(lambda run: f" {_name(run.group())} ", name)).strip()
    return _name(name)


def role_in_english(name: str) -> str | None:
    """Returns the English for a role such as 主持人, 嘉宾A or 问1; None if ``name`` is none."""
    match = _ROLE.fullmatch(simplify(name).strip())
    if not match:
        return None
    role, which = ROLES[match["role"]], match["which"] or ""
    which = _NUMERALS.get(which, which)
    return f"{role}{which}" if len(role) == 1 else f"{role} {which}".strip()


def split_name(name: str) -> NameParts | None:
    """Returns surname and given name of ``name`` (simplified); None if it cannot be a name."""
    if name[:2] in COMPOUND and len(name) <= 4:
        return NameParts(name[:2], name[2:])
    if name[:1] in SINGLE and len(name) <= 4:
        return NameParts(name[0], name[1:])
    return None


def _name(name: str) -> str:
    if len(name) == 2 and name[0] in "老小" and name[1] in FREQUENT:
        return f"{_word(name[0])} {_surname(name[1]).capitalize()}"
    parts = split_name(name)
    if parts is None or name[0] in "老小阿":
        return _word(name)
    surname = _surname(parts.surname).capitalize()
    return f"{surname} {_word(parts.given)}" if parts.given else surname


def _surname(surname: str) -> str:
    reading = COMPOUND.get(surname) or READINGS.get(surname)
    return reading.replace("ü", "yu") if reading else "".join(_syllables(surname))


def _word(characters: str) -> str:
    """Returns ``characters`` as one capitalised word with apostrophes where syllables blur."""
    word = ""
    for syllable in _syllables(characters):
        word += ("'" if word and syllable[0] in "aeo" else "") + syllable
    return word.capitalize()


def _syllables(characters: str) -> list[str]:
    from pypinyin import lazy_pinyin

    readings: list[str] = lazy_pinyin(characters)
    if len(readings) == len(characters):
        readings = [
            GIVEN_READINGS.get(one, reading)
            for one, reading in zip(characters, readings, strict=True)
        ]
    return [reading.replace("ü", "yu").replace("v", "yu") for reading in readings]
