"""How is the site started for a rush? As the Dockerfile starts it, in production mode, on a database that is named."""

import contextlib
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.needs import free_port
from tests.rush.crowd import HOST

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90  # seconds until the site must answer


@dataclass(frozen=True)
class Site:
    """A site that runs: where it listens, and the process that started its workers."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """What its workers used of the processor until now; 0 where the system has no /proc to tell it."""
        told = []
        for file in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):  # others end while we read
                told.append(file.read_text())
        fields = [line.rpartition(")")[2].split() for line in told]
        ticks = sum(int(one[11]) + int(one[12]) for one in fields if int(one[1]) == self.pid)
        return ticks / os.sysconf("SC_CLK_TCK")


def environment(*, database: str, secret: str, folder: Path, **more: str) -> dict[str, str]:
    """What a process of the site in production mode finds in its environment, and nothing else."""
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "VAR_DIR": str(folder),
        "MODE": "production",
        "SECRET_KEY": secret,
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "DATABASE_URL": database,
        "EMAIL_URL": "smtp+tls://127.0.0.1:1",
        "TRUSTED_PROXIES": "1",
        **more,
    }


@contextlib.contextmanager
def serving(variables: dict[str, str], *, locked: bool = True, program: str = "") -> Iterator[Site]:
    """The site, while the block runs. Not `locked`: nobody locks the event, which is the control.

    `program`: what to serve in its place, in the same way.
    """
    port, log = free_port(), Path(variables["VAR_DIR"]) / "web.log"
    words = json.loads((ROOT / "Dockerfile").read_text().split("\nCMD ")[1].replace("\\\n", ""))
    words = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in words]
    words = [program if word == "corridor.wsgi" and program else word for word in words]
    if not locked:
        words += ["--config", "tests/rush/without_lock.py"]
    with log.open("w") as told:
        web = subprocess.Popen(words, cwd=ROOT, env=variables, stdout=told, stderr=told)
    try:
        patience = time.monotonic() + PATIENCE
        while not _answers(port):
            if time.monotonic() > patience or web.poll() is not None:
                raise RuntimeError(f"the site does not answer: {log.read_text()[-2000:]}")
            time.sleep(0.1)
        yield Site(port, web.pid)
    finally:
        web.terminate()
        web.wait(30)


def _answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/healthz", headers={"Host": HOST})
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()
