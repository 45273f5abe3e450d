"""What every command shows on stderr: errors, notices, progress. Results go to stdout."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

Advance = Callable[[int], None]
"""Reports that so many more units are done."""


def prepare_streams() -> None:
    """Lets stdout and stderr take any text, whatever the locale's encoding can hold.

    Characters it lacks are shown as escapes. File names that are no UTF-8 pass as they are. What is
    written to a closed stream is lost.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif isinstance(stream, io.TextIOWrapper):
            is_utf8 = stream.encoding.lower().replace("-", "") == "utf8"
            stream.reconfigure(errors="surrogateescape" if is_utf8 else "backslashreplace")


def give_up_stdout() -> None:
    """Leads stdout nowhere, so that what it still holds raises nothing when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextlib.contextmanager
def deferred_interrupts() -> Iterator[None]:
    """Lets the block end before Ctrl-C counts; SIGTERM is treated alike.

    Raises:
        KeyboardInterrupt: at the end of the block, if one came inside it.
    """
    came: list[int] = []
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(one, lambda number, _frame: came.append(number)) for one in signals]
    try:
        yield
    finally:
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)
    if came:
        raise KeyboardInterrupt


def console(*, stderr: bool = True) -> Console:
    """Returns a rich console on stderr (or stdout); colours follow the terminal and NO_COLOR."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, emoji=False, soft_wrap=True)


def print_error(message: str) -> None:
    """Prints ``message`` on stderr as an error, in one line."""
    console().print(f"error: {_in_one_line(message)}", style="red", markup=False)


def print_warning(message: str) -> None:
    """Prints ``message`` on stderr as a warning, in one line."""
    console().print(f"warning: {_in_one_line(message)}", style="yellow", markup=False)


def _in_one_line(message: str) -> str:
    """Returns ``message`` with the control characters that file names may hold as spaces."""
    return "".join(character if character.isprintable() else " " for character in message)


def print_notice(message: str, *, quiet: bool = False) -> None:
    """Prints ``message`` on stderr unless ``quiet``."""
    if not quiet:
        console().print(message, markup=False)


def counted(number: int, noun: str) -> str:
    """Returns number and noun: "1 error", "2 errors", "no errors"."""
    return f"{number} {noun}" if number == 1 else f"{number or 'no'} {noun}s"


@contextlib.contextmanager
def progress(label: str, total: int | None, *, unit: str, quiet: bool = False) -> Iterator[Advance]:
    """Shows a bar with count, rate and time left on stderr; silent when it is no terminal.

    Args:
        label: what is being done ("Translating").
        total: number of units, None if unknown.
        unit: name of the units, plural ("segments").
        quiet: show nothing.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda _count: None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(TextColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f} {unit}/s" if task.speed else "", style="cyan")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(""))
    with Progress(*columns, TimeRemainingColumn(), console=console(), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda count: bar.advance(task, count)
