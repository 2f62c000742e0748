"""Who is to be asked what after an introduction, and who is to be reminded? Rows for the clock's tasks to look at.

What is found here may be a few days early: whether its morning has come, the actions decide (after_dates.py).
"""

import datetime as dt

from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery

from corridor.models import Member, OutboxEmail
from matchmaking.after_dates import AGAIN_AFTER, LATEST, MET_AFTER
from matchmaking.dates import add_months, local_day
from matchmaking.models import Exclusion, Feedback, FollowUp, Introduction, OptIn, Outcome
from matchmaking.queries import joint_mails
from matchmaking.queries.afterwards import CLOSES_AFTER

A_DAY = dt.timedelta(days=1)


def to_ask_whether_met(now: dt.datetime) -> QuerySet[Introduction]:
    """Made introductions whose first joint mail left two weeks ago, and of which nobody was asked yet."""
    asked = Feedback.objects.filter(introduction=OuterRef("pk"))
    since = now - MET_AFTER
    found = made_with_mail().filter(left_at__lte=since + A_DAY, left_at__gt=since - LATEST)
    return found.filter(~Exists(asked))


def to_ask_again(now: dt.datetime) -> QuerySet[Feedback]:
    """Questions that a week has left unanswered, and that were asked only once."""
    silent = Feedback.objects.filter(answer="", reminded_at=None)
    since = now - AGAIN_AFTER
    return silent.filter(asked_at__lte=since + A_DAY, asked_at__gt=since - LATEST)


def to_ask_what_came(now: dt.datetime, months: int) -> QuerySet[Introduction]:
    """Introductions made for good so many months ago, of which nobody was asked yet what came of it."""
    asked = Outcome.objects.filter(introduction=OuterRef("pk"), months=months)
    # A month back and a month on need not be the same day: two days of grace, the action knows the day exactly.
    day = add_months(local_day(now), -months) + dt.timedelta(days=3)
    until = dt.datetime.combine(day, dt.time(), tzinfo=now.tzinfo)
    found = joint_mails.made_for_good().filter(made_at__lt=until, made_at__gt=until - LATEST)
    return found.filter(~Exists(asked))


def to_remind_of_promise(now: dt.datetime) -> QuerySet[FollowUp]:
    """Promises whose day has come, neither kept nor reminded of."""
    waiting = FollowUp.objects.filter(kept_at=None, reminded_at=None)
    return waiting.filter(due_on__lte=local_day(now), due_on__gte=local_day(now) - CLOSES_AFTER)


def closed_promises(now: dt.datetime) -> QuerySet[FollowUp]:
    """Promises that closed themselves, kept or not."""
    return FollowUp.objects.filter(due_on__lt=local_day(now) - CLOSES_AFTER)


def made_with_mail() -> QuerySet[Introduction]:
    """Introductions made for good, each with `left_at`: when the first of its joint mails left."""
    mails = OutboxEmail.objects.filter(
        kind=joint_mails.KIND,
        about_type=Introduction._meta.label_lower,
        about_id=OuterRef("pk"),
        state=OutboxEmail.State.SENT,
    )
    first = mails.order_by().values("about_id").annotate(first=Min("sent_at")).values("first")
    return joint_mails.made_for_good().annotate(left_at=Subquery(first))


def askable(introduction: Introduction) -> list[Member]:
    """Who of the two may be asked about it: who said yes themselves, is still here, and did not turn away since.

    Depends on each one's own doing only. Two queries.
    """
    turned_away = Exclusion.objects.filter(
        member=OuterRef("member"), other__in=introduction.numbers, by_organiser=False, lifted_at=None
    )
    said_yes = OptIn.objects.filter(
        ~Exists(turned_away),
        introduction=introduction,
        member__in=introduction.numbers,
        answer=OptIn.Answer.YES,
        member__is_active=True,
    )
    givers = introduction.hand_overs.values("giver")
    return [own.member for own in said_yes.exclude(member__in=givers).select_related("member").order_by("member_id")]
