"""Lines that platforms wrap around an article, told by place and shape.

Three places differ in what may go: the head (before the discussion), the body, and the tail (after
the last turn). A line is only taken if its whole shape says what it is, so that somebody who says
“记得点击蓝字关注我们” in a sentence of the discussion keeps it: inside the body only file names of
images, ornaments, the bare buttons of a platform, and lines that are an advertisement or a call to
scan a code and nothing else go. In the tail a marker line such as
"往期精彩文章推荐" or "关于…" ends the article, and what follows it goes too.
"""

from __future__ import annotations

from enum import Enum, auto

import regex

from translator.document import BlockKind
from translator.segmenting import platform_phrases as phrases
from translator.segmenting.lines import Line


class Place(Enum):
    """Where in the article a line stands."""

    FIRST = auto()
    HEAD = auto()
    BODY = auto()
    TAIL = auto()


IMAGE = "image without a caption"
ORNAMENT = "ornament or emoji alone"
END_MARK = "mark of the end"
FOLLOW = "call to follow, scan or share"
BUTTON = "button, counter or navigation of the platform"
PAYMENT = "red-packet or payment block"
CREDIT = "credit or source line"
COPYRIGHT = "copyright or reprint notice"
SPONSOR = "advertisement of a sponsor"
RECOMMENDED = "recommendation of other articles"
AFTER_END = "advertisement or account blurb after the end"

_IN_FIRST_LINE = ((phrases.FOLLOW, FOLLOW), (phrases.BUTTON, BUTTON))
_IN_HEAD = (
    *_IN_FIRST_LINE,
    (phrases.WELCOME, FOLLOW),
    (phrases.COPYRIGHT, COPYRIGHT),
    (phrases.CREDIT, CREDIT),
    (phrases.RECOMMENDED, RECOMMENDED),
)
_IN_TAIL = (
    *_IN_HEAD,
    (phrases.PAYMENT, PAYMENT),
    (phrases.END, END_MARK),
    (phrases.SPONSOR, SPONSOR),
)
_SHAPES = {
    Place.FIRST: _IN_FIRST_LINE,
    Place.HEAD: _IN_HEAD,
    Place.BODY: (
        (phrases.BUTTON_IN_BODY, FOLLOW),
        (phrases.CALL_IN_BODY, FOLLOW),
        (phrases.SPONSOR, SPONSOR),
    ),
    Place.TAIL: _IN_TAIL,
}
_LONGEST = {FOLLOW: 40, COPYRIGHT: 200, CREDIT: 120, PAYMENT: 80}
"""Characters above which a line is prose whatever it mentions, by reason."""

_LONGEST_OTHER = 100
_EVENT_FACT = regex.compile(r"\d\s*[月日点]|\d:\d\d|邀请|嘉宾|主办")


def reason_to_drop(line: Line, place: Place) -> str | None:
    """Returns why ``line`` is none of the author's words, None if it may be.

    For a line that starts a turn or follows a label on its own line the caller must not ask: those
    are kept, whatever they look like.
    """
    text = line.simple.strip()
    if phrases.IMAGE_NAME.fullmatch(text) or (line.kind is BlockKind.IMAGE and not _caption(text)):
        return IMAGE
    is_speech = place is Place.BODY and phrases.SPOKEN_MARKS.fullmatch(text)
    if phrases.ORNAMENT.fullmatch(text) and not is_speech:
        return ORNAMENT
    for pattern, reason in _SHAPES[place]:
        if len(text) <= _LONGEST.get(reason, _LONGEST_OTHER) and pattern.fullmatch(text):
            is_fact = reason is FOLLOW and place is Place.HEAD and _EVENT_FACT.search(text)
            return None if is_fact else reason
    return None


def ends_article(line: Line) -> str | None:
    """Returns why ``line`` and what follows it in the tail go, None if it ends nothing."""
    text = line.simple.strip()
    for pattern, reason in (
        (phrases.RECOMMENDED, RECOMMENDED),
        (phrases.ABOUT, AFTER_END),
        (phrases.END, END_MARK),
        (phrases.COUNTERS, BUTTON),
    ):
        if pattern.fullmatch(text):
            return reason
    return PAYMENT if len(text) < 24 and phrases.PAYMENT.fullmatch(text) else None


def resumes_article(line: Line) -> bool:
    """Whether ``line`` after the end heads something of the author's again, as references."""
    return phrases.RESUMES.fullmatch(line.simple.strip()) is not None


def _caption(text: str) -> bool:
    return len(regex.findall(r"\p{Han}", text)) >= 4
