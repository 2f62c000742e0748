"""Is the same pair proposed again only when it may be? (F008, with every day of the calendar given)"""

import datetime as dt

import pytest

from matchmaking.actions import introductions, rounds
from matchmaking.dates import settles_at
from matchmaking.models import Tie
from matchmaking.queries.history import history, topmost
from tests import make
from tests.matchmaking.running import pairs, plan
from tests.matchmaking.saying import say

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def proposed_again(pair, at) -> bool:
    """Whether a round at that instant proposes the pair."""
    for member in pair:
        member.offers.update(valid_until=at.date())
        member.seeks.update(valid_until=at.date())
    round = plan(at, period=f"{at:%Y-%m-%d}")
    rounds.freeze(round=round, by=None, now=at)
    found = bool(pairs(rounds.propose(round=round, now=at)))
    rounds.cancel(round=round, by=make.member(is_superuser=True, complete=False), because="Only asked.", now=at)
    return found


def ended(pair, now, **answers) -> None:
    introduction = make.introduction("offered", members=pair)
    for member, answer in zip(pair, answers.values(), strict=False):
        say(introduction, member, answer, now)
    introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))


@pytest.mark.parametrize(
    ("answers", "again_on"),
    [
        ({"a": "yes", "b": "yes"}, None),
        ({"a": "yes", "b": "no"}, None),
        ({"a": "no"}, None),
        ({"a": "yes"}, dt.datetime(2027, 6, 1, 12, tzinfo=dt.UTC)),
        ({}, dt.datetime(2027, 6, 1, 12, tzinfo=dt.UTC)),
        ({"a": "yes", "b": "not_now"}, dt.datetime(2027, 2, 1, 12, tzinfo=dt.UTC)),
        ({"a": "not_now"}, dt.datetime(2027, 2, 1, 12, tzinfo=dt.UTC)),
    ],
)
def test_f008_an_introduced_or_refused_pair_never_an_expired_or_delayed_one_when_its_day_comes(answers, again_on, now):
    pair = make.pair()
    assert proposed_again(pair, now)

    ended(pair, now, **answers)

    assert not proposed_again(pair, now + 30 * DAY)
    if again_on:
        assert not proposed_again(pair, again_on - DAY)
        assert proposed_again(pair, again_on)
    else:
        assert not proposed_again(pair, now + 3650 * DAY)


def test_f008_without_its_tie_the_pair_would_be_proposed_again(now):
    """Negative control: it is the tie that keeps them apart."""
    pair = make.pair()
    ended(pair, now, a="no")
    Tie.objects.all().delete()

    assert proposed_again(pair, now + 30 * DAY)


@pytest.mark.parametrize("state", ["proposed", "offered", "made"])
def test_a_pair_that_is_busy_elsewhere_is_not_proposed(state, now):
    introduction = make.introduction(state)
    pair = (introduction.member_a_id, introduction.member_b_id)

    assert history(round=make.matching_round("planned"), now=now).cooling == (pair,)
    assert history(round=introduction.round, now=now).cooling == ()


def test_a_pair_dropped_in_this_round_is_not_proposed_in_it_again(now):
    introduction = make.introduction("dropped")
    pair = (introduction.member_a_id, introduction.member_b_id)

    assert history(round=introduction.round, now=now).cooling == (pair,)
    assert history(round=make.matching_round("planned"), now=now).cooling == ()


def test_who_sat_together_rests_for_the_time_the_tie_says(now):
    ada, bob = make.pair()
    until = dt.date(2027, 11, 24)
    Tie.objects.create(
        member_a=ada,
        member_b=bob,
        kind="sat_together",
        at=now,
        bars_until=until,
        source_type="events.event",
        source_id=1,
    )
    round = make.matching_round("planned")

    assert history(round=round, now=now + 364 * DAY).cooling == ((ada.pk, bob.pk),)
    assert history(round=round, now=now + 365 * DAY).cooling == ()


@pytest.mark.parametrize(
    ("kind", "met"),
    [("introduced", True), ("knew", True), ("sat_together", True), ("refused", False), ("not_now", False)],
)
def test_f003_a_no_bars_for_ever_and_makes_nobody_an_acquaintance(kind, met, now):
    ada, bob = make.pair()
    Tie.objects.create(member_a=ada, member_b=bob, kind=kind, at=now, source_type="x", source_id=1)

    found = history(round=make.matching_round("planned"), now=now)

    pairs = ((ada.pk, bob.pk),)
    assert (found.met, found.blocked) == ((pairs, ()) if met else ((), pairs))


def test_history_of_one_pair_holds_nobody_else(now):
    one, other = make.introduction("made"), make.introduction("made")
    ids = (one.member_a_id, one.member_b_id)

    assert history(round=make.matching_round("planned"), now=now, ids=ids).cooling == (ids,)
    assert other.member_a_id not in ids


@pytest.mark.parametrize(
    ("above", "top"), [({}, 1), ({1: 2}, 2), ({1: 2, 2: 3}, 3), ({1: 2, 2: 1}, 1), ({1: 2, 2: 3, 3: 2}, 1)]
)
def test_the_top_of_a_group_is_found_even_in_a_circle(above, top):
    assert topmost(1, above) == top
