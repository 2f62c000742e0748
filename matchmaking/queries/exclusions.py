"""Whom did a member ask not to be introduced to, and whom may they name? Read by that member alone."""

from django.db.models import Q, QuerySet

from corridor.models import Member
from matchmaking.models import Exclusion, Introduction, OptIn
from matchmaking.queries.joint_mails import left


def own(member: Member) -> QuerySet[Exclusion]:
    """The standing wishes of `member` themselves, newest first; never what an organiser decided. One query."""
    rows = Exclusion.objects.filter(member=member, by_organiser=False, lifted_at=None)
    return rows.select_related("other", "organisation").order_by("-created_at", "-pk")


def nameable(member: Member) -> QuerySet[Member]:
    """The people `member` may name: those they were asked about, whatever became of it or of them (F003).

    Anybody else could only be found by guessing addresses, and would tell who takes part.
    """
    # Of what was passed on: whom they were asked about, and the colleague only once a joint mail has left (F056).
    passed_on = Q(opt_ins__in=OptIn.objects.filter(member=member, face__isnull=False))
    asked = Introduction.objects.filter(~passed_on | left("pk"), opt_ins__member=member).order_by()
    faces = OptIn.objects.filter(member=member, face__isnull=False).order_by()
    pairs = Q(pk__in=asked.values("member_a")) | Q(pk__in=asked.values("member_b")) | Q(pk__in=faces.values("face"))
    return Member.objects.filter(pairs).exclude(pk=member.pk).order_by("name", "pk")
