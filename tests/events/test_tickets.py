"""What stands in the QR of a ticket?"""

import dataclasses
import datetime as dt

import pytest
from django.test import Client

from corridor import links
from events import tickets
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.registration(make.event())


def test_r12_a_code_says_which_place_of_whom_at_which_event(place, now):
    ticket = tickets.read(tickets.make(place), now=now)

    assert dataclasses.astuple(ticket) == (place.pk, place.member_id, place.event_id)


def test_r12_the_code_is_found_in_the_address_that_the_qr_holds(place, now):
    address = tickets.address(place, "nl")

    assert tickets.read(address, now=now) == tickets.read(tickets.make(place), now=now)
    assert len(address) < 200  # a QR that a phone reads from half a metre


def test_r12_the_same_place_has_one_code(place):
    assert tickets.make(place) == tickets.make(type(place).objects.get(pk=place.pk))


@pytest.mark.parametrize(
    "spoil", [lambda code: code[:-1] + "!", lambda code: code.upper(), lambda code: "", str.swapcase]
)
def test_r12_an_altered_code_is_no_ticket(spoil, place, now):
    with pytest.raises(links.BadLink):
        tickets.read(spoil(tickets.make(place)), now=now)


def test_r12_a_link_for_something_else_is_no_ticket(place, now):
    other = links.make("opt_in", object_id=place.pk, member_id=place.member_id, version=place.event_id, now=now)

    with pytest.raises(links.BadLink):
        tickets.read(other, now=now + dt.timedelta(hours=1))


def test_a_phone_knows_a_mark_that_does_not_tell_the_code(place):
    code = tickets.make(place)

    assert len(tickets.mark(code)) == tickets.MARK_LENGTH
    assert tickets.mark(code) not in code
    assert tickets.mark(code) != tickets.mark(code + "x")


def test_a_guest_who_opens_the_qr_comes_to_the_page_of_the_event(place, now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)
    answer = Client().get(f"/nl/t/{tickets.make(place)}/")

    assert (answer.status_code, answer["Location"]) == (302, f"/nl/events/{place.event.slug}/")
    assert "no-store" in answer["Cache-Control"]
    assert Client().get("/nl/t/no-ticket/").status_code == 404
