"""What does a link in a mail about a place do? Opening it nothing, one press one thing, without signing in (F031)."""

import datetime as dt
import re

import pytest
from django.db import transaction
from django.test import Client

from corridor.models import OutboxEmail
from events import emails
from events.actions import hand_overs, registrations
from events.emails import place_url
from events.models import Registration
from tests import make
from tests.entering import text

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def at(now, monkeypatch):
    moment = [now]
    monkeypatch.setattr("corridor.clock.now", lambda: moment[0])
    return lambda later: moment.__setitem__(0, later)


def path_in(mail: OutboxEmail, part: str) -> str:
    return re.search(rf"https?://[^/]+(/\w\w/{part}/\S+/)", mail.text).group(1)


def path_of(own: Registration) -> str:
    return re.sub(r"^https?://[^/]+", "", place_url(own))


def press(path: str, act: str, **more: str):
    client = Client()
    page = client.get(path)
    value = re.search(r'name="page" value="([^"]+)"', page.content.decode()).group(1)
    response = client.post(path, {"page": value, "act": act, **more})
    assert not client.cookies
    return response


def state(own) -> str:
    own.refresh_from_db()
    return own.state


@pytest.mark.parametrize(
    ("kind", "was"),
    [("registered", "confirmed"), ("registered", "waitlisted"), ("registered", "pending"), ("offered", "offered")],
)
def test_f031_every_mail_about_a_place_holds_the_link_and_one_press_gives_it_back(kind, was, member, now):
    event = make.event(approves=was == "pending")
    own = make.registration(event, member, was, offer_until=now + DAY)
    with transaction.atomic():
        getattr(emails, kind)(registration=own, now=now)

    response = press(path_in(OutboxEmail.objects.get(), "e"), "cancel")

    assert (response.status_code, state(own)) == (303, "cancelled")


def test_f031_r15_opening_the_link_changes_nothing(member):
    own = make.registration(make.event(), member)

    for method in ("get", "head"):
        for _ in range(5):
            assert getattr(Client(), method)(path_of(own)).status_code == 200
    assert Client().post(path_of(own), {"act": "cancel"}).status_code == 403

    assert state(own) == "confirmed"


def test_f031_a_freed_place_is_offered_in_the_same_moment(member):
    event = make.event(capacity=1)
    own = make.registration(event, member)
    waits = make.registration(event, state="waitlisted")

    press(path_of(own), "cancel")

    assert (state(own), state(waits)) == ("cancelled", "offered")


def test_f030_an_offer_is_accepted_by_one_press(member, now):
    own = make.registration(make.event(capacity=1), member, "offered", offer_until=now + HOUR)

    page = text(Client().get(path_of(own)))
    press(path_of(own), "accept")

    assert "Ja, ik kom" in page or "Yes, I come" in page
    assert state(own) == "confirmed"


def test_f030_an_offer_whose_time_is_over_says_so(member, now, at):
    own = make.registration(make.event(capacity=1), member, "offered", offer_until=now + HOUR)
    path, client = path_of(own), Client()
    opened = re.search(r'name="page" value="([^"]+)"', client.get(path).content.decode()).group(1)
    at(now + HOUR)

    assert client.post(path, {"page": opened, "act": "accept"}).status_code == 409
    page = text(client.get(path))
    assert ("De tijd om ja te zeggen" in page or "The time to say yes is over" in page) and "<form method" not in page
    assert state(own) == "offered"


def test_f030_the_box_of_an_offer_whose_time_is_over_says_so(member, now, at, client_for):
    own = make.registration(make.event(capacity=1), member, "offered", offer_until=now + HOUR)
    page = f"/en/events/{own.event.slug}/"
    before = text(client_for(member).get(page))
    at(now + HOUR)
    after = text(client_for(member).get(page))

    assert "Yes, I come" in before and "The time to say yes is over" not in before
    assert "Yes, I come" not in after and "The time to say yes is over" in after


def test_f031_late_the_page_asks_why(member, now):
    own = make.registration(make.event(starts_at=now + DAY), member)

    assert 'name="because"' in Client().get(path_of(own)).content.decode()
    assert press(path_of(own), "cancel").status_code == 409
    before = state(own)
    assert press(path_of(own), "cancel", because="Ill").status_code == 303

    assert (before, state(own), own.late_because) == ("confirmed", "cancelled", "Ill")


def test_f031_by_the_same_link_one_comes_after_all_with_what_was_said(member):
    event = make.event(allows_companion=True)
    own = make.registration(event, member, companion="Kim Kist", hides_attendance=True)
    press(path_of(own), "cancel")

    response = press(path_of(own), "register")
    back = event.registrations.get(state="confirmed")

    assert (response.status_code, back.member, back.companion, back.hides_attendance) == (303, member, "Kim Kist", True)
    press(path_of(own), "cancel")
    assert state(back) == "cancelled"


def test_f031_once_it_has_begun_nothing_can_be_pressed(member, now):
    own = make.registration(make.event(starts_at=now), member)

    page = Client().get(path_of(own)).content.decode()

    assert 'name="act"' not in page


def test_f031_a_place_is_passed_on_and_taken_over_by_two_presses(member):
    event, taker = make.event(), make.member()
    own = make.registration(event, member)

    asked = press(path_of(own), "hand_over", address=taker.email.upper())
    path = path_in(OutboxEmail.objects.get(kind="events.hand_over"), "take")
    opened = Client().get(path)
    before = state(own)
    response = press(path, "")

    assert (asked.status_code, asked.headers["Location"]) == (303, f"{path_of(own)}?asked")
    assert member.name in text(opened) and before == "confirmed"
    assert (response.status_code, state(own)) == (303, "cancelled")
    assert event.registrations.get(state="confirmed").member == taker
    assert taker.name in text(Client().get(path_of(own)))
    assert 'name="page"' not in Client().get(path).content.decode()


def test_f031_what_the_holder_reads_is_the_same_whether_the_address_is_a_members(member):
    own, other = make.registration(make.event(), member), make.member()

    pages = [press(path_of(own), "hand_over", address=one) for one in (other.email, "nobody@example.org")]
    shown = [text(Client().get(page.headers["Location"])) for page in pages]

    assert [page.status_code for page in pages] == [303, 303]
    assert shown[0] == shown[1] and other.email not in shown[0]


def test_f031_an_address_that_is_none_is_asked_again(member):
    own = make.registration(make.event(), member)

    response = press(path_of(own), "hand_over", address="nobody")

    assert response.status_code == 422
    assert OutboxEmail.objects.count() == 0


def test_f031_a_place_that_is_gone_is_not_taken_over(member, now):
    own, taker = make.registration(make.event(), member), make.member()
    hand_overs.propose(registration=own, to=taker.email, by=member, now=now)
    path = path_in(OutboxEmail.objects.get(kind="events.hand_over"), "take").replace("/nl/", "/en/")
    client = Client()
    value = re.search(r'name="page" value="([^"]+)"', client.get(path).content.decode()).group(1)
    registrations.cancel(registration=own, by=member, now=now)

    response = client.post(path, {"page": value})
    assert response.status_code == 409
    assert 'role="alert"' in response.content.decode() and "You have no place" not in text(response)
    assert not Registration.objects.filter(member=taker).exists()


def test_f031_a_link_opens_nothing_for_who_left_or_has_another_address_now(member):
    own = make.registration(make.event(), member)
    path = path_of(own)

    member.email = "new@example.org"
    member.save()
    moved = Client().get(path).status_code
    own.refresh_from_db()
    fresh = Client().get(path_of(own)).status_code
    member.is_active = False
    member.save()

    assert (moved, fresh, Client().get(path_of(own)).status_code) == (410, 200, 410)


def test_f031_a_link_for_one_thing_is_none_for_another_and_a_spoilt_one_is_nothing(member, now):
    own, taker = make.registration(make.event(), member), make.member()
    hand_overs.propose(registration=own, to=taker.email, by=member, now=now)
    place, take = path_of(own), path_in(OutboxEmail.objects.get(kind="events.hand_over"), "take")

    assert Client().get(place.replace("/e/", "/take/")).status_code == 404
    assert Client().get(take.replace("/take/", "/e/")).status_code == 404
    assert Client().get(place[:-3] + "x/").status_code == 404
