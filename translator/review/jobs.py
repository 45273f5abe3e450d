"""Long work in the background, one piece at a time, with progress and a way to stop it."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from translator.errors import TranslatorError

_NEWS_SECONDS = 0.1
"""Pages hear of progress this often at most."""


class JobState(StrEnum):
    """Life of a job."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class CancelledError(KeyboardInterrupt):
    """Raised inside the work of a job that somebody stopped.

    A ``KeyboardInterrupt``, because that is what `translate_document` takes as the wish to stop,
    upon which it returns what it has.
    """


@dataclass(slots=True)
class Job:
    """A piece of work.

    Attributes:
        id: unique in the process.
        kind: a word the page translates ("translate").
        state: see `JobState`.
        done, total: units of work; ``total`` is 0 while unknown.
        problem: why it failed.
        result: what the work returned, as JSON values.
    """

    id: str
    kind: str
    state: JobState = JobState.WAITING
    done: int = 0
    total: int = 0
    problem: str = ""
    result: Any = None
    _stop: bool = False
    _told: float = 0.0
    _news: Callable[[Job], None] = field(default=lambda _job: None, repr=False)

    def advance(self, count: int = 1) -> None:
        """Counts finished units.

        Raises:
            CancelledError: somebody stopped the job.
        """
        self.done += count
        if time.monotonic() - self._told > _NEWS_SECONDS:
            self._told = time.monotonic()
            self._news(self)
        self.check()

    def check(self) -> None:
        """Gives the job the opportunity to end.

        Raises:
            CancelledError: somebody stopped it.
        """
        if self._stop:
            raise CancelledError

    def plain(self) -> dict[str, Any]:
        """Returns the job as JSON values."""
        return {
            "id": self.id,
            "kind": self.kind,
            "state": self.state.value,
            "done": self.done,
            "total": self.total,
            "problem": self.problem,
            "result": self.result,
        }


Work = Callable[[Job], Any]


class Jobs:
    """The queue of jobs and the thread that does them.

    Args:
        on_news: receives a job whenever something about it changed.
    """

    def __init__(self, on_news: Callable[[Job], None]) -> None:
        self._on_news = on_news
        self._jobs: dict[str, Job] = {}
        self._waiting: queue.Queue[tuple[Job, Work] | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def start(self, kind: str, work: Work) -> Job:
        """Puts a job into the queue.

        Args:
            kind: see `Job`.
            work: does it; is to call `Job.advance` often.
        """
        with self._lock:
            job = Job(f"job-{len(self._jobs) + 1}", kind, _news=self._on_news)
            self._jobs[job.id] = job
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
                self._thread.start()
        self._waiting.put((job, work))
        self._on_news(job)
        return job

    def get(self, name: str) -> Job | None:
        """Returns a job by its id."""
        return self._jobs.get(name)

    def all(self) -> list[Job]:
        """Returns all jobs, oldest first."""
        return list(self._jobs.values())

    def cancel(self, name: str) -> None:
        """Stops a job as soon as its work looks up."""
        job = self._jobs.get(name)
        if job and job.state in (JobState.WAITING, JobState.RUNNING):
            job._stop = True

    def close(self) -> None:
        """Stops all jobs; returns when the running one has ended, after five seconds at most."""
        for name in self._jobs:
            self.cancel(name)
        self._waiting.put(None)
        if self._thread:
            self._thread.join(5)

    def _run(self) -> None:
        while item := self._waiting.get():
            job, work = item
            job.state = JobState.RUNNING
            self._on_news(job)
            try:
                job.check()
                job.result = work(job)
                job.state = JobState.CANCELLED if job._stop else JobState.DONE
            except CancelledError:
                job.state = JobState.CANCELLED
            except TranslatorError as error:
                job.state, job.problem = JobState.FAILED, str(error)
            except Exception as error:  # the thread must live on, and the page must be told
                job.state, job.problem = JobState.FAILED, f"{type(error).__name__}: {error}"
            self._on_news(job)
