"""Who has stopped? What ends every introduction of a member at once, whatever was agreed before (R-07)."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from corridor.models import Membership
from corridor.queries.standing import Standing, standing
from matchmaking.models import Exclusion, Introduction, OptIn
from matchmaking.queries.history import exclusions_among

# Of the rules of matching those that are somebody's last word; the others only keep a member out of the next round.
STOPS = frozenset({"inactive", "no_consent", "paused", "suppressed"})


def has_stopped(one: Standing) -> bool:
    """Whether this member wants, or may have, no introduction at all as of now."""
    return not STOPS.isdisjoint(one.failing)


def is_hindered(introduction: Introduction, *, now: dt.datetime) -> bool:
    """Whether these two must not be introduced as of now: one has stopped, is gone, or does not want the other."""
    pair = introduction.numbers
    found = standing(pair, now=now)
    if any(pk not in found or has_stopped(found[pk]) for pk in pair):
        return True
    return bool(refused([introduction.pk]))


def refused(numbers: Collection[int]) -> set[int]:
    """Those of the introductions in which one does not want the other, or the organisation where the other works.

    Whoever wants nothing of the person they were asked about means this introduction, also when that one passed it on
    unseen (F056). Four queries, five when an organisation is not wanted, however many introductions.
    """
    rows = Introduction.objects.filter(pk__in=numbers).order_by().values_list("pk", "member_a", "member_b")
    pairs = {pk: pair for pk, *pair in rows}
    people = {member for pair in pairs.values() for member in pair}
    bonds = Membership.objects.filter(member__in=people, ended_at=None).order_by()
    work = dict(bonds.values_list("member", "organisation"))
    blocked, avoided = exclusions_among(people, Q())
    wish = Exclusion.objects.filter(
        member=OuterRef("member"), other=OuterRef("face"), by_organiser=False, lifted_at=None
    )
    of_faces = OptIn.objects.filter(Exists(wish), introduction__in=pairs).values_list("introduction", flat=True)

    def one_refuses(a: int, b: int) -> bool:
        either = (a, work.get(b)), (b, work.get(a))
        return (a, b) in blocked or not set(avoided).isdisjoint(either)

    return {*of_faces, *(pk for pk, pair in pairs.items() if one_refuses(*pair))}


def who_unwished(introduction: Introduction) -> set[int]:
    """The sides whose own wish is not to meet the other, anybody who works there, or whom they were shown first."""
    a, b = introduction.numbers
    work = dict(Membership.objects.filter(member__in=(a, b), ended_at=None).values_list("member", "organisation"))
    own = OptIn.objects.filter(introduction=introduction, member=OuterRef("member"), face=OuterRef("other"))
    wishes = Q(Exists(own))
    for one, other in ((a, b), (b, a)):
        wishes |= Q(member=one, other=other) | Q(member=one, organisation=work.get(other), organisation__isnull=False)
    mine = Exclusion.objects.filter(wishes, member__in=(a, b), by_organiser=False, lifted_at=None).order_by()
    return set(mine.values_list("member", flat=True))
