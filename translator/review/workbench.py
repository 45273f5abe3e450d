"""All that one workbench works with: the document, glossaries, engine, memory, jobs and pages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from translator.document import Document, Section, SectionKind, Segment, State, Turn
from translator.review import plain
from translator.review.commits import Commit
from translator.review.events import Events
from translator.review.findings import Findings
from translator.review.jobs import Job, Jobs
from translator.review.sources import Source, SubtitleSource
from translator.review.store import Store

if TYPE_CHECKING:
    from translator.engine.guidance import GuidedTranslator
    from translator.engine.memory import Memory
    from translator.glossary.formats.base import Reading
    from translator.glossary.merging import Prefer
    from translator.glossary.termbase import TermBase
    from translator.subtitles.profile import Profile
    from translator.subtitles.translation import Align


@dataclass(frozen=True)
class Settings:
    """What the command line decides.

    Attributes:
        source: the file under review.
        load_terms: reads the glossaries anew.
        load_engine: returns the engine.
        load_aligner: returns what links words of source and target.
        open_memory: returns the translation memory, None to do without.
        glossary: the file that changes of terms are written to.
        glossaries: all files of the user, the most important first.
        shipped: whether the shipped glossaries follow them.
        media: video or audio to play, None without.
        profile: name of a subtitle profile or path of a TOML file.
        fps: frame rate, None if unknown.
    """

    source: Source
    load_terms: Callable[[], TermBase]
    load_engine: Callable[[], GuidedTranslator]
    load_aligner: Callable[[], Align]
    open_memory: Callable[[], Memory | None]
    glossary: Path = Path("glossary.tsv")
    glossaries: Sequence[Path] = ()
    shipped: bool = True
    media: Path | None = None
    profile: str = "netflix-en"
    fps: float | None = None


@dataclass
class Workbench:
    """One file under review; everything heavy is loaded when first asked for.

    Attributes:
        settings: see `Settings`.
        events: news for the pages.
        findings: what the checks say.
        original: every segment as it was when the workbench was opened.
        proposals: targets by the engine that wait for a yes, by job and segment.
        imports: the glossary file that was previewed last.
    """

    settings: Settings
    events: Events = field(default_factory=Events)
    findings: Findings = field(default_factory=Findings)
    original: dict[str, Segment] = field(default_factory=dict)
    proposals: dict[str, dict[str, Segment]] = field(default_factory=dict)
    imports: dict[str, tuple[Reading, Prefer]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lock = threading.RLock()
        self._terms: TermBase | None = None
        self.jobs = Jobs(lambda job: self.events.send("job", job.plain()))
        self.store = Store(
            self.settings.source, on_commit=self._committed, on_trouble=self._troubled
        )
        self.original = {s.id: s for s in self.store.snapshot().document.segments()}
        if self.store.interrupted and self.subtitles is None:
            # The process before this one may have died between document and memory.
            threading.Thread(target=self._catch_up, name="memory", daemon=True).start()

    @property
    def subtitles(self) -> SubtitleSource | None:
        """The subtitle file, None if an aligned document is under review."""
        source = self.settings.source
        return source if isinstance(source, SubtitleSource) else None

    @cached_property
    def engine(self) -> GuidedTranslator:
        """The engine.

        Raises:
            EngineError: there is none.
        """
        with self._lock:
            return self.settings.load_engine()

    @cached_property
    def memory(self) -> Memory | None:
        """The translation memory."""
        with self._lock:
            return self.settings.open_memory()

    @cached_property
    def profile(self) -> Profile:
        """The subtitle profile."""
        from translator.subtitles.profile import load_profile

        return load_profile(self.settings.profile)

    @property
    def document(self) -> Document:
        """The document as it is now."""
        return self.store.snapshot().document

    def terms(self) -> TermBase:
        """Returns the glossaries with the names of the document's persons ahead of them."""
        from translator.engine.pipeline import name_terms

        with self._lock:
            if self._terms is None:
                self._terms = self.settings.load_terms().with_terms(name_terms(self.document))
            return self._terms

    def terms_changed(self) -> None:
        """Has the glossaries read anew when they are asked for next."""
        with self._lock:
            self._terms = None
        self.events.send("glossary", {})

    def check_everything(self) -> None:
        """Runs all checks in the background and tells the pages."""

        def work() -> None:
            snapshot = self.store.snapshot()
            self.findings.check_all(snapshot.document)
            found = {
                s.id: [plain.finding(f) for f in self.findings.of(s.id)]
                for s in snapshot.document.segments()
                if self.findings.of(s.id)
            }
            self.events.send("findings", found)

        if self.subtitles is None:
            threading.Thread(target=work, name="checks", daemon=True).start()

    def translated(self, job: Job, segments: Iterable[Segment], *, remember: bool) -> list[Segment]:
        """Returns translations of segments, whatever a person made of them before.

        Args:
            job: counts the segments; when it is stopped, what is finished is returned.
            segments: what to translate.
            remember: use and fill the translation memory.
        """
        from dataclasses import replace

        from translator.engine.pipeline import translate_document
        from translator.review.edits import judged

        blank = [
            replace(s, target="", state=State.UNTRANSLATED, score=None, confidence=None)
            for s in segments
        ]
        part = Document("", (Section(SectionKind.BODY, turns=(Turn("", tuple(blank)),)),))
        reported = 0

        def advance(count: int) -> None:
            nonlocal reported
            reported += count
            job.advance(count)

        result, _summary = translate_document(
            part,
            self.engine,
            self.terms(),
            self.memory if remember else None,
            on_segment=advance,
        )
        done = [judged(s) for s in result.segments() if s.target]
        job.done += len(done) - reported  # those the memory knew
        return done

    def close(self) -> None:
        """Stops the work and writes everything.

        Raises:
            TranslatorError: the file cannot be written; the journal keeps what is missing.
        """
        self.jobs.close()
        self.store.close()
        if "memory" in self.__dict__ and self.memory:
            self.memory.close()

    def _committed(self, commit: Commit) -> None:
        if commit.changes is None:
            self.check_everything()
        elif self.subtitles is None:
            after = [segment for change in commit.changes for segment in change.after]
            self.findings.update(after)
            self._remember(after, [s for change in commit.changes for s in change.before])
        self.events.send("commit", plain.commit(commit, self.findings))

    def _remember(self, after: Iterable[Segment], before: Iterable[Segment] = ()) -> None:
        """Tells the memory what was approved, and what no longer is."""
        approved = {s.source: s.target for s in after if s.state is State.APPROVED}
        was = {s.source: s.target for s in before if s.state is State.APPROVED}
        gone = {source: target for source, target in was.items() if source not in approved}
        if self.subtitles or not (approved or gone):
            return
        memory = self.memory
        if memory is None:
            return
        for source, target in gone.items():
            if memory.approved(source) == target:
                memory.withdraw(source)
        for source, target in approved.items():
            memory.approve(source, target)

    def _catch_up(self) -> None:
        """Has the memory know every approved segment of the document."""
        approved = [s for s in self.original.values() if s.state is State.APPROVED]
        if not approved or self.memory is None:
            return
        known = self.memory.approved_many(s.source for s in approved)
        self._remember(s for s in approved if known.get(s.source) != s.target)

    def _troubled(self, problem: str) -> None:
        clashes = [plain.clash(one) for one in self.store.snapshot().clashes]
        self.events.send("trouble", {"problem": problem, "clashes": clashes})
