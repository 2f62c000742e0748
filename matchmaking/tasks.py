"""What runs by the clock? Every task finds its work in rows, does it through actions, and may run twice or late.

Tasks carry numbers only. One row that goes wrong does not hold up the others; it is logged and tried again next time.
"""

import datetime as dt
import logging

from celery import shared_task
from django.db.models import Q
from django.db.models.functions import Now

from corridor import clock, failpoints, heartbeat
from corridor.actions import visits
from corridor.one_by_one import each
from events.actions.speed_meetings import FORGET_AFTER, GuestsChanged, TurnBegan
from matchmaking import dates, digest_days
from matchmaking.actions import (
    digests,
    feedback,
    introductions,
    moments,
    past_visits,
    promises,
    reminders,
    round_parts,
    rounds,
    speed_meetings,
)
from matchmaking.errors import RoundTaken
from matchmaking.models import Introduction, Outcome, Round, SpeedPlan
from matchmaking.queries import after_due, digest, invariants, joint_mails, undecided

ATTEMPTS = 3  # at speed meetings that go on while they are worked out
LOST = dt.timedelta(seconds=20)  # after which a knock did not arrive
MOST_WORDS = 2000  # letters of what a check found
log = logging.getLogger(__name__)


@shared_task(name="matchmaking.plan_rounds")
def plan_rounds() -> None:
    """Plan the coming monthly round over all regions, unless it is there or the one before is still open."""
    now = clock.now()
    planned_for = dates.coming_round(now)
    period = dates.period_of(dates.local_day(planned_for))
    try:
        rounds.plan(period=period, planned_for=planned_for, by=None, now=now)
    except RoundTaken:
        return
    failpoints.reach("K13")


@shared_task(name="matchmaking.propose_due_rounds")
def propose_due_rounds() -> None:
    """Compute every round whose time has come, and every frozen one that nobody (any more) computes."""
    due = Q(state=Round.State.PLANNED, planned_for__lte=clock.now())
    nobodys = Q(state=Round.State.FROZEN) & (Q(claimed_until=None) | Q(claimed_until__lt=Now()))
    each(Round.objects.filter(due | nobodys).defer("pool"), _freeze_and_propose)


@shared_task(name="matchmaking.propose_round")
def propose_round(number: int) -> None:
    """Compute this round now, whenever it was planned for."""
    each(Round.objects.filter(pk=number).defer("pool"), _freeze_and_propose)


@shared_task(name="matchmaking.answer_part")
def answer_part(number: int) -> None:
    """Help with a large round: work out this part of it, unless somebody has it. A lost knock costs only speed."""
    round_parts.answer_part(number=number)


@shared_task(name="matchmaking.approve_due_rounds")
def approve_due_rounds() -> None:
    """Approve what may approve itself and whose hour has come."""
    due = Round.objects.filter(state=Round.State.PROPOSED, auto_approve_at__lte=clock.now()).defer("pool")
    each(due, lambda round, now: rounds.approve(round=round, by=None, now=now))


@shared_task(name="matchmaking.offer_introductions")
def offer_introductions() -> None:
    """Ask both sides of every proposal in an approved round, one transaction each."""
    waiting = Introduction.objects.filter(state=Introduction.State.PROPOSED, round__state=Round.State.APPROVED)
    each(waiting, lambda introduction, now: introductions.offer(introduction=introduction, now=now))


@shared_task(name="matchmaking.expire_introductions")
def expire_introductions() -> None:
    """End what was not made by its deadline, and tell whoever said yes in vain."""
    over = Introduction.objects.filter(settled_at=None, closes_at__lte=clock.now() - dates.UNDO)
    each(over, lambda introduction, now: introductions.expire(introduction=introduction, now=now))


@shared_task(name="matchmaking.remind_undecided")
def remind_undecided() -> None:
    """Remind, once and on a working day, whoever was asked four days ago and has said nothing."""
    now = clock.now()
    due = [own for own in undecided.rows(now) if dates.reminder_at(own.asked_at) <= now]
    each(due, lambda own, now: reminders.remind(own=own, now=now))
    passed = [own for own in undecided.need_none(now) if dates.reminder_at(own.asked_at) <= now]
    each(passed, lambda own, now: reminders.pass_over(own=own, now=now))


@shared_task(name="matchmaking.complete_introductions")
def complete_introductions() -> None:
    """Make what both agreed to while one of them was on a pause that is over."""
    each(joint_mails.agreed(), lambda one, now: introductions.complete(introduction=one, now=now))


@shared_task(name="matchmaking.stand_down_introductions")
def stand_down_introductions() -> None:
    """Unmake what somebody stopped before the joint mail left."""
    each(joint_mails.made_but_not_left(), lambda one, now: introductions.stand_down(introduction=one, now=now))


@shared_task(name="matchmaking.send_digests")
def send_digests() -> None:
    """On digest day tell everybody what they wanted gathered; then ask what no digest will ask in time."""
    period = digest_days.due(clock.now())
    if period:
        each(digest.readers(period), lambda member, now: digests.send(member=member, period=period, now=now))
    each(digest.unasked(clock.now()), lambda own, now: digests.ask_after_all(opt_in=own, now=now))


@shared_task(name="matchmaking.forget_past_visits")
def forget_past_visits() -> None:
    """Forget who was where, the day after, and what joint mails proposed and reasons said because of it."""
    now = clock.now()
    past_visits.forget_excuses(now=now)
    past_visits.forget_reasons(now=now)
    visits.forget_past(now=now)


@shared_task(name="matchmaking.forget_old_moments")
def forget_old_moments() -> None:
    """Forget the half-days that were ticked a month ago."""
    moments.forget_old(now=clock.now())


@shared_task(name="matchmaking.close_rounds")
def close_rounds() -> None:
    """Close approved rounds of which every introduction has come to its end."""
    still = Introduction.objects.filter(Introduction.UNSETTLED).values("round")
    done = Round.objects.filter(state=Round.State.APPROVED).exclude(pk__in=still).defer("pool")
    each(done, lambda round, now: rounds.close(round=round, now=now))


@shared_task(name="matchmaking.work_out_speed_meetings")
def work_out_speed_meetings(number: int) -> None:
    """Work out these speed meetings now: people stand waiting. Again, when a turn began meanwhile."""
    each(SpeedPlan.objects.filter(pk=number, computed_at=None).select_related("event"), _work_out)


@shared_task(name="matchmaking.work_out_due_speed_meetings")
def work_out_due_speed_meetings() -> None:
    """Work out what was asked and not answered (a lost knock); put away what was for evenings that are over."""
    plans, now = SpeedPlan.objects.select_related("event"), clock.now()
    over = plans.filter(event__ends_at__lt=now - FORGET_AFTER)
    each(over, lambda plan, now: speed_meetings.put_away(plan=plan, now=now))
    each(plans.filter(computed_at=None, asked_at__lte=now - LOST), _work_out)


@shared_task(name="matchmaking.ask_what_came_after")
def ask_what_came_after() -> None:
    """Ask both whether they met, once more whoever said nothing, and after months what came of it."""
    now = clock.now()
    each(after_due.to_ask_whether_met(now), lambda one, now: feedback.ask(introduction=one, now=now))
    again = after_due.to_ask_again(now).select_related("introduction", "member")
    each(again, lambda one, now: feedback.remind(feedback=one, now=now))
    for months in Outcome.AFTER_MONTHS:
        due = after_due.to_ask_what_came(now, months)
        each(due, lambda one, now, months=months: feedback.ask_what_came(introduction=one, months=months, now=now))


@shared_task(name="matchmaking.remind_of_promises")
def remind_of_promises() -> None:
    """Remind whoever promised something for today, and forget the promises that closed themselves."""
    now = clock.now()
    each(after_due.to_remind_of_promise(now), lambda one, now: promises.remind(promise=one, now=now))
    promises.forget_closed(now=now)


@shared_task(name="matchmaking.check_invariants")
def check_invariants() -> None:
    """Look whether anything is in the database that must never be; superusers see it on the console's first page."""
    if any(invariants.broken(clock.now()).values()):
        # Somebody came back a moment ago, or stopped: what these two mend by themselves is not broken.
        complete_introductions()
        stand_down_introductions()
    broken = invariants.broken(clock.now())
    found = "; ".join(f"{name}: {', '.join(rows)}" for name, rows in broken.items() if rows)
    heartbeat.note(heartbeat.INVARIANTS, found[:MOST_WORDS])
    if found:
        log.error("Invariants are broken. %s", found[:MOST_WORDS])


def _work_out(plan: SpeedPlan, now: dt.datetime) -> None:
    for _attempt in range(ATTEMPTS):
        answer = speed_meetings.work_out(plan=plan, now=clock.now())
        try:
            if answer:
                speed_meetings.keep(plan=plan, answer=answer, now=clock.now())
        except (TurnBegan, GuestsChanged) as no:
            log.info("speed meetings %s: %s", plan.pk, no)
            continue
        return


def _freeze_and_propose(round: Round, now: dt.datetime) -> None:
    if round.state == Round.State.PLANNED:
        rounds.freeze(round=round, by=None, now=now)
    rounds.propose(round=round, now=now)
