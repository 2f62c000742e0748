"""R-01, R-02: a sender stops dead at each named instant; how often does the mail arrive once another takes over?

The same with real processes and SIGKILL is in tests/kills; here each instant is alone, and so is its control.
"""

import datetime as dt

import pytest
from django.db.models.functions import Now

from corridor import failpoints, journal, outbox, relay
from corridor.models import OutboxEmail
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def failing(settings, tmp_path, monkeypatch):
    settings.SENT_JOURNAL = tmp_path / "sent.journal"
    settings.FAILPOINTS = True
    monkeypatch.setattr(failpoints, "_reached", failpoints.Counter())


def die_and_take_over(now: dt.datetime) -> None:
    """The sender stops; its leases run out; the next one takes back what it held, and sends."""
    with pytest.raises(failpoints.Struck):
        outbox.deliver_due(now=now)
    OutboxEmail.objects.filter(state="sending").update(lease_until=Now() - dt.timedelta(seconds=1))
    outbox.requeue_stuck(now=now)
    outbox.deliver_due(now=now)


@pytest.mark.parametrize(("instant", "copies"), [("K7", 1), ("K8", 1), ("K9", 2), ("K10", 1), ("K11", 1)])
def test_r02_only_a_death_before_the_250_is_read_sends_twice(now, monkeypatch, mailoutbox, instant, copies):
    first, second = (make.mail(make.member()) for _ in range(2))
    monkeypatch.setenv("FAILPOINT", f"{instant}:raise")

    die_and_take_over(now)

    ids = [message.extra_headers["Message-ID"] for message in mailoutbox]
    assert (ids.count(first.message_id), ids.count(second.message_id)) == (copies, 1)
    assert (make.state_of(first), make.state_of(second)) == ("sent", "sent")
    bodies = {message.body for message in mailoutbox if message.extra_headers["Message-ID"] == first.message_id}
    assert len(bodies) == 1


def test_r02_control_without_the_journal_a_death_at_k10_sends_twice(now, monkeypatch, mailoutbox):
    make.mail(make.member())
    monkeypatch.setattr(journal, "append", lambda **line: None)
    monkeypatch.setenv("FAILPOINT", "K10:raise")

    die_and_take_over(now)

    assert len(mailoutbox) == 2


def test_r01_control_without_taking_back_a_death_loses_the_mail(now, monkeypatch, mailoutbox):
    make.mail(make.member())
    monkeypatch.setattr(outbox, "requeue_stuck", lambda now: 0)
    monkeypatch.setenv("FAILPOINT", "K7:raise")

    die_and_take_over(now)

    assert mailoutbox == []


def test_r03_the_relay_takes_back_and_sends_by_itself(monkeypatch, mailoutbox):
    email = make.mail(make.member(), now=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    OutboxEmail.objects.update(state="sending", lease_until=Now() - dt.timedelta(seconds=1))

    assert relay.look() == 1
    assert (make.state_of(email), len(mailoutbox)) == ("sent", 1)


@pytest.mark.parametrize(("redis_url", "threads"), [("", 0), ("redis://127.0.0.1:1/0", 1)])
def test_r03_the_relay_runs_beside_the_schedule_only_where_there_is_a_broker(settings, monkeypatch, redis_url, threads):
    begun = []
    settings.REDIS_URL = redis_url
    monkeypatch.setattr(relay.threading.Thread, "start", lambda thread: begun.append(thread.name))

    relay.start()

    assert begun == ["relay"] * threads
