"""Is every line and every branch of the engine tried, those of the compiled loops too?

The compiler hides what its loops do from the one who counts, so the engine's tests run once more in plain Python, in a
process of their own. It takes its time; tests/engine/conftest.py says what is cut short.
"""

import os
import subprocess
import sys

import pytest

from tests.house import tree

pytestmark = pytest.mark.nodb

TESTS = ("run", "--branch", "--source", "matchmaking.engine", "-m", "pytest", "tests/engine", "-q", "-m", "nodb")
# The same every time; and without the compiler, numpy warns of sums that wrap around as they should.
SETTLED = ("-p", "no:randomly", "--hypothesis-seed", "0", "-W", "ignore::RuntimeWarning")
REPORT = ("report", "--skip-covered", "--show-missing", "--precision", "2", "--fail-under", "100")
OURS = ("REQUIRE_ALL", "PYTEST_", "COV", "DATABASE_URL", "TEST_POSTGRES_URL", "NUMBA_")


def test_every_branch_of_the_engine_is_taken(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    environment |= {
        "NUMBA_DISABLE_JIT": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "COVERAGE_FILE": str(tmp_path / "coverage"),
        "VAR_DIR": str(tmp_path),
    }

    def coverage(*arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "coverage", *arguments]
        return subprocess.run(command, cwd=tree.ROOT, env=environment, capture_output=True, text=True, timeout=1_800)

    tried = coverage(*TESTS, *SETTLED)
    report = coverage(*REPORT)

    assert tried.returncode == 0, tried.stdout[-5_000:] + tried.stderr[-2_000:]
    assert report.returncode == 0, report.stdout
    assert "matchmaking" not in report.stdout
