"""Who sees which event? (F027)"""

import datetime as dt

import pytest
from django.test import Client

from events.models import Event, EventStaff
from events.queries import programme
from tests import make
from tests.entering import enter

pytestmark = pytest.mark.django_db

AUDIENCES = ("public", "members", "invited")


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


@pytest.fixture
def three():
    return {audience: make.event(audience=audience, title_en=f"Evening for {audience}") for audience in AUDIENCES}


def seen_by(person) -> set[str]:
    return set(programme.visible_to(person).values_list("audience", flat=True))


def test_f027_a_visitor_sees_the_public_event_only(three):
    assert seen_by(None) == {"public"}
    assert seen_by(make.member(is_active=False)) == {"public"}


def test_f027_a_member_sees_what_is_for_members(three):
    assert seen_by(make.member()) == {"public", "members"}


@pytest.mark.parametrize("state", ["invited", "pending", "waitlisted", "confirmed", "declined", "cancelled"])
def test_f027_whoever_is_invited_or_was_sees_that_event_and_no_other(state, three):
    person, other = make.member(), make.event(audience="invited")
    make.registration(three["invited"], person, state)

    assert seen_by(person) == set(AUDIENCES)
    assert other not in programme.visible_to(person)


@pytest.mark.parametrize("role", ["host", "door"])
def test_f027_staff_see_the_event_they_work_at(role, three, now):
    person, other = make.member(), make.event(audience="invited")
    EventStaff.objects.create(event=three["invited"], member=person, role=role, added_at=now)

    assert seen_by(person) == set(AUDIENCES)
    assert other not in programme.visible_to(person)


def test_f027_organisers_see_what_is_in_their_own_regions(three):
    here, elsewhere = make.organiser(), make.organiser(region=make.region("brainport"))

    assert seen_by(here) == set(AUDIENCES)
    assert seen_by(elsewhere) == {"public", "members"}
    assert seen_by(make.member(is_superuser=True)) == set(AUDIENCES)


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_f027_nobody_sees_what_is_not_announced_or_put_away(state):
    event = make.event(state)
    person = make.registration(event).member

    assert [list(programme.visible_to(one)) for one in (None, person, make.organiser())] == [[], [], []]


def test_f027_the_pages_hide_the_rest(three):
    for person, statuses in ((None, [200, 404, 404]), (make.member(), [200, 200, 404])):
        client = enter(person) if person else Client()
        pages = [client.get(f"/en/events/{three[audience].slug}/") for audience in AUDIENCES]
        agenda = client.get("/en/events/").content.decode()

        assert [page.status_code for page in pages] == statuses
        assert [f"Evening for {name}" in agenda for name in AUDIENCES] == [status == 200 for status in statuses]


def test_f027_nobody_registers_for_what_they_do_not_see(three):
    person = make.member()

    answer = enter(person).post(f"/en/events/{three['invited'].slug}/registration/", {"act": "register"})

    assert answer.status_code == 404 and not person.registrations.exists()


@pytest.mark.parametrize("narrows", [{"audience": "invited"}, {"approves": True}])
def test_f027_two_meet_where_one_must_be_invited_only_when_both_have_an_open_place(narrows, now):
    two = make.pair()
    event = make.event(starts_at=now + dt.timedelta(days=10), **narrows)
    places = []
    for person in two:
        assert programme.both_can_attend(two, now=now) is None
        places.append(make.registration(event, person))

    assert programme.both_can_attend(two, now=now) == event
    type(places[0]).objects.filter(pk=places[0].pk).update(hides_attendance=True)
    assert programme.both_can_attend(two, now=now) is None
    assert Event.objects.count() == 1
