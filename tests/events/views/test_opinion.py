"""Does somebody who came say what they thought on one page, and nobody learn that it was them? (F084)"""

import datetime as dt
import re
import zlib

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from corridor import links
from corridor.models import OutboxEmail
from events.actions import opinions
from events.models import Opinion
from tests import make

pytestmark = pytest.mark.django_db

ENDED = dt.datetime(2026, 11, 23, 20, 0, tzinfo=dt.UTC)
MORNING = ENDED + dt.timedelta(hours=12)


@pytest.fixture
def roll(monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: MORNING)
    held = make.event("held", starts_at=ENDED - dt.timedelta(hours=3), ends_at=ENDED, title_en="Saw teeth")
    return opinions.ask(registration=make.check_in(held, make.member("Gea", language="en")).registration, now=MORNING)


@pytest.fixture
def path(roll) -> str:
    return re.search(r"/en/opinion/[^/\s]+/", OutboxEmail.objects.get(kind="events.opinion").text).group()


def press(path: str, **said):
    page = re.search(r'name="page" value="([^"]+)"', Client().get(path).content.decode()).group(1)
    return Client(enforce_csrf_checks=True).post(path, {"page": page, **said})


def test_f084_one_page_takes_the_answer_without_a_cookie(roll, path):
    asked = Client().get(path).content.decode()

    response = press(path, marks="4", line=" More soup ")
    after = Client().get(path).content.decode()

    assert "Was it worth your evening?" in asked and "Saw teeth" in asked and "Gea" not in asked
    assert response.status_code == 303 and not response.cookies and not Session.objects.exists()
    assert list(Opinion.objects.values_list("event", "marks", "line")) == [(roll.registration.event_id, 4, "More soup")]
    assert "Thank you" in after and "soup" not in after and '<form method="post" class="flow record"' not in after


@pytest.mark.parametrize("said", [{}, {"marks": "6"}, {"marks": "0"}, {"marks": "x"}, {"line": "only a line"}])
def test_f084_without_a_mark_nothing_is_stored(path, roll, said):
    response = press(path, **said)

    roll.refresh_from_db()
    assert (response.status_code, Opinion.objects.count(), roll.has_answered) == (422, 0, False)


def test_f084_a_second_answer_is_refused(path, roll):
    page = re.search(r'name="page" value="([^"]+)"', Client().get(path).content.decode()).group(1)
    press(path, marks="5")

    response = Client().post(path, {"page": page, "marks": "1"})

    assert response.status_code == 409
    assert list(Opinion.objects.values_list("marks", flat=True)) == [5]


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_f084_s35_opening_the_link_says_nothing(method, path, roll):
    getattr(Client(), method)(path + "?marks=5")

    assert Opinion.objects.count() == 0


def test_f084_a_post_from_no_page_of_ours_stores_nothing(path):
    assert Client().post(path, {"page": "x", "marks": "5"}).status_code == 403
    assert Opinion.objects.count() == 0


def test_f084_a_link_that_is_not_ours_is_404_of_another_person_410_and_old_410(path, roll, monkeypatch):
    own = roll.registration
    other = links.make("still_coming", object_id=own.pk, member_id=own.member_id, version=0, now=MORNING)
    somebody = make.member()
    stranger = links.make(
        "opinion", object_id=own.pk, member_id=somebody.pk, version=zlib.crc32(somebody.email.encode()), now=MORNING
    )
    moved = links.make("opinion", object_id=own.pk, member_id=own.member_id, version=0, now=MORNING)
    codes = [Client().get(f"/en/opinion/{token}/").status_code for token in ("x", other, stranger, moved)]
    monkeypatch.setattr("corridor.clock.now", lambda: MORNING + dt.timedelta(days=14, seconds=1))

    assert codes == [404, 404, 410, 410]
    assert Client().get(path).status_code == 410
