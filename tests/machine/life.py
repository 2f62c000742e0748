"""What may happen, one step at a time, between a few people? The steps of the state machine and what must hold.

The clock moves a second with every step, so that no two steps share an instant; where hours or weeks go by, everything
that runs by the clock runs at their end.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from celery import current_app
from django.db import transaction
from django.db.models.functions import Now
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from corridor import outbox
from corridor.actions import members, suppressions
from corridor.celery import app
from corridor.errors import Refused
from corridor.models import Member, OutboxEmail
from matchmaking.actions import exclusions, introductions, rounds
from matchmaking.models import Exclusion, Introduction, Round
from tests.machine.looking import Changes, Look
from tests.machine.post import FATES, Died, Post

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
START = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
app.loader.import_default_modules()
# What runs by the clock, from the table of the schedule itself. Rounds come when the machine wants one.
BEAT = sorted(
    {entry["task"] for entry in app.conf.beat_schedule.values()} - {"matchmaking.plan_rounds", "corridor.beat"}
)
KINDS = ("", "matchmaking.opt_in_request", "matchmaking.introduction_made", "matchmaking.did_not_come_about")
LEASE_OVER = dt.timedelta(seconds=1)

index = st.integers(0, 9)
side = st.integers(0, 1)


@dataclass
class Stage:
    """The people, made once; every example plays on the same stage and takes everything back at its end."""

    people: list[Member]
    root: Member
    look: Look
    changes: Changes
    steps: int = 0
    refusals: int = 0
    happened: dict[str, int] = field(default_factory=dict)


class Life(RuleBasedStateMachine):
    """A few people, and everything that they, an organiser, the clock and the mail server may do."""

    stage: ClassVar[Stage]

    def __init__(self) -> None:
        super().__init__()
        self.now, self.number = START, 0
        self.post = Post()
        self.open: list[int] = []
        self.transaction = transaction.atomic()
        self.transaction._from_testcase = True  # the sender's own transactions must not be inside another's
        self.transaction.__enter__()
        Life.playing = self

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    # --- How a step is made -------------------------------------------------------------------------------------------

    def step(self, act: Callable[[], object]) -> None:
        """One step; a polite no is an answer like any other."""
        self.stage.steps += 1
        self.now += dt.timedelta(seconds=1)
        self.post.now = self.now
        try:
            act()
        except Refused:
            self.stage.refusals += 1
        except Died:
            pass

    def person(self, number: int) -> Member:
        return self.stage.people[number % len(self.stage.people)]

    def one(self, number: int) -> Introduction | None:
        """One of the introductions that are not over, if there is any."""
        return Introduction.objects.get(pk=self.open[number % len(self.open)]) if self.open else None

    # --- What people do -----------------------------------------------------------------------------------------------

    def _say(self, number: int, side: int, answer: str) -> None:
        one = self.one(number)
        if one:
            self.step(
                lambda: introductions.answer(introduction=one, member=one.members[side], answer=answer, now=self.now)
            )

    @rule(number=index, side=side)
    def says_yes(self, number: int, side: int) -> None:
        self._say(number, side, "yes")

    @rule(number=index)
    def both_say_yes(self, number: int) -> None:
        self._say(number, 0, "yes")
        self._say(number, 1, "yes")

    @rule(number=index, side=side, answer=st.sampled_from(["no", "not_now"]))
    def says_no(self, number: int, side: int, answer: str) -> None:
        self._say(number, side, answer)

    @rule(who=index, days=st.integers(1, 40))
    def pauses(self, who: int, days: int) -> None:
        person = self.person(who)
        self.step(lambda: members.pause(person, (self.now + days * DAY).date(), person, self.now))

    @rule(who=index)
    def resumes(self, who: int) -> None:
        self.step(lambda: members.resume(self.person(who), self.person(who), self.now))

    @rule(who=index, pace=st.integers(0, 2))
    def wants_so_many(self, who: int, pace: int) -> None:
        person = self.person(who)
        self.step(lambda: members.update_profile(member=person, by=person, now=self.now, pace=pace))

    @rule(who=index)
    def takes_consent_back(self, who: int) -> None:
        self.step(lambda: members.withdraw_consent(member=self.person(who), by=self.person(who), now=self.now))

    @rule(who=index)
    def gives_consent(self, who: int) -> None:
        person = self.person(who)
        self.step(
            lambda: members.give_consent(member=person, text_version="2026-11", language="nl", by=person, now=self.now)
        )

    @rule(who=index, kind=st.sampled_from(KINDS))
    def unsubscribes(self, who: int, kind: str) -> None:
        self.step(lambda: suppressions.unsubscribe(address=self.person(who).email, kind=kind, now=self.now))

    @rule(who=index, kind=st.sampled_from(KINDS))
    def subscribes_again(self, who: int, kind: str) -> None:
        self.step(lambda: suppressions.resubscribe(address=self.person(who).email, kind=kind, now=self.now))

    @rule(who=index, active=st.booleans())
    def account_closes_or_opens(self, who: int, active: bool) -> None:
        self.step(lambda: Member.objects.filter(pk=self.person(who).pk).update(is_active=active))

    # --- What organisers do -------------------------------------------------------------------------------------------

    @rule()
    def a_round_begins(self) -> None:
        """Planned for this moment, computed by the engine, to approve itself."""

        def begin() -> None:
            self.number += 1
            rounds.plan(period=f"m{self.number}", planned_for=self.now, auto_approve_at=self.now, by=None, now=self.now)
            self._run("matchmaking.propose_due_rounds")

        self.step(begin)

    @rule()
    def a_round_is_approved_and_asked(self) -> None:
        def ask() -> None:
            for round in Round.objects.filter(state=Round.State.PROPOSED):
                rounds.approve(round=round, by=self.stage.root, now=self.now)
            self._run("matchmaking.offer_introductions")

        self.step(ask)

    @rule(number=index, verb=st.sampled_from([introductions.drop, introductions.withdraw]))
    def an_organiser_takes_back(self, number: int, verb: Callable) -> None:
        one = self.one(number)
        if one:
            self.step(lambda: verb(introduction=one, by=self.stage.root, because="machine", now=self.now))

    @rule(number=index)
    def an_organiser_rules_out(self, number: int) -> None:
        one = self.one(number)
        if one:
            pair = {"member": one.member_a, "other": one.member_b}
            self.step(lambda: exclusions.add(**pair, by=self.stage.root, because="machine", now=self.now))

    @rule(number=index)
    def an_organiser_lifts(self, number: int) -> None:
        def lift() -> None:
            standing = list(Exclusion.objects.filter(lifted_at=None, by_organiser=True).order_by("pk"))
            if standing:
                one = standing[number % len(standing)]
                exclusions.lift(exclusion=one, by=self.stage.root, because="machine", now=self.now)

        self.step(lift)

    @rule(number=index, verb=st.sampled_from(["retry", "withdraw"]))
    def an_organiser_handles_a_mail(self, number: int, verb: str) -> None:
        def handle() -> None:
            state = OutboxEmail.State.FAILED if verb == "retry" else OutboxEmail.State.QUEUED
            mails = list(OutboxEmail.objects.filter(state=state).order_by("pk"))
            if not mails:
                return
            mail = mails[number % len(mails)]
            if verb == "retry":
                outbox.retry(mail, self.stage.root, self.now)
            else:
                outbox.withdraw_one(mail, self.stage.root, self.now, "machine")

        self.step(handle)

    # --- What the clock and the mail server do ------------------------------------------------------------------------

    @rule(minutes=st.sampled_from([1, 3, 11, 12]))
    def minutes_pass(self, minutes: int) -> None:
        self._time_passes(minutes * MINUTE)

    @rule(hours=st.integers(1, 23))
    def hours_pass(self, hours: int) -> None:
        self._time_passes(hours * 60 * MINUTE)

    @rule(days=st.sampled_from([1, 2, 7, 8, 28]))
    def days_pass(self, days: int) -> None:
        self._time_passes(days * DAY)

    @rule(name=st.sampled_from(BEAT))
    def a_task_runs(self, name: str) -> None:
        self.step(lambda: self._run(name))

    @rule(fates=st.lists(st.sampled_from(FATES), max_size=4))
    def mail_is_delivered(self, fates: list[str]) -> None:
        self.post.fates = fates
        self.step(lambda: self._run("corridor.deliver_outbox"))

    @rule(who=index, stop=st.sampled_from(["pause", "consent", "close", "unsubscribe"]))
    def somebody_stops_while_mail_is_delivered(self, who: int, stop: str) -> None:
        person = self.person(who)
        stops = {
            "pause": lambda: members.pause(person, (self.now + 9 * DAY).date(), person, self.now),
            "consent": lambda: members.withdraw_consent(member=person, by=person, now=self.now),
            "close": lambda: Member.objects.filter(pk=person.pk).update(is_active=False),
            "unsubscribe": lambda: suppressions.unsubscribe(address=person.email, kind="", now=self.now),
        }
        self.post.meanwhile = stops[stop]
        self.step(lambda: self._run("corridor.deliver_outbox"))
        self.post.meanwhile = None

    def _time_passes(self, span: dt.timedelta) -> None:
        def pass_by() -> None:
            self.now += span
            self.post.now = self.now
            # A lease is a minute of the database's own clock, which does not move here.
            held = OutboxEmail.objects.filter(state=OutboxEmail.State.SENDING)
            held.update(lease_until=Now() - LEASE_OVER)
            if span > 4 * MINUTE:
                for name in ("corridor.requeue_stuck_emails", *BEAT):
                    self._run(name)

        self.step(pass_by)

    def _run(self, name: str) -> None:
        self.stage.happened[name] = self.stage.happened.get(name, 0) + 1
        current_app.tasks[name]()

    # --- What must hold -----------------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_broken(self) -> None:
        if not self.stage.changes.taken():
            return
        assert self.stage.look.broken(self.now) == {}
        assert self.stage.look.asked_too_often(self.now) == []
        assert (self.post.wrong, self.post.twice()) == ([], [])
        over = Introduction.objects.exclude(settled_at=None).exclude(closes_at=None)
        rows = Introduction.objects.exclude(state__in=("dropped",)).exclude(pk__in=over.values("pk"))
        self.open = sorted(rows.order_by().values_list("pk", flat=True))
