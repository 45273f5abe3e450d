"""`translator engine …`: the packages that translate, and a quick try of one."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translator.cli import engine_benchmark, engine_train
from translator.cli.console import console, print_notice, print_warning

if TYPE_CHECKING:
    from translator.engine.packages import Package
    from translator.engine.translator import Request

app = typer.Typer(
    no_args_is_help=True,
    help="Translation packages: list, install, choose, remove; try one.",
)

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print results and errors only.")]
EngineOption = Annotated[
    str | None,
    typer.Option("--engine", metavar="PATH|NAME", help="Package to use instead of the chosen one."),
]


@app.command("list")
def list_(json_: JsonOption = False) -> None:
    """List the Chinese→English packages on this machine.

    The one marked with * translates unless --engine names another.

    Examples:

        translator engine list

        translator engine list --json
    """
    from translator.engine.packages import scan_packages
    from translator.errors import EngineError

    packages, damaged = scan_packages()
    try:
        chosen = _chosen()
    except EngineError as error:
        chosen = None
        print_warning(str(error))
    for fault in damaged:
        print_warning(str(fault))
    if json_:
        _print_json([{**_facts(p), "chosen": _same(p, chosen)} for p in packages])
        return
    from rich.table import Table

    table = Table("", "Name", "Version", "From", "Term hints", "Size", box=None)
    shown = packages if not chosen or any(_same(p, chosen) for p in packages) else [chosen]
    for package in [*dict.fromkeys(shown + packages)]:
        table.add_row(
            "*" if _same(package, chosen) else "",
            package.name,
            package.version,
            package.origin.value,
            "yes" if package.term_hints else "no",
            _megabytes(package.size),
        )
    console(stderr=False).print(table)


@app.command()
def info(
    name: Annotated[str | None, typer.Argument(help="Name or path; default: the chosen.")] = None,
    json_: JsonOption = False,
) -> None:
    """Show everything about a package: languages, licence, size, fingerprint.

    Examples:

        translator engine info

        translator engine info translate-zh_en-1_9.argosmodel
    """
    from translator.engine.packages import choose_package

    facts = _facts(choose_package(name))
    if json_:
        _print_json(facts)
        return
    from rich.table import Table

    table = Table(box=None, show_header=False)
    for key, value in facts.items():
        if not value:
            continue
        shown = " ".join(value.values()) if isinstance(value, dict) else value
        table.add_row(key.replace("_", " "), _megabytes(value) if key == "size" else str(shown))
    console(stderr=False).print(table)


@app.command()
def install(
    package: Annotated[str, typer.Argument(help="An .argosmodel file, a folder, or zh_en.")],
    force: Annotated[bool, typer.Option("--force", help="Replace one of the same name.")] = False,
    use_it: Annotated[bool, typer.Option("--use", help="Also choose it.")] = False,
    quiet: QuietOption = False,
    json_: JsonOption = False,
) -> None:
    """Install a package from a file, or download it from Argos's index.

    This is the only command that uses the network, and only when no file is given. The index is
    argostranslate's; ARGOS_PACKAGE_INDEX names another (https, or a local path).

    Examples:

        translator engine install translate-zh_en-1_9.argosmodel

        translator engine install zh_en --use
    """
    from translator.engine.installing import install as install_package
    from translator.engine.packages import prefer

    with _download_progress(quiet) as on_progress:
        installed = install_package(package, force=force, on_progress=on_progress)
    if use_it:
        prefer(installed.name)
    if json_:
        _print_json(_facts(installed))
        return
    print_notice(f"Installed {installed.name} ({_megabytes(installed.size)}).", quiet=quiet)
    if not use_it:
        print_notice(f"Choose it with: translator engine use {installed.name}", quiet=quiet)


@app.command()
def use(
    name: Annotated[str, typer.Argument(help="A name from “engine list”, or a path.")],
    json_: JsonOption = False,
) -> None:
    """Choose the package that translates from now on.

    Examples:

        translator engine use translate-zh_en-1_9

        translator engine use embedded
    """
    from translator.engine.packages import Origin, choose_package, load_package, prefer

    if name == Origin.EMBEDDED:
        prefer("")
        package = choose_package()
    else:
        package = load_package(name)
        loose = package.origin is Origin.FILE
        prefer(str(Path(name).resolve()) if loose else package.name)
    if json_:
        _print_json(_facts(package))
        return
    print_notice(f"{package.name} translates from now on.")


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="A name from “engine list”.")],
    json_: JsonOption = False,
) -> None:
    """Delete an installed package; the embedded one always stays.

    Examples:

        translator engine remove translate-zh_en-1_9
    """
    from translator.engine.installing import remove as remove_package

    package = remove_package(name)
    if json_:
        _print_json({"removed": package.name})
        return
    print_notice(f"Removed {package.name}.")


@app.command()
def translate(
    texts: Annotated[list[str] | None, typer.Argument(help="Sentences; default: stdin.")] = None,
    alternatives: Annotated[
        int, typer.Option("--alternatives", "-n", min=1, max=20, help="Hypotheses for each.")
    ] = 1,
    engine: EngineOption = None,
    json_: JsonOption = False,
) -> None:
    """Translate sentences with the bare engine: no glossary, no memory, one line for each.

    Examples:

        translator engine translate 扩散模型为什么能够泛化？

        translator engine translate --alternatives 3 < sentences.txt
    """
    from translator.engine.packages import choose_package
    from translator.engine.postprocess import polish
    from translator.engine.translator import Hypothesis, Translator

    lines = texts or [line.rstrip("\r\n") for line in sys.stdin]
    requests = [_request(line) for line in lines]
    found: list[tuple[Hypothesis, ...]] = [()] * len(requests)
    translator = Translator(choose_package(engine))
    for index, hypotheses in translator.translate(requests, hypotheses=alternatives):
        found[index] = hypotheses
    rows = [
        [(polish(line, h.text).text, h.score) for h in hypotheses]
        for line, hypotheses in zip(lines, found, strict=True)
    ]
    if json_:
        _print_json(
            [
                {"source": line, "targets": [{"text": t, "score": round(s, 4)} for t, s in row]}
                for line, row in zip(lines, rows, strict=True)
            ]
        )
        return
    for row in rows:
        for text, score in row:
            typer.echo(text if alternatives == 1 else f"{score:.2f}\t{text}")


app.command("train")(engine_train.train)
app.command("adapt")(engine_train.adapt)
app.command("benchmark")(engine_benchmark.benchmark)


def _request(line: str) -> Request:
    from translator.engine.translator import Request
    from translator.segmenting.script import simplify

    return Request(simplify(line).strip())


def _chosen() -> Package:
    from translator.engine.packages import choose_package

    return choose_package()


def _same(package: Package, other: Package | None) -> bool:
    return other is not None and package.path.resolve() == other.path.resolve()


def _facts(package: Package) -> dict[str, Any]:
    return {
        "name": package.name,
        "version": package.version,
        "from": package.from_code,
        "to": package.to_code,
        "origin": package.origin.value,
        "term_hints": package.term_hints._asdict() if package.term_hints else None,
        "licence": package.licence,
        "description": package.description,
        "size": package.size,
        "fingerprint": package.fingerprint,
        "path": str(package.path),
    }


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


@contextlib.contextmanager
def _download_progress(quiet: bool) -> Iterator[Callable[[int, int | None], None]]:
    """Shows bytes, rate and time left on stderr; silent when it is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _received, _total: None
        return
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (TextColumn("Downloading"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console(), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda received, total: bar.update(task, completed=received, total=total)
