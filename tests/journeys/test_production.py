"""Do the commands of docker-compose.yml run in production mode, on PostgreSQL and Redis, and find each other?"""

import json
import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import yaml
from django.conf import settings

from tests.needs import free_port

pytestmark = [pytest.mark.postgres]
ROOT = Path(__file__).resolve().parents[2]
HOST = "corridor.example"


@pytest.fixture
def database_url() -> Iterator[str]:
    """An empty database of our own on the server of the tests."""
    server = os.environ["TEST_POSTGRES_URL"]
    name = f"production_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server.rsplit('/', 1)[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def command_of(service: str) -> list[str]:
    """What docker-compose.yml, or else the Dockerfile, runs for `service`."""
    told = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"][service].get("command")
    if told is None:
        lines = (ROOT / "Dockerfile").read_text().split("\nCMD ")[1].replace("\\\n", "")
        told = json.loads(lines)
    return told


def ask(port: int, path: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": HOST, **headers})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read().decode()
    except OSError:
        return 0, ""


def test_web_worker_and_beat_become_ready_together(database_url, redis_url, tmp_path):
    port = free_port()
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "VAR_DIR": str(tmp_path),
        "MODE": "production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "EMAIL_URL": "smtp+tls://127.0.0.1:1",
        "TRUSTED_PROXIES": "1",
    }

    def start(words: list[str]) -> subprocess.Popen:
        words = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}").replace("=/tmp/", f"={tmp_path}/") for word in words]
        with (tmp_path / f"{Path(words[0]).name}.log").open("a") as log:
            return subprocess.Popen(words, cwd=ROOT, env=environment, stdout=log, stderr=log)

    assert start(command_of("migrate")).wait(120) == 0
    assert start([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]).wait(120) == 0
    running = [start(command_of(service)) for service in ("web", "worker", "beat")]
    try:
        patience = time.monotonic() + 90
        while ask(port, "/readyz", **{"X-Forwarded-For": "192.0.2.7"}) != (200, "ready"):
            assert time.monotonic() < patience, "\n".join(log.read_text() for log in tmp_path.glob("*.log"))
            time.sleep(0.5)
        home, text = ask(port, "/nl/", **{"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"})
        demo, _ = ask(port, "/nl/demo/", **{"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https"})
    finally:
        for process in running:
            process.terminate()
        codes = [process.wait(60) for process in running]

    assert (home, demo) == (200, 404)
    assert settings.SITE_NAME in text
    assert codes == [0, 0, 0]
