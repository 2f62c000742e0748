"""What does a test need that a machine may lack? PostgreSQL, Redis, Chromium: absent, the test says so and is skipped.

With REQUIRE_ALL=1 (as in .ci/run) an absent one fails the test instead, and so does every other skip.

The suite runs on SQLite, and once more on PostgreSQL when TEST_POSTGRES_URL names one; what needs no database, a
browser, or only pages to walk through runs once. TEST_SIZE=full makes the long tests (kills, storms, the engine's
largest) full length.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest
from django.db import connection

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"
ONCE = {"nodb", "browser", "once"}
FULL_SIZE = os.environ.get("TEST_SIZE", "small") == "full"


def sized(*, small: int, full: int) -> int:
    """How often, or how many: the one place where long tests take their length from."""
    return full if FULL_SIZE else small


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each test runs once per database that it is about; long ones first, so that no worker waits at the end."""
    on_postgres, coming = connection.vendor == "postgresql", bool(os.environ.get("TEST_POSTGRES_URL"))
    stay, leave = [], []
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        elsewhere = marks & ONCE if on_postgres else "postgres" in marks and coming
        (leave if elsewhere else stay).append(item)
        if "postgres" in marks and not on_postgres:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: TEST_POSTGRES_URL names none"))
    items[:] = sorted(stay, key=lambda item: item.get_closest_marker("long") is None)
    if leave:
        config.hook.pytest_deselected(items=leave)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1 forbids skipping: {report.longrepr}"
    return report


def or_skip(program: str, *others: str) -> str:
    """The path of `program` (or of the first of `others` that is there); else skip, or fail when all is required."""
    for name in (program, *others):
        if path := shutil.which(name):
            return path
    reason = f"{program} is not installed on this machine"
    if REQUIRE_ALL:
        pytest.fail(reason)
    pytest.skip(reason)


def free_port() -> int:
    """A loopback port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory) -> Iterator[str]:
    """The address of a Redis of our own, gone when the tests end."""
    port = free_port()
    folder = tmp_path_factory.mktemp("redis")
    command = [or_skip("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(10)
