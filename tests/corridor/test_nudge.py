"""Does a written mail wake the worker, once, and does a broker that is down cost nothing but time?"""

import time

import pytest
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from corridor import nudge, outbox
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def knocks(monkeypatch):
    """The names of the tasks that were sent, with a worker to send them to."""
    sent = []
    current_app.conf.task_always_eager = False
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: sent.append(name))
    monkeypatch.setattr(nudge, "_quiet_until", 0.0)
    yield sent
    current_app.conf.task_always_eager = True


def test_mails_of_one_transaction_knock_once_and_after_the_commit(member, knocks, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            make.mail(member)
        during = list(knocks)

    assert (during, knocks) == ([], [outbox.TASK])


def test_a_mail_for_later_does_not_knock(member, now, knocks, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make.mail(member, due_at=now.replace(year=2027))

    assert knocks == []


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_does_not_knock(knocks):
    person = make.member()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make.mail(person)
        1 / 0  # noqa: B018

    assert knocks == []


def test_r03_a_broker_that_is_down_is_asked_once_and_then_left_alone(
    member, knocks, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []

    def down(name, **options):
        asked.append(options)
        raise OperationalError("connection refused")

    monkeypatch.setattr(current_app, "send_task", down)

    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            email = make.mail(member)

    assert asked == [{"retry": False}]
    assert make.state_of(email) == "queued"
    assert nudge._quiet_until > time.monotonic()
