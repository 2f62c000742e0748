"""Does one process serve the site, work and keep the schedule, and stop when it is told to?"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.needs import free_port

pytestmark = pytest.mark.nodb
ROOT = Path(__file__).resolve().parents[2]


def manage(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen:
    """`manage.py` in a process of its own, with its data in `folder` and without this process's settings."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**kept, "MODE": "development", "VAR_DIR": str(folder), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def migrate(folder: Path) -> None:
    process = manage(folder, "migrate", "-v0")
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said


def readiness(port: int) -> tuple[int, dict]:
    """What /readyz says to this machine; (0, {}) while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return answer.status, json.load(answer)["checks"]
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, json.load(answer)["checks"]
    except OSError:
        return 0, {}


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_r04_serve_becomes_ready_by_a_real_heartbeat_and_stops_cleanly(tmp_path, stop):
    migrate(tmp_path)
    port = free_port()
    server = manage(tmp_path, "serve", "--port", str(port))
    try:
        patience = time.monotonic() + 60
        while readiness(port)[0] != 200 and time.monotonic() < patience:
            time.sleep(0.2)
        status, checks = readiness(port)
        server.send_signal(stop)
        said, _ = server.communicate(timeout=40)
    finally:
        server.kill()

    assert (status, checks) == (200, dict.fromkeys(checks, "ok"))
    assert {"heartbeat", "threads", "outbox"} <= set(checks)
    assert server.returncode == 0
    assert said.splitlines()[-1] == "Stopped."


def test_serve_refuses_a_broker_because_its_worker_would_be_a_second_one(tmp_path):
    server = manage(tmp_path, "serve", REDIS_URL="redis://127.0.0.1:1/0")

    said, _ = server.communicate(timeout=40)

    assert server.returncode == 1
    assert "web, worker and beat run as processes of their own" in said


def test_serve_says_when_the_port_is_taken(tmp_path):
    migrate(tmp_path)
    port = free_port()
    first = manage(tmp_path, "serve", "--port", str(port))
    try:
        patience = time.monotonic() + 60
        while readiness(port)[0] == 0 and time.monotonic() < patience:
            time.sleep(0.2)
        second = manage(tmp_path, "serve", "--port", str(port))
        said, _ = second.communicate(timeout=40)
    finally:
        first.terminate()
        first.communicate(timeout=40)

    assert second.returncode == 1
    assert f"Port {port} cannot be used" in said
