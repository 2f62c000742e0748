"""What does a failure tell a stranger? A plain page, the right status, and nothing else. (S-05)"""

import pytest
from django.core.cache import caches
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from corridor import limits
from tests.needs import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.security.urls")]

TELLTALES = ("canary", "Traceback", "RuntimeError", "OperationalError", "site-packages", "tests/security", "SECRET")


def quiet_get(path: str, **extra):
    return Client(raise_request_exception=False).get(path, **extra)


@pytest.mark.parametrize("path", ["/broken", "/no-database"])
def test_s05_a_failure_shows_nothing_of_the_inside(path):
    response = quiet_get(path)
    page = response.content.decode()

    assert response.status_code == 500
    assert [word for word in TELLTALES if word in page] == []
    assert "<h1" in page


def test_s05_the_failure_page_itself_needs_no_database(monkeypatch, member, client_for):
    client = client_for(member)
    client.raise_request_exception = False

    def refuse(*args, **kwargs):
        raise DatabaseError("canary")

    monkeypatch.setattr(BaseDatabaseWrapper, "_cursor", refuse)

    response = client.get("/mine")

    assert response.status_code == 500
    assert [word for word in TELLTALES if word in response.content.decode()] == []
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cache-Control"] == "private, no-store"


@pytest.fixture
def redis_away(settings):
    """Redis is configured and does not answer."""
    address = f"redis://127.0.0.1:{free_port()}/0"
    settings.CACHES = {"default": {"BACKEND": "corridor.cache.SteadyRedisCache", "LOCATION": address}}
    caches["default"].clear()


def test_s05_pages_answer_while_redis_is_away(redis_away, member, client_for):
    assert quiet_get("/nl/account/login/").status_code == 200
    assert client_for(member).get("/mine").content.decode() == f"only for {member.email}"


def test_s18_limits_hold_while_redis_is_away(redis_away):
    allowed = [limits.spend("door", "somebody", 3, 60) for _knock in range(5)]

    assert allowed == [True, True, True, False, False]
