"""How each term of a document was rendered, and where its rendering deviates from the glossary."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translator.document import Document, Rung, Segment
from translator.glossary.term import Match, Term

if TYPE_CHECKING:
    from rich.table import Table

    from translator.glossary.termbase import TermBase

_TEMPLATE = "term_report.html.j2"
_SHOWN_DEVIATIONS = 3
_CSV_COLUMNS = (
    "source",
    "target",
    "glossary",
    "kind",
    "rendering",
    "times",
    "segment",
    "line",
    "sentence",
    "translation",
)


@dataclass(frozen=True, slots=True)
class Deviation:
    """A segment in which a term was not rendered as the glossary asks.

    Attributes:
        segment: id of the segment.
        line: line of the input, None if unknown.
        source, target: the whole sentence.
        start, end: span of the term in ``source``.
        forbidden: the forbidden form that was used, "" if the term is just missing.
        forbidden_start, forbidden_end: its span in ``target``, both 0 if there is none.
    """

    segment: str
    line: int | None
    source: str
    target: str
    start: int
    end: int
    forbidden: str = ""
    forbidden_start: int = 0
    forbidden_end: int = 0


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term and what became of it.

    Attributes:
        source, target: of the entry.
        glossary: name of the glossary that holds it.
        occurrences: in all segments.
        untranslated: occurrences in segments without a target; they deviate from nothing.
        renderings: (English as it stands in the text, times), the most frequent first; forms
            that differ in their first letter's case alone are one.
        rungs: (rung of the ladder, times) as the segments record it, in the ladder's order.
        deviations: in document order.
    """

    source: str
    target: str
    glossary: str
    occurrences: int
    untranslated: int
    renderings: tuple[tuple[str, int], ...]
    rungs: tuple[tuple[Rung, int], ...]
    deviations: tuple[Deviation, ...]

    @property
    def honoured(self) -> int:
        """Occurrences rendered as the glossary asks."""
        return sum(times for _, times in self.renderings)


@dataclass(frozen=True, slots=True)
class TermReport:
    """All terms of a document: those with deviations first, then by how often they occur.

    Attributes:
        origin: name of the document.
        rows: one per term that occurs.
    """

    origin: str
    rows: tuple[TermRow, ...]

    @property
    def occurrences(self) -> int:
        """Occurrences of all terms."""
        return sum(row.occurrences for row in self.rows)

    @property
    def honoured(self) -> int:
        """Occurrences rendered as the glossary asks."""
        return sum(row.honoured for row in self.rows)

    @property
    def untranslated(self) -> int:
        """Occurrences in segments that are not translated yet."""
        return sum(row.untranslated for row in self.rows)

    @property
    def deviations(self) -> int:
        """Number of deviations."""
        return sum(len(row.deviations) for row in self.rows)

    def rungs(self) -> tuple[tuple[Rung, int], ...]:
        """Returns how many occurrences each rung of the ladder honoured, in its order."""
        counts = Counter[Rung]()
        for row in self.rows:
            counts.update(dict(row.rungs))
        return _in_order(counts)

    def to_json(self) -> str:
        """Returns the report as JSON."""
        return json.dumps(
            {
                "origin": self.origin,
                "occurrences": self.occurrences,
                "honoured": self.honoured,
                "untranslated": self.untranslated,
                "deviations": self.deviations,
                "rungs": {rung.value: count for rung, count in self.rungs()},
                "terms": [_row_as_dict(row) for row in self.rows],
            },
            ensure_ascii=False,
            indent=2,
        )

    def to_csv(self) -> str:
        """Returns the report as CSV: a line per term and rendering or deviation."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(_CSV_COLUMNS)
        for row in self.rows:
            head = [row.source, row.target, row.glossary]
            for form, times in row.renderings:
                writer.writerow([*head, "rendered", form, times, "", "", "", ""])
            if row.untranslated:
                writer.writerow([*head, "untranslated", "", row.untranslated, "", "", "", ""])
            for deviation in row.deviations:
                kind = "forbidden" if deviation.forbidden else "missing"
                place = [deviation.segment, deviation.line or ""]
                sentences = [deviation.source, deviation.target]
                writer.writerow([*head, kind, deviation.forbidden, 1, *place, *sentences])
        return text.getvalue()

    def to_html(self) -> str:
        """Returns the report as one HTML page without scripts, everything escaped."""
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        environment = Environment(
            loader=FileSystemLoader(Path(__file__).parent),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        return environment.get_template(_TEMPLATE).render(report=self)

    def to_table(self) -> Table:
        """Returns the report as a table for the terminal."""
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, header_style="bold", pad_edge=False)
        for title in ("Term", "Target", "Times", "Rendered as", "Rungs", "Deviations"):
            table.add_column(title, justify="right" if title == "Times" else "left")
        for row in self.rows:
            table.add_row(
                Text(row.source, style="bold"),
                Text(row.target, style="green"),
                str(row.occurrences),
                Text(_counted(row.renderings)),
                Text(_counted([(rung.value, n) for rung, n in row.rungs]), style="dim"),
                Text(_named(row.deviations), style="red"),
            )
        return table


@dataclass(slots=True)
class _Tally:
    term: Term
    occurrences: int = 0
    untranslated: int = 0
    renderings: Counter[str] = field(default_factory=Counter)
    rungs: Counter[Rung] = field(default_factory=Counter)
    deviations: list[Deviation] = field(default_factory=list)


def term_report(document: Document, terms: TermBase) -> TermReport:
    """Returns how each term of ``terms`` that occurs in ``document`` was rendered.

    The targets are judged as they are now, so that a person's edits count; the rungs are those that
    the segments recorded when they were translated.
    """
    tallies: dict[Term, _Tally] = {}
    for segment in document.segments():
        matches = terms.match(segment.source)
        for match in matches:
            tallies.setdefault(match.term, _Tally(match.term)).occurrences += 1
        if segment.target:
            _judge(segment, matches, tallies)
        else:
            for match in matches:
                tallies[match.term].untranslated += 1
    rows = (_row(tally) for tally in tallies.values())
    ordered = sorted(rows, key=lambda r: (-len(r.deviations), -r.occurrences, r.source))
    return TermReport(document.origin, tuple(ordered))


def _judge(segment: Segment, matches: Sequence[Match], tallies: dict[Term, _Tally]) -> None:
    from translator.glossary.realisation import assign, forbidden_uses

    recorded = {(use.start, use.end): use.rung for use in segment.terms}
    banned = list(forbidden_uses(matches, segment.target))
    for match, span in zip(matches, assign(matches, segment.target), strict=True):
        tally = tallies[match.term]
        rung = recorded.get((match.start, match.end))
        if span:
            tally.renderings[segment.target[span[0] : span[1]]] += 1
            if rung and rung is not Rung.FAILED:
                tally.rungs[rung] += 1
            elif segment.state.by_person:
                tally.rungs[Rung.PERSON] += 1
            continue
        tally.rungs[Rung.FAILED] += 1
        use = next((use for use in banned if use.match.term == match.term), None)
        if use:
            banned.remove(use)
        found = (use.form, use.start, use.end) if use else ("", 0, 0)
        tally.deviations.append(_deviation(segment, match, found))
    for use in banned:
        found = (use.form, use.start, use.end)
        tallies[use.match.term].deviations.append(_deviation(segment, use.match, found))


def _deviation(segment: Segment, match: Match, found: tuple[str, int, int]) -> Deviation:
    return Deviation(
        segment.id, segment.line, segment.source, segment.target, match.start, match.end, *found
    )


def _row(tally: _Tally) -> TermRow:
    forms = tally.renderings
    for form in [form for form in forms if form[:1].isupper()]:
        small = form[0].lower() + form[1:]
        if small in forms:
            forms[small] += forms.pop(form)
    renderings = sorted(forms.items(), key=lambda item: (-item[1], item[0]))
    return TermRow(
        source=tally.term.source,
        target=tally.term.target,
        glossary=tally.term.glossary,
        occurrences=tally.occurrences,
        untranslated=tally.untranslated,
        renderings=tuple(renderings),
        rungs=_in_order(tally.rungs),
        deviations=tuple(tally.deviations),
    )


def _in_order(counts: Counter[Rung]) -> tuple[tuple[Rung, int], ...]:
    return tuple((rung, counts[rung]) for rung in Rung if counts[rung])


def _row_as_dict(row: TermRow) -> dict[str, Any]:
    return {
        "source": row.source,
        "target": row.target,
        "glossary": row.glossary,
        "occurrences": row.occurrences,
        "honoured": row.honoured,
        "untranslated": row.untranslated,
        "renderings": dict(row.renderings),
        "rungs": {rung.value: count for rung, count in row.rungs},
        "deviations": [
            {
                "segment": d.segment,
                "line": d.line,
                "source": d.source,
                "target": d.target,
                "forbidden": d.forbidden,
            }
            for d in row.deviations
        ],
    }


def _counted(items: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{name} ×{times}" for name, times in items)


def _named(deviations: Sequence[Deviation]) -> str:
    shown = [
        d.segment + (f" (“{d.forbidden}”)" if d.forbidden else "")
        for d in deviations[:_SHOWN_DEVIATIONS]
    ]
    more = len(deviations) - len(shown)
    return ", ".join([*shown, *([f"and {more} more"] if more else [])])
