"""Does the web ever load what only the engine needs? The site as in production, every page opened by every role."""

import http.client
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.house import doors, worlds
from tests.needs import free_port

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
HOST = "corridor.example"
HEAVY = {"numpy", "numba", "llvmlite", "scipy", "rustworkx"}
ROLES = ("stranger", "member", "organiser", "superuser")


def database_url() -> str:
    """The database of this test, for another process."""
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{here['NAME']}"
    return f"postgres://{here['USER']}:{here['PASSWORD']}@{here['HOST']}:{here['PORT']}/{here['NAME']}"


def command() -> list[str]:
    """What the Dockerfile runs for the web."""
    return json.loads((ROOT / "Dockerfile").read_text().split("\nCMD ")[1].replace("\\\n", ""))


@pytest.fixture
def site(tmp_path, settings) -> Iterator[tuple[int, Path, Callable[[], None]]]:
    """The site in production mode on this test's database: its port, the folder where its workers write down what they
    have loaded when they end, and how to end it."""
    settings.SECRET_KEY = secrets.token_urlsafe(60)  # sessions and links made here hold there
    port = free_port()
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "VAR_DIR": str(tmp_path),
        "MODE": "production",
        "SECRET_KEY": settings.SECRET_KEY,
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "DATABASE_URL": database_url(),
        "EMAIL_URL": "smtp+tls://127.0.0.1:1",
        "TRUSTED_PROXIES": "1",
        "MODULES_FOLDER": str(tmp_path),
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True, timeout=120)
    words = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in command()]
    with (tmp_path / "web.log").open("w") as log:
        web = subprocess.Popen(
            [*words, "--config", "tests/journeys/web_process.py"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )

    def stop() -> None:
        web.terminate()
        web.wait(30)

    yield port, tmp_path, stop
    stop()


def ask(port: int, path: str, cookie: str = "") -> int:
    """The status of one page, as a browser behind the proxy asks for it; 0 when nobody answers."""
    headers = {"Host": HOST, "X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https", "Cookie": cookie}
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request("GET", path, headers=headers)
        return line.getresponse().status
    except ConnectionError:
        return 0
    finally:
        line.close()


def test_no_page_makes_the_web_load_the_engines_heavy_packages(site):
    port, folder, stop = site
    world = worlds.build()
    sessions = {role: world.client_of(role).cookies.get(settings.SESSION_COOKIE_NAME) for role in ROLES}
    cookies = {role: f"__Host-session={found.value}" if found else "" for role, found in sessions.items()}
    patience = time.monotonic() + 60
    while ask(port, "/healthz") != 200:
        assert time.monotonic() < patience, (folder / "web.log").read_text()
        time.sleep(0.2)

    asked = [(route, role) for route in doors.ROWS for role in ROLES]
    given = {(route, role): ask(port, doors.path_of(route, world), cookies[role]) for route, role in asked}
    stop()

    wanted = {(route, role): doors.ROWS[route].of(role) for route, role in asked}
    wanted |= {door: 302 for door, answer in wanted.items() if answer == doors.SIGN_IN}
    assert {door: answer for door, answer in given.items() if answer != wanted[door]} == {}
    loaded = [set(file.read_text().split()) for file in folder.glob("modules-*")]
    assert len(loaded) >= 2  # each worker told
    assert all("matchmaking.actions.rounds" in modules for modules in loaded)
    assert set().union(*loaded) & HEAVY == set()
