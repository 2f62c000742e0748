"""Does "still coming?" take one press, from the mail, without signing in? (F033)"""

import datetime as dt
import re
import zlib

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from corridor import links
from corridor.models import OutboxEmail
from events.actions import reminders
from events.emails import still_coming_of, still_coming_url
from tests import make

pytestmark = pytest.mark.django_db

BEGINS = dt.datetime(2026, 12, 8, 16, 0, tzinfo=dt.UTC)
ASKED = BEGINS - dt.timedelta(days=1)
MORNING = BEGINS - dt.timedelta(hours=9)


@pytest.fixture
def at(monkeypatch):
    def moment(now: dt.datetime) -> None:
        monkeypatch.setattr("corridor.clock.now", lambda: now)

    moment(MORNING)
    return moment


@pytest.fixture
def own(at):
    event = make.event(starts_at=BEGINS, capacity=1, title_en="Saw teeth")
    guest = make.registration(event, make.member("Gea Graaf", language="en"))
    reminders.ask_again(registration=guest, now=ASKED)
    guest.refresh_from_db()
    return guest


def path_of(own) -> str:
    return re.sub(r"^https?://[^/]+", "", still_coming_url(own, at=own.asked_again_at))


def press(path: str, still: str, **more):
    page = re.search(r'name="page" value="([^"]+)"', Client().get(path).content.decode()).group(1)
    return Client().post(path, {"page": page, "still": still, **more})


def test_f033_the_mail_holds_the_link_and_one_press_says_yes_without_a_cookie(own):
    client = Client(enforce_csrf_checks=True)
    asked = client.get(path_of(own)).content.decode()
    page = re.search(r'name="page" value="([^"]+)"', asked).group(1)

    response = client.post(path_of(own), {"page": page, "still": "yes"}, follow=True)

    own.refresh_from_db()
    assert path_of(own) in OutboxEmail.objects.get(kind="events.still_coming").text
    assert "Yes, I am coming" in asked and "Saw teeth" in asked
    assert (own.still_comes_at, own.state) == (MORNING, "confirmed")
    assert "You are coming" in response.content.decode()
    assert not client.cookies and not Session.objects.exists()


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_f033_s35_opening_the_link_says_nothing(method, own):
    getattr(Client(), method)(path_of(own) + "?still=yes")

    own.refresh_from_db()
    assert (own.still_comes_at, own.state) == (None, "confirmed")


def test_f033_one_press_says_no_and_the_place_goes_to_who_waits(own):
    waiting = make.registration(own.event, state="waitlisted")

    without_a_reason = press(path_of(own), "no")
    response = press(path_of(own), "no", because="Ill")
    after = Client().get(path_of(own)).content.decode()

    own.refresh_from_db()
    waiting.refresh_from_db()
    assert (without_a_reason.status_code, response.status_code) == (409, 303)
    assert (own.state, own.late_because) == ("cancelled", "Ill") and waiting.state in ("confirmed", "offered")
    assert "Your place is free for somebody else" in after and "Yes, I am coming" not in after


def test_f033_a_post_that_comes_from_no_page_of_ours_stores_nothing(own):
    other = links.page_value("another token", now=MORNING)

    for page in ("", "x", other):
        assert Client().post(path_of(own), {"page": page, "still": "yes"}).status_code == 403

    own.refresh_from_db()
    assert own.still_comes_at is None


def test_f033_yes_after_no_is_refused(own):
    path = path_of(own)
    page = re.search(r'name="page" value="([^"]+)"', Client().get(path).content.decode()).group(1)
    press(path, "no", because="Ill")

    response = Client().post(path, {"page": page, "still": "yes"})

    own.refresh_from_db()
    assert (response.status_code, own.state, own.still_comes_at) == (409, "cancelled", None)


def test_f033_a_link_that_is_not_ours_is_404_and_one_that_is_over_410(own, at):
    version = zlib.crc32(still_coming_of(own).encode())
    other = links.make("opinion", object_id=own.pk, member_id=own.member_id, version=version, now=ASKED)
    stranger = links.make("still_coming", object_id=own.pk, member_id=make.member().pk, version=version, now=ASKED)

    codes = [Client().get(f"/en/still-coming/{token}/").status_code for token in ("x", other, stranger)]
    at(BEGINS)

    assert codes == [404, 404, 410]
    assert Client().get(path_of(own)).status_code == 410


def test_f033_a_link_about_another_day_opens_nothing(own):
    path = path_of(own)
    type(own.event).objects.filter(pk=own.event_id).update(sequence=1)

    assert Client().get(path).status_code == 410


def test_f033_whoever_gave_up_the_mailbox_gave_up_the_link(own):
    path = path_of(own)
    type(own.member).objects.filter(pk=own.member_id).update(email="new@example.nl")

    assert Client().get(path).status_code == 410
