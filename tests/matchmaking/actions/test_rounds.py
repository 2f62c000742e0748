"""Does a round go its way once, in order, and by those who may? (F011, R-06)"""

import datetime as dt

import pytest
from django.db import connection

from corridor.errors import Refused
from corridor.lifecycle import IllegalMove
from corridor.models import Transition
from matchmaking.actions import introductions, rounds
from matchmaking.dates import settles_at
from matchmaking.errors import RoundTaken
from matchmaking.models import Introduction, Round
from tests import make
from tests.matchmaking.running import plan

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def test_plan_writes_the_round_and_its_history(organiser, now):
    round = plan(now, by=organiser, regions=[make.region("mra"), make.region("brainport")])

    assert (round.state, round.scope_key, round.created_by) == ("planned", "brainport,mra", organiser)
    assert Transition.objects.get().action == "planned"


def test_r06_plan_of_the_same_period_and_scope_is_refused(now):
    plan(now)

    with pytest.raises(RoundTaken):
        plan(now)

    assert Round.objects.count() == 1
    assert connection.in_atomic_block  # and the transaction is still of use
    assert plan(now, regions=[make.region("mra")]).scope_key == "mra"


def test_r06_plan_while_the_scope_has_an_open_round_is_refused(now):
    plan(now)

    with pytest.raises(RoundTaken):
        plan(now, period="2027-01")


def test_plan_after_a_cancelled_round_of_that_period_is_possible(organiser, now):
    rounds.cancel(round=plan(now), by=organiser, because="Too early.", now=now)

    assert plan(now).state == "planned"


@pytest.mark.parametrize("act", ["plan", "freeze", "cancel"])
def test_an_organiser_of_another_region_may_not_run_it(act, now):
    elsewhere = make.organiser(region=make.region("twente"))
    scope = [make.region("mra")]
    acts = {
        "plan": lambda: plan(now, regions=scope, by=elsewhere),
        "freeze": lambda: rounds.freeze(round=plan(now, regions=scope), by=elsewhere, now=now),
        "cancel": lambda: rounds.cancel(round=plan(now, regions=scope), by=elsewhere, because="No.", now=now),
    }

    with pytest.raises(Refused, match="do not organise"):
        acts[act]()


def test_approve_by_an_organiser_of_the_scope(organiser, now):
    round = rounds.approve(round=make.matching_round("proposed"), by=organiser, now=now)

    assert round.state == "approved"
    assert Transition.objects.get().by == organiser


def test_approve_called_twice_is_one_approval(organiser, now):
    round = rounds.approve(round=make.matching_round("proposed"), by=organiser, now=now)

    rounds.approve(round=round, by=organiser, now=now)

    assert Transition.objects.count() == 1


def test_f011_approve_by_somebody_else_is_refused(member, now):
    with pytest.raises(Refused, match="do not organise"):
        rounds.approve(round=make.matching_round("proposed"), by=member, now=now)


@pytest.mark.parametrize("hours", [None, 1])
def test_f011_approve_by_the_clock_before_its_hour_is_refused(hours, now):
    at = now + hours * HOUR if hours else None

    with pytest.raises(Refused, match="waits for an organiser"):
        rounds.approve(round=make.matching_round("proposed", auto_approve_at=at), by=None, now=now)


def test_f011_approve_by_the_clock_when_its_hour_came(now):
    round = rounds.approve(round=make.matching_round("proposed", auto_approve_at=now), by=None, now=now)

    assert (round.state, Transition.objects.get().because) == ("approved", "its hour came")


@pytest.mark.parametrize("state", ["planned", "frozen", "closed", "cancelled"])
def test_approve_of_a_round_without_proposals_to_read_is_refused(state, organiser, now):
    with pytest.raises(Refused, match="no proposals"):
        rounds.approve(round=make.matching_round(state), by=organiser, now=now)


def test_cancel_drops_the_proposals(organiser, now):
    round = make.matching_round("proposed")
    introduction = make.introduction("proposed", round=round)

    rounds.cancel(round=round, by=organiser, because="Holiday.", now=now)

    assert Round.objects.get(pk=round.pk).state == "cancelled"
    assert Introduction.objects.get(pk=introduction.pk).state == "dropped"


def test_cancel_of_an_approved_round_is_refused(organiser, now):
    with pytest.raises(IllegalMove):
        rounds.cancel(round=make.matching_round("approved"), by=organiser, because="Late.", now=now)


@pytest.mark.parametrize("state", ["offered", "made", "declined", "withdrawn", "expired"])
def test_f003_a_round_closes_when_its_introductions_are_settled_whatever_became_of_them(state, now):
    round = make.matching_round("approved")
    introduction = make.introduction(state, round=round)
    make.introduction("dropped", round=round)

    assert rounds.close(round=round, now=now).state == "approved"

    introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))
    assert rounds.close(round=round, now=now).state == "closed"


def test_close_waits_for_who_is_not_yet_asked(now):
    round = make.matching_round("approved")
    make.introduction("proposed", round=round)

    assert rounds.close(round=round, now=now).state == "approved"


def test_close_of_a_round_that_was_not_approved_is_refused(now):
    with pytest.raises(IllegalMove):
        rounds.close(round=make.matching_round("proposed"), now=now)


def test_f010_f064_the_rounds_policy_travels_in_its_pool(now):
    round = rounds.freeze(round=plan(now, coverage_first=True, long_shots=20), by=None, now=now)

    assert (round.coverage_first, round.long_shots) == (True, 20)
    policy = round.pool["policy"]
    assert (policy["coverage_first"], policy["long_shots"]) == (True, 20)


def test_f064_a_round_that_does_not_say_otherwise_has_fifteen_percent_of_long_shots_and_values_pairs_first(now):
    round = plan(now)

    assert (round.coverage_first, round.long_shots) == (False, 15)


@pytest.mark.parametrize("percent", [9, 21, -1])
def test_f064_a_share_of_long_shots_out_of_bounds_is_refused(percent, now):
    with pytest.raises(Refused):
        plan(now, long_shots=percent)

    assert not Round.objects.exists()
