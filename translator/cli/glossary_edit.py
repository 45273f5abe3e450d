"""`translator glossary add`, `edit` and `remove`."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from translator.cli.console import console, print_notice, print_warning
from translator.cli.glossary_common import GlossaryOption, complete_source, not_found, require
from translator.cli.options import PROJECT_GLOSSARY, Quiet
from translator.errors import UsageError
from translator.glossary.term import CaseRule, Term, TermState

Source = Annotated[str, typer.Argument(help="The Chinese term.")]
KnownSource = Annotated[
    str, typer.Argument(help="The Chinese term.", autocompletion=complete_source)
]
Case = Annotated[CaseRule | None, typer.Option(help="How Latin letters count.")]
StateOption = Annotated[TermState | None, typer.Option(help="How far the entry has come.")]
DoNotTranslate = Annotated[
    bool | None,
    typer.Option(
        "--do-not-translate/--translate", "--dnt", help="Keep the source letter by letter."
    ),
]
Domain = Annotated[str | None, typer.Option(help="Subject field, such as learning-theory.")]
PartOfSpeech = Annotated[
    str | None, typer.Option("--part-of-speech", "--pos", help="Such as noun or verb.")
]
Note = Annotated[str | None, typer.Option(help="Remark, shown to the reviewer.")]
Example = Annotated[str | None, typer.Option(help="A sentence with the term.")]


def add(
    source: Source,
    target: Annotated[str, typer.Argument(help="The English that it should become.")] = "",
    variant: Annotated[
        list[str] | None, typer.Option("--variant", help="A further admitted target; repeatable.")
    ] = None,
    forbid: Annotated[
        list[str] | None,
        typer.Option("--forbid", "--forbidden", help="A target not to use; repeatable."),
    ] = None,
    note: Note = None,
    case: Case = None,
    domain: Domain = None,
    part_of_speech: PartOfSpeech = None,
    example: Example = None,
    do_not_translate: DoNotTranslate = None,
    state: StateOption = None,
    glossary: GlossaryOption = PROJECT_GLOSSARY,
    quiet: Quiet = False,
) -> None:
    """Add an entry; the file is made if there is none. A source that is there is never doubled.

    Examples:

        translator glossary add 泛化 generalization --variant generalize --forbid extensive

        translator glossary add PyTorch --do-not-translate
    """
    from translator.cli.glossary_show import print_entry
    from translator.glossary.editing import editing

    source = " ".join(source.split())
    target = " ".join(target.split()) or (source if do_not_translate else "")
    require(bool(source), "the source is empty", "Give the Chinese term")
    require(bool(target), f"“{source}” has no target", "Give the English, or --do-not-translate")
    require(
        not do_not_translate or target == source,
        f"“{source}” cannot both stay as it is and become “{target}”",
        "Leave out the target or --do-not-translate",
    )
    values: dict[str, Any] = {
        "note": note,
        "case": case,
        "domain": domain,
        "part_of_speech": part_of_speech,
        "example": example,
        "do_not_translate": do_not_translate,
        "state": state,
    }
    term = Term(
        source,
        target,
        _cleaned(variant, besides=[target]),
        _cleaned(forbid),
        **{field: value for field, value in values.items() if value is not None},
    )
    _check_targets(term)
    new_file = not glossary.exists()
    with editing(glossary, create=True) as edit:
        if (rival := edit.content.rival(term)) and rival.target:
            print_entry(rival, glossary)
        edit.content = edit.content.add(term)
    made = " (new file)" if new_file else ""
    print_notice(f"Added {source} → {target} to {glossary}{made}", quiet=quiet)


def edit(
    source: KnownSource,
    target: Annotated[str | None, typer.Option("--target", "-t", help="New target.")] = None,
    rename: Annotated[str | None, typer.Option("--source", help="New source.")] = None,
    add_variant: Annotated[
        list[str] | None, typer.Option("--add-variant", "--variant", help="Admit; repeatable.")
    ] = None,
    remove_variant: Annotated[
        list[str] | None, typer.Option(help="No longer admit; repeatable.")
    ] = None,
    forbid: Annotated[
        list[str] | None, typer.Option("--forbid", "--forbidden", help="Forbid; repeatable.")
    ] = None,
    allow: Annotated[list[str] | None, typer.Option(help="No longer forbid; repeatable.")] = None,
    note: Note = None,
    case: Case = None,
    domain: Domain = None,
    part_of_speech: PartOfSpeech = None,
    example: Example = None,
    do_not_translate: DoNotTranslate = None,
    state: StateOption = None,
    glossary: GlossaryOption = PROJECT_GLOSSARY,
    quiet: Quiet = False,
) -> None:
    """Change an entry; what you do not name stays. An empty text ("") clears a field.

    Examples:

        translator glossary edit 泛化 --add-variant "generalization ability" --state approved

        translator glossary edit 泛化 --target generalisation --note "British spelling"
    """
    from translator.cli.glossary_changes import print_changes
    from translator.glossary.comparing import changes_of_merge
    from translator.glossary.editing import editing, single
    from translator.glossary.merging import Merged

    with editing(glossary) as change:
        found = change.content.find(source)
        if not found:
            raise not_found(source, change.content.terms(), str(glossary))
        old = single(found, source, str(glossary))
        values: dict[str, Any] = {
            "source": rename,
            "target": target,
            "note": note,
            "case": case,
            "domain": domain,
            "part_of_speech": part_of_speech,
            "example": example,
            "do_not_translate": do_not_translate,
            "state": state,
        }
        new = replace(old, **{field: value for field, value in values.items() if value is not None})
        empty = not new.source or (old.target and not new.target)
        require(not empty, "source and target cannot be empty", "Name one, or use: glossary remove")
        if new.do_not_translate and target is None:
            new = replace(new, target=new.source)
        new = _with_lists(old, new, add_variant, remove_variant, forbid, allow)
        _check_targets(new)
        rival = change.content.rival(new) if rename else None
        require(
            rival is None or rival.line == old.line,
            f"“{rename}” is already in the glossary as “{rival.target if rival else ''}”",
            "Edit or remove that entry",
        )
        shown = changes_of_merge([Merged(old, new)])
        if shown:
            change.content = change.content.change(old, new)
    print_changes(shown)
    if not shown:
        print_notice(f"{old.source}: nothing to change", quiet=quiet)


def remove(
    source: KnownSource,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    glossary: GlossaryOption = PROJECT_GLOSSARY,
    quiet: Quiet = False,
) -> None:
    """Remove an entry, after asking.

    A shipped entry is switched off by adding it to your own glossary with --state obsolete.

    Example:

        translator glossary remove 泛化
    """
    from translator.cli.glossary_show import print_entry
    from translator.glossary.editing import editing, single

    with editing(glossary) as change:
        found = change.content.find(source)
        if not found:
            raise not_found(source, change.content.terms(), str(glossary))
        term = single(found, source, str(glossary))
        if not yes:
            print_entry(term, glossary)
            if not _confirmed("Remove this entry? [y/N] "):
                print_notice("Nothing removed.")
                return
        change.content = change.content.remove(term)
    print_notice(f"Removed {term.source} → {term.target} from {glossary}", quiet=quiet)


def _confirmed(question: str) -> bool:
    console().print(question, end="", markup=False)
    try:
        return input().strip().casefold() in ("y", "yes")
    except EOFError as error:
        console().print()
        raise UsageError("nobody is there to ask", advice="Use --yes to remove it") from error


def _with_lists(
    old: Term,
    new: Term,
    add_variant: list[str] | None,
    remove_variant: list[str] | None,
    forbid: list[str] | None,
    allow: list[str] | None,
) -> Term:
    for form in remove_variant or ():
        if form not in old.variants:
            print_warning(f"“{form}” is no variant of {old.source}")
    for form in allow or ():
        if form not in old.forbidden:
            print_warning(f"“{form}” is not forbidden for {old.source}")
    dropped = {*(remove_variant or ()), *(forbid or ()), new.target}
    admitted = {*(allow or ()), *(add_variant or ()), new.target}
    variants = (v for v in old.variants if v not in dropped)
    forbidden = (f for f in old.forbidden if f not in admitted)
    return replace(
        new,
        variants=_cleaned([*variants, *(add_variant or ())], besides=[new.target]),
        forbidden=_cleaned([*forbidden, *(forbid or ())]),
    )


def _cleaned(forms: list[str] | None, besides: list[str] | None = None) -> tuple[str, ...]:
    plain = (" ".join(form.split()) for form in forms or ())
    return tuple(dict.fromkeys(form for form in plain if form and form not in (besides or ())))


def _check_targets(term: Term) -> None:
    both = {term.target, *term.variants} & set(term.forbidden)
    require(
        not both,
        f"“{', '.join(sorted(both))}” cannot be both admitted and forbidden",
        "Decide for one",
    )
