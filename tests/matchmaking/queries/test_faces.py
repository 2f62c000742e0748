"""Does every list, mail and round go by whom a side was asked about, until a joint mail has left? (F056, F003)"""

import datetime as dt

import pytest

from corridor.models import MailPreference, OutboxEmail
from matchmaking import digest_days
from matchmaking.actions import digests, introductions
from matchmaking.dates import settles_at
from matchmaking.queries import exclusions, undecided
from matchmaking.queries.history import history
from tests import make
from tests.matchmaking.passing import colleague_of, hand_over
from tests.matchmaking.saying import fresh, say

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def world(now):
    """Ada passed the introduction to Bob on to Cas."""
    introduction = make.introduction("proposed")
    ada, bob = introduction.members
    MailPreference.objects.create(member=bob, category="introductions", pace="weekly", changed_at=now - 30 * DAY)
    introductions.offer(introduction=introduction, now=now)
    cas = colleague_of(ada)
    return hand_over(fresh(introduction), ada, now, cas), ada, bob, cas


def test_f056_whom_one_may_rule_out_is_whom_one_was_asked_about(world, now):
    introduction, ada, bob, cas = world
    assert list(exclusions.nameable(bob, now)) == [ada]
    assert list(exclusions.nameable(cas, now)) == [bob]
    for member in (bob, cas):
        say(introduction, member, "yes", now)
    assert list(exclusions.nameable(bob, now)) == [ada]

    OutboxEmail.objects.filter(kind="matchmaking.introduction_made").update(state="sent", sent_at=now)

    assert set(exclusions.nameable(bob, now)) == {ada, cas}


def test_f056_the_digest_asks_about_the_first_person(world, now):
    period = digest_days.last(now + 3 * DAY)
    digests.send(member=world[2], period=period, now=period.moment)

    digest = OutboxEmail.objects.get(kind="matchmaking.digest")
    assert "Ada Amstel" in digest.text and "Cas" not in digest.text + digest.html


def test_f056_while_it_runs_no_round_proposes_the_two_again(world, now):
    introduction, ada, bob, cas = world
    pair = (ada.pk, bob.pk)
    elsewhere = make.matching_round("planned")

    assert pair in history(round=elsewhere, now=now).cooling
    assert pair in history(round=elsewhere, now=now, ids=pair).cooling
    assert pair not in history(round=elsewhere, now=now, ids=(ada.pk, cas.pk)).cooling

    introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))
    assert pair in history(round=elsewhere, now=introduction.closes_at + 170 * DAY).cooling
    assert pair not in history(round=elsewhere, now=introduction.closes_at + 190 * DAY).cooling


def test_f014_f059_a_question_that_a_digest_asked_counts_as_asked(world, now):
    introduction, _, bob, _ = world
    assert OutboxEmail.objects.get(member=bob).state == "withdrawn"

    assert bob in {own.member for own in undecided.rows(now)}
    assert undecided.silences(bob, ending=introduction) == 1
