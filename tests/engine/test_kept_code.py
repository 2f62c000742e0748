"""Does a process compile what another one has compiled, even where the engine lies somewhere else?"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from matchmaking.engine.compiled import cache_directory
from tests.engine import pools

pytestmark = pytest.mark.nodb
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.compiled
def test_a_second_process_compiles_nothing_not_even_in_a_copy_of_the_engine(tmp_path):
    """The whole round, in processes of their own; numba says what it writes and reads."""
    pool = tmp_path / "pool.json"
    pool.write_text(json.dumps(pools.random_pool(seed=1, members=60).to_json()))
    shutil.copytree(ROOT / "matchmaking" / "engine", tmp_path / "matchmaking" / "engine", ignore=_no_caches)
    (tmp_path / "matchmaking" / "__init__.py").touch()
    kept = str(cache_directory().parent)
    environment = {"PATH": os.environ["PATH"], "NUMBA_CACHE_DIR": kept, "NUMBA_DEBUG_CACHE": "1"}

    def says(where: Path) -> list[str]:
        command = [sys.executable, "-m", "matchmaking.engine", "round", str(pool)]
        run = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, timeout=300)
        assert run.returncode == 0, run.stderr[-2000:]
        return run.stdout.splitlines()

    first, again, copy = says(ROOT), says(ROOT), says(tmp_path)

    assert first[-1] == again[-1] == copy[-1]
    for said in (again, copy):
        assert [line for line in said if "saved" in line] == []
        assert len([line for line in said if "data loaded" in line]) > 5


def _no_caches(folder: str, names: list[str]) -> set[str]:
    return {"__pycache__"} & set(names)
