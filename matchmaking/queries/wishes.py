"""Which wishes may be named, and how many are there? Blind until mutual, or released by an organiser (F062)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When

from corridor.models import Member, Organisation
from corridor.queries.scope import Scope
from matchmaking.models import Wish

FEW = 3  # below this an organiser reads no number: one of so few might be guessed


@dataclass(frozen=True, slots=True)
class Wished:
    """An organisation and how many wish for it: `count` None is "one or two". `wishes`: those one may release."""

    organisation: Organisation
    count: int | None
    wishes: list[Wish] = field(default_factory=list)


def of(member: Member) -> list[Wish]:
    """The wishes of `member`, the oldest first, each with `is_open`: others may read of it. One query."""
    return list(
        Wish.objects.filter(member=member)
        .annotate(is_open=Exists(_open().filter(pk=OuterRef("pk"))))
        .select_related("organisation")
    )


def counts() -> QuerySet[Organisation]:
    """Organisations that are wished for, each with `count`, the most wished for first; 0 is one or two. One query."""
    here = Wish.objects.filter(member__is_active=True).order_by()
    each = here.filter(organisation=OuterRef("pk")).values("organisation").annotate(number=Count("pk"))
    # Blurred before it is ordered: the order of one and two would tell them apart.
    told = Case(When(number__gte=FEW, then="number"), default=0)
    count = Subquery(each.annotate(told=told).values("told"))
    return Organisation.objects.annotate(count=count).filter(count__isnull=False).order_by("-count", "name", "pk")


def that_may_be_released(scope: Scope) -> QuerySet[Wish]:
    """The wishes whose words the person of `scope` may read: none, but for a superuser who is no party to them."""
    if not scope.everything:
        return Wish.objects.none()
    works_at = Organisation.objects.filter(memberships__member=scope.person, memberships__ended_at=None)
    rows = Wish.objects.filter(member__is_active=True).select_related("member", "organisation")
    return rows.exclude(member=scope.person).exclude(organisation__in=works_at)


def with_releasable(organisations: Iterable[Organisation], wishes: QuerySet[Wish]) -> list[Wished]:
    """In: rows of counts(), and the wishes one may read. Out: each as the console shows it. One query."""
    organisations = list(organisations)
    readable: dict[int, list[Wish]] = {one.pk: [] for one in organisations}
    for wish in wishes.filter(organisation__in=readable):
        readable[wish.organisation_id].append(wish)
    return [Wished(one, one.count or None, readable[one.pk]) for one in organisations]


def _open() -> QuerySet[Wish]:
    """Wishes that are mutual or released, of members who are still here, for organisations that everybody may see.

    Mutual: somebody who works at that organisation now wishes for the one where the member works now. Released: an
    organiser with the right to it said so.
    """
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
