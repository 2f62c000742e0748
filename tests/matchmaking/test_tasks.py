"""Does the clock's work find its rows, bear being run three times, and pass a row that fails? (F015, F023, R-06)"""

import datetime as dt

import pytest

from corridor.models import OutboxEmail
from matchmaking import tasks
from matchmaking.actions import introductions, rounds
from matchmaking.dates import settles_at
from matchmaking.models import Introduction, Round
from tests import make
from tests.matchmaking.running import pairs, plan, population
from tests.matchmaking.saying import fresh, say

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def at(monkeypatch, now):
    def set_clock(moment: dt.datetime) -> None:
        monkeypatch.setattr("corridor.clock.now", lambda: moment)

    set_clock(now)
    return set_clock


def three_times(task) -> None:
    for _ in range(3):
        task()


def test_r06_three_schedulers_plan_one_round(at):
    three_times(tasks.plan_rounds)

    round = Round.objects.get()
    assert (round.period, round.scope_key, round.created_by) == ("2026-12", "all", None)
    assert round.planned_for == dt.datetime(2026, 12, 1, 6, 30, tzinfo=dt.UTC)


def test_r06_a_clock_that_jumps_makes_no_second_round_of_a_period(at, now):
    for moment in (now, now + 3 * DAY, now - 2 * DAY, now):
        at(moment)
        tasks.plan_rounds()

    assert [round.period for round in Round.objects.all()] == ["2026-12"]


def test_a_due_round_is_computed_once(at, now):
    population()
    round = plan(now)

    three_times(tasks.propose_due_rounds)

    assert Round.objects.get(pk=round.pk).state == "proposed"
    assert len(pairs(round)) == 3


def test_a_round_that_is_not_due_waits(at, now):
    round = plan(now, planned_for=now + DAY)

    tasks.propose_due_rounds()

    assert Round.objects.get(pk=round.pk).state == "planned"


def test_f023_a_round_whose_worker_died_is_computed_by_the_next(at, now):
    population()
    round = rounds.freeze(round=plan(now), by=None, now=now)
    rounds._claim(round)
    tasks.propose_due_rounds()
    assert Round.objects.get(pk=round.pk).state == "frozen"

    Round.objects.update(claimed_until=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    tasks.propose_due_rounds()

    assert len(pairs(round)) == 3


def test_a_round_can_be_computed_at_once(at, now):
    population()
    round = plan(now, planned_for=now + DAY)

    tasks.propose_round(round.pk)

    assert len(pairs(round)) == 3


@pytest.mark.parametrize(("hours", "state"), [(-1, "approved"), (0, "approved"), (1, "proposed"), (None, "proposed")])
def test_f011_only_a_round_with_an_hour_that_came_approves_itself(hours, state, at, now):
    hour = now + dt.timedelta(hours=hours) if hours is not None else None
    round = make.matching_round("proposed", auto_approve_at=hour)

    tasks.approve_due_rounds()

    assert Round.objects.get(pk=round.pk).state == state


def test_f011_nothing_leaves_before_the_approval(at):
    make.introduction("proposed", round=make.matching_round("proposed"))

    tasks.offer_introductions()

    assert not OutboxEmail.objects.exists()


def test_f015_run_three_times_each_side_has_one_mail_of_each_kind(at, now):
    introduction = make.introduction("proposed")
    three_times(tasks.offer_introductions)
    for member in introduction.members:
        say(introduction, member, "yes", now)
    for moment in (now, now + DAY, now + 9 * DAY):
        at(moment)
        three_times(tasks.expire_introductions)
        three_times(tasks.offer_introductions)

    kinds = sorted(OutboxEmail.objects.values_list("kind", "member"))
    assert kinds == sorted(
        (kind, member.pk)
        for kind in ("matchmaking.introduction_made", "matchmaking.opt_in_request")
        for member in introduction.members
    )


def test_the_end_comes_by_the_clock_and_is_told_once(at, now):
    introduction = make.introduction("offered")
    say(introduction, introduction.member_a, "yes", now)
    tasks.expire_introductions()
    assert fresh(introduction).state == "offered"

    at(settles_at(introduction.closes_at))
    three_times(tasks.expire_introductions)

    assert fresh(introduction).state == "expired"
    assert OutboxEmail.objects.count() == 1


def test_rounds_close_when_every_introduction_is_settled(at, now):
    open_round, done = make.matching_round("approved"), make.matching_round("approved")
    make.introduction("offered", round=open_round)
    make.introduction("expired", round=done, settled_at=now)

    three_times(tasks.close_rounds)

    assert (Round.objects.get(pk=open_round.pk).state, Round.objects.get(pk=done.pk).state) == ("approved", "closed")


def test_a_row_that_fails_does_not_hold_up_the_others(at, monkeypatch, caplog):
    broken, fine = make.introduction("proposed"), make.introduction("proposed")
    offer = introductions.offer

    def sometimes(*, introduction, now):
        if introduction.pk == broken.pk:
            raise ZeroDivisionError
        return offer(introduction=introduction, now=now)

    monkeypatch.setattr(introductions, "offer", sometimes)
    tasks.offer_introductions()

    assert Introduction.objects.get(pk=fine.pk).state == "offered"
    assert Introduction.objects.get(pk=broken.pk).state == "proposed"
    assert f"{broken.pk} could not be done" in caplog.text
