"""Which colleagues could take a proposal over? Shown to the one who was asked, who works with them, and to nobody else.

Looks at the colleagues as they are today and at the other side as it was when both were asked: nothing that the other
side did since may show in this list (F003).
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Q

from corridor.models import Member, Membership
from corridor.queries.standing import Standing, standing
from matchmaking.dates import local_day
from matchmaking.models import HandOver, Introduction, OptIn, Tie
from matchmaking.queries.budget import asked
from matchmaking.queries.faces import seen_by
from matchmaking.queries.history import exclusions_among

MOST = 100


def who_could_take_over(own: OptIn, steps: Iterable[HandOver], now: dt.datetime) -> list[Member]:
    """Members of the organisation of this side who can be introduced today, have room for a question and are not barred
    with the person this side was asked about; by name, each with a `title`. Seven queries, however many colleagues.

    `own` with its introduction; `steps`: the hand-overs so far, whose givers are out of it.
    """
    introduction = seen_by(own)
    (other,) = set(introduction.numbers) - {own.member_id}
    # Who says only now that they work somewhere has no colleagues to choose from: they could try every organisation.
    there = Membership.objects.filter(
        member=own.member_id, ended_at=None, started_at__lte=introduction.offered_at
    ).values("organisation")
    bonds = Membership.objects.filter(organisation__in=there, ended_at=None, member__is_active=True)
    bonds = bonds.exclude(member__in=[*introduction.numbers, *(step.giver_id for step in steps)])
    bonds = list(bonds.select_related("member").order_by("member__name", "member_id"))
    ids = {bond.member_id for bond in bonds}
    found, spent = standing({*ids, other}, now=now), asked(now=now, ids=ids)
    able = {pk: found[pk] for pk in ids if not found[pk].failing and spent[pk] < found[pk].profile.pace}
    out = barred(able, found.get(other), introduction, now)
    for bond in bonds:
        bond.member.title = bond.title
    return [bond.member for bond in bonds if bond.member_id in able and bond.member_id not in out][:MOST]


def barred(
    able: Mapping[int, Standing], other: Standing | None, introduction: Introduction, now: dt.datetime
) -> set[int]:
    """Those of `able` who may not be introduced to `other`: by what lies between them, or by who does not want whom.

    What `other` wished for after both were asked is left out. Two queries, three when somebody refuses an organisation.
    """
    if other is None or not able:
        return set(able)
    pairs = Q(member_a__in=able, member_b=other.member) | Q(member_a=other.member, member_b__in=able)
    behind = Tie.objects.filter(pairs, Q(bars_until=None) | Q(bars_until__gt=local_day(now))).order_by()
    running = Introduction.objects.filter(pairs, state__in=(*Introduction.OPEN, Introduction.State.MADE)).order_by()
    between = behind.values_list("member_a", "member_b").union(running.values_list("member_a", "member_b"))
    known = Q(member__in=able) | Q(by_organiser=True) | Q(created_at__lt=introduction.offered_at)
    blocked, refused = exclusions_among([*able, other.member], known)
    found = {pk for pair in (*between, *blocked) if other.member in pair for pk in pair}
    for pk, one in able.items():
        places = {(pk, _workplace(other)), (other.member, _workplace(one))}
        if not places.isdisjoint(refused):
            found.add(pk)
    return found.intersection(able)


def _workplace(one: Standing) -> int | None:
    return one.organisation.pk if one.organisation else None
