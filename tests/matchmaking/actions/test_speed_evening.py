"""What happens to the turns of an evening when somebody leaves, comes late or comes back? (F078)"""

import datetime as dt
import random

import pytest

from events.actions import speed_meetings as facts
from events.models import CheckIn
from matchmaking import tasks
from matchmaking.actions import speed_meetings
from tests import make
from tests.matchmaking import speeding

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


def guest_of(event, number: int):
    return event.registrations.order_by("pk")[number]


def test_f078_who_leaves_is_out_of_what_comes_and_what_was_played_stays(organiser, now, clock):
    event = speeding.evening(12)
    plan = speeding.running(event, organiser, now, turns=5)
    before, gone = speeding.tables(event), guest_of(event, 3)

    at = clock(12)  # the second turn runs
    speed_meetings.leave(plan=plan, registration=gone, by=organiser, now=at)
    tasks.work_out_speed_meetings(plan.pk)

    after = speeding.tables(event)
    assert (after[1], after[2]) == (before[1], before[2])
    assert [turn for turn, _table in speeding.seats_of(event, gone)] == [1, 2]
    assert all(sum(len(table) for table in after[turn].values()) == 11 for turn in (3, 4, 5))
    met = speeding.meetings_of(event)
    assert len(met) == len(set(met))


def test_f078_who_comes_late_is_seated_from_the_next_turn_on(organiser, now, clock):
    event = speeding.evening(11)
    plan = speeding.running(event, organiser, now, turns=5)
    before, late = speeding.tables(event), make.check_in(event, speeding.guest(50)).registration

    at = clock(1)
    speed_meetings.join(plan=plan, registration=late, by=organiser, now=at)
    tasks.work_out_speed_meetings(plan.pk)

    assert speeding.tables(event)[1] == before[1]
    assert [turn for turn, _table in speeding.seats_of(event, late)] == [2, 3, 4, 5]
    assert len(speeding.meetings_of(event)) == len(set(speeding.meetings_of(event)))


def test_f078_the_door_decides_who_takes_part_at_one_press(organiser, now, clock):
    event = speeding.evening(10)
    late = make.registration(event, speeding.guest(60))
    plan = speeding.running(event, organiser, now, turns=4)
    never_came, new = guest_of(event, 10), make.check_in(event, speeding.guest(61)).registration
    assert never_came == late

    speed_meetings.follow_the_door(plan=plan, by=organiser, now=clock(1))
    tasks.work_out_speed_meetings(plan.pk)

    assert [turn for turn, _ in speeding.seats_of(event, late)] == [1]
    assert [turn for turn, _ in speeding.seats_of(event, new)] == [2, 3, 4]
    CheckIn.objects.create(registration=late, at=now)
    speed_meetings.follow_the_door(plan=plan, by=organiser, now=clock(11))
    tasks.work_out_speed_meetings(plan.pk)
    assert [turn for turn, _ in speeding.seats_of(event, late)] == [1, 3, 4]


def test_f078_who_went_home_stays_home_whatever_the_door_says_until_somebody_says_they_are_back(organiser, now, clock):
    event = speeding.evening(9)
    plan = speeding.running(event, organiser, now, turns=4)
    one = guest_of(event, 2)

    speed_meetings.leave(plan=plan, registration=one, by=organiser, now=clock(1))
    speed_meetings.follow_the_door(plan=plan, by=organiser, now=clock(2))
    tasks.work_out_speed_meetings(plan.pk)
    home = [turn for turn, _ in speeding.seats_of(event, one)]
    speed_meetings.join(plan=plan, registration=one, by=organiser, now=clock(11))
    tasks.work_out_speed_meetings(plan.pk)

    assert home == [1]
    assert [turn for turn, _ in speeding.seats_of(event, one)] == [1, 3, 4]


def test_f078_who_gave_the_place_back_is_left_out_of_the_next_mending_and_may_return_as_somebody_new(
    organiser, now, clock
):
    event = speeding.evening(8)
    plan = speeding.proposed(event, organiser, now, turns=3)
    speed_meetings.agree(plan=plan, by=organiser, now=now)
    gone = guest_of(event, 0)
    event.registrations.filter(pk=gone.pk).update(state="cancelled")

    speed_meetings.follow_the_door(plan=plan, by=organiser, now=now)
    tasks.work_out_speed_meetings(plan.pk)
    without = speeding.seats_of(event, gone)
    again = make.check_in(event, gone.member).registration
    speed_meetings.follow_the_door(plan=plan, by=organiser, now=now)
    tasks.work_out_speed_meetings(plan.pk)

    assert without == []
    assert [turn for turn, _ in speeding.seats_of(event, again)] == [1, 2, 3]


def test_f078_a_turn_that_begins_while_one_mends_is_kept_and_the_rest_worked_out_again(organiser, now, clock):
    event = speeding.evening(12)
    plan = speeding.running(event, organiser, now, turns=5)
    before, gone = speeding.tables(event), guest_of(event, 5)
    speed_meetings.leave(plan=plan, registration=gone, by=organiser, now=clock(1))
    plan.refresh_from_db()
    too_old = speed_meetings.work_out(plan=plan, now=clock(1))

    with pytest.raises(facts.TurnBegan):
        speed_meetings.keep(plan=plan, answer=too_old, now=clock(10.1))
    untouched = speeding.tables(event)
    tasks.work_out_speed_meetings(plan.pk)

    assert untouched == before
    after = speeding.tables(event)
    assert (after[1], after[2]) == (before[1], before[2])
    assert [turn for turn, _ in speeding.seats_of(event, gone)] == [1, 2]


def test_f078_whatever_happens_in_an_evening_the_rules_hold_after_every_mending(organiser, now, clock):
    """Guests leave, come late and come back by chance, turn after turn."""
    for seed, seats in ((1, 2), (2, 3), (3, 4)):
        luck, event = random.Random(seed), speeding.evening(14)
        lab = make.organisation("Lab")
        for number in (80, 81, 82):
            make.check_in(event, speeding.guest(number, organisation=lab))
        plan = speeding.running(event, organiser, now, turns=4 if seats < 4 else 3, seats=seats)
        played: dict = {}
        for lap in range(plan.turns):
            at = clock(10 * lap + 1)
            for _ in range(luck.randrange(3)):
                guests = list(event.registrations.order_by("pk"))
                luck.choice([speed_meetings.leave, speed_meetings.join])(
                    plan=plan, registration=luck.choice(guests), by=organiser, now=at
                )
            if luck.random() < 0.6:
                late = make.check_in(event, speeding.guest(100 + 10 * seed + lap)).registration
                speed_meetings.join(plan=plan, registration=late, by=organiser, now=at)
            tasks.work_out_speed_meetings(plan.pk)
            plan.refresh_from_db()
            shown = speeding.tables(event)
            assert {turn: shown[turn] for turn in played} == played
            played = {turn: shown[turn] for turn in range(1, lap + 2)}
            here = {row["member"] for row in plan.guests if row["last"] == plan.turns}
            colleagues = set(
                event.registrations.filter(member__memberships__organisation=lab).values_list("member", flat=True)
            )
            for turn in range(lap + 2, plan.turns + 1):
                seated = [one for table in shown[turn].values() for one in table]
                assert sorted(seated) == sorted(here)
                assert all(len(table & colleagues) < 2 for table in shown[turn].values())
        assert len(speeding.meetings_of(event)) - len(set(speeding.meetings_of(event))) <= plan.schedule["repeats"]
