"""Which cookies leave the site, and how are they dressed? (S-02)"""

import json
import subprocess
import sys

import pytest

from tests.house import tree
from tests.security.test_s01_production_start import GOOD

# Runs in a process of its own, because the cookies' names are settings that a running process has already read.
SHOW_COOKIES = """
import django, json
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
override_settings(STORAGES={"staticfiles": plain}, SESSION_SAVE_EVERY_REQUEST=True).enable()
call_command("migrate", verbosity=0)
from corridor.models import Member
person = Member.objects.create_user("someone@example.nl", name="Some One")
client = Client(headers={"host": settings.ALLOWED_HOSTS[0]}, enforce_csrf_checks=True)
client.force_login(person)
client.get("/nl/account/email/", secure=settings.SECURE_COOKIES)
stranger = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
answer = stranger.get("/nl/account/login/", secure=settings.SECURE_COOKIES)
print(json.dumps({name: dict(jar) for c in (client, stranger) for name, jar in c.cookies.items()}))
print(json.dumps(dict(answer.headers)))
"""


def shown(tmp_path, **changed) -> tuple[dict, dict]:
    """Every cookie of a signed-in visit and of the sign-in page, by name; and that page's headers."""
    database = {"DATABASE_URL": f"sqlite:///{tmp_path / 'cookies.sqlite3'}", "VAR_DIR": str(tmp_path)}
    environment = {**GOOD, "DJANGO_SETTINGS_MODULE": "corridor.settings", "PATH": "", "LANG": "C.UTF-8"}
    run = subprocess.run(
        [sys.executable, "-c", SHOW_COOKIES],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        env={**environment, **database, **changed},
        timeout=120,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    cookies, headers = run.stdout.splitlines()[-2:]
    return json.loads(cookies), json.loads(headers)


@pytest.mark.nodb
def test_s02_production_cookies_are_bound_to_the_host_and_to_https(tmp_path):
    cookies, headers = shown(tmp_path)

    assert set(cookies) == {"__Host-session", "__Host-csrf"}
    for cookie in cookies.values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"


@pytest.mark.nodb
def test_s02_the_demo_over_plain_http_drops_prefix_and_secure_and_nothing_else(tmp_path):
    changed = {"MODE": "demo", "SITE_URL": "http://localhost:8123", "ALLOWED_HOSTS": "localhost"}

    cookies, headers = shown(tmp_path, **changed)

    assert set(cookies) == {"session", "csrf"}
    for cookie in cookies.values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")
    assert "Strict-Transport-Security" not in headers


def test_s02_messages_use_the_session_and_no_cookie_of_their_own(settings):
    assert settings.MESSAGE_STORAGE == "django.contrib.messages.storage.session.SessionStorage"
