"""Does a process with unsafe settings refuse to start? (S-01, S-02, S-58)"""

import subprocess
import sys

import pytest

from tests.house import tree

pytestmark = pytest.mark.nodb

# Long and varied enough for production, and the same in every process that collects these tests.
SECRET = "".join(chr(65 + number * 7 % 26) + str(number % 10) for number in range(40))
LOCAL = "insecure-key-for-this-machine-only-never-for-production-0123456789"
GOOD = {
    "MODE": "production",
    "SECRET_KEY": SECRET,
    "SITE_URL": "https://serendipity.example",
    "ALLOWED_HOSTS": "serendipity.example",
    "DATABASE_URL": "sqlite:////nonexistent/never-opened.sqlite3",
    "EMAIL_URL": "smtp+tls://sender:long-password@mail.example:587",
    "VAR_DIR": "/nonexistent",
}
UNSAFE = [
    ({"DEBUG": "1"}, "DEBUG"),
    ({"DEBUG": "yes"}, "DEBUG"),
    ({"SECRET_KEY": ""}, "SECRET_KEY"),
    ({"SECRET_KEY": SECRET[:49]}, "SECRET_KEY"),
    ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
    ({"SECRET_KEY": LOCAL}, "SECRET_KEY"),
    ({"SECRET_KEY_FALLBACKS": LOCAL}, "SECRET_KEY"),
    ({"SECRET_KEY_FALLBACKS": "short"}, "SECRET_KEY"),
    ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    ({"ALLOWED_HOSTS": ".example"}, "ALLOWED_HOSTS"),
    ({"ALLOWED_HOSTS": "serendipity.example,*.example"}, "ALLOWED_HOSTS"),
    ({"SITE_URL": ""}, "SITE_URL"),
    ({"SITE_URL": "http://serendipity.example"}, "SITE_URL"),
    ({"SITE_URL": "https://"}, "SITE_URL"),
    ({"EMAIL_URL": "dummy://"}, "EMAIL_URL"),
    ({"EMAIL_URL": ""}, "EMAIL_URL"),
    ({"EMAIL_URL": "imap://mail.example"}, "EMAIL_URL must begin with one of"),
    ({"EMAIL_URL": "smtp://sender:long-password@mail.example:25"}, "EMAIL_URL"),
    ({"FAILPOINTS": "1"}, "FAILPOINTS"),
    ({"DATABASE_URL": ""}, "DATABASE_URL"),
    ({"DATABASE_URL": "postgres://corridor:postgres@db:5432/corridor"}, "DATABASE_URL"),
    ({"DATABASE_URL": "postgres://corridor:changeme@db:5432/corridor"}, "DATABASE_URL"),
    ({"REDIS_URL": "redis://:password@redis:6379/0"}, "REDIS_URL"),
    ({"MODE": "demo"}, "SITE_URL"),
    ({"MODE": "development"}, "SITE_URL"),
    ({"MODE": "staging"}, "MODE"),
    ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES"),
]


def start(code: str, *arguments: str, **changed: str) -> subprocess.CompletedProcess:
    """A process of its own with the good settings and what is `changed` in them; an empty value is left out."""
    environment = {name: value for name, value in {**GOOD, **changed}.items() if value}
    environment |= {"PATH": "", "LANG": "C.UTF-8", "DJANGO_SETTINGS_MODULE": "corridor.settings"}
    command = [sys.executable, *(["-c", code] if code else []), *arguments]
    return subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, env=environment, timeout=60)


def test_s01_good_settings_start_and_the_deployment_check_has_no_warning():
    run = start("", "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (run.returncode, run.stdout) == (0, "System check identified no issues (0 silenced).\n"), run.stderr


@pytest.mark.parametrize(
    ("changed", "named"), UNSAFE, ids=[f"{n}-{next(iter(c))}" for n, (c, _named) in enumerate(UNSAFE)]
)
def test_s01_an_unsafe_value_stops_the_start_and_is_named(changed, named):
    run = start("import django; django.setup(); print('started')", **changed)

    assert run.returncode != 0
    assert "started" not in run.stdout
    last = [line for line in run.stderr.splitlines() if line.strip()][-1]
    assert "ImproperlyConfigured" in run.stderr
    assert named in last
    secret = changed.get(named, "")
    assert named not in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL") or not secret or secret not in last


@pytest.mark.parametrize(
    "code",
    [
        "import corridor.wsgi; print('started')",
        "from corridor.celery import app; app.loader.import_default_modules(); print('started')",
    ],
    ids=["web server", "worker and schedule"],
)
def test_s01_every_kind_of_process_refuses(code):
    assert start(code).stdout == "started\n"

    run = start(code, DEBUG="1")

    assert run.returncode != 0
    assert run.stdout == ""
    assert "DEBUG must be 0 in production." in run.stderr


def test_s01_the_demo_and_development_start_on_loopback():
    for mode in ("demo", "development", "test"):
        run = start("import django; django.setup(); print('started')", MODE=mode, SITE_URL="http://localhost:8123")

        assert run.stdout == "started\n", run.stderr
