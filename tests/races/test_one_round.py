"""What if several schedulers or workers reach for one round? One is planned, one computes it (R-06, F023)."""

import threading

import pytest

from matchmaking.actions import rounds
from matchmaking.errors import RoundBusy, RoundTaken
from matchmaking.models import Introduction, Round
from tests import make
from tests.matchmaking.running import pairs, plan, population
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_r06_three_schedulers_plan_one_round(now):
    results = together(*[lambda: plan(now)] * 3)

    assert Round.objects.count() == 1
    assert sorted(type(result).__name__ for result in results) == ["Round", "RoundTaken", "RoundTaken"]


def test_r06_control_who_looks_before_writing_plans_twice(now):
    """Outside the constraint (cancelled rounds do not count), a look before the insert is no guard."""
    looked = threading.Barrier(2)

    def careless():
        there = Round.objects.filter(period="2026-12").exists()
        looked.wait(10)
        return there or make.matching_round("cancelled", period="2026-12")

    together(careless, careless)

    assert Round.objects.filter(period="2026-12").count() == 2


def test_r06_two_workers_compute_a_round_once(now):
    population()
    round = rounds.freeze(round=plan(now), by=None, now=now)

    results = together(*[lambda: rounds.propose(round=round, now=now)] * 2)

    kinds = {type(result) for result in results}
    assert kinds <= {Round, RoundBusy} and Round in kinds
    assert len(pairs(round)) == 3
    assert Round.objects.get(pk=round.pk).claim == 1


def test_f023_two_workers_without_the_claim_still_save_one_result(now, monkeypatch):
    """A worker that was taken for dead and comes back: both save, the second finds it done."""
    population()
    round = rounds.freeze(round=plan(now), by=None, now=now)
    monkeypatch.setattr(rounds, "_claim", lambda round: None)

    results = together(*[lambda: rounds.propose(round=round, now=now)] * 2)

    assert [type(result) for result in results] == [Round, Round]
    assert len(pairs(round)) == 3


def test_r06_two_rounds_that_compute_at_once_share_no_pair(now):
    population()
    both = [make.region("mra"), make.region("brainport")]
    planned = [plan(now), plan(now, regions=both)]
    frozen = [rounds.freeze(round=round, by=None, now=now) for round in planned]

    together(*(lambda round=round: rounds.propose(round=round, now=now) for round in frozen))

    found = list(Introduction.objects.filter(state="proposed").values_list("member_a", "member_b"))
    assert len(found) == len(set(found)) == 3


def test_approving_twice_at_once_is_one_approval(now):
    organiser = make.organiser()
    round = make.matching_round("proposed")

    results = together(*[lambda: rounds.approve(round=round, by=organiser, now=now)] * 2)

    assert [result.state for result in results] == ["approved", "approved"]


def test_planning_and_planning_again_for_another_period_leave_one_open_round(now):
    results = together(lambda: plan(now), lambda: plan(now, period="2027-01"))

    assert sum(isinstance(result, RoundTaken) for result in results) == 1
    assert Round.objects.count() == 1
