from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.documents.examples import panel
from translator.document import State
from translator.documents import aligned
from translator.documents.keeping import refuse_to_lose_work
from translator.errors import OutputError


def test_new_file_and_same_document_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "a.aligned.json"
    refuse_to_lose_work(panel(), path)
    aligned.write(panel(), path)
    refuse_to_lose_work(panel(), path)


def test_machine_work_may_go(tmp_path: Path) -> None:
    path = tmp_path / "a.aligned.json"
    machine = panel().map_segments(lambda s: replace(s, state=State.MACHINE))
    aligned.write(machine, path)
    refuse_to_lose_work(replace(panel(), title=None, sections=()), path)


@pytest.mark.parametrize("force", [False, True])
def test_a_persons_work_is_kept_even_when_forced(tmp_path: Path, force: bool) -> None:
    path = tmp_path / "a.aligned.json"
    aligned.write(panel(), path)
    other = panel().map_segments(
        lambda s: replace(s, target="Otherwise.", state=State.MACHINE) if s.id == "b2" else s
    )
    with pytest.raises(OutputError, match=r"1 edited or approved segment would be lost \(b2"):
        refuse_to_lose_work(other, path, force=force)


def test_file_that_cannot_be_read_needs_force(tmp_path: Path) -> None:
    path = tmp_path / "a.aligned.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(OutputError, match="--force"):
        refuse_to_lose_work(panel(), path)
    refuse_to_lose_work(panel(), path, force=True)
