"""`translator subtitles`: subtitles in English or both languages, timed, laid out, checked."""

from __future__ import annotations

import json
import signal
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translator.cli import options
from translator.cli.console import print_error, print_notice, print_warning, progress
from translator.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from translator.checks.finding import Finding
    from translator.cli.subtitles_input import Loaded
    from translator.engine.translator import Translator
    from translator.subtitles.cue import Cue
    from translator.subtitles.profile import Profile
    from translator.subtitles.timed_text import TimedText

_SHOWN_NOTICES = 20


class Bilingual(StrEnum):
    """Which language stands first in a bilingual cue."""

    OFF = "off"
    ZH_FIRST = "zh-first"
    EN_FIRST = "en-first"


@dataclass(frozen=True)
class _Settings:
    """The options of one call."""

    file: Path
    folder: Path
    formats: tuple[str, ...]
    profile: Profile
    bilingual: Bilingual
    timings: Path | None
    video: Path | None
    whisper: Path | None
    fps: float | None
    glossaries: list[Path] | None
    shipped: bool
    engine_name: str | None
    memory_file: Path | None
    use_memory: bool
    burn: Path | None
    mux: Path | None
    report: Path | None
    strict: bool
    force: bool
    quiet: bool

    @property
    def stem(self) -> str:
        from translator.documents.formats import output_stem

        return output_stem(self.file.name)

    @property
    def translates(self) -> bool:
        """Whether English is wanted: a Chinese profile alone lays out the Chinese."""
        return self.profile.text.language == "en" or self.bilingual is not Bilingual.OFF


def subtitles(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Subtitles (srt, vtt, ass, Whisper json), NAME.aligned.json, or a transcript.",
            show_default=False,
        ),
    ],
    output: options.OutputFolder = Path(),
    to: Annotated[str, typer.Option(help="Formats, with commas: srt, vtt, ass.")] = "srt",
    profile: Annotated[
        str,
        typer.Option(help="netflix-en, netflix-zh, ted, bbc, short-video, or a .toml file."),
    ] = "netflix-en",
    bilingual: Annotated[
        Bilingual, typer.Option(help="Both languages in each cue, and which comes first.")
    ] = Bilingual.OFF,
    timings: Annotated[
        Path | None,
        typer.Option(help="Rough times for a transcript: recognised speech (srt, Whisper json)."),
    ] = None,
    video: Annotated[
        Path | None, typer.Option(help="The recording: for its frame rate, times, burning.")
    ] = None,
    whisper: Annotated[
        Path | None, typer.Option(help="Folder of a Whisper model to time the recording with.")
    ] = None,
    fps: Annotated[
        float | None,
        typer.Option(help="Frame rate; the video's own if not given.", min=1, max=1000),
    ] = None,
    glossary: options.Glossaries = None,
    shipped_glossaries: options.ShippedGlossaries = True,
    engine: options.Engine = None,
    memory: options.MemoryFile = None,
    use_memory: options.UseMemory = True,
    burn: Annotated[
        Path | None, typer.Option(metavar="OUT.mp4", help="Draw the subtitles into the video.")
    ] = None,
    mux: Annotated[
        Path | None, typer.Option(metavar="OUT.mkv", help="Add them to the video as tracks.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="OUT.html", help="Timeline with speeds and findings.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse malformed subtitle files.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace existing subtitles.")] = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Translate subtitles, or time a transcript, and lay the result out under a profile.

    Sentences are translated, not lines, and every piece stands in the time of the words it
    translates. `NAME.aligned.json` holds the work and can be edited with `review`.

    Examples:

    `translator subtitles talk.zh.srt`

    `translator subtitles panel.aligned.json --timings asr.srt --bilingual zh-first`

    `translator subtitles talk.zh.srt --video talk.mp4 --burn talk.en.mp4 --report talk.html`
    """
    from translator.subtitles.profile import load_profile

    settings = _Settings(
        file=file,
        folder=output,
        formats=_formats(to),
        profile=_main_profile(load_profile(profile), bilingual),
        bilingual=bilingual,
        timings=timings,
        video=video,
        whisper=whisper,
        fps=fps,
        glossaries=glossary,
        shipped=shipped_glossaries,
        engine_name=engine,
        memory_file=memory,
        use_memory=use_memory,
        burn=burn,
        mux=mux,
        report=report,
        strict=strict,
        force=force,
        quiet=quiet,
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings = _with_video(settings)
    made = _run(settings)
    if as_json:
        typer.echo(json.dumps(_summary(settings, made), ensure_ascii=False, indent=2))
    else:
        for path in made.outputs:
            typer.echo(path)
    _tell_findings(made, settings)


def _formats(names: str) -> tuple[str, ...]:
    from translator.subtitles.formats import WRITABLE

    wanted = tuple(dict.fromkeys(name.strip().lower() for name in names.split(",") if name.strip()))
    unknown = [name for name in wanted if name not in WRITABLE]
    if unknown or not wanted:
        raise UsageError(
            f"cannot write subtitles as {', '.join(unknown) or 'nothing'}",
            advice=f"--to takes {', '.join(WRITABLE)}",
        )
    return wanted


def _main_profile(profile: Profile, bilingual: Bilingual) -> Profile:
    """Makes English the main language of a bilingual cue, whichever comes first on screen."""
    if bilingual is Bilingual.OFF or profile.text.language == "en":
        return profile
    return replace(profile, text=profile.second_limits(), second=profile.text)


def _with_video(settings: _Settings) -> _Settings:
    """Checks early what would otherwise fail after the long work; takes the video's frame rate."""
    if (settings.burn or settings.mux) and settings.video is None:
        raise UsageError("--burn and --mux need the video", advice="Name it with --video FILE")
    if settings.video is None:
        return settings
    from translator.subtitles import ffmpeg
    from translator.subtitles.video import check_target, require_picture

    if settings.burn:
        check_target(settings.burn, settings.video, (".mp4", ".m4v", ".mov", ".mkv"))
        ffmpeg.find_tool("ffmpeg")
        if settings.bilingual is not Bilingual.OFF or settings.profile.text.language == "zh":
            ffmpeg.chinese_font()
    if settings.mux:
        check_target(settings.mux, settings.video, (".mkv",))
        ffmpeg.find_tool("ffmpeg")
    info = ffmpeg.probe(settings.video)
    if settings.burn:
        require_picture(settings.video, info)
    return settings if settings.fps else replace(settings, fps=info.fps)


@dataclass(frozen=True)
class _Made:
    """What a call made: the cues, what the profile objects to, what the user was told, files."""

    cues: Sequence[Cue]
    findings: Sequence[Finding]
    notices: Sequence[str]
    outputs: Sequence[Path]


def _run(settings: _Settings) -> _Made:
    from translator.checks.subtitles import check_cues
    from translator.cli.subtitles_input import keep_edits, load
    from translator.cli.subtitles_output import Wanted, write_extras, write_subtitles
    from translator.subtitles.layout import lay_out

    loaded = load(
        settings.file,
        timings=settings.timings,
        video=settings.video,
        whisper=settings.whisper,
        strict=settings.strict,
    )
    if settings.translates and loaded.chinese:
        loaded = keep_edits(loaded, _aligned_path(settings))
    _tell_notices(loaded.notices, settings)
    texts, outputs = _texts(loaded, settings)
    profile = settings.profile
    cues = lay_out(
        texts, profile, fps=settings.fps, second_first=settings.bilingual is Bilingual.ZH_FIRST
    )
    wanted = Wanted(
        stem=settings.folder / settings.stem,
        language=_language(loaded, settings),
        formats=settings.formats,
        force=settings.force,
        report=settings.report,
        burn=settings.burn,
        mux=settings.mux,
        video=settings.video,
        quiet=settings.quiet,
    )
    outputs = [*write_subtitles(cues, wanted), *outputs]
    findings = check_cues(cues, profile, fps=settings.fps)
    outputs += write_extras(cues, findings, profile, wanted)
    return _Made(cues, findings, loaded.notices, outputs)


def _language(loaded: Loaded, settings: _Settings) -> str:
    if settings.bilingual is Bilingual.ZH_FIRST:
        return "zh-en"
    if settings.bilingual is Bilingual.EN_FIRST:
        return "en-zh"
    return "en" if settings.translates or not loaded.chinese else "zh"


def _texts(loaded: Loaded, settings: _Settings) -> tuple[list[TimedText], list[Path]]:
    from translator.subtitles.translation import source_texts

    if loaded.chinese and settings.translates:
        return _translated(loaded, settings)
    if settings.bilingual is not Bilingual.OFF:
        raise UsageError(f"{settings.file.name} is not Chinese", advice="Leave --bilingual out")
    return source_texts(loaded.source), []


def _translated(loaded: Loaded, settings: _Settings) -> tuple[list[TimedText], list[Path]]:
    from translator.engine.guidance import GuidedTranslator
    from translator.engine.packages import choose_package
    from translator.engine.pipeline import translate_document
    from translator.engine.translator import Translator
    from translator.subtitles.translation import target_texts, with_known_sounds

    translator: Translator = Translator(choose_package(settings.engine_name))
    terms = options.load_terms(settings.glossaries, shipped=settings.shipped)
    memory = options.open_memory(settings.memory_file, use=settings.use_memory)
    document = loaded.source.document
    total = sum(1 for _ in document.segments())
    with progress("Translating", total, unit="sentences", quiet=settings.quiet) as advance:
        document, summary = translate_document(
            document,
            GuidedTranslator(translator),
            terms,
            memory,
            on_start=lambda known: advance(known.reused + known.kept),
            on_segment=advance,
        )
    document = with_known_sounds(loaded.source, document)
    path = _aligned_path(settings)
    _write_aligned(document, path, settings)
    if not summary.finished:
        print_error(
            f"Interrupted. {path} holds what was finished; the same command goes on from there."
        )
        raise typer.Exit(ExitCode.INTERRUPTED)
    texts = target_texts(loaded.source, document, translator.align)
    if settings.bilingual is Bilingual.OFF:
        texts = [replace(text, second="", second_at=()) for text in texts]
    return texts, [path]


def _aligned_path(settings: _Settings) -> Path:
    from translator.documents.formats import output_name

    return settings.folder / output_name(settings.stem, "json")


def _write_aligned(document: object, path: Path, settings: _Settings) -> None:
    from translator.document import Document
    from translator.documents import aligned
    from translator.documents.keeping import refuse_to_lose_work

    if isinstance(document, Document):
        refuse_to_lose_work(document, path, force=settings.force)
        aligned.write(document, path)


def _tell_notices(notices: Sequence[str], settings: _Settings) -> None:
    if settings.quiet:
        return
    for notice in notices[:_SHOWN_NOTICES]:
        print_warning(notice)
    if len(notices) > _SHOWN_NOTICES:
        print_warning(f"and {len(notices) - _SHOWN_NOTICES} more; --json lists them all")


def _tell_findings(made: _Made, settings: _Settings) -> None:
    counts = Counter(item.rule for item in made.findings)
    told = ", ".join(f"{rule} {count}" for rule, count in counts.most_common())
    name = settings.profile.name
    print_notice(f"{len(made.cues)} cues; {name}: {told or 'no findings'}", quiet=settings.quiet)


def _summary(settings: _Settings, made: _Made) -> dict[str, object]:
    return {
        "file": settings.file.name,
        "profile": settings.profile.name,
        "fps": settings.fps,
        "cues": len(made.cues),
        "interpolated": sum(cue.origin == "interpolated" for cue in made.cues),
        "findings": dict(Counter(item.rule for item in made.findings)),
        "warnings": list(made.notices),
        "outputs": [str(path) for path in made.outputs],
    }
