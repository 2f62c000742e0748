"""Does the link in the mail about a pause end that pause, with one press, and nothing else? (F059, S-35 to S-37)"""

import datetime as dt
import re

import pytest
from django.test import Client

from corridor.models import OutboxEmail, Profile
from matchmaking.actions import introductions
from matchmaking.dates import settles_at
from tests import make
from tests.matchmaking.views.pressing import page_value

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def paused(at, now):
    """Somebody who let three questions go by, and the path of the link in the mail."""
    ada = make.member("Ada Amstel", language="en")
    for turn in range(3):
        asked = {"offered_at": now + turn * 28 * DAY, "closes_at": now + (turn * 28 + 7) * DAY}
        bob = make.member(region=make.region("brainport"))
        introduction = make.introduction("offered", members=(ada, bob), **asked)
        end = settles_at(introduction.closes_at)
        introductions.expire(introduction=introduction, now=end)
    at(end + DAY)
    mail = OutboxEmail.objects.get(kind="matchmaking.paused_after_silence", member=ada)
    return ada, re.search(r"https?://[^/]+(/en/back/\S+)", mail.text).group(1)


def pause_of(member) -> dt.date | None:
    return Profile.objects.get(member=member).paused_until


def test_f059_opening_the_link_changes_nothing_and_one_press_ends_the_pause(paused):
    ada, path = paused
    for _ in range(3):
        response = Client().get(path)
        assert response.status_code == 200 and not response.cookies
    until = pause_of(ada)
    assert until and f"Until {until.day} {until:%B %Y}" in response.content.decode()

    assert Client().post(path, {"page": page_value(Client(), path)}).status_code == 303

    assert pause_of(ada) is None
    assert "This pause is over" in Client().get(path).content.decode()


def test_s35_a_post_without_the_pages_value_ends_nothing(paused):
    ada, path = paused

    for value in ("", "x"):
        assert Client().post(path, {"page": value}).status_code == 403
    assert pause_of(ada)


def test_s37_a_used_link_leaves_a_later_pause_alone(paused):
    ada, path = paused
    value = page_value(Client(), path)
    own = pause_of(ada) + 30 * DAY
    Profile.objects.filter(member=ada).update(paused_until=own)

    Client().post(path, {"page": value})

    assert pause_of(ada) == own


def test_s36_a_changed_link_opens_nothing_and_a_closed_account_neither(paused):
    ada, path = paused
    assert Client().get(path[:-3] + "x/").status_code == 404
    type(ada).objects.filter(pk=ada.pk).update(is_active=False)

    assert Client().get(path).status_code == 410
