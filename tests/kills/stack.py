"""What does a kill test run? The product's own processes on loopback, in two shapes, and eyes on their database."""

import datetime as dt
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from celery import Celery

from tests.needs import free_port, sized

TOP = Path(__file__).resolve().parents[2]


@dataclass
class Stack:
    """The processes of one installation. Without `redis_url` one process does everything and is restarted by hand when
    it dies; with it there are a web server, a worker with two children and a schedule, whose masters replace the dead.
    """

    folder: Path
    database_url: str
    redis_url: str = ""
    failpoints: str = ""
    hurry: bool = False  # void the leases of a dead all-in-one process instead of waiting for them
    may_end: tuple[str, ...] = ()  # which processes may end by themselves, to be started again as by any supervisor
    deaths: int = 0
    began: int = 0  # seconds by which the clock ran ahead at first
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.port, self.smtp_port = free_port(), free_port()
        self.site = f"http://localhost:{self.port}"
        self.books = Books(self.database_url)
        self._spawn("sink", "-m", "tests.kills.sink", str(self.smtp_port), str(self.folder))
        wait_for(lambda: _listening(self.smtp_port), 10, "the mail server")

    def environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))},
            "DJANGO_SETTINGS_MODULE": "corridor.settings",
            "MODE": "demo",
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "SITE_URL": self.site,
            "TRUSTED_PROXIES": "1",  # each answer comes from another visitor
            "ROUND_PARTS_FROM": "1",  # every round is shared among the workers, in parts of a tenth or so
            "ROUND_PART_ROWS": str(sized(small=5, full=50)),
            "FAILPOINTS": "1",
            "FAILPOINT": self.failpoints,
            "FAILPOINT_ONCE": str(self.folder / "struck"),
        }

    def build(self, people: int) -> None:
        """Make the world; nothing is killed here."""
        quiet = {**self.environment(), "FAILPOINT": ""}
        subprocess.run([sys.executable, "-m", "tests.kills.world", str(people)], cwd=TOP, env=quiet, check=True)

    def start(self) -> None:
        """Start whatever of ours does not run."""
        if not self.redis_url:
            self._spawn("all in one", "-m", "tests.kills.site", str(self.port))
            return
        serve = ["corridor.wsgi", "--bind", f"127.0.0.1:{self.port}", "--threads", "4", "--no-control-socket"]
        self._spawn("web", "-m", "gunicorn", *serve)
        self._spawn("worker", "-m", "celery", "-A", "corridor", "worker", "-c", "2", "-l", "WARNING")
        schedule = str(self.folder / "schedule")
        self._spawn("schedule", "-m", "celery", "-A", "corridor", "beat", "-s", schedule, "-l", "WARNING")

    def upkeep(self) -> None:
        """Restart what died as a whole; children are replaced by their masters."""
        for name, process in list(self.processes.items()):
            if name != "sink" and process.poll() is not None:
                killed = process.returncode == -signal.SIGKILL
                assert killed or name in self.may_end, f"{name} ended by itself: {self.log(name)}"
                self.deaths += 1
                del self.processes[name]
                if self.hurry and not self.redis_url:
                    self.books.void_leases()
        self.start()

    def stop(self) -> None:
        """End every process that was started here."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)
        self.processes.clear()
        self.books.close()

    def struck(self) -> list[str]:
        """Which instants have killed so far."""
        path = self.folder / "struck"
        return path.read_text().split() if path.exists() else []

    def taken(self) -> list[dict[str, str]]:
        """What the mail server took, in order."""
        path = self.folder / "taken"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def move_clock(self, ahead: dt.timedelta) -> None:
        """Let time pass for every process of the stack: from now on their clock runs so much ahead of when it began."""
        self.began = self.began or int((self.folder / "demo-clock").read_text())  # of a working day (world.py)
        (self.folder / "demo-clock.new").write_text(str(self.began + round(ahead.total_seconds())))
        (self.folder / "demo-clock.new").replace(self.folder / "demo-clock")

    def log(self, name: str) -> str:
        return (self.folder / f"{name.replace(' ', '-')}.log").read_text()[-3000:]

    def live(self, until: Callable[[], bool], seconds: float, what: str) -> float:
        """Let the stack live until something holds; how many seconds that took."""

        def step() -> bool:
            self.upkeep()
            return until()

        return wait_for(step, seconds, what)

    def knock(self, *tasks: str) -> None:
        """Send these tasks through the broker, as the schedule does every minute."""
        with Celery(broker=self.redis_url, set_as_current=False) as app:
            app.conf.broker_transport_options = {"max_retries": 0, "socket_connect_timeout": 1}
            for task in tasks:
                app.send_task(task, retry=False)

    def press(self, link: str, visitor: int, **form: str) -> None:
        """Open the page behind `link` and press its button, again and again until the site says that it was done."""

        def done() -> bool:
            self.upkeep()
            try:
                page = self._ask(link, visitor)
                value = page.split('name="page" value="')[1].split('"')[0] if 'name="page"' in page else ""
                if value:  # else the page says that it is done
                    self._ask(link, visitor, urlencode({**form, "page": value}).encode())
                return True
            except (OSError, urllib.error.URLError) as error:
                assert getattr(error, "code", 500) >= 500, f"{error} at {link}"
                return False

        wait_for(done, 60, f"an answer at {link}")

    def _ask(self, link: str, visitor: int, form: bytes | None = None) -> str:
        address = f"10.{visitor // 65536}.{visitor // 256 % 256}.{visitor % 256}"
        request = urllib.request.Request(link, data=form, headers={"X-Forwarded-For": address})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.read().decode()

    def _spawn(self, name: str, *arguments: str) -> None:
        if name in self.processes:
            return
        log = (self.folder / f"{name.replace(' ', '-')}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            [sys.executable, *arguments], cwd=TOP, env=self.environment(), stdout=log, stderr=log
        )
        log.close()


class Books:
    """Plain SQL on the stack's database, from outside: what is true, whatever its processes believe."""

    def __init__(self, database_url: str):
        self.url, self._connection = database_url, None

    def rows(self, query: str) -> list[tuple]:
        if self.url.startswith("sqlite"):
            connection = sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=20, isolation_level=None)
            try:
                return connection.execute(query).fetchall()
            finally:
                connection.close()
        if self._connection is None:
            self._connection = psycopg.connect(self.url, autocommit=True)
        result = self._connection.execute(query)
        return result.fetchall() if result.description else []

    def one(self, query: str) -> int:
        return self.rows(query)[0][0]

    def states(self, table: str, where: str = "1 = 1") -> Counter:
        return Counter(dict(self.rows(f"SELECT state, count(*) FROM {table} WHERE {where} GROUP BY state")))

    def void_leases(self) -> None:
        """What a minute and a half would do: everybody who held something is dead, and nobody else runs."""
        self.rows("UPDATE corridor_outboxemail SET lease_until = '2000-01-01 00:00:00+00' WHERE state = 'sending'")
        self.rows("UPDATE matchmaking_round SET claimed_until = NULL WHERE state = 'frozen'")

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()


def wait_for(holds: Callable[[], bool], seconds: float, what: str) -> float:
    started = time.monotonic()
    while not holds():
        if time.monotonic() - started > seconds:
            raise AssertionError(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(0.1)
    return time.monotonic() - started


def _listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
