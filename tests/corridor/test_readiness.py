"""Does readiness turn red for every part that can stop, and for nothing else?"""

import datetime as dt
import json
import threading

import pytest
from django.db import DatabaseError, connection
from django.db.models import F

from corridor import heartbeat, readiness
from corridor.models import Heartbeat, OutboxEmail
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def alive():
    """Everything runs: a heartbeat of just now."""
    heartbeat.beat()


def mail(now, *, due_at, state="queued"):
    return OutboxEmail.objects.create(
        kind="corridor.welcome",
        key=f"welcome:{due_at}",
        to="ada@example.nl",
        language="nl",
        subject="Welkom",
        message_id="<1@example.nl>",
        state=state,
        state_since=now,
        created_at=now,
        due_at=due_at,
    )


def wrong(now) -> dict[str, str]:
    return {name: no for name, no in readiness.troubles(now).items() if no}


def test_all_is_well_when_the_heart_beats(now, alive):
    assert readiness.troubles(now) == dict.fromkeys(
        ["database", "cache", "broker", "threads", "migrations", "heartbeat", "outbox"]
    )


def test_heartbeat_is_one_row_however_often_it_beats(now, alive):
    heartbeat.beat()

    assert Heartbeat.objects.count() == 1
    assert dt.timedelta() <= heartbeat.age() < dt.timedelta(seconds=30)


def test_r04_no_heartbeat_at_all_is_red(now):
    assert wrong(now) == {"heartbeat": "no heartbeat yet: do the worker and the schedule run?"}


@pytest.mark.parametrize(("seconds", "red"), [(110, False), (125, True)])
def test_r04_a_heartbeat_older_than_two_minutes_is_red(now, alive, seconds, red):
    Heartbeat.objects.update(at=F("at") - dt.timedelta(seconds=seconds))

    assert bool(wrong(now)) is red
    if red:
        assert wrong(now)["heartbeat"].startswith("the last heartbeat is 12")


@pytest.mark.parametrize(
    ("waits", "state", "red"),
    [(4, "queued", False), (6, "queued", True), (-60, "queued", False), (6, "withdrawn", False)],
)
def test_a_due_mail_that_nobody_takes_is_red(now, alive, waits, state, red):
    mail(now, due_at=now - dt.timedelta(minutes=waits), state=state)

    assert wrong(now) == ({"outbox": "1 mails wait longer than 5 minutes"} if red else {})


def test_a_dead_thread_is_red_until_it_is_no_longer_watched(now, alive):
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()
    heartbeat.watch("worker", thread)

    try:
        assert wrong(now) == {"threads": "stopped: worker"}
    finally:
        heartbeat.unwatch("worker")
    assert wrong(now) == {}


def test_a_migration_that_is_not_applied_is_red(now, alive, monkeypatch):
    monkeypatch.setattr(readiness, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations)")

    assert wrong(now) == {"migrations": "1 migrations are not applied"}


def test_a_redis_that_is_away_is_red(now, alive, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert wrong(now) == {"broker": "Redis does not answer"}


def test_a_redis_that_answers_is_well(now, alive, settings, redis_url):
    settings.REDIS_URL = redis_url

    assert wrong(now) == {}


def test_a_database_that_is_away_is_red_and_nothing_else_is_asked(now, monkeypatch):
    def gone():
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", gone)

    assert readiness.troubles(now) == {
        "database": "the database does not answer",
        "cache": None,
        "broker": None,
        "threads": None,
    }


def test_healthz_answers_without_asking_anything(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")


def test_readyz_tells_this_machine_what_is_wrong(client, alive):
    assert client.get("/readyz").status_code == 200
    Heartbeat.objects.all().delete()

    response = client.get("/readyz")

    assert response.status_code == 503
    assert json.loads(response.content)["checks"]["heartbeat"].startswith("no heartbeat yet")


@pytest.mark.parametrize("headers", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}])
def test_readyz_tells_strangers_only_yes_or_no(client, alive, headers):
    assert client.get("/readyz", **headers).content == b"ready"
    Heartbeat.objects.all().delete()

    response = client.get("/readyz", **headers)

    assert (response.status_code, response.content) == (503, b"not ready")


def test_readyz_tells_superusers_from_anywhere_but_not_organisers(client_for, alive, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    superuser = make.member(is_superuser=True)

    assert client_for(superuser).get("/readyz", REMOTE_ADDR="192.0.2.7").json()["ready"] is True
    assert client_for(make.organiser()).get("/readyz", REMOTE_ADDR="192.0.2.7").content == b"ready"
