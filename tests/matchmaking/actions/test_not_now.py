"""Does a "not now" come back exactly once, in the month chosen? From the answer to the engine's pairs (F012)."""

import datetime as dt

import pytest

from corridor.models import Profile
from matchmaking.actions import introductions, rounds
from matchmaking.dates import round_moment, settles_at
from matchmaking.models import Introduction
from tests import make
from tests.matchmaking.running import plan, population
from tests.matchmaking.saying import fresh, say

pytestmark = pytest.mark.django_db


def month(year: int, number: int) -> dt.datetime:
    return round_moment(year, number)


def a_round(at: dt.datetime, people) -> Introduction | None:
    """Run the monthly round of that instant up to its offers; the introduction it brought, if any."""
    for one in people:
        one.offers.update(valid_until=at.date())
        one.seeks.update(valid_until=at.date())
    round = plan(at, period=f"{at:%Y-%m}", planned_for=at)
    rounds.freeze(round=round, by=None, now=at)
    rounds.propose(round=round, now=at)
    rounds.approve(round=round, by=make.member(is_superuser=True, complete=False), now=at)
    found = round.introductions.first()
    if found:
        introductions.offer(introduction=found, now=at)
    return fresh(found) if found else None


def ends(introduction: Introduction) -> None:
    end = settles_at(introduction.closes_at)
    introductions.expire(introduction=introduction, now=end)
    rounds.close(round=introduction.round, now=end)


@pytest.mark.parametrize("last", ["", "not_now"])
def test_f012_not_now_returns_once_in_its_month_and_never_again(last):
    people = population(1)
    first = a_round(month(2026, 12), people)
    say(first, first.member_a, "not_now", first.offered_at, not_now_until=dt.date(2027, 3, 1))
    say(first, first.member_b, "yes", first.offered_at)
    ends(first)

    for at in (month(2027, 1), month(2027, 2)):
        assert a_round(at, people) is None
        rounds.close(round=first.round.__class__.objects.latest("pk"), now=at)
    again = a_round(month(2027, 3), people)
    assert again is not None and again.numbers == first.numbers

    if last:
        say(again, again.member_a, last, again.offered_at)
    ends(again)
    Profile.objects.update(paused_until=None)
    for at in (month(2027, 7), month(2027, 11), month(2028, 9)):
        assert a_round(at, people) is None
        rounds.close(round=first.round.__class__.objects.latest("pk"), now=at)


def test_f012_the_second_time_it_can_be_made():
    people = population(1)
    first = a_round(month(2026, 12), people)
    say(first, first.member_a, "not_now", first.offered_at, not_now_until=dt.date(2027, 1, 1))
    ends(first)

    again = a_round(month(2027, 1), people)
    for member in again.members:
        say(again, member, "yes", again.offered_at)

    assert fresh(again).state == "made"
