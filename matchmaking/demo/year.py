"""What happened before the demo begins? A year of a growing corridor, lived through the product's own actions.

Nothing is written into the tables by hand but the people: every round is planned, frozen, computed and approved, every
mail leaves, every answer is given, by the functions that serve a member's press of a button; only the clock is moved.
Who says what is invented (habits.py), from a die that falls the same way every time.
"""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db import connection

from corridor import clock, outbox
from corridor.errors import Refused
from corridor.models import Member
from events.demo import evenings
from matchmaking import dates, tasks
from matchmaking.actions import introductions, rounds
from matchmaking.demo import habits, people
from matchmaking.models import Introduction, OptIn, Round

MONTHS = 12
# The part of the corridor's people that is there in the first round and in the last one of the year; the corridor
# grows faster and faster, and the rest joins for the round that the demo shows.
AT_FIRST, AT_LAST = 0.1, 0.37
# The last invented round lies at least this far back, so that all of it is over and everybody may be asked again.
OVER = dt.timedelta(days=17)
# Days after the questions on which the schedule's tasks are run: often at first, while answers come in.
LOOKS = (0, 2, 4, 5, 6, 7, 8, 9, 12, 15, 22)
APPROVED_AFTER = dt.timedelta(hours=2)
UNDONE = dates.UNDO + dt.timedelta(minutes=1)


def live(*, size: int | None, today: dt.datetime, meanwhile: Callable[[dt.datetime], object]) -> int:
    """Live through the year before `today` with up to `size` people; how many rounds. Once: a second time, none.

    `meanwhile` is called with the moment whenever time has passed, for what others do in it. Leaves the clock at the
    present.
    """
    if Member.objects.filter(is_demo=True).exists():
        return 0
    moments = _moments(today)
    clock.set_demo(moments[0] - dt.timedelta(days=3))
    _do_not_wait_for_the_disk(True)
    wanted = min(size or people.everybody(), people.everybody())
    for number, moment in enumerate(moments):
        share = AT_FIRST + (AT_LAST - AT_FIRST) * (number / (MONTHS - 1)) ** 2
        clock.set_demo(moment - dt.timedelta(days=2))
        people.populate(size=max(2, round(wanted * share)), now=clock.now())
        habits.beforehand(list(Member.objects.filter(is_demo=True).order_by("pk")), now=clock.now())
        evenings.bring_up_to(now=clock.now())
        following = moments[number + 1] if number + 1 < len(moments) else today
        _month(moment, until=following - dt.timedelta(days=2), meanwhile=meanwhile)
    clock.set_demo(today)
    meanwhile(today)
    _run_the_schedule()
    _do_not_wait_for_the_disk(False)
    return len(moments)


def _moments(today: dt.datetime) -> list[dt.datetime]:
    """When the rounds of the year were: the first Tuesdays, the last one far enough back."""
    last = dates.local_day(today - OVER).replace(day=1)
    if dates.round_moment(last.year, last.month) > today - OVER:
        last = dates.first_of_month(last, -1)
    firsts = [dates.first_of_month(last, -back) for back in range(MONTHS)][::-1]
    return [dates.round_moment(first.year, first.month) for first in firsts]


def _month(moment: dt.datetime, *, until: dt.datetime, meanwhile: Callable[[dt.datetime], object]) -> None:
    """One round and what people make of it, until the next one is near."""
    clock.set_demo(moment)
    round = rounds.plan(period=dates.period_of(dates.local_day(moment)), planned_for=moment, by=None, now=moment)
    rounds.freeze(round=round, by=None, now=moment)
    rounds.propose(round=round, now=moment)
    clock.set_demo(moment + APPROVED_AFTER)
    rounds.approve(round=round, by=Member.objects.get(email=people.SUPERUSER), now=clock.now())
    _run_the_schedule()
    plans = sorted(_answers(round), key=lambda plan: (plan.at, plan.opt_in.pk))
    asked_at = clock.now()
    for day in LOOKS:
        now = min(asked_at + dt.timedelta(days=day), until)
        while plans and plans[0].at <= now:
            _answer(plans.pop(0))
        clock.set_demo(max(now, clock.now()))
        meanwhile(clock.now())
        _run_the_schedule()
        habits.afterwards(now=clock.now())


def _answers(round: Round) -> list[habits.Plan]:
    rows = OptIn.objects.filter(introduction__round=round, introduction__state=Introduction.State.OFFERED)
    chosen = (habits.plan(own) for own in rows.select_related("introduction", "member").order_by("pk"))
    return [plan for plan in chosen if plan]


def _answer(plan: habits.Plan) -> None:
    clock.set_demo(plan.at)
    try:
        introductions.answer(
            introduction=plan.opt_in.introduction, member=plan.opt_in.member, answer=plan.answer, now=plan.at
        )
    except Refused:
        return  # they came too late, like people do
    if plan.answer != OptIn.Answer.YES:
        return
    clock.set_demo(plan.at + UNDONE)
    outbox.deliver_due(now=clock.now())


def _run_the_schedule() -> None:
    """What the beat table would have run by now, in the order of a life."""
    for task in (
        tasks.offer_introductions,
        tasks.remind_undecided,
        tasks.complete_introductions,
        tasks.stand_down_introductions,
        tasks.expire_introductions,
        tasks.close_rounds,
        tasks.ask_what_came_after,
        tasks.remind_of_promises,
        tasks.send_digests,
        tasks.forget_past_visits,
        tasks.forget_old_moments,
    ):
        task()
    outbox.deliver_due(now=clock.now())
    outbox.forget_old_bodies(now=clock.now())


def _do_not_wait_for_the_disk(fast: bool) -> None:
    """SQLite waits for the disk at every commit, which no invented past is worth; the real present is."""
    if settings.DEMO and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={'OFF' if fast else 'FULL'}")
