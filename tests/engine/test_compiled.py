"""Is machine code kept where it can be, written by one process at a time, and never in the way of a round?"""

import fcntl
import os
import threading
from pathlib import Path

import numba
import numpy as np
import pytest

from matchmaking.engine import compiled as module
from matchmaking.engine.compiled import cache_directory, compiled

pytestmark = pytest.mark.nodb


def total(numbers):
    """What the compiler gets to see here."""
    found = 0
    for number in numbers:
        found += number
    return found


@pytest.fixture
def kept(tmp_path, monkeypatch) -> Path:
    """The directory in which machine code is kept during this test; the compiler is on."""
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setattr(numba.config, "DISABLE_JIT", 0)
    return tmp_path / "kept"


def counted(function) -> tuple[int, int]:
    """How many kinds of arguments were found on disk, and how many were compiled."""
    return sum(function.stats.cache_hits.values()), sum(function.stats.cache_misses.values())


def test_what_was_compiled_once_is_read_from_disk_ever_after(kept):
    first, second = compiled(total), compiled(total)

    assert first(np.arange(5)) == second(np.arange(5)) == 10
    assert (counted(first), counted(second)) == ((0, 1), (1, 0))
    assert {file.suffix for file in (kept / "engine").iterdir()} == {"", ".nbc", ".nbi"}


def test_what_lies_where_everybody_may_write_is_not_run(kept):
    compiled(total)(np.arange(5))
    (kept / "engine").chmod(0o777)

    made = compiled(total)

    assert made(np.arange(5)) == 10
    assert counted(made) == (0, 1)


def test_what_lies_in_the_directory_of_somebody_else_is_not_run(kept, monkeypatch):
    compiled(total)(np.arange(5))
    monkeypatch.setattr(module, "_trusted", lambda: {os.stat(kept).st_uid + 1})
    again = compiled(total)

    assert again(np.arange(5)) == 10
    assert counted(again) == (0, 1)


def test_with_the_compiler_switched_off_it_stays_the_function_it_was(kept, monkeypatch):
    monkeypatch.setattr(numba.config, "DISABLE_JIT", 1)

    assert compiled(total) is total
    assert not kept.exists()


def test_where_nothing_can_be_written_or_read_it_is_compiled_and_works(kept):
    kept.write_text("a file where a directory should be")

    made = compiled(total)

    assert made(np.arange(5)) == 10
    assert counted(made) == (0, 1)


def test_what_can_only_be_read_is_still_of_use(kept, monkeypatch):
    compiled(total)(np.arange(5))
    monkeypatch.setattr(module.os, "makedirs", lambda *given, **more: (_ for _ in ()).throw(PermissionError()))

    made = compiled(total)

    assert made(np.arange(5)) == 10
    assert made(np.arange(5.0)) == 10.0
    assert counted(made) == (1, 1)
    assert len(list((kept / "engine").glob("*.nbc"))) == 1


def test_one_process_at_a_time_writes(kept):
    (kept / "engine").mkdir(parents=True)
    made, said = compiled(total), []
    with (kept / "engine" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        other = threading.Thread(target=lambda: said.append(made(np.arange(5))), daemon=True)
        other.start()
        other.join(3)
        waiting = list((kept / "engine").glob("*.nb*"))
    other.join(30)

    assert waiting == []
    assert said == [10]
    assert len(list((kept / "engine").glob("*.nbc"))) == 1


def test_the_directory_is_that_of_exactly_these_sources(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "HERE", tmp_path)
    monkeypatch.setenv("NUMBA_CACHE_DIR", "elsewhere")
    (tmp_path / "one.py").write_text("x = 1\n")
    first = cache_directory()
    (tmp_path / "one.py").write_text("x = 2\n")

    assert first.parent == Path("elsewhere")
    assert cache_directory() != first
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    assert cache_directory().parent == tmp_path / "__pycache__"
