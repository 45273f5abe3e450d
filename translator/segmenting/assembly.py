"""An article becomes a document: every line gets its part, every part its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import regex

from translator.document import (
    Article,
    Document,
    DroppedLine,
    Section,
    SectionKind,
    Segment,
    Speaker,
    Turn,
)
from translator.segmenting.identifiers import SegmentIds
from translator.segmenting.labels import Label
from translator.segmenting.lines import Line, lines_of
from translator.segmenting.names import romanise
from translator.segmenting.narration import is_aside, is_closing, is_narration
from translator.segmenting.persons import introduced_persons
from translator.segmenting.places import boilerplate
from translator.segmenting.script import simplify
from translator.segmenting.sections import Heading, find_headings, is_back, is_front, title_line
from translator.segmenting.sentences import split
from translator.segmenting.turns import TurnStart, is_host, turn_starts, with_turns_apart

_MANY_TURNS = 6
"""From this many turns on, of one paragraph each, a lone paragraph after the last is no turn's."""
_SITE = regex.compile(
    r"\s*[-_|—–丨·]\s*(?:知乎|CSDN.*|微信.*|哔哩哔哩.*|今日头条|掘金|简书|博客园|腾讯.*|搜狐.*"
    r"|网易.*|新浪.*)$"
)


def assemble(
    article: Article, *, keep_boilerplate: bool, speakers: Mapping[str, str] | None
) -> Document:
    """See `translator.segmenting.segment`."""
    overrides = dict(speakers or {})
    plan = _Plan.of(article, map(simplify, overrides))
    document = _Builder(plan, article, overrides).document()
    if not keep_boilerplate or not document.dropped:
        return document
    return _with_boilerplate_kept(document)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What each line of the article is."""

    lines: list[Line]
    starts: dict[int, TurnStart]
    dropped: dict[int, str]
    title: int | None
    headings: dict[int, Heading]
    persons: frozenset[str]

    @classmethod
    def of(cls, article: Article, named: Iterable[str]) -> _Plan:
        """Returns the plan of ``article``; ``named`` are persons the user gave (simplified)."""
        lines = lines_of(article)
        persons = introduced_persons("\n".join(line.simple for line in lines)) | frozenset(named)
        lines = with_turns_apart(lines, persons)
        starts = turn_starts(lines, persons)
        dropped = boilerplate(lines, starts)
        kept = [at for at in range(len(lines)) if at not in dropped]
        title = title_line(lines, kept, starts)
        headings = find_headings(lines, [at for at in kept if at != title], starts)
        return cls(lines, starts, dropped, title, headings, persons)

    def body_start(self) -> int:
        """Returns the index of the line with which the introduction is over."""
        front = {at for at, h in self.headings.items() if h.text and is_front(self.lines[h.text])}
        numbered = [at for at, heading in self.headings.items() if heading.numbered]
        if not self.starts:
            return min((at for at in self.headings if at not in front), default=0)
        first_turn = min(self.starts)
        nearest = max((at for at in self.headings if at < first_turn), default=first_turn)
        return min([first_turn, nearest if nearest not in front else first_turn, *numbered])


@dataclass(slots=True)
class _OpenTurn:
    speaker: str
    segments: list[Segment] = field(default_factory=list)


@dataclass(slots=True)
class _OpenSection:
    kind: SectionKind
    number: str = ""
    heading: Segment | None = None
    turns: list[_OpenTurn] = field(default_factory=list)

    def closed(self) -> Section:
        turns = tuple(Turn(turn.speaker, tuple(turn.segments)) for turn in self.turns)
        return Section(self.kind, self.number, self.heading, turns)

    @property
    def is_empty(self) -> bool:
        return not self.turns and not self.heading and not self.number


class _Builder:
    """Walks over the lines once and fills sections and turns."""

    def __init__(self, plan: _Plan, article: Article, overrides: dict[str, str]) -> None:
        self.plan, self.article = plan, article
        self.overrides = overrides | {simplify(name): to for name, to in overrides.items()}
        self.ids = SegmentIds()
        self.speakers: dict[str, Speaker] = {}
        self.sections: list[_OpenSection] = []
        self.last_turn = max(plan.starts, default=-1)
        self.single_paragraphs = _turns_have_one_paragraph(plan)
        self.closing = False
        self.paragraph = 0
        self.next_start_ms: int | None = None

    def document(self) -> Document:
        """Returns the finished document."""
        plan = self.plan
        title = self._title()
        body_start = plan.body_start()
        introduced = any(at != plan.title and at not in plan.dropped for at in range(body_start))
        if introduced:
            self.sections.append(_OpenSection(SectionKind.INTRODUCTION))
        skip: int | None = None
        for at, line in enumerate(plan.lines):
            if at == body_start:
                self.sections.append(_OpenSection(SectionKind.BODY))
            if at in plan.dropped or at in (plan.title, skip):
                continue
            if at in plan.headings:
                skip = self._open(
                    at, SectionKind.INTRODUCTION if at < body_start else SectionKind.BODY
                )
            elif at in plan.starts:
                self._start_turn(line, plan.starts[at])
            else:
                self._add_text(at, line)
        return Document(
            origin=self.article.origin,
            sections=tuple(s.closed() for s in self.sections if not s.is_empty),
            title=title,
            speakers=tuple(self.speakers.values()),
            dropped=tuple(
                DroppedLine(plan.lines[at].number, plan.lines[at].source, reason)
                for at, reason in plan.dropped.items()
            ),
        )

    def _title(self) -> Segment | None:
        if self.plan.title is not None:
            line = self.plan.lines[self.plan.title]
            return self._segment(line.source, line.number)
        declared = _without_site(self.article.title)
        return self._segment(declared, None) if declared else None

    def _open(self, at: int, kind: SectionKind) -> int | None:
        """Opens the section whose heading begins at line ``at``; returns the heading's line."""
        heading = self.plan.headings[at]
        line = self.plan.lines[heading.text] if heading.text is not None else None
        if at > self.last_turn >= 0 and (
            self.closing or not heading.numbered or (line and is_back(line))
        ):
            kind, self.closing = SectionKind.CLOSING, True
        words = line.text[heading.start :] if line else ""
        segment = self._segment(words, line.number) if line else None
        if self.sections and self.sections[-1].is_empty:
            self.sections.pop()
        self.sections.append(_OpenSection(kind, heading.number, segment))
        return heading.text

    def _start_turn(self, line: Line, start: TurnStart) -> None:
        speaker = self._speaker(start.label)
        self._turns().append(_OpenTurn(speaker.name))
        self.paragraph = 0
        self.next_start_ms = start.label.start_ms
        self._add_sentences(start.label.aside + line.text[start.rest :], line.number)

    def _add_text(self, at: int, line: Line) -> None:
        """Adds an unlabelled line: more of the current turn, or the editor's words."""
        turns = self._turns()
        if turns and turns[-1].speaker:
            if self._is_editors(at, line):
                self._begin_editors_words(at, line)
        elif not turns:
            self._begin_editors_words(at, line)
        self._add_sentences(line.source, line.number)

    def _begin_editors_words(self, at: int, line: Line) -> None:
        if self.last_turn >= 0 and at > self.last_turn and not is_aside(line.simple):
            if not self.closing:
                self.sections.append(_OpenSection(SectionKind.CLOSING))
            self.closing = True
        self._turns().append(_OpenTurn(""))
        self.paragraph = 0

    def _is_editors(self, at: int, line: Line) -> bool:
        if not self._turns()[-1].segments:
            return False
        text, names = line.simple, self.plan.persons | self.speakers.keys()
        if at < self.last_turn:
            return is_narration(text, names)
        if is_host(simplify(self._turns()[-1].speaker)):
            return is_narration(text, names)
        return is_closing(text, names) or self.single_paragraphs

    def _turns(self) -> list[_OpenTurn]:
        if not self.sections:
            self.sections.append(_OpenSection(SectionKind.BODY))
        return self.sections[-1].turns

    def _add_sentences(self, text: str, number: int) -> None:
        segments = [
            self._segment(text[start:end], number, self.paragraph) for start, end in split(text)
        ]
        if segments:
            segments[0] = replace(segments[0], start_ms=self.next_start_ms)
            self.next_start_ms = None
            self._turns()[-1].segments.extend(segments)
            self.paragraph += 1

    def _segment(self, source: str, number: int | None, paragraph: int = 0) -> Segment:
        return Segment(self.ids.next(source), source, paragraph=paragraph, line=number)

    def _speaker(self, label: Label) -> Speaker:
        """Returns the speaker of ``label``; the first spelling of a name stands for all."""
        known = self.speakers.get(label.key) or self._named_host(label)
        if known is None:
            known = Speaker(label.name, self._romanised(label), label.title)
        elif label.title and not known.title:
            known = replace(known, title=label.title)
        self.speakers[simplify(known.name)] = known
        return known

    def _named_host(self, label: Label) -> Speaker | None:
        """Returns who hosts, if the label is 主持人 and one before said 主持人（李华）."""
        if label.key not in ("主持人", "主持"):
            return None
        return next((s for s in self.speakers.values() if "主持" in simplify(s.title)), None)

    def _romanised(self, label: Label) -> str:
        titled = f"{label.name}{label.title}"
        for name in (label.name, label.key, titled):
            if name in self.overrides:
                return self.overrides[name]
        return romanise(label.name)


def _turns_have_one_paragraph(plan: _Plan) -> bool:
    """Whether every turn but the last is one paragraph, as in most edited panels."""
    order = [at for at in range(len(plan.lines)) if at not in plan.dropped]
    first, last = min(plan.starts, default=0), max(plan.starts, default=0)
    inside = [at for at in order if first < at < last]
    more = [
        at
        for at in inside
        if at not in plan.starts
        and at not in plan.headings
        and not is_narration(plan.lines[at].simple, plan.persons)
    ]
    headings = {heading.text for heading in plan.headings.values()}
    return len(plan.starts) >= _MANY_TURNS and not [at for at in more if at not in headings]


def _without_site(title: str) -> str:
    """Returns a page's declared title without the platform's name at its end; "" if not Chinese."""
    title = _SITE.sub("", title.strip())
    return title if regex.search(r"\p{Han}", title) else ""


def _with_boilerplate_kept(document: Document) -> Document:
    ids = SegmentIds()
    for kept in document.segments():
        ids.next(kept.source)
    segments: list[Segment] = []
    for paragraph, line in enumerate(document.dropped):
        for start, end in split(line.text):
            source = line.text[start:end]
            segments.append(Segment(ids.next(source), source, paragraph=paragraph, line=line.line))
    about = Section(SectionKind.ABOUT, turns=(Turn("", tuple(segments)),))
    return replace(document, sections=(*document.sections, about), dropped=())
