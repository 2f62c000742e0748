"""Do introductions, tables and votes share one budget, whose answers spend nothing in vain? (F009)"""

import datetime as dt

import pytest

from corridor.models import Ask
from matchmaking import rules
from matchmaking.actions import introductions
from matchmaking.dates import settles_at
from matchmaking.queries import budget
from tests import make
from tests.matchmaking import stops
from tests.matchmaking.saying import fresh, say

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def ask(member, kind: str, at: dt.datetime, **fields) -> Ask:
    return Ask.objects.create(member=member, kind=kind, about_id=Ask.objects.count() + 1000, asked_at=at, **fields)


@pytest.mark.parametrize("kind", ["table", "vote", "introduction"])
def test_f009_whatever_was_asked_counts_for_27_days(kind, member, now):
    ask(member, kind, now)

    counts = [budget.asked(now=now + days * DAY)[member.pk] for days in (0, 26, 27)]

    assert counts == [1, 1, 0]


@pytest.mark.parametrize("kind", ["table", "vote"])
def test_f009_a_place_at_a_table_or_a_vote_leaves_no_room_for_an_introduction(kind, now):
    introduction = make.introduction("proposed")
    ask(introduction.member_a, kind, now - DAY)

    dropped = introductions.offer(introduction=introduction, now=now)

    assert dropped.state == "dropped"
    assert rules.why_not_offer(introduction, now) == rules.BUDGET_SPENT
    assert budget.asked(now=now, ids=[introduction.member_b_id]) == {}


def test_f009_a_request_to_vote_is_never_held_back(now):
    """It counts, and nothing in the ledger stops it, however much a member was asked already or wants to be."""
    member = make.member(pace=0)
    for _ in range(4):
        ask(member, "vote", now)

    assert budget.asked(now=now)[member.pk] == 4


def test_f009_what_was_given_back_counts_no_more(member, now):
    ask(member, "table", now, given_back_at=now)

    assert budget.asked(now=now) == {}


@pytest.mark.parametrize("other", ["no", "not_now", "", "paused", "inactive", "refuses"])
def test_f009_f003_a_yes_in_vain_is_given_back_at_the_end_whatever_the_other_did(other, now):
    introduction = make.introduction("proposed")
    introductions.offer(introduction=introduction, now=now)
    ada, bob = introduction.members
    say(introduction, ada, "yes", now)
    acts = {"paused": stops.paused, "inactive": stops.inactive, "refuses": stops.refuses_the_other}
    if other in acts:
        acts[other](bob, now)
    elif other:
        say(introduction, bob, other, now)
    closes_at = fresh(introduction).closes_at
    open_still = budget.asked(now=closes_at, ids=[ada.pk])[ada.pk]

    introductions.expire(introduction=introduction, now=settles_at(closes_at))

    after = budget.asked(now=settles_at(closes_at))
    assert (open_still, after[ada.pk], after[bob.pk]) == (1, 0, 1)
    given_back = Ask.objects.get(member=ada)
    assert given_back.given_back_at == settles_at(closes_at)
