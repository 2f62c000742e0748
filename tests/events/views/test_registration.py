"""What happens when somebody presses a button in the registration box?"""

import datetime as dt

import pytest
from django.test import Client

from events.models import Registration
from tests import make
from tests.entering import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


def address(event) -> str:
    return f"/en/events/{event.slug}/"


def press(client: Client, event, act: str, **data: str):
    return client.post(f"{address(event)}registration/", {"act": act, **data})


def standings(event) -> list[tuple[str, bool]]:
    return list(event.registrations.order_by("pk").values_list("state", "hides_attendance"))


def test_a_member_registers_sees_it_hides_it_and_gives_it_back(member, client_for):
    event, client = make.event(), client_for(member)
    before = text(client.get(address(event)))

    assert press(client, event, "register").headers["Location"] == address(event)
    coming = text(client.get(address(event)))
    assert standings(event) == [("confirmed", False)]
    press(client, event, "attendance", hides_attendance="on")
    assert standings(event) == [("confirmed", True)]
    press(client, event, "attendance")
    assert standings(event) == [("confirmed", False)]
    press(client, event, "cancel")

    assert "Keep a place for me" in before and "You are coming" not in before
    assert "You are coming" in coming and "Give up my place" in coming and "Keep a place for me" not in coming
    assert standings(event) == [("cancelled", False)]


def test_a_member_who_waits_reads_their_turn(member, client_for):
    event = make.event(capacity=1)
    make.registration(event)
    make.registration(event, state="waitlisted")
    client = client_for(member)
    before = text(client.get(address(event)))

    press(client, event, "register", hides_attendance="on")

    page = text(client.get(address(event)))
    assert "Let me wait for a place" in before
    assert "You are number 2 in line." in page and "Stop waiting" in page
    assert standings(event)[-1] == ("waitlisted", True)


def test_one_who_is_next_reads_that(member, client_for):
    event = make.event(capacity=1)
    make.registration(event)
    make.registration(event, member, "waitlisted")

    assert "You are next." in text(client_for(member).get(address(event)))


def test_a_no_stands_in_the_box_with_its_sentence(member, client_for):
    event = make.event("closed")

    response = press(client_for(member), event, "register")

    assert response.status_code == 409
    assert "Registration for this event is closed." in text(response)
    assert standings(event) == []


def test_a_place_cannot_be_given_back_once_it_has_begun(member, client_for, now):
    event = make.event(starts_at=now - dt.timedelta(minutes=1))
    make.registration(event, member)
    client = client_for(member)

    assert "Give up my place" not in text(client.get(address(event)))
    assert press(client, event, "cancel").status_code == 409
    assert standings(event) == [("confirmed", False)]


def test_pressing_without_a_place_changes_nothing(member, client_for):
    event = make.event()
    make.registration(event)

    for act in ("cancel", "attendance"):
        assert press(client_for(member), event, act, hides_attendance="on").status_code == 302

    assert standings(event) == [("confirmed", False)]


def test_a_button_that_is_not_there_does_not_exist(member, client_for):
    event = make.event()

    assert press(client_for(member), event, "steal").status_code == 404
    assert press(client_for(member), make.event("draft"), "register").status_code == 404
    assert Registration.objects.count() == 0


def test_a_stranger_signs_in_first():
    event = make.event()

    response = press(Client(), event, "register")

    assert response.headers["Location"].startswith("/en/account/login/?next=")
    assert standings(event) == []


def test_one_without_a_name_is_sent_to_their_profile(client_for):
    nameless = make.member()
    type(nameless).objects.filter(pk=nameless.pk).update(name="")

    page = text(client_for(nameless).get(address(make.event())))

    assert "Write your name in your profile first" in page and "Keep a place for me" not in page
