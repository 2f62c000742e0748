"""Who was asked and has said nothing yet? And how often in a row did somebody let a question go by?"""

import datetime as dt

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from corridor.models import Ask, Member, OutboxEmail, Profile
from corridor.queries.mail_choices import GATHERED
from matchmaking.dates import UNDO
from matchmaking.models import HandOver, Introduction, OptIn

OPT_IN_REQUEST = "matchmaking.opt_in_request"
REMINDER = "matchmaking.reminder"
NEVER_LEFT = (OutboxEmail.State.WITHDRAWN, OutboxEmail.State.FAILED)


def rows(now: dt.datetime) -> QuerySet[OptIn]:
    """Sides that may still answer, have not, were not reminded, and whose question was not stopped; `asked_at` says
    since when they know. Never looks at the other side, nor at how the introduction stands."""
    return _of_open_questions(now).filter(answer="", reminded_at=None)


def need_none(now: dt.datetime) -> QuerySet[OptIn]:
    """The same sides, where they have answered, and nothing is written yet instead of their reminder."""
    written = OutboxEmail.objects.filter(
        kind=REMINDER,
        about_type=Introduction._meta.label_lower,
        about_id=OuterRef("introduction_id"),
        member=OuterRef("member"),
    )
    return _of_open_questions(now).filter(~Exists(written), reminded_at=None).exclude(answer="")


def _of_open_questions(now: dt.datetime) -> QuerySet[OptIn]:
    asked = Ask.objects.filter(
        member=OuterRef("member"), kind=Ask.Kind.INTRODUCTION, about_id=OuterRef("introduction_id")
    )
    return (
        OptIn.objects.filter(~Exists(_stopped()), introduction__closes_at__gt=now)
        .annotate(asked_at=Coalesce(Subquery(asked.values("asked_at")[:1]), F("introduction__offered_at")))
        .select_related("introduction", "member", "face", "face_synergy")
        .order_by("pk")
    )


def silences(member: Member, *, ending: Introduction) -> int:
    """How many questions in a row `member` let go by: since the last answer of any kind, hand-over or sign of life.

    Of proposals that have ended, and the one that ends now; a question that never reached them does not count. Four
    queries.
    """
    heard = list(Profile.objects.filter(member=member, heard_at__isnull=False).values_list("heard_at", flat=True))
    answered = OptIn.objects.filter(member=member, answered_at__isnull=False).order_by("-answered_at")
    heard += answered.values_list("answered_at", flat=True)[:1]
    heard += HandOver.objects.filter(giver=member).order_by("-at").values_list("at", flat=True)[:1]
    over = Q(introduction__settled_at__isnull=False) | Q(introduction=ending)
    ended = OptIn.objects.filter(over, ~Exists(_stopped()), member=member, answer="")
    return ended.filter(introduction__closes_at__gt=max(heard)).count() if heard else ended.count()


def is_asked(member: Member, now: dt.datetime) -> bool:
    """Whether a question still waits for `member`, or their yes for what comes of it. One query."""
    waits = Q(answer="", introduction__closes_at__gt=now)
    waits |= Q(answer=OptIn.Answer.YES, introduction__closes_at__gt=now - UNDO)
    return OptIn.objects.filter(waits, member=member).exists()


def _stopped() -> QuerySet[OutboxEmail]:
    """The question to this side, where it never left. What a digest asked instead has reached them."""
    return OutboxEmail.objects.filter(
        kind=OPT_IN_REQUEST,
        about_type=Introduction._meta.label_lower,
        about_id=OuterRef("introduction_id"),
        member=OuterRef("member"),
        state__in=NEVER_LEFT,
    ).exclude(error=GATHERED)
