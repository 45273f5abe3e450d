"""What can be undone and redone, without limit."""

from __future__ import annotations

from translator.review.changes import Change
from translator.review.journal import Entry, How


class History:
    """Two stacks of steps; a step is what one press of "undo" takes back."""

    def __init__(self) -> None:
        self._done: list[Entry] = []
        self._undone: list[Entry] = []

    def record(self, entry: Entry) -> None:
        """Takes note of an entry that was made, now or by a process before this one."""
        if entry.how is How.EDIT:
            self._undone.clear()
            last = self._done[-1] if self._done else None
            if last and entry.group and last.group == entry.group:
                entry = Entry(
                    entry.number, entry.how, entry.label, entry.group, last.changes + entry.changes
                )
                self._done.pop()
            self._done.append(entry)
        elif entry.how is How.UNDO and self._done:
            self._undone.append(self._done.pop())
        elif entry.how is How.REDO and self._undone:
            self._done.append(self._undone.pop())

    def to_undo(self) -> Entry | None:
        """Returns the step that is undone next, None if there is none."""
        return self._done[-1] if self._done else None

    def to_redo(self) -> Entry | None:
        """Returns the step that is redone next, None if there is none."""
        return self._undone[-1] if self._undone else None

    def forget(self, entry: Entry) -> None:
        """Drops a step that no longer fits the document."""
        self._done = [step for step in self._done if step is not entry]
        self._undone = [step for step in self._undone if step is not entry]

    @property
    def counts(self) -> tuple[int, int]:
        """How many steps can be undone and redone."""
        return len(self._done), len(self._undone)


def inverse(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Returns the changes that take ``changes`` back, last first."""
    return tuple(change.undone for change in reversed(changes))
