"""Which sentence does each unsafe value cause? (S-01; that the process then stops: tests/security/test_s01...)"""

from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured

from corridor import checks

pytestmark = pytest.mark.nodb

SECRET = "Zq3" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2


def config(**changed: object) -> SimpleNamespace:
    """Settings as a safe production has them, with what is `changed`."""
    safe = {
        **{"MODE": "production", "PRODUCTION": True, "DEBUG": False, "FAILPOINTS": False},
        **{"SECRET_KEY": SECRET, "SECRET_KEY_FALLBACKS": [], "LOCAL_SECRET": "local" * 20},
        **{"SITE_URL": "https://serendipity.example", "ALLOWED_HOSTS": ["serendipity.example"]},
        **{"EMAIL_URL": urlsplit("smtp+tls://u:p@mail.example"), "EMAIL_HOST": "mail.example"},
        **{"EMAIL_USE_TLS": True, "EMAIL_USE_SSL": False},
        **{"DATABASE_URL": "postgres://corridor:Vb7-long-and-odd@db/corridor", "REDIS_URL": ""},
        "MAIL_WEBHOOK_SECRET": "",
    }
    return SimpleNamespace(**{**safe, **changed})


def test_safe_settings_cause_no_sentence():
    assert checks.unsafe_values(config()) == []
    checks.refuse_unsafe(config())


@pytest.mark.parametrize(
    ("changed", "begins"),
    [
        ({"DEBUG": True}, "DEBUG"),
        ({"SECRET_KEY": SECRET[:49]}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY_FALLBACKS": ["short"]}, "SECRET_KEY"),
        ({"LOCAL_SECRET": SECRET}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": []}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ["*"]}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": [".example"]}, "ALLOWED_HOSTS"),
        ({"SITE_URL": "http://serendipity.example"}, "SITE_URL"),
        ({"SITE_URL": "https://"}, "SITE_URL"),
        ({"EMAIL_URL": urlsplit("dummy://")}, "EMAIL_URL must name"),
        ({"EMAIL_USE_TLS": False}, "EMAIL_URL must use"),
        ({"MAIL_WEBHOOK_SECRET": "short"}, "MAIL_WEBHOOK_SECRET"),
        ({"FAILPOINTS": True}, "FAILPOINTS"),
        ({"DATABASE_URL": "postgres://corridor:secret@db/corridor"}, "DATABASE_URL"),
        ({"REDIS_URL": "redis://:changeme@redis/0"}, "REDIS_URL"),
    ],
)
def test_each_unsafe_value_causes_its_sentence_alone(changed, begins):
    sentences = checks.unsafe_values(config(**changed))

    assert len(sentences) == 1
    assert sentences[0].startswith(begins)
    with pytest.raises(ImproperlyConfigured, match=begins):
        checks.refuse_unsafe(config(**changed))


def test_mail_may_go_in_clear_text_to_this_very_machine():
    assert checks.unsafe_values(config(EMAIL_USE_TLS=False, EMAIL_HOST="127.0.0.1")) == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_other_modes_serve_loopback(host):
    assert checks.unsafe_values(config(PRODUCTION=False, MODE="demo", SITE_URL=f"http://{host}:8000")) == []


def test_other_modes_serve_nobody_else():
    sentences = checks.unsafe_values(config(PRODUCTION=False, MODE="demo"))

    assert sentences == ["MODE=demo serves loopback only; SITE_URL must be http://localhost."]
