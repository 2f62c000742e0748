"""How do speed meetings come about, and what do they leave behind? (F078)"""

import datetime as dt

import pytest

from corridor.errors import Refused
from corridor.models import Transition
from events.models import SpeedMeetings, SpeedSeat
from matchmaking import tasks
from matchmaking.actions import speed_meetings
from matchmaking.models import Exclusion, SpeedPlan, Tie
from tests import make
from tests.matchmaking import speeding

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


def test_f078_nobody_meets_twice_and_all_have_a_seat_and_regions_are_crossed(organiser, now, clock):
    event = speeding.evening(12)

    plan = speeding.proposed(event, organiser, now, turns=5)
    speed_meetings.agree(plan=plan, by=organiser, now=now)

    met = speeding.meetings_of(event)
    assert len(met) == len(set(met)) == 5 * 6
    assert all(sum(len(table) for table in at.values()) == 12 for at in speeding.tables(event).values())
    home = {one.member_id: one.member.profile.region.slug for one in event.registrations.select_related("member")}
    assert sum(len({home[one] for one in pair}) == 2 for pair in met) >= 28
    assert plan.schedule["repeats"] == 0
    assert Transition.objects.filter(action="speed meetings agreed", by=organiser).exists()


def test_f078_every_table_of_four_crosses_regions_as_often_as_it_can(organiser, now, clock):
    event = speeding.evening(24)

    plan = speeding.proposed(event, organiser, now, turns=3, seats=4)

    # Of the six pairs at a table of two and two, four cross.
    assert (plan.schedule["crossings"], plan.schedule["encounters"]) == (3 * 6 * 4, 3 * 6 * 6)


def test_f078_colleagues_and_who_does_not_want_whom_never_share_a_table(organiser, now, clock):
    event = speeding.evening(9)
    lab = make.organisation("Lab")
    one, other = (speeding.guest(number, organisation=lab) for number in (20, 21))
    blocker, blocked = (speeding.guest(number) for number in (22, 23))
    for person in (one, other, blocker, blocked):
        make.check_in(event, person)
    Exclusion.objects.create(member=blocker, other=blocked, added_by=blocker, created_at=now)

    plan = speeding.proposed(event, organiser, now, turns=4, seats=3)
    speed_meetings.agree(plan=plan, by=organiser, now=now)

    met = set(speeding.meetings_of(event))
    assert met
    assert met.isdisjoint({frozenset((one.pk, other.pk)), frozenset((blocker.pk, blocked.pk))})


def test_f078_an_opinion_becomes_a_fact_only_when_an_organiser_agrees(organiser, now, clock):
    event = speeding.evening(6)

    plan = speeding.proposed(event, organiser, now, turns=3)

    assert plan.computed_at and not SpeedMeetings.objects.exists()
    stranger = make.organiser(region=make.region("brainport"))
    with pytest.raises(Refused):
        speed_meetings.agree(plan=plan, by=stranger, now=now)
    speed_meetings.agree(plan=plan, by=organiser, now=now)
    assert SpeedSeat.objects.count() == 3 * 6
    with pytest.raises(Refused):
        speed_meetings.agree(plan=plan, by=organiser, now=now)


def test_f078_who_has_no_place_takes_no_part_and_of_all_others_only_who_arrived_when_asked_so(organiser, now, clock):
    event = speeding.evening(6)
    for number, state in enumerate(("waitlisted", "offered", "cancelled"), start=30):
        late = dt.timedelta(days=1)
        make.registration(event, speeding.guest(number), state, offer_until=now + late if state == "offered" else None)
    not_inside = make.registration(event, speeding.guest(40))

    everybody = speeding.proposed(event, organiser, now, turns=3)
    everybody_in = {row["registration"] for row in everybody.guests}
    inside = speeding.proposed(event, organiser, now, turns=3, only_arrived=True)

    assert len(everybody_in) == 7
    assert everybody_in - {row["registration"] for row in inside.guests} == {not_inside.pk}


def test_f078_an_answer_to_an_older_question_is_not_kept(organiser, now, clock):
    event = speeding.evening(8)
    plan = speed_meetings.propose(
        event=event, turns=3, seats=2, minutes=8, pause_minutes=2, only_arrived=False, by=organiser, now=now
    )
    old = speed_meetings.work_out(plan=plan, now=now)
    speed_meetings.propose(
        event=event, turns=4, seats=2, minutes=8, pause_minutes=2, only_arrived=False, by=organiser, now=now + MINUTE
    )

    assert speed_meetings.keep(plan=plan, answer=old, now=now) is False
    assert SpeedPlan.objects.get().computed_at is None
    clock(2)
    tasks.work_out_due_speed_meetings()  # nobody knocked, the schedule finds it
    assert len(SpeedPlan.objects.get().schedule["turns"]) == 4


def test_f078_nobody_meets_nearly_everybody_since_whom_one_never_meets_would_tell(organiser, now, clock):
    event = speeding.evening(8)

    with pytest.raises(Refused, match="at most 5 turns"):
        speeding.proposed(event, organiser, now, turns=6)
    assert speeding.proposed(event, organiser, now, turns=5).computed_at
    with pytest.raises(Refused, match="at least four"):
        speeding.proposed(speeding.evening(3), organiser, now, turns=1)


def test_f078_the_first_turn_cannot_be_planned_anew_once_it_has_begun(organiser, now, clock):
    event = speeding.evening(8)
    plan = speeding.running(event, organiser, now, turns=3)
    before = speeding.tables(event)

    with pytest.raises(Refused, match="has begun"):
        speeding.proposed(event, organiser, now, turns=4)
    plan.refresh_from_db()
    assert plan.agreed_at and speeding.tables(event) == before


def test_f078_who_sat_together_is_remembered_once_it_is_over_if_both_were_inside_and_the_turn_began(
    organiser, now, clock
):
    event = speeding.evening(8)
    absent = make.registration(event, speeding.guest(70))
    speeding.running(event, organiser, now, turns=3)
    met = {tuple(sorted(pair)) for pair in speeding.meetings_of(event) if absent.member_id not in pair}

    clock(29 * 60)
    tasks.work_out_due_speed_meetings()
    tasks.work_out_due_speed_meetings()

    ties = Tie.objects.filter(kind=Tie.Kind.SAT_TOGETHER, source_id=event.pk)
    assert sorted(ties.values_list("member_a", "member_b")) == sorted(met)
    never_begun = speeding.evening(6)
    plan = speeding.proposed(never_begun, organiser, now, turns=2)
    speed_meetings.agree(plan=plan, by=organiser, now=now)
    assert speed_meetings.put_away(plan=plan, now=now) == 0


def test_f078_what_was_proposed_is_forgotten_a_day_after_the_event(organiser, now, clock):
    plan = speeding.proposed(speeding.evening(6), organiser, now, turns=2)

    clock(27 * 60)
    tasks.work_out_due_speed_meetings()
    still_there = SpeedPlan.objects.filter(pk=plan.pk).exists()
    clock(29 * 60)
    tasks.work_out_due_speed_meetings()

    assert still_there and not SpeedPlan.objects.exists()
