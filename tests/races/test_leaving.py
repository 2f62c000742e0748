"""What if somebody registers in the instant in which they erase themselves, in another browser? (F050)"""

import datetime as dt
import threading
import time

import pytest
from django.db import OperationalError, transaction

from corridor.actions import erasing
from corridor.errors import Refused
from corridor.models import Member, OutboxEmail
from events.actions import erasing as events_erasing
from events.actions import places, registrations
from tests import make
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def leaves_and_registers(now) -> tuple[object, str]:
    """What registering gave, and the address that was theirs: it is asked while the erasing is not committed."""
    event, ada = make.event(), make.member()
    under_way, gone = Member.objects.get(pk=ada.pk), threading.Event()

    def leave():
        with transaction.atomic():
            erasing.erase(member=ada, by=ada, now=now)
            gone.set()
            time.sleep(0.5)

    def register():
        gone.wait(10)
        return registrations.register(event=event, by=under_way, now=now)

    return together(leave, register)[1], under_way.email


def test_f050_who_leaves_in_that_instant_has_no_place_and_no_mail(now):
    given, address = leaves_and_registers(now)

    assert isinstance(given, Refused)
    assert not OutboxEmail.objects.filter(to=address, kind="events.registered").exists()


@pytest.mark.postgres
def test_f050_control_who_only_looks_gives_a_place_to_nobody(now, monkeypatch):
    def look(member):
        if Member.objects.filter(pk=member.pk, erased_at__isnull=False).exists():
            raise Refused("gone")

    monkeypatch.setattr(places, "hold_person", look)

    assert leaves_and_registers(now)[0].state == "confirmed"


def host_leaves_while_a_guest_gives_back(now, monkeypatch) -> list[object]:
    """A guest's late no writes to the host; the host, just then, is taken off the event."""
    host = make.organiser()
    make.organiser()
    event = make.event(starts_at=now + dt.timedelta(hours=20), organiser=host)
    own, half_way, locked, lock = make.registration(event), threading.Event(), threading.Event(), places.lock

    def reach(_point):
        half_way.set()
        locked.wait(2)
        time.sleep(0.3)  # the guest's mail to the host is under way

    def then_lock(one):
        found = lock(one)
        locked.set()
        return found

    def give_back():
        half_way.wait(10)
        return registrations.cancel(registration=own, by=own.member, now=now, because="ill")

    monkeypatch.setattr(erasing.failpoints, "reach", reach)
    monkeypatch.setattr(places, "lock", then_lock)
    return together(lambda: erasing.erase(member=host, by=host, now=now), give_back)


def test_f050_a_host_leaves_and_a_guest_gives_back_at_once_and_both_are_done(now, monkeypatch):
    left, given_back = host_leaves_while_a_guest_gives_back(now, monkeypatch)

    assert left is None
    assert given_back.state == "cancelled"


@pytest.mark.postgres
def test_f050_control_who_takes_the_event_last_waits_for_ever(now, monkeypatch):
    monkeypatch.setattr(events_erasing, "hold", lambda member: None)

    results = host_leaves_while_a_guest_gives_back(now, monkeypatch)

    assert sum(isinstance(result, OperationalError) for result in results) == 1
