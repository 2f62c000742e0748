"""What can a host do, who has no console? (F028, F030, F033; ROLES: event staff)"""

import datetime as dt

import pytest
from django.test import Client

from corridor.models import OutboxEmail, Transition
from events.models import Registration
from tests import make
from tests.entering import answer, text

pytestmark = pytest.mark.django_db

PRINTS = ("list", "badges", "tables")


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


@pytest.fixture
def event(db):
    return make.event(capacity=3, approves=True, asks_needs=True)


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def host_of(event, role: str = "host") -> Client:
    return browser(make.staff(event, make.member("Hanna Host", region=make.region("groningen")), role).member)


def page(event) -> str:
    return f"/en/events/{event.slug}/hosting/"


def states(event) -> dict[str, str]:
    return dict(event.registrations.values_list("member__name", "state"))


def test_f028_f030_a_host_approves_declines_and_lets_somebody_come_first(event):
    asks, refused, waits, last = (
        make.registration(event, make.member(name), state)
        for name, state in (
            ("Asks Een", "pending"),
            ("Refused Een", "pending"),
            ("Waits Een", "waitlisted"),
            ("Last Een", "waitlisted"),
        )
    )
    host, here = host_of(event), page(event)

    host.post(here, {"do": "decline", "row": refused.pk})
    without = host.post(here, {"do": "promote", "row": last.pk, "because": " "})
    host.post(here, {"do": "front", "row": last.pk, "because": "Comes from far"})
    host.post(here, {"do": "promote", "row": last.pk, "because": "Comes from far"})
    done = host.post(here, {"do": "approve", "row": asks.pk})
    again = host.post(here, {"do": "approve", "row": asks.pk})
    late = host.post(here, {"do": "decline", "row": asks.pk})

    assert (without.status_code, done.status_code, again.status_code, late.status_code) == (409, 302, 302, 409)
    assert "Write down why" in text(without)
    assert states(event) | {"Asks Een": ""} == {
        "Asks Een": "",
        "Refused Een": "declined",
        "Waits Een": "waitlisted",
        "Last Een": "offered",
    }
    assert states(event)["Asks Een"] in ("confirmed", "waitlisted")
    assert OutboxEmail.objects.filter(member=refused.member, kind="events.declined").count() == 1
    assert "Comes from far" in Transition.objects.values_list("because", flat=True)


def test_f028_a_host_reads_who_asks_and_what_they_answered_and_no_address(event, now):
    choice = event.questions.create(
        position=1, kind="choice", text_nl="Hoe?", text_en="How?", choices_nl=["Trein", "Auto"], choices_en=["T", "Car"]
    )
    tick = event.questions.create(position=2, kind="tick", text_nl="Mee?", text_en="Along?")
    asks = make.registration(event, make.member("Asks Een", email="asks@example.nl"), "pending")
    asks.answers.create(question=choice, value="1")
    asks.answers.create(question=tick, value="yes")

    shown = text(host_of(event).get(page(event)))

    assert "Asks Een" in shown and "How?" in shown and "<q>Car</q>" in shown and "<q>yes</q>" in shown
    assert "asks@example.nl" not in shown and "Invite" not in shown


def test_f033_a_host_reads_who_has_not_said_that_they_still_come(event, now, monkeypatch):
    later = event.starts_at - dt.timedelta(hours=6)
    monkeypatch.setattr("corridor.clock.now", lambda: later)
    asked = {"asked_again_at": later - dt.timedelta(hours=4)}
    make.registration(event, make.member("Stil Een"), **asked)
    make.registration(event, make.member("Komt Twee"), still_comes_at=later, **asked)

    shown = text(host_of(event).get(page(event))).partition('id="silent"')[2]

    assert "Stil Een" in shown and "Komt Twee" not in shown and "One guest said" in shown


def test_a_host_finds_the_page_from_the_event_and_from_my_events_and_so_does_the_door(event):
    host, door = host_of(event), browser(make.staff(event).member)
    guest = browser(make.registration(event).member)

    for address in (f"/en/events/{event.slug}/", "/en/events/mine/"):
        assert f'href="{page(event)}"' in text(host.get(address))
        assert page(event) not in text(door.get(address)) and page(event) not in text(guest.get(address))
    assert "The door opens three hours before" in text(door.get("/en/events/mine/"))
    assert f"/en/events/{event.slug}/needs/" in text(host.get(page(event)))


def test_f085_a_host_prints_before_the_day_and_whoever_is_only_at_the_door_does_not(event):
    host, door = host_of(event), browser(make.staff(event).member)

    shown = text(host.get(page(event)))

    for name in PRINTS:
        address = f"/en/door/{event.slug}/{name}/"
        assert f'href="{address}"' in shown
        assert (answer(host, "get", address), answer(door, "get", address)) == (200, 404)
    assert answer(host, "post", f"/en/door/{event.slug}/", act="in", registration="1") in (404, 409)


@pytest.mark.parametrize(
    ("days", "state", "code"),
    [(0, "draft", 404), (0, "cancelled", 404), (14, "closed", 200), (15, "held", 200), (17, "held", 404)],
)
def test_the_page_of_a_host_ends_when_the_lists_close(days, state, code, event, now, monkeypatch):
    host = host_of(event)
    type(event).objects.update(state=state)
    monkeypatch.setattr("corridor.clock.now", lambda: now + dt.timedelta(days=days, hours=1))

    assert answer(host, "get", page(event)) == code


def test_s10_nobody_else_hosts_and_no_other_event(event, now):
    asks, other = make.registration(event, state="pending"), make.event()
    elsewhere = browser(make.organiser("Edo", region=make.region("groningen")))
    host = host_of(other)

    for person in (elsewhere, host, browser(asks.member), browser(make.staff(event).member)):
        assert answer(person, "get", page(event)) == 404
        assert answer(person, "post", page(event), do="approve", row=asks.pk) == 404
    for row, verb in ((asks.pk, "approve"), ("", "approve"), ("x", "approve"), ("²", "approve"), ("9" * 18, "decline")):
        assert answer(host, "post", page(other), do=verb, row=row) == 404
    assert answer(host_of(event), "post", page(event), do="explode", row=asks.pk) == 404
    assert answer(host_of(event), "put", page(event)) == 405
    asks.refresh_from_db()
    assert asks.state == "pending"


def test_a_host_whose_role_is_taken_back_is_nobody_at_once(event):
    staff = make.staff(event, role="host")
    client = browser(staff.member)
    before = answer(client, "get", page(event))

    staff.delete()

    assert (before, answer(client, "get", page(event))) == (200, 404)


@pytest.mark.parametrize("guests", [1, 4])
def test_the_page_takes_as_many_queries_whatever_there_is(guests, event, django_assert_max_num_queries):
    question = event.questions.create(position=1, text_nl="Waarom?", text_en="Why?")
    for state in ("pending", "waitlisted", "confirmed", "declined") * guests:
        one: Registration = make.registration(event, make.member(organisation=make.organisation()), state)
        one.answers.create(question=question, value="because")
    host = host_of(event)
    host.get(page(event))

    with django_assert_max_num_queries(17):
        host.get(page(event))


def test_s10_whoever_stands_at_the_open_door_does_not_host(event, monkeypatch):
    asks, door = make.registration(event, state="pending"), browser(make.staff(event).member)
    monkeypatch.setattr("corridor.clock.now", lambda: event.starts_at)

    assert answer(door, "get", f"/en/door/{event.slug}/") == 200
    assert answer(door, "get", page(event)) == answer(door, "post", page(event), do="approve", row=asks.pk) == 404


def test_a_host_takes_nobodys_place_and_invites_nobody(event):
    guest, host = make.registration(event), host_of(event)

    for verb in ("release", "invite", "add"):
        assert answer(host, "post", page(event), do=verb, row=guest.pk, because="x", member="x@example.nl") == 404
    guest.refresh_from_db()
    assert guest.state == "confirmed" and "Does not come" not in text(host.get(page(event)))
