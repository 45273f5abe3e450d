"""Every error a user can cause, with the exit code that the command line gives it.

Messages follow one pattern: what is wrong, where, and what to do about it, in one line.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command, documented in the README."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    BAD_INPUT = 3
    NO_ENGINE = 4
    INTERRUPTED = 5


class TranslatorError(Exception):
    """Base of all errors that are reported to the user without a traceback.

    Args:
        problem: what is wrong, in one sentence without a final full stop.
        where: file, with line or cue number where known ("talk.srt, cue 12, line 40").
        advice: what the user can do, as an imperative clause.
    """

    exit_code = ExitCode.BAD_INPUT

    def __init__(self, problem: str, *, where: str = "", advice: str = "") -> None:
        self.problem, self.where, self.advice = problem, where, advice
        super().__init__(str(self))

    def __str__(self) -> str:
        """Returns problem, place and advice in one line."""
        text = f"{self.where}: {self.problem}" if self.where else self.problem
        return f"{text}. {self.advice}." if self.advice else f"{text}."


class InputError(TranslatorError):
    """An input file cannot be read, or is not what it claims to be."""


class OutputError(TranslatorError):
    """A result cannot be written."""


class UsageError(TranslatorError):
    """Options contradict each other or name something unknown."""

    exit_code = ExitCode.USAGE


class EngineError(TranslatorError):
    """No usable translation package, or a package that must be refused."""

    exit_code = ExitCode.NO_ENGINE


class InterruptedWorkError(TranslatorError):
    """The user stopped the work; what was finished is kept."""

    exit_code = ExitCode.INTERRUPTED
