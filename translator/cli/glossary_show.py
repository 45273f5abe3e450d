"""`translator glossary list` and `show`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from translator.cli.console import console, print_notice
from translator.cli.glossary_common import (
    GlossariesOption,
    as_dict,
    complete_source,
    glossary_files,
    not_found,
    print_csv,
    print_json,
    print_table,
    read_all,
    require,
)
from translator.cli.options import Json, Quiet
from translator.glossary.term import Term, TermState

_SHOWN_FORMS = 3


def list_(
    glossary: GlossariesOption = None,
    search: Annotated[
        str, typer.Option("--search", "-s", help="Only entries that have TEXT in any field.")
    ] = "",
    domain: Annotated[str, typer.Option(help="Only entries of this domain.")] = "",
    state: Annotated[TermState | None, typer.Option(help="Only entries in this state.")] = None,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV with every column.")] = False,
    quiet: Quiet = False,
) -> None:
    """List entries: those of the glossaries given, or of your own and the shipped ones.

    Examples:

        translator glossary list --search 泛化

        translator glossary list -g glossary.tsv --state new --csv > new.csv
    """
    require(not (json and csv), "--json and --csv exclude each other", "Use one of them")
    needle = search.casefold()
    terms = [
        term
        for glossary_terms in read_all(glossary_files(glossary))
        for term in glossary_terms
        if (not domain or term.domain.casefold() == domain.casefold())
        and (state is None or term.state is state)
        and (not needle or _holds(term, needle))
    ]
    if json:
        print_json([as_dict(term, full=True) for term in terms])
    elif csv:
        from translator.glossary.formats.columns import table_of

        header, rows = table_of(terms)
        print_csv(
            (*header, "glossary", "line"),
            ((*row, t.glossary, t.line) for row, t in zip(rows, terms, strict=True)),
        )
    else:
        _print_terms(terms)
        entries = "1 entry" if len(terms) == 1 else f"{len(terms)} entries"
        print_notice(entries, quiet=quiet)


def show(
    source: Annotated[
        str,
        typer.Argument(
            help="The Chinese term (or the English one).", autocompletion=complete_source
        ),
    ],
    glossary: GlossariesOption = None,
    json: Json = False,
) -> None:
    """Show everything about an entry, in every glossary that has it; the first one counts.

    Example:

        translator glossary show 泛化
    """
    from translator.glossary.keys import source_keys

    files = glossary_files(glossary)
    terms = [term for found in read_all(files) for term in found]
    keys = source_keys([source, *(term.source for term in terms)])
    found = [term for term, key in zip(terms, keys[1:], strict=True) if key == keys[0]]
    found = found or [t for t in terms if t.target.casefold() == source.casefold()]
    if not found:
        raise not_found(source, terms, ", ".join(path.name for path in files))
    if json:
        print_json([as_dict(term, full=True) for term in found])
        return
    names = {path.stem: path for path in files}
    for number, term in enumerate(found):
        _print_entry(term, names.get(term.glossary), outranked=_outranked(term, found[:number]))


def print_entry(term: Term, path: Path | None = None) -> None:
    """Prints every field of ``term`` that is filled in."""
    _print_entry(term, path, outranked=False)


def _outranked(term: Term, earlier: list[Term]) -> bool:
    return any(other.glossary != term.glossary for other in earlier)


def _print_entry(term: Term, path: Path | None, *, outranked: bool) -> None:
    from rich.text import Text

    out = console(stderr=False)
    place = f"{path.name if path else term.glossary}, line {term.line}"
    head = Text.assemble((term.source, "bold"), "  ", (term.target, "green"))
    out.print(head)
    for label, value in (
        ("variants", ", ".join(term.variants)),
        ("forbidden", ", ".join(term.forbidden)),
        ("translated", "no, kept letter by letter" if term.do_not_translate else ""),
        ("case", "exact" if term.case.value == "exact" else ""),
        ("part of speech", term.part_of_speech),
        ("domain", term.domain),
        ("note", term.note),
        ("example", term.example),
        ("state", term.state.value),
        *term.extra,
        ("from", place + (" (outranked by the entry above)" if outranked else "")),
    ):
        if value:
            out.print(Text.assemble((f"  {label:<16}", "dim"), value))


def _holds(term: Term, needle: str) -> bool:
    fields = (term.source, term.target, *term.variants, *term.forbidden, term.domain, term.note)
    return any(needle in text.casefold() for text in (*fields, term.example))


def _few(forms: tuple[str, ...]) -> str:
    """Returns the first forms, and how many more there are; ``show`` tells them all."""
    more = f" +{len(forms) - _SHOWN_FORMS}" if len(forms) > _SHOWN_FORMS else ""
    return ", ".join(forms[:_SHOWN_FORMS]) + more


def _print_terms(terms: list[Term]) -> None:
    if not terms:
        return
    rows = [
        (
            term.source,
            term.target,
            _few(term.variants),
            _few(term.forbidden),
            term.domain,
            term.state.value,
            term.glossary,
        )
        for term in terms
    ]
    header = ("Source", "Target", "Variants", "Forbidden", "Domain", "State", "Glossary")
    kept = [i for i in range(len(header)) if any(row[i] for row in rows)]
    styles = {"Source": "bold", "Target": "green", "Forbidden": "red", "Glossary": "dim"}
    print_table(
        [header[i] for i in kept],
        [[row[i] for i in kept] for row in rows],
        styles={place: styles.get(header[i], "") for place, i in enumerate(kept)},
    )
