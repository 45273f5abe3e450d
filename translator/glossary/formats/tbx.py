"""TermBase eXchange: version 3 (ISO 30042:2019, styles DCA and DCT) and 2 (TBX-Basic "martif").

Both are read; version 3 in DCA style is written (version 2 by the module ``tbx2``). A glossary
entry is a concept with a Chinese and an English section. The English terms' administrative status
tells preferred, admitted and deprecated ones apart (target, variants, forbidden). Subject field,
part of speech, context and notes are TBX-Basic's own; what TBX-Basic has no place for (case rule,
do-not-translate, state, unknown columns) stands in ``admin`` elements, which the core structure
admits. A file with such elements calls itself a private dialect, as the standard asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from translator.errors import InputError
from translator.glossary.formats.base import Reading
from translator.glossary.formats.columns import Problem
from translator.glossary.term import CaseRule, Term, TermState

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SUFFIXES = (".tbx",)
NAMESPACE = "urn:iso:std:iso:30042:ed-2"

_XML = "{http://www.w3.org/XML/1998/namespace}"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONCEPTS = ("conceptEntry", "termEntry")
_LANGUAGES = ("langSec", "langSet")
_TERM_SECTIONS = ("termSec", "tig", "ntig")
_CHINESE = re.compile(r"(zh|zho|chi|cmn|yue)(?:[-_]|$)", re.IGNORECASE)
_ENGLISH = re.compile(r"(en|eng)(?:[-_]|$)", re.IGNORECASE)
_PREFERRED = "preferredTerm-admn-sts"
_ADMITTED = "admittedTerm-admn-sts"
_DEPRECATED = "deprecatedTerm-admn-sts"
_REJECTED_WORDS = ("deprecated", "superseded", "forbidden", "notrecommended", "obsolete")
_PARTS_OF_SPEECH = {
    "noun": "noun",
    "verb": "verb",
    "adjective": "adjective",
    "adverb": "adverb",
    "proper noun": "properNoun",
    "other": "other",
}
# Types of our own admin elements; "column" carries its column's name in an adminNote.
_CASE, _KEEP, _STATE, _COLUMN = "caseRule", "doNotTranslate", "entryState", "column"
_SPEECH = "partOfSpeechText"


def read(data: bytes, *, where: str, glossary: str) -> Reading:
    """Returns one entry per Chinese term of every concept; see `GlossaryFormat.read`."""
    root = _parse(data, where)
    if _local(root) not in ("tbx", "martif", "TBX"):
        raise InputError(
            f"is XML, but no TBX: its root is <{_local(root)}>",
            where=where,
            advice="Export the term base as TBX, CSV or XLSX",
        )
    terms: list[Term] = []
    problems: list[Problem] = []
    for concept in root.iter():
        if _local(concept) in _CONCEPTS:
            found = tuple(_entries(concept, glossary))
            terms.extend(found)
            problems.extend(() if found else _why_none(concept))
    return Reading(tuple(terms), tuple(problems))


def write(terms: Sequence[Term]) -> bytes:
    """Returns a TBX version 3 file in DCA style."""
    return render(terms, VERSION_3)


@dataclass(frozen=True, slots=True)
class Names:
    """The element names in which versions 2 and 3 differ; the rest of both is the same."""

    root: str
    header: str
    concept: str
    language: str
    term: str
    namespace: str | None


VERSION_3 = Names("tbx", "tbxHeader", "conceptEntry", "langSec", "termSec", NAMESPACE)
VERSION_2 = Names("martif", "martifHeader", "termEntry", "langSet", "tig", None)


def render(terms: Sequence[Term], names: Names) -> bytes:
    """Returns ``terms`` as TBX with the element names of one version."""
    from lxml import etree

    private = any(_own_fields(term) for term in terms)
    nsmap: Any = {None: names.namespace} if names.namespace else None
    root = etree.Element(_tag(names.root, names), nsmap=nsmap)
    root.set(f"{_XML}lang", "en")
    if names is VERSION_3:
        root.set("style", "dca")
        root.set("type", "TBX-panel-translator" if private else "TBX-Basic")
    else:
        root.set("type", "TBX-Basic")
    description = _add(_add(root, names.header, names), "fileDesc", names)
    _add(_add(description, "titleStmt", names), "title", names, "Chinese-English glossary")
    _add(_add(description, "sourceDesc", names), "p", names, "Exported by translator")
    body = _add(_add(root, "text", names), "body", names)
    for number, term in enumerate(terms, start=1):
        _write_concept(body, term, number, names)
    etree.indent(root, space="  ")
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _write_concept(body: Element, term: Term, number: int, names: Names) -> None:
    concept = _add(body, names.concept, names)
    concept.set("id", f"c{number}")
    if term.domain:
        _add(concept, "descrip", names, term.domain, type="subjectField")
    for kind, value in _own_fields(term):
        _add(concept, "admin", names, value, type=kind)
    for name, value in term.extra:
        group = _add(concept, "adminGrp", names)
        _add(group, "admin", names, value, type=_COLUMN)
        _add(group, "adminNote", names, name, type="name")
    if term.note:
        _add(concept, "note", names, term.note)
    speech = _PARTS_OF_SPEECH.get(term.part_of_speech, "other" if term.part_of_speech else "")
    chinese = _add(concept, names.language, names)
    chinese.set(f"{_XML}lang", "zh")
    section = _write_term(chinese, term.source, speech, "", names)
    if term.example:
        _add(section, "descrip", names, term.example, type="context")
    english = _add(concept, names.language, names)
    english.set(f"{_XML}lang", "en")
    _write_term(english, term.target, speech, _PREFERRED, names)
    for status, forms in ((_ADMITTED, term.variants), (_DEPRECATED, term.forbidden)):
        for form in forms:
            _write_term(english, form, "", status, names)


def _write_term(parent: Element, text: str, speech: str, status: str, names: Names) -> Element:
    section = _add(parent, names.term, names)
    _add(section, "term", names, text)
    if speech:
        _add(section, "termNote", names, speech, type="partOfSpeech")
    if status:
        _add(section, "termNote", names, status, type="administrativeStatus")
    return section


def _own_fields(term: Term) -> tuple[tuple[str, str], ...]:
    fields = []
    if term.part_of_speech and term.part_of_speech not in _PARTS_OF_SPEECH:
        fields.append((_SPEECH, term.part_of_speech))
    if term.case is not CaseRule.ANY:
        fields.append((_CASE, term.case.value))
    if term.do_not_translate:
        fields.append((_KEEP, "yes"))
    if term.state is not TermState.APPROVED:
        fields.append((_STATE, term.state.value))
    return tuple(fields)


def _add(parent: Element, name: str, names: Names, text: str = "", **attributes: str) -> Element:
    from lxml import etree

    child = etree.SubElement(parent, _tag(name, names), attributes)
    child.text = _ILLEGAL.sub("", text) or None
    return child


def _tag(name: str, names: Names) -> str:
    return f"{{{names.namespace}}}{name}" if names.namespace else name


def _parse(data: bytes, where: str) -> Element:
    """Parses untrusted XML: no entities, no network; a DOCTYPE may only name a DTD (unread)."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        raise InputError(
            f"is not well-formed XML: {error.msg}",
            where=where + line,
            advice="Export the term base again",
        ) from error
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and list(declared.iterentities()):
        raise InputError(
            "declares entities in its DOCTYPE, which a term base does not need",
            where=where,
            advice="Remove the DOCTYPE",
        )
    return root


def _local(element: Element) -> str:
    """Returns the name without namespace; "" for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _line(element: Element) -> int:
    line: Any = element.sourceline
    return int(line or 0)


def _text(element: Element) -> str:
    """Returns the text of an element and its inline markup, lines of pretty-printing joined."""
    return "".join(str(part) for part in element.itertext()).strip()


def _category(element: Element) -> str:
    """Returns the data category: the ``type`` (DCA) or the element's own name (DCT)."""
    return element.get("type") or _local(element)


def _own(element: Element, stop: Iterable[str]) -> Iterator[Element]:
    """Yields the descendants of ``element`` outside of sections named in ``stop``."""
    for child in element:
        name = _local(child)
        if name and name not in stop:
            yield child
            yield from _own(child, stop)


def _values(element: Element, category: str, stop: Iterable[str]) -> list[str]:
    found = (_text(e) for e in _own(element, stop) if _category(e) == category)
    return [text for text in found if text]


def _sections(concept: Element, language: re.Pattern[str]) -> list[Element]:
    return [
        section
        for part in concept
        if _local(part) in _LANGUAGES
        and language.match(part.get(f"{_XML}lang") or part.get("lang") or "")
        for section in part
        if _local(section) in _TERM_SECTIONS
    ]


def _term_text(section: Element) -> str:
    return next((_text(e) for e in section.iter() if _local(e) == "term"), "")


def _status(section: Element) -> str:
    values = _values(section, "administrativeStatus", ())
    return values[0].replace("-", "").replace("_", "").casefold() if values else ""


def _entries(concept: Element, glossary: str) -> Iterator[Term]:
    english: dict[str, list[str]] = {"preferred": [], "admitted": [], "rejected": []}
    for section in _sections(concept, _ENGLISH):
        text, status = _term_text(section), _status(section)
        kind = "preferred" if status.startswith("preferred") else "admitted"
        if any(word in status for word in _REJECTED_WORDS):
            kind = "rejected"
        if text and not any(text in forms for forms in english.values()):
            english[kind].append(text)
    allowed = english["preferred"] + english["admitted"]
    inner = (*_LANGUAGES, *_TERM_SECTIONS)
    keep = bool(_values(concept, _KEEP, inner))
    for section in _sections(concept, _CHINESE):
        source = _term_text(section)
        if not source or not allowed:
            continue
        state = (_values(concept, _STATE, inner) or [""])[0]
        yield Term(
            source=source,
            target=allowed[0],
            variants=tuple(allowed[1:]),
            forbidden=tuple(english["rejected"]),
            do_not_translate=keep,
            case=CaseRule.EXACT if "exact" in _values(concept, _CASE, inner) else CaseRule.ANY,
            part_of_speech=_part_of_speech(concept, section),
            domain="; ".join(_values(concept, "subjectField", inner)),
            note="\n".join(_values(concept, "note", inner) + _values(section, "note", ())),
            example="\n".join(_values(section, "context", ())),
            state=TermState(state) if state in tuple(TermState) else TermState.APPROVED,
            extra=tuple(_columns(concept)),
            glossary=glossary,
            line=_line(section),
        )


def _part_of_speech(concept: Element, section: Element) -> str:
    exact = _values(concept, _SPEECH, (*_LANGUAGES, *_TERM_SECTIONS))
    coded = exact or _values(section, "partOfSpeech", ())
    english = [
        value
        for other in _sections(concept, _ENGLISH)
        for value in _values(other, "partOfSpeech", ())
    ]
    value = (coded or english or [""])[0]
    return "proper noun" if value == "properNoun" else value


def _columns(concept: Element) -> Iterator[tuple[str, str]]:
    for group in concept:
        if _local(group) == "adminGrp":
            values = _values(group, _COLUMN, ())
            names = _values(group, "name", ())
            if values and names:
                yield names[0], values[0]


def _why_none(concept: Element) -> tuple[Problem, ...]:
    chinese = [text for text in map(_term_text, _sections(concept, _CHINESE)) if text]
    missing = "target" if chinese else "source"
    shown = f"“{chinese[0]}”" if chinese else f"concept {concept.get('id') or ''}".strip()
    language = "admitted English" if chinese else "Chinese"
    return (
        Problem(
            _line(concept),
            f"no-{missing}",
            f"{shown} has no {language} term",
            "Add one, or remove the concept",
            chinese[0] if chinese else "",
        ),
    )
