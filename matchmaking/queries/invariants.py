"""Is anything in the database that must never be? The invariants that matchmaking and the outbox promise.

I1 introduced if and only if both said yes and neither stopped, with exactly two mails; once one of them has left, the
other may have been stopped. I2 every mail is sent, waits for a time to come, is held by a sender whose lease stands, or
is over with a reason. I3 one open introduction a pair, none of a pair of which one refuses the other. I9 every state
has its history row.
"""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from corridor.models import OutboxEmail, Transition
from matchmaking.models import Exclusion, Introduction, OptIn, Round
from matchmaking.queries import joint_mails
from matchmaking.queries.stops import is_hindered

# How long the clock's tasks may take to mend what a killed process left, before it counts.
PATIENCE = dt.timedelta(minutes=5)
State, Mail = Introduction.State, OutboxEmail.State


def broken(now: dt.datetime) -> dict[str, list[str]]:
    """Invariant -> what breaks it, as "model number"; every list is empty when all is well."""
    checks = {"I1": _introduced(now), "I2": _mails(now), "I3": _pairs(), "I9": _histories()}
    return {name: sorted(set(found)) for name, found in checks.items()}


def _introduced(now: dt.datetime) -> Iterator[str]:
    made = Introduction.objects.filter(state=State.MADE)
    mails = OutboxEmail.objects.filter(kind=joint_mails.KIND, about_type=Introduction._meta.label_lower)
    living = mails.exclude(state=Mail.WITHDRAWN)
    said = OptIn.objects.filter(introduction=OuterRef("pk"), answer=OptIn.Answer.YES)
    written = living.filter(about_id=OuterRef("pk"))
    counted = made.annotate(yes=_count(said, "introduction"), mails=_count(written, "about_id"))
    # One of the two was stopped: after the other had left that stays so, else the clock's task unmakes what was made.
    stopped = mails.filter(about_id=OuterRef("pk"), state=Mail.WITHDRAWN, state_since__gt=now - PATIENCE)
    fine = Q(mails=2) | Q(mails=1) & joint_mails.left("pk") | Exists(stopped)
    yield from _named(made.exclude(pk__in=counted.filter(fine, yes=2).values("pk")))
    # A mail that brings two together belongs to a made introduction, or was stopped with it. What has left stays in the
    # outbox also when one of the two is erased, and their introduction with them.
    gone = Q(state__in=(Mail.SENT, Mail.FAILED)) & ~Q(about_id__in=Introduction.objects.values("pk"))
    yield from _named(living.exclude(about_id__in=made.values("pk")).exclude(gone))
    # Both said yes, long enough ago, and nobody is in the way: lost, if the clock's task has not made it by now.
    for introduction in joint_mails.agreed().filter(closes_at__gt=now):
        late = introduction.opt_ins.order_by("-answered_at").first().answered_at < now - PATIENCE
        if late and not is_hindered(introduction, now=now):
            yield from _named([introduction])


def _mails(now: dt.datetime) -> Iterator[str]:
    mails = OutboxEmail.objects.only("pk")
    overdue = Q(state=Mail.QUEUED, due_at__lt=now - PATIENCE, state_since__lt=now - PATIENCE)
    held = Q(state=Mail.SENDING) & (Q(lease_until=None) | Q(lease_until__lt=Now() - PATIENCE))
    silent = Q(state__in=(Mail.FAILED, Mail.WITHDRAWN), error="")
    yield from _named(mails.filter(overdue | held | silent))


def _pairs() -> Iterator[str]:
    running = Introduction.objects.filter(state__in=(*Introduction.OPEN, State.MADE)).order_by()
    twice = running.values("member_a", "member_b").annotate(count=Count("pk")).filter(count__gt=1)
    for pair in twice:
        yield from _named(running.filter(member_a=pair["member_a"], member_b=pair["member_b"]))
    # A refusal that came after both were asked does not end what runs; it only keeps it from being made.
    refused = Exclusion.objects.filter(
        Q(member=OuterRef("member_a"), other=OuterRef("member_b"))
        | Q(member=OuterRef("member_b"), other=OuterRef("member_a")),
        lifted_at=None,
        created_at__lt=OuterRef("state_since"),
    )
    yield from _named(Introduction.objects.filter(Exists(refused), state__in=Introduction.OPEN))


def _histories() -> Iterator[str]:
    for model, born in ((Introduction, State.PROPOSED), (Round, None)):
        told = Transition.objects.filter(
            subject_type=model._meta.label_lower,
            subject_id=OuterRef("pk"),
            to=OuterRef("state"),
            at=OuterRef("state_since"),
        )
        yield from _named(model.objects.exclude(state=born).filter(~Exists(told)).only("pk"))


def _count(rows: QuerySet, by: str) -> Subquery:
    """How many of `rows` belong to the outer row."""
    return Subquery(rows.order_by().values(by).annotate(count=Count("pk")).values("count"))


def _named(things: QuerySet[Model] | list[Model]) -> Iterator[str]:
    return (f"{thing._meta.model_name} {thing.pk}" for thing in things)
