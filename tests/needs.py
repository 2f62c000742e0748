"""What does a test need that a machine may lack? A Redis server, a Chromium: absent, the test says so and is skipped.

With REQUIRE_ALL=1 (as in .ci/run) an absent one fails the test instead.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest


def or_skip(program: str, *others: str) -> str:
    """The path of `program` (or of the first of `others` that is there); else skip, or fail when all is required."""
    for name in (program, *others):
        if path := shutil.which(name):
            return path
    reason = f"{program} is not installed on this machine"
    if os.environ.get("REQUIRE_ALL") == "1":
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
