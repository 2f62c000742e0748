"""What may happen, one step at a time, between a few people? The steps of the state machine and what must hold.

The clock moves a second with every step, so that no two steps share an instant; where hours or weeks go by, everything
that runs by the clock runs at their end.
"""

import datetime as dt
import sys
from collections.abc import Callable
from typing import ClassVar

from celery import current_app
from django.db import transaction
from django.db.models.functions import Now
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from corridor.celery import app
from corridor.errors import Refused
from corridor.lifecycle import advance
from corridor.models import Member, OutboxEmail
from matchmaking import rules
from matchmaking.actions import feedback, introductions, rounds, whys
from matchmaking.models import Introduction, Round
from tests.machine import deeds
from tests.machine.post import FATES, Died, Post
from tests.machine.stage import Stage
from tests.make.matchmaking import REASONS
from tests.rewinding import taken_back

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
START = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
app.loader.import_default_modules()
# What runs by the clock, from the table of the schedule itself. Rounds come when the machine wants one.
AT_ONCE = {"deliver_outbox", "requeue_stuck_emails", "propose_due_rounds", "approve_due_rounds", "offer_introductions"}
AT_ONCE |= {"complete_introductions", "stand_down_introductions", "expire_introductions", "close_rounds"}
NOT_HERE = {"matchmaking.plan_rounds", "matchmaking.check_invariants", "corridor.beat", "corridor.forget_old_sign_ins"}
BEAT = sorted({entry["task"] for entry in app.conf.beat_schedule.values()} - NOT_HERE)
# What has to have run before anything is held to its time; the rest comes when it comes.
CLOCK = [name for name in BEAT if name.partition(".")[2] in AT_ONCE]
MENDERS = ("matchmaking.complete_introductions", "matchmaking.stand_down_introductions")
IN_EARNEST = 7  # of twenty
LEASE_OVER = dt.timedelta(seconds=1)
FROZEN = {"pool": {}, "seed": 7, "engine_version": "1"}
PROPOSED = {"score": 700_000, "parts": {"relevance": 700_000}, "reasons": REASONS}

index = st.integers(0, 9)
side = st.integers(0, 1)


class Life(RuleBasedStateMachine):
    """A few people, and everything that they, an organiser, the clock and the mail server may do."""

    stage: ClassVar[Stage]

    def __init__(self) -> None:
        super().__init__()
        self.stage.examples += 1
        self.now, self.clock_ran_at, self.number = START, START, 0
        self.post = Post()
        self.open: list[int] = []
        self.in_earnest = False
        self.played = taken_back(self.stage.counts)
        self.played.__enter__()
        Life.playing = self

    def teardown(self) -> None:
        self.played.__exit__(None, None, None)

    # --- How a step is made -------------------------------------------------------------------------------------------

    def step(self, act: Callable[[], object], what: str = "") -> None:
        """One step; a polite no is an answer like any other."""
        self.now += dt.timedelta(seconds=1)
        self.post.now = self.now
        what = what or sys._getframe(1).f_code.co_name
        try:
            act()
        except Refused:
            what += ", refused"
        except Died:
            what += ", died"
        self.stage.happened[what] += 1

    def person(self, number: int) -> Member:
        return self.stage.people[number % len(self.stage.people)]

    def other(self, number: int) -> Member:
        """Somebody from the other side of the corridor."""
        return self.person(number + 1)

    def one(self, number: int) -> Introduction | None:
        """One of the introductions that are not over, if there is any."""
        return Introduction.objects.get(pk=self.open[number % len(self.open)]) if self.open else None

    # --- What people do -----------------------------------------------------------------------------------------------

    def _say(self, number: int, side: int, answer: str) -> None:
        one = self.one(number)
        if one:
            member = one.members[side]
            self.step(
                lambda: introductions.answer(introduction=one, member=member, answer=answer, now=self.now), answer
            )

    @rule(number=index, side=side)
    def says_yes(self, number: int, side: int) -> None:
        self._say(number, side, "yes")

    @rule(number=index)
    def both_say_yes(self, number: int) -> None:
        self._say(number, 0, "yes")
        self._say(number, 1, "yes")

    @rule(number=index, side=side, answer=st.sampled_from(["no", "not_now"]), why=st.sampled_from(deeds.WHY))
    def says_no(self, number: int, side: int, answer: str, why: str) -> None:
        self._say(number, side, answer)
        one = self.one(number)
        if one and why:
            mine = {"introduction": one, "member": one.members[side], "because": why}
            self.step(lambda: whys.say_why(**mine, now=self.now), "says why")

    @rule(number=index, side=side)
    def hands_over(self, number: int, side: int) -> None:
        """To the first colleague who could."""
        one = self.one(number)
        if one:
            self.step(lambda: deeds.hand_over(one, one.members[side], self.now))

    @rule(number=index, side=side, answer=st.sampled_from(["yes", "no", "planned"]))
    def says_whether_they_met(self, number: int, side: int, answer: str) -> None:
        one = Introduction.objects.filter(state=Introduction.State.MADE).order_by("pk").first()
        if one:
            mine = {"introduction": one, "member": one.members[side], "answer": answer}
            self.step(lambda: feedback.say(**mine, now=self.now))

    @rule(who=index, stop=st.sampled_from(deeds.STOPS), days=st.integers(1, 40))
    def somebody_stops(self, who: int, stop: str, days: int) -> None:
        self.step(lambda: deeds.stop(self.person(who), self.other(who), stop, days, self.now), stop)

    @rule(who=index)
    def somebody_takes_part_again(self, who: int) -> None:
        """Whatever kept them away is over."""
        self.step(lambda: deeds.take_part_again(self.person(who), self.now))

    # --- What organisers do -------------------------------------------------------------------------------------------

    @initialize(number=index, earnest=st.integers(1, 20))
    def a_round_is_asked(self, number: int, earnest: int) -> None:
        """Every life begins with somebody being asked something.

        Computing rounds and writing mails in earnest takes most of the time: about one life in twenty does.
        """
        self.in_earnest = earnest == IN_EARNEST
        self.a_round_goes_on(number)
        self.a_round_goes_on(number)

    @rule(number=index)
    def a_round_goes_on(self, number: int) -> None:
        """The round that waits for an organiser is approved and asked; when none waits, the next one begins.

        Two who may answer are enough: asking costs ten times what anything else does.
        """
        if len(self.open) > 1:
            return
        waiting = Round.objects.filter(state=Round.State.PROPOSED).first()
        if waiting is None:
            self.step(lambda: self._begin(number), "a round begins")
            return

        def ask() -> None:
            rounds.approve(round=waiting, by=self.stage.root, now=self.now)
            current_app.tasks["matchmaking.offer_introductions"]()

        self.step(ask, "a round is asked")

    def _begin(self, number: int) -> None:
        """Planned for this moment; in earnest, the engine chooses its pairs."""
        self.number += 1
        hours = {"planned_for": self.now, "auto_approve_at": self.now}
        round = rounds.plan(period=f"m{self.number}", by=None, now=self.now, **hours)
        if self.in_earnest:
            current_app.tasks["matchmaking.propose_due_rounds"]()
            return
        for state, more in ((Round.State.FROZEN, FROZEN), (Round.State.PROPOSED, {})):
            with transaction.atomic():
                advance(round, to=state, by=None, now=self.now, **more)
        self._propose(round, number)

    def _propose(self, round: Round, number: int) -> None:
        """Some pairs from both sides of the corridor that may be asked as of now, some of them twice over."""
        here, there = self.stage.people[::2], self.stage.people[1::2]
        for turn in range(2):
            pair = (here[(number + turn) % len(here)], there[(number // 3 + turn) % len(there)])
            a, b = sorted(pair, key=lambda person: person.pk)
            one = Introduction(round=round, member_a=a, member_b=b, **PROPOSED, state_since=self.now)
            if rules.why_not_offer(one, self.now) is None:
                one.save()

    @rule(number=index, verb=st.sampled_from(deeds.ACTS))
    def an_organiser_acts(self, number: int, verb: str) -> None:
        one, root = self.one(number), self.stage.root
        self.step(lambda: deeds.act(one, verb, root, self.now), verb)

    # --- What the clock and the mail server do ------------------------------------------------------------------------

    @rule(minutes=st.sampled_from([1, 3, 11, 60, 300]))
    def minutes_pass(self, minutes: int) -> None:
        self._time_passes(minutes * MINUTE)

    @rule(days=st.sampled_from([1, 2, 7, 8, 28]))
    def days_pass(self, days: int) -> None:
        self._time_passes(days * DAY)

    @rule(name=st.sampled_from(BEAT))
    def a_task_runs(self, name: str) -> None:
        self.step(current_app.tasks[name], name)

    @rule(fates=st.lists(st.sampled_from(FATES), max_size=4))
    def mail_is_delivered(self, fates: list[str]) -> None:
        self.post.fates = fates
        self.step(current_app.tasks["corridor.deliver_outbox"], "corridor.deliver_outbox")

    @rule(who=index, stop=st.sampled_from(deeds.STOPS))
    def somebody_stops_while_mail_is_delivered(self, who: int, stop: str) -> None:
        self.post.meanwhile = lambda: deeds.stop(self.person(who), self.other(who), stop, 9, self.now)
        self.step(current_app.tasks["corridor.deliver_outbox"], "corridor.deliver_outbox")
        self.post.meanwhile = None

    def _time_passes(self, span: dt.timedelta) -> None:
        """A while in which nobody did anything."""
        self.now += span
        # A lease is a minute of the database's own clock, which does not move here.
        held = OutboxEmail.objects.filter(state=OutboxEmail.State.SENDING)
        self.step(lambda: held.update(lease_until=Now() - LEASE_OVER), "time passes")

    def _clock_runs(self) -> None:
        """After four minutes, by one long pause or by many steps, all that runs by the clock has run."""
        if self.now - self.clock_ran_at < 4 * MINUTE:
            return
        self.clock_ran_at = self.now
        for name in ("corridor.requeue_stuck_emails", *CLOCK, *CLOCK):  # once more does nothing more
            self.step(current_app.tasks[name], name)

    # --- What must hold -----------------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_broken(self) -> None:
        self._clock_runs()
        if not self.stage.changes.taken():
            return
        broken = self.stage.look.broken(self.now)
        if broken:  # what the clock's tasks mend by themselves in a moment is not broken
            for name in MENDERS:
                self.step(current_app.tasks[name], name)
            broken = self.stage.look.broken(self.now)
        found = {
            **broken,
            "asked beyond their pace": self.stage.look.asked_too_often(self.now),
            "mails that must not be": self.post.wrong,
            "mails that came twice": self.post.twice(),
        }
        assert not any(found.values()), found
        over = Introduction.objects.exclude(settled_at=None).exclude(closes_at=None)
        rows = Introduction.objects.exclude(state__in=("dropped",)).exclude(pk__in=over.values("pk"))
        self.open = sorted(rows.order_by().values_list("pk", flat=True))
