"""Which wishes may be named, and how many are there? Blind until mutual, or released by an organiser (F062)."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from corridor.models import Member
from matchmaking.models import Wish


def may_be_named(members: Collection[int]) -> set[tuple[int, int]]:
    """In: numbers of members. Out: (member, organisation) of those of their wishes that others may read of. One query.

    Mutual: somebody who works at that organisation now wishes for the one where the member works now. Released: an
    organiser with the right to it said so. No other wish leaves this module with a name to it.
    """
    rows = _open().filter(member__in=members)
    return set(rows.order_by().values_list("member", "organisation"))


def of(member: Member) -> list[Wish]:
    """The wishes of `member`, the oldest first, each with `is_open`: others may read of it. One query."""
    return list(
        Wish.objects.filter(member=member)
        .annotate(is_open=Exists(_open().filter(pk=OuterRef("pk"))))
        .select_related("organisation")
    )


def _open() -> QuerySet[Wish]:
    """Wishes that are mutual or released, of members who are still here, for organisations that everybody may see."""
    back = Wish.objects.filter(
        member__is_active=True,
        member__memberships__ended_at=None,
        member__memberships__organisation=OuterRef("organisation"),
        organisation__memberships__ended_at=None,
        organisation__memberships__member=OuterRef("member"),
    )
    seen = Wish.objects.filter(
        member__is_active=True, organisation__verified_at__isnull=False, organisation__refused_at=None
    )
    return seen.filter(Q(released_at__isnull=False) | Exists(back))
