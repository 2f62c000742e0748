"""Whom did a member ask not to be introduced to, and whom may they name? Read by that member alone."""

import datetime as dt

from django.db.models import Q, QuerySet

from corridor.models import Member
from matchmaking.dates import UNDO
from matchmaking.models import Exclusion, Introduction, OptIn
from matchmaking.queries.joint_mails import left


def own(member: Member) -> QuerySet[Exclusion]:
    """The standing wishes of `member` themselves, newest first; never what an organiser decided. One query."""
    rows = Exclusion.objects.filter(member=member, by_organiser=False, lifted_at=None)
    return rows.select_related("other", "organisation").order_by("-created_at", "-pk")


def nameable(member: Member, now: dt.datetime) -> QuerySet[Member]:
    """The people `member` may name: those they are asked about, until it is over by the clock, and their contacts,
    whatever they do meanwhile (F003).

    Anybody else could only be found by guessing addresses, and would tell who takes part. Who was asked about and is
    not any more is named nowhere, so that it does not show who of them has left (F050).
    """
    still = Q(closes_at__gt=now - UNDO)
    # Of what was passed on: whom they were asked about, and the colleague only once a joint mail has left (F056).
    passed_on = Q(opt_ins__in=OptIn.objects.filter(member=member, face__isnull=False))
    made = Q(left("pk"), state=Introduction.State.MADE)
    asked = Introduction.objects.filter(~passed_on & still | made, opt_ins__member=member).order_by()
    ahead = Introduction.objects.filter(still).order_by().values("pk")
    faces = OptIn.objects.filter(member=member, face__isnull=False, introduction__in=ahead).order_by()
    pairs = Q(pk__in=asked.values("member_a")) | Q(pk__in=asked.values("member_b")) | Q(pk__in=faces.values("face"))
    return (
        Member.objects.filter(pairs)
        .exclude(pk=member.pk)
        .exclude(name="", erased_at__isnull=False)
        .order_by("name", "pk")
    )
