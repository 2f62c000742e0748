"""Can a place be had by asking twice in one request, by an odd number, or past its hour? (S-46)"""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from corridor.errors import Refused
from events.actions import registrations, scans, waitlist
from events.actions.check_ins import Report
from events.models import CheckIn, Event, HeldPlaces, Registration
from tests import make
from tests.entering import at, enter
from tests.events.admin.test_event import form

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)
ODD = ["0", "-1", "1e3", "2.5", "10000000000000000000000", "٣٠", "", "twenty"]


def door(event: Event) -> object:
    """Somebody at the door, who lets in no more than there are places."""
    return make.staff(event, make.member(), "door").member


@pytest.mark.parametrize("number", ODD)
def test_s46_an_odd_number_of_places_makes_no_event_and_changes_none(number):
    console, event = enter(make.organiser()), make.event(capacity=20)

    console.post(at("events/event", "add"), form(capacity=number))
    console.post(at("events/event", event.pk, "change"), form(capacity=number))

    assert list(Event.objects.values_list("pk", "capacity")) == [(event.pk, 20)]


@pytest.mark.parametrize("places", [0, -1])
def test_s46_the_database_itself_keeps_no_place_too_few(places):
    event = make.event()

    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(capacity=places)
    with pytest.raises(IntegrityError), transaction.atomic():
        HeldPlaces.objects.create(event=event, helix="company", places=places)


def test_s46_one_person_stands_once_and_one_turn_is_given_once_whatever_the_code_does(now):
    event, ada = make.event(), make.member()
    own = make.registration(event, ada)

    with pytest.raises(IntegrityError), transaction.atomic():
        make.registration(event, ada, "waitlisted", turn=own.turn + 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.registration(event, make.member(), turn=own.turn)


def test_s46_a_ticket_scanned_thirty_times_in_one_report_is_one_entry(now):
    event = make.event(starts_at=now)
    guest, by = make.registration(event), door(event)
    lines = [Report(uuid.uuid4(), now, registration=guest.pk) for _ in range(30)]

    answers = scans.sync(event=event, reports=lines, by=by, now=now)

    assert [answer.outcome for answer in answers] == ["admitted", *["already_in"] * 29]
    assert CheckIn.objects.count() == 1


def test_s46_walk_ins_of_one_report_are_counted_together(now):
    event = make.event(starts_at=now, capacity=3)
    make.registration(event)
    lines = [Report(uuid.uuid4(), now, walks_in=True, email=make.member().email) for _ in range(5)]

    answers = scans.sync(event=event, reports=lines, by=door(event), now=now)

    assert [answer.outcome for answer in answers] == [*["admitted"] * 2, *["refused"] * 3]
    assert event.registrations.filter(state="confirmed").count() == 3


def test_s46_the_hour_is_looked_at_where_the_place_is_given(now):
    event = make.event(starts_at=now + MINUTE, capacity=1)
    offered = make.registration(event, state="offered", offer_until=now + MINUTE)
    invited = make.registration(event, state="invited")

    for late in (
        lambda: registrations.register(event=event, by=make.member(), now=event.starts_at),
        lambda: registrations.accept(registration=offered, by=offered.member, now=now + MINUTE),
        lambda: registrations.accept(registration=invited, by=invited.member, now=event.starts_at),
        lambda: registrations.cancel(registration=offered, by=offered.member, now=event.starts_at),
    ):
        with pytest.raises(Refused):
            late()

    assert set(Registration.objects.values_list("state", flat=True)) == {"offered", "invited"}


def test_s46_two_seats_are_counted_as_two(now):
    event = make.event(capacity=2)
    make.registration(event)
    pair = make.registration(event, state="waitlisted", companion="Cato van der Meer")

    waitlist.fill_free_places(event=event, now=now)

    pair.refresh_from_db()
    assert pair.state == "waitlisted"
