"""`translator review`: the workbench in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translator.cli import options
from translator.cli.console import print_notice, print_warning
from translator.errors import InputError, UsageError

if TYPE_CHECKING:
    from translator.review.sources import Source
    from translator.review.workbench import Settings
    from translator.subtitles.translation import Align

_SUBTITLES = (".srt", ".vtt", ".ass", ".ssa")
_NOTICE = "Ctrl-C ends the workbench; everything is saved as you go."


def review(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Aligned document (NAME.aligned.json), article, or subtitles.",
            show_default=False,
        ),
    ],
    video: Annotated[
        Path | None,
        typer.Option(help="Video or audio to play beside the cues.", dir_okay=False),
    ] = None,
    profile: Annotated[
        str, typer.Option(metavar="NAME", help="Subtitle profile: a name or a TOML file.")
    ] = "netflix-en",
    fps: Annotated[
        float | None, typer.Option(min=1, max=240, help="Frame rate of the video.")
    ] = None,
    glossary: options.Glossaries = None,
    shipped_glossaries: options.ShippedGlossaries = True,
    engine: options.Engine = None,
    memory: options.MemoryFile = None,
    use_memory: options.UseMemory = True,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")
    ] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the browser, or print the address.")
    ] = True,
    quiet: options.Quiet = False,
) -> None:
    """Review a translation in the browser: segments, terms and cues, keyboard first.

    The address is printed on stdout and works once: the browser that opens it is the only one
    admitted, from this machine only. Every edit is on disk before the page shows it as saved.

    An article is cut into segments first and written next to itself as `NAME.aligned.json`. Terms
    you change are written to the first `--glossary`, or to `./glossary.tsv`.

    Examples:

    `translator review talk.aligned.json`

    `translator review panel.txt --no-browser`

    `translator review talk.en.srt --video talk.mp4 --profile ted`
    """
    from translator.review.server import serve

    settings = _settings(
        file,
        video=video,
        profile=profile,
        fps=fps,
        glossaries=glossary,
        shipped=shipped_glossaries,
        engine=engine,
        memory=memory,
        use_memory=use_memory,
        quiet=quiet,
    )

    def ready(address: str) -> None:
        typer.echo(address)
        print_notice(_NOTICE, quiet=quiet)
        if browser:
            _open_browser(address)

    recovered = serve(settings, port=port, on_ready=ready)
    if recovered:
        print_notice(f"{recovered} changes of an interrupted run were kept.", quiet=quiet)


def _settings(
    file: Path,
    *,
    video: Path | None,
    profile: str,
    fps: float | None,
    glossaries: list[Path] | None,
    shipped: bool,
    engine: str | None,
    memory: Path | None,
    use_memory: bool,
    quiet: bool,
) -> Settings:
    from translator.review.workbench import Settings
    from translator.subtitles.profile import load_profile

    load_profile(profile)
    if video and not video.is_file():
        raise InputError("there is no such file", where=str(video), advice="Check the path")
    own = list(glossaries or ())
    if options.PROJECT_GLOSSARY.is_file() and options.PROJECT_GLOSSARY not in own:
        own.append(options.PROJECT_GLOSSARY)
    return Settings(
        source=_source(file, own, shipped=shipped, quiet=quiet),
        load_terms=lambda: options.load_terms(glossaries, shipped=shipped),
        load_engine=lambda: options.load_engine(engine),
        load_aligner=lambda: _aligner(engine),
        open_memory=lambda: options.open_memory(memory, use=use_memory),
        glossary=own[0] if own else options.PROJECT_GLOSSARY,
        glossaries=own,
        shipped=shipped,
        media=video.resolve() if video else None,
        profile=profile,
        fps=fps,
    )


def _source(file: Path, glossaries: list[Path], *, shipped: bool, quiet: bool) -> Source:
    """Returns what is reviewed; an article becomes an aligned document next to it first."""
    from translator.review.sources import AlignedSource, SubtitleSource

    if str(file) == "-":
        raise UsageError(
            "standard input cannot be reviewed",
            advice="Save it to a file, or run `translator transcript -` first",
        )
    if file.suffix.lower() in _SUBTITLES:
        return SubtitleSource(file)
    if file.suffix.lower() == ".json":
        return AlignedSource(file)
    return AlignedSource(_segmented(file, glossaries, shipped=shipped, quiet=quiet))


def _segmented(file: Path, glossaries: list[Path], *, shipped: bool, quiet: bool) -> Path:
    """Cuts an article into segments with its terms marked; an existing document is kept."""
    from translator.documents import aligned
    from translator.documents.formats import output_name, output_stem
    from translator.reading import read
    from translator.review.terms import with_terms
    from translator.segmenting import segment

    path = file.with_name(output_name(output_stem(file.name), "json"))
    if path.is_file():
        print_notice(f"{path} is there already and is opened.", quiet=quiet)
        if path.stat().st_mtime < file.stat().st_mtime:
            print_warning(
                f"{file} is newer; `translator transcript {file}` brings the work over to it."
            )
        return path
    document = segment(read(str(file)))
    aligned.write(with_terms(document, options.load_terms(glossaries, shipped=shipped)), path)
    print_notice(f"{path} written.", quiet=quiet)
    return path


def _aligner(engine: str | None) -> Align:
    from translator.engine.packages import choose_package
    from translator.engine.translator import Translator

    return Translator(choose_package(engine)).align


def _open_browser(address: str) -> None:
    import webbrowser

    if not webbrowser.open(address):
        print_warning("No browser could be opened; open the address above yourself.")
