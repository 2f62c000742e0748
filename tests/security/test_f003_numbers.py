"""Do numbers and lists beside the introduction's own pages tell that a yes was taken back? (F003)"""

import datetime as dt

import pytest
from django.test import Client

from corridor.models import OutboxEmail
from matchmaking.actions import introductions
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(now):
    """An introduction to which both have just said yes; its joint mails wait out the undo window."""
    introduction = make.introduction("offered")
    for member in introduction.members:
        introductions.answer(introduction=introduction, member=member, answer="yes", now=now)
    introduction.refresh_from_db()
    assert introduction.state == "made"
    return introduction


def test_f003_the_home_page_counts_a_twice_yes_only_when_it_is_for_good(agreed):
    def twice_yes() -> bool:
        return "twice yes" in Client().get("/en/").content.decode().lower().partition("<main")[2]

    before = twice_yes()
    OutboxEmail.objects.filter(kind="matchmaking.introduction_made").update(state="sent", sent_at=agreed.made_at)

    assert (before, twice_yes()) == (False, True)


def test_f003_taking_it_back_changes_nothing_on_the_home_page(agreed, now):
    ada, bob = agreed.members
    waiting = Client().get("/en/").content

    introductions.answer(introduction=agreed, member=bob, answer="no", now=now + dt.timedelta(minutes=5))

    assert Client().get("/en/").content == waiting
