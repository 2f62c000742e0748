"""How does the demo run a round? As the product does: the schedule's own tasks, in the worker; only the clock is moved.

A round is planned by the schedule for the first Tuesday of the coming month; the demo's clock goes there. What was
still open from the month before is answered as people do, and ends on the way, by the same tasks.
"""

import contextlib
import datetime as dt
import time
from collections.abc import Callable

from corridor import clock, heartbeat
from corridor.celery import app
from corridor.errors import Refused
from corridor.models import Member, OutboxEmail
from matchmaking import dates
from matchmaking.actions import introductions, rounds
from matchmaking.demo import habits
from matchmaking.models import Introduction, OptIn, Round

State = Round.State
# Ahead of the round, so that everything of the month before is over when its members are counted.
DAY_BEFORE = dt.timedelta(days=1)
SETTLED = dt.timedelta(minutes=1)
PATIENCE = 20 * 60


class Stuck(Exception):
    """The worker did not do what it was asked to do."""


def run(*, by: Member) -> Round:
    """Run the coming round through the worker, approve it as `by`, and wait until its mails have left. Out: the round.

    Needs a running worker (corridor/embedded.py). A round that an earlier, interrupted run left open is taken up.
    Raises Stuck.
    """
    ask("matchmaking.offer_introductions", until=lambda: not _unasked(), what="ask both sides of the round before")
    round = coming()
    if round.state == State.PLANNED:
        _live_on()
        _go_to(round.planned_for - DAY_BEFORE)
        ask("matchmaking.expire_introductions", until=lambda: not _unsettled(), what="end the introductions before")
        ask("matchmaking.close_rounds", until=lambda: not _unclosed(), what="close the rounds before")
        _go_to(round.planned_for + SETTLED)
    ask("matchmaking.propose_due_rounds", until=lambda: _state(round) not in _BEFORE, what="propose")
    round = Round.objects.get(pk=round.pk)
    rounds.approve(round=round, by=by, now=clock.now())
    ask("matchmaking.offer_introductions", until=lambda: not _unasked(), what="ask both sides")
    deliver()
    return Round.objects.get(pk=round.pk)


def coming() -> Round:
    """The round that is still open, planned by the schedule when there is none."""
    ask("matchmaking.plan_rounds", until=lambda: _open().exists(), what="plan a round")
    return _open().first()


def deliver() -> None:
    """Wait until every mail that is due has left. Raises Stuck."""
    ask("corridor.deliver_outbox", until=lambda: not _waiting(), what="deliver the mails")


def next_moment(now: dt.datetime) -> dt.datetime:
    """When the round is that the demo runs next: the open one's, or that of the next first Tuesday."""
    return _open().values_list("planned_for", flat=True).first() or dates.coming_round(now)


def _live_on() -> None:
    """Whoever was asked in the round before and is silent answers now, as they would have in the month between."""
    open_ones = OptIn.objects.filter(answer="", introduction__state=Introduction.State.OFFERED)
    for own in open_ones.select_related("introduction", "member").order_by("pk"):
        plan = habits.plan(own)
        if plan:
            with contextlib.suppress(Refused):
                introductions.answer(
                    introduction=own.introduction, member=own.member, answer=plan.answer, now=clock.now()
                )
    _go_to(clock.now() + dates.UNDO + SETTLED)
    ask("corridor.deliver_outbox", until=lambda: not _waiting(), what="bring together who said yes")


_BEFORE = (State.PLANNED, State.FROZEN)


def _open():
    return Round.objects.filter(state__in=Round.OPEN, scope_key=rounds.ALL).defer("pool", "certificate")


def _state(round: Round) -> str:
    return Round.objects.values_list("state", flat=True).get(pk=round.pk)


def _unsettled() -> bool:
    """Whether an introduction is still open whose deadline has passed."""
    return Introduction.objects.filter(settled_at=None, closes_at__lte=clock.now() - dates.UNDO).exists()


def _unclosed() -> bool:
    still = Introduction.objects.filter(Introduction.UNSETTLED).values("round")
    return Round.objects.filter(state=State.APPROVED).exclude(pk__in=still).exists()


def _unasked() -> bool:
    """Whether a proposal of an approved round waits to be offered."""
    return Introduction.objects.filter(state=Introduction.State.PROPOSED, round__state=State.APPROVED).exists()


def _waiting() -> bool:
    states = (OutboxEmail.State.QUEUED, OutboxEmail.State.SENDING)
    return OutboxEmail.objects.filter(state__in=states, due_at__lte=clock.now()).exists()


def _go_to(moment: dt.datetime) -> None:
    """Move the demo's clock ahead to `moment`, unless it is later already."""
    clock.move_demo(max(moment - clock.now(), dt.timedelta()))


def ask(task: str, *, until: Callable[[], bool], what: str) -> None:
    """Send `task` to the worker and wait for the rows to say that it is done; send it again every few seconds.

    Raises Stuck when the worker died or takes for ever."""
    patience, asked = time.monotonic() + PATIENCE, 0.0
    while not until():
        if heartbeat.dead_threads() or time.monotonic() > patience:
            raise Stuck(f"The worker did not {what}.")
        if time.monotonic() - asked > 15:
            app.send_task(task)
            asked = time.monotonic()
        time.sleep(0.1)
