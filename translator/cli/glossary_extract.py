"""`translator glossary extract`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translator.cli.console import print_notice
from translator.cli.glossary_common import (
    GlossariesOption,
    glossary_files,
    print_json,
    print_table,
    read_all,
    refuse_overwriting,
    require,
)
from translator.cli.options import Json, Quiet
from translator.errors import UsageError

if TYPE_CHECKING:
    from translator.document import Document
    from translator.glossary.extraction import Candidate

_EXAMPLE_WIDTH = 30


def extract(
    files: Annotated[
        list[str] | None,
        typer.Argument(help="Chinese texts: any input that translator reads, or - for stdin."),
    ] = None,
    bilingual: Annotated[
        list[Path] | None,
        typer.Option(help="An aligned document: its translations propose the targets."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write a glossary with the candidates, state new."),
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Also show terms that the glossaries have.")
    ] = False,
    min_count: Annotated[int, typer.Option(min=1, help="Occurrences a term needs.")] = 2,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many to show.")] = 50,
    glossary: GlossariesOption = None,
    force: Annotated[bool, typer.Option("--force", "-f", help="Overwrite the file.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Propose terms that a text has and the glossaries lack, the likeliest first.

    English that the text itself gives, as in 自注意力(self-attention), becomes the target.

    Examples:

        translator glossary extract panel.txt

        translator glossary extract panel.txt -o new-terms.tsv

        translator glossary extract --bilingual panel.aligned.json
    """
    from translator.glossary.extraction import extract as find

    require(bool(files or bilingual), "no text is given", "Name a file, or --bilingual")
    if output:
        refuse_overwriting(output, force=force)
    known = [term for terms in read_all(glossary_files(glossary)) for term in terms]
    pairs = [pair for path in bilingual or () for pair in _pairs(path)]
    sentences = [source for source, _ in pairs]
    sentences += [sentence for file in files or () for sentence in _sentences(file)]
    candidates = find(sentences, known, min_count=min_count)
    shown = [c for c in candidates if all_ or c.known is None][:limit]
    if pairs:
        from translator.glossary.extraction_bilingual import propose_targets

        shown = list(propose_targets(shown, pairs))
    if output:
        _write(output, shown)
        print_notice(f"Wrote {len(shown)} candidates to {output}", quiet=quiet)
    if json:
        print_json([_as_dict(candidate) for candidate in shown])
    elif not output:
        _print(shown, all_)
        hidden = sum(c.known is not None for c in candidates)
        notice = f"{len(shown)} candidates"
        if hidden and not all_:
            notice += f"; {hidden} terms of the text are in the glossaries (see them with --all)"
        print_notice(notice, quiet=quiet)


def _sentences(file: str) -> list[str]:
    return [segment.source for segment in _document(file).segments()]


def _document(file: str) -> Document:
    if file.endswith(".aligned.json"):
        from translator.documents import aligned

        return aligned.read(Path(file))
    from translator.reading import read
    from translator.segmenting import segment

    return segment(read(file))


def _pairs(path: Path) -> list[tuple[str, str]]:
    from translator.documents import aligned

    segments = aligned.read(path).segments()
    pairs = [(segment.source, segment.target) for segment in segments if segment.target]
    if not pairs:
        raise UsageError(
            "nothing in it is translated", where=str(path), advice="Translate it first"
        )
    return pairs


def _as_dict(candidate: Candidate) -> dict[str, Any]:
    return {
        "source": candidate.source,
        "target": _target(candidate),
        "variants": list(candidate.variants),
        "score": round(candidate.score, 2),
        "count": candidate.count,
        "example": candidate.example,
        "from_text": candidate.from_pattern,
        "known_in": candidate.known.glossary if candidate.known else "",
    }


def _target(candidate: Candidate) -> str:
    """Returns the target that the glossaries have, else the proposed one."""
    return candidate.known.target if candidate.known else candidate.target


def _print(candidates: Sequence[Candidate], all_: bool) -> None:
    if not candidates:
        return
    rows = [
        (
            c.source,
            _target(c),
            f"{c.score:.1f}",
            str(c.count),
            *((c.known.glossary if c.known else "",) if all_ else ()),
            _excerpt(c.example, c.source),
        )
        for c in candidates
    ]
    header = ("Source", "Target", "Score", "Times", *(("Known in",) if all_ else ()), "Example")
    print_table(header, rows, styles={0: "bold", 1: "green", len(header) - 1: "dim"})


def _excerpt(sentence: str, source: str) -> str:
    """Returns the part of ``sentence`` around ``source``, some thirty characters."""
    at = max(0, sentence.find(source))
    start = max(0, min(at - _EXAMPLE_WIDTH // 3, len(sentence) - _EXAMPLE_WIDTH))
    end = min(len(sentence), start + _EXAMPLE_WIDTH)
    left, right = "…" * (start > 0), "…" * (end < len(sentence))
    return left + sentence[start:end].replace("\n", " ") + right


def _write(path: Path, candidates: Sequence[Candidate]) -> None:
    """Writes the candidates; those without a target are rows to be filled in, no entries yet."""
    from translator.glossary.formats import write_glossary
    from translator.glossary.term import Term, TermState

    write_glossary(
        path,
        [
            Term(
                source=c.source,
                target=c.target,
                variants=c.variants,
                do_not_translate=bool(c.target) and c.target == c.source,
                example=c.example,
                state=TermState.NEW,
            )
            for c in candidates
        ],
    )
