from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from translator.engine import memory_file
from translator.engine.links import Link
from translator.engine.memory import (
    Memory,
    MemoryItem,
    MemoryKey,
    default_memory_path,
    normalise_source,
    terms_hash,
)
from translator.errors import InputError

WRITER = """
import sys
from pathlib import Path
from translator.engine.memory import Memory, MemoryItem, MemoryKey
memory = Memory(Path(sys.argv[1]))
start, count = int(sys.argv[2]), int(sys.argv[3])
for batch in range(start, start + count):
    memory.put_many(
        MemoryItem(MemoryKey(f"第{batch}批第{i}句。", "engine"), f"Sentence {i} of {batch}.", -0.5)
        for i in range(20)
    )
    print(batch, flush=True)
"""


def item(source: str, target: str = "Target.", engine: str = "e", terms: str = "") -> MemoryItem:
    return MemoryItem(MemoryKey(source, engine, terms), target, -0.25)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "memory.sqlite"


@pytest.fixture
def warnings() -> list[str]:
    return []


def test_what_is_stored_comes_back(path: Path) -> None:
    links = (Link(0, 3, 0, 2), Link(4, 9, 2, 4))
    stored = MemoryItem(
        MemoryKey("今天很好。", "e", "t"), "A “good” day.", -0.25, '{"a": 1}', links
    )
    plain = MemoryItem(MemoryKey("明天呢？", "e"), "And tomorrow?")
    with Memory(path) as memory:
        memory.put_many([stored, plain])
    with Memory(path) as memory:
        unknown = MemoryKey("后天呢？", "e")
        assert memory.get_many([stored.key, plain.key, unknown]) == {
            stored.key: stored,
            plain.key: plain,
        }


def test_engine_and_terms_are_part_of_the_key(path: Path) -> None:
    items = [item("好。", f"{e}{t}", e, t) for e in ("e", "f") for t in ("", "x")]
    with Memory(path) as memory:
        memory.put_many(items)
        found = memory.get_many(i.key for i in items)
    assert {i.target for i in found.values()} == {"e", "ex", "f", "fx"}


def test_storing_again_replaces(path: Path) -> None:
    with Memory(path) as memory:
        memory.put_many([item("好。", "Old."), item("好。", "New.")])
        assert memory.get_many([item("好。").key])[item("好。").key].target == "New."


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Ａ１　好", "A1 好"), (" 一\n二 ", "一 二"), ("", ""), ("e\u0301", "é")],
)
def test_sources_are_normalised(text: str, expected: str) -> None:
    assert normalise_source(text) == expected


def test_a_hash_of_terms_ignores_order_only() -> None:
    assert terms_hash([]) == ""
    assert terms_hash([("甲", "A"), ("乙", "B")]) == terms_hash([("乙", "B"), ("甲", "A")])
    assert terms_hash([("甲", "A")]) != terms_hash([("甲", "B")])
    assert terms_hash([("甲", "AB")]) != terms_hash([("甲", "A", "B")])


def test_a_person_outranks_and_is_never_overwritten(path: Path) -> None:
    with Memory(path) as memory:
        memory.approve("好　。", "Fine.")
        memory.put_many([item("好 。", "Good.")])
        assert memory.approved("好 。") == "Fine."
        memory.approve("好 。", "Well then.")
        assert memory.approved_many(["好 。", "不好。"]) == {"好 。": "Well then."}
        memory.prune(0)
        assert memory.approved("好 。") == "Well then."
        memory.withdraw("好 。")
        assert memory.approved("好 。") is None


def test_similar_segments_are_found_best_first(path: Path) -> None:
    with Memory(path) as memory:
        memory.put_many(
            [item("今天我们讨论扩散模型的泛化能力。", "Machine."), item("完全无关的一句。")]
        )
        memory.approve("今天我们讨论语言模型的泛化能力。", "Person.")
        found = memory.similar("今天我们讨论扩散模型的能力。")
        assert [(s.target, s.by_person) for s in found] == [("Machine.", False), ("Person.", True)]
        assert found[0].similarity > found[1].similarity > 0.5
        memory.approve("今天我们讨论扩散模型的泛化能力。", "Better.")
        assert memory.similar("今天我们讨论扩散模型的泛化能力。")[0].target == "Better."
        assert len(memory.similar("今天我们讨论模型。", 1)) == 1


@pytest.mark.parametrize("text", ["", "。", "'", '"', "*", "NEAR(a b)", "a OR b", "好", "\0", "😀"])
def test_any_text_may_be_looked_up(text: str, path: Path) -> None:
    with Memory(path) as memory:
        memory.put_many([item(text or "x")])
        memory.similar(text)
        assert memory.get_many([item(text or "x").key])


def test_pruning_drops_the_oldest(path: Path) -> None:
    with Memory(path) as memory:
        for batch in range(30):
            memory.put_many(item(f"第{batch}批第{i}句，内容不同。", "x" * 200) for i in range(100))
        dropped = memory.prune(1_000_000)
        assert 0 < dropped < 3000
        assert path.stat().st_size < 1_200_000
        old, new = item("第0批第5句，内容不同。"), item("第29批第5句，内容不同。")
        assert set(memory.get_many([old.key, new.key])) == {new.key}
        assert memory.similar(old.key.source)[0].source != old.key.source
        assert memory.prune(1_000_000) == 0


def test_a_full_memory_is_pruned_when_opened(path: Path) -> None:
    with Memory(path) as memory:
        memory.put_many(item(f"第{i}句。", "x" * 500) for i in range(2000))
    with Memory(path, max_bytes=300_000) as memory:
        left = len(memory.get_many(item(f"第{i}句。").key for i in range(2000)))
    assert 0 < left < 1000


def spoil_all(path: Path) -> None:
    path.write_bytes(os.urandom(5000))


def spoil_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\0" * 100)


def spoil_pages(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        for place in range(4096, size, 4096):
            file.seek(place)
            file.write(b"\xaa" * 2000)


def cut_off(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


@pytest.mark.parametrize("spoil", [spoil_all, spoil_header, spoil_pages, cut_off])
def test_a_damaged_file_is_set_aside(spoil: object, path: Path, warnings: list[str]) -> None:
    with Memory(path) as memory:
        memory.put_many(item(f"第{i}句。", "x" * 100) for i in range(500))
    assert callable(spoil)
    spoil(path)
    damaged = path.read_bytes()
    with Memory(path, on_warning=warnings.append) as memory:
        memory.get_many(item(f"第{i}句。").key for i in range(500))
        memory.put_many(item(f"新的第{i}句。") for i in range(50))
        assert len(memory.get_many(item(f"新的第{i}句。").key for i in range(50))) == 50
    aside = path.with_name("memory.sqlite.damaged-1")
    assert aside.read_bytes() == damaged
    assert len(warnings) == 1
    assert aside.name in warnings[0]
    with Memory(path, on_warning=warnings.append) as memory:
        assert memory.get_many([item("新的第7句。").key])
    assert len(warnings) == 1


def test_damage_while_open_does_not_stop_the_work(path: Path, warnings: list[str]) -> None:
    memory = Memory(path, on_warning=warnings.append)
    memory.put_many(item(f"第{i}句。", "x" * 100) for i in range(3000))
    memory._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    memory._database.execute("PRAGMA cache_size = 0")
    spoil_pages(path)
    memory.get_many(item(f"第{i}句。").key for i in range(3000))
    memory.put_many([item("还在。")])
    assert memory.get_many([item("还在。").key])
    assert len(warnings) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("thesis.docx", b"PK\3\4 not ours"),
        ("notes.txt", "第一句。\n第二句。".encode()),
        ("article.aligned.json", b"{}"),
    ],
)
def test_a_file_of_somebody_else_is_left_alone(name: str, content: bytes, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputError, match="not a translation memory"):
        Memory(file)
    assert file.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == [name]


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "places.sqlite"
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(InputError, match="another program"):
        Memory(file)
    with pytest.raises(InputError, match="folder"):
        Memory(tmp_path)


def test_a_newer_schema_is_refused(path: Path) -> None:
    Memory(path).close()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(InputError, match="version 99"):
        Memory(path)


def test_a_locked_file_stops_nothing(
    path: Path, warnings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory_file, "LOCK_SECONDS", 0.05)
    Memory(path).close()
    holder = sqlite3.connect(path)
    holder.execute("BEGIN EXCLUSIVE")
    with Memory(path, on_warning=warnings.append) as memory:
        memory.put_many([item("好。")])
        assert memory.get_many([item("好。").key])
        assert memory.path is None
    assert len(warnings) == 1
    assert "not be remembered" in warnings[0]
    holder.rollback()
    with Memory(path) as memory:
        assert not memory.get_many([item("好。").key])


def test_a_place_that_cannot_be_written_stops_nothing(tmp_path: Path, warnings: list[str]) -> None:
    (tmp_path / "file").write_text("")
    with Memory(tmp_path / "file" / "m.sqlite", on_warning=warnings.append) as memory:
        memory.put_many([item("好。")])
        assert memory.get_many([item("好。").key])
    assert len(warnings) == 1


def test_threads_share_a_memory(path: Path) -> None:
    with Memory(path) as memory:

        def work(number: int) -> None:
            for i in range(40):
                memory.put_many([item(f"{number}-{i}")])
                assert memory.get_many([item(f"{number}-{i}").key])

        threads = [threading.Thread(target=work, args=(n,)) for n in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (
            len(memory.get_many(item(f"{n}-{i}").key for n in range(5) for i in range(40))) == 200
        )


@pytest.mark.parametrize("apart", [100, 0], ids=["different sources", "the same sources"])
def test_processes_share_a_file(path: Path, apart: int) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(n * apart), "15"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for n in range(3)
    ]
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0, errors
        assert errors == b""
    keys = {
        MemoryKey(f"第{n * apart + b}批第{i}句。", "engine")
        for n in range(3)
        for b in range(15)
        for i in range(20)
    }
    with Memory(path) as memory:
        assert len(memory.get_many(keys)) == len(keys)


def test_killing_a_writer_loses_no_reported_batch(path: Path) -> None:
    chance = random.Random(5)
    start = 0
    for _ in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(start), "100000"], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(chance.random() * 0.15)
        writer.send_signal(signal.SIGKILL)
        reported = [start, *map(int, writer.stdout.read().split())]
        writer.wait()
        with Memory(path) as memory:
            for batch in reported:
                keys = [MemoryKey(f"第{batch}批第{i}句。", "engine") for i in range(20)]
                assert len(memory.get_many(keys)) == 20
            beyond = [MemoryKey(f"第{reported[-1] + 1}批第{i}句。", "engine") for i in range(20)]
            assert len(memory.get_many(beyond)) in (0, 20)
        start = reported[-1] + 2
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_default_is_in_the_users_data_folder(home: Path) -> None:
    assert default_memory_path() == home / ".local/share/panel-translator/memory.sqlite"
    with Memory() as memory:
        assert memory.path == default_memory_path()
