"""What does the page of a programme show, and what may a guest put on their agenda? (F082)"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.actions import programme
from events.models import SessionChoice
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


@pytest.fixture
def event(db):
    event = make.event(slug="evening")
    make.session(event, 0, 30, "Saw Tooth", ["Bram op den Camp"], title_en="Benches")
    make.session(event, 20, 30, "Hangar", title_en="Models")
    return event


PAGE = "/en/events/evening/programme/"


def text(client: Client, path: str = PAGE) -> str:
    return client.get(path).content.decode()


def test_f082_a_visitor_reads_sessions_rooms_speakers_and_sponsors(event):
    event.sponsors.create(organisation=make.organisation("Zilt"), gives="the soup")

    page, front = text(Client()), text(Client(), "/en/events/evening/")

    for words in ("Benches", "Models", "Saw Tooth", "Hangar", "Bram op den Camp", "Zilt", "the soup"):
        assert words in page
    assert "On my agenda" not in page
    assert PAGE in front


def test_f082_without_a_programme_there_is_no_page_and_no_link():
    make.event(slug="evening")

    assert Client().get(PAGE).status_code == 404
    assert PAGE not in text(Client(), "/en/events/evening/")


def test_f082_the_programme_of_a_draft_is_nobodys():
    make.session(make.event("draft", slug="evening"))

    assert Client().get(PAGE).status_code == 404


def test_f082_a_guest_chooses_sees_what_clashes_and_reads_only_that_on_my_agenda(event, member, client_for):
    own = make.registration(event, member)
    third = make.session(event, 90, 30, title_en="Soup")
    client = client_for(member)
    for session in event.sessions.exclude(pk=third.pk):
        assert client.post(PAGE, {"session": session.pk, "goes": "yes"}).status_code == 302

    page, mine = text(client), text(client, f"{PAGE}?mine")

    assert SessionChoice.objects.filter(registration=own).count() == 2
    assert "Some of what you chose is at the same time" in page and page.count("At the same time as something") == 2
    assert "Soup" in page and "Soup" not in mine and "Benches" in mine and "My agenda" in mine


def test_f082_letting_go_takes_it_off(event, member, client_for):
    own, session = make.registration(event, member), event.sessions.first()
    programme.choose(registration=own, session=session, goes=True)

    client_for(member).post(PAGE, {"session": session.pk, "goes": "no"})

    assert SessionChoice.objects.count() == 0


def test_f082_who_waits_is_refused_and_who_is_not_registered_finds_nothing(event, client_for):
    waiting = make.registration(event, state="waitlisted")
    session = event.sessions.first()

    refused = client_for(waiting.member).post(PAGE, {"session": session.pk, "goes": "yes"})
    codes = [
        client.post(PAGE, {"session": session.pk, "goes": "yes"}).status_code
        for client in (Client(), client_for(make.member()))
    ]

    assert refused.status_code == 409 and "whoever has a place" in refused.content.decode()
    assert codes == [404, 404]
    assert SessionChoice.objects.count() == 0


@pytest.mark.parametrize("number", ["", "x", "0", "another"])
def test_f082_a_session_of_another_event_is_none(number, event, member, client_for):
    make.registration(event, member)
    other = make.session(make.event())

    answer = client_for(member).post(PAGE, {"session": other.pk if number == "another" else number, "goes": "yes"})

    assert (answer.status_code, SessionChoice.objects.count()) == (404, 0)


def test_f082_the_page_asks_the_same_whatever_the_programme_holds(event):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(PAGE).status_code == 200
        return len(captured)

    few = asked()
    for minutes in range(0, 120, 10):
        make.session(event, minutes, 10, f"Room {minutes}", ["Ada", "Bob"])
    event.sponsors.create(organisation=make.organisation())
    event.sponsors.create(organisation=make.organisation())

    assert asked() == few <= 12
    assert asked() <= 6  # nothing changed since
