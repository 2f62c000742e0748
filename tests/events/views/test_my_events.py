"""Does a member find where they are expected, where they were, and what to show at the door?"""

import datetime as dt

import pytest

from events import tickets
from tests import make

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


@pytest.fixture
def ada():
    return make.member("Ada Amstel", language="en")


def mine(client) -> tuple[str, str]:
    """What is still to come, and what is behind me."""
    page = client.get("/en/events/mine/").content.decode()
    coming, _calendar, past = page.partition('id="calendar"')
    return coming, past


def test_my_events_are_those_to_come_and_those_behind_me(ada, client_for, now):
    for title, state, held, starts in (
        ("Soon", "confirmed", "published", now + DAY),
        ("Perhaps", "waitlisted", "published", now + 2 * DAY),
        ("Given", "cancelled", "published", now + 3 * DAY),
        ("Was", "confirmed", "held", now - 9 * DAY),
        ("Put away", "confirmed", "archived", now - 99 * DAY),
        ("Waited", "waitlisted", "held", now - 8 * DAY),
    ):
        make.registration(make.event(held, title_en=title, starts_at=starts), ada, state)
    make.registration(make.event(title_en="Of others"))

    coming, past = mine(client_for(ada))

    names = ("Soon", "Perhaps", "Given", "Was", "Put away", "Waited", "Of others")
    assert [name for name in names if f">{name}<" in coming] == ["Soon", "Perhaps"]
    assert [name for name in names if f">{name}<" in past or f"<h3>{name}" in past] == ["Was", "Put away"]


def test_an_arrival_is_told_to_whom_it_is_about(ada, client_for, now):
    make.check_in(make.event("held", starts_at=now - 3 * DAY), ada)

    assert "you were there" in mine(client_for(ada))[1]


def test_without_places_it_leads_to_the_agenda(ada, client_for):
    assert "You have no place anywhere yet" in mine(client_for(ada))[0]


@pytest.mark.parametrize("count", [1, 3])
def test_my_events_take_as_many_queries_whatever_there_is(ada, client_for, now, count, django_assert_num_queries):
    for _ in range(count):
        make.registration(make.event(), ada)
        make.check_in(make.event("held", starts_at=now - 3 * DAY), ada)
    client = client_for(ada)

    with django_assert_num_queries(8):
        client.get("/en/events/mine/")


def test_the_way_there_is_on_the_members_own_pages(ada, client_for):
    client = client_for(ada)

    assert all('href="/en/events/mine/"' in client.get(path).content.decode() for path in ("/en/profile/", "/en/me/"))


def test_a_ticket_shows_the_code_of_my_own_place(ada, client_for, now):
    event = make.event(room="Room <2>")
    own = make.registration(event, ada, companion="Bob <b>")
    make.registration(event)

    page = client_for(ada).get(f"/en/events/{event.slug}/ticket/").content.decode()

    assert f"<code>{tickets.make(own)}</code>" in page
    assert "with Bob &lt;b&gt;" in page and "Room &lt;2&gt;" in page
    assert tickets.read(tickets.make(own), now=now).registration_id == own.pk


@pytest.mark.parametrize("state", ["waitlisted", "pending", "invited", "cancelled"])
def test_who_has_no_place_has_no_ticket(state, ada, client_for):
    event = make.event()
    make.registration(event, ada, state)

    assert client_for(ada).get(f"/en/events/{event.slug}/ticket/").status_code == 404
