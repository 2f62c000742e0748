"""Whom might somebody meet, and why? A few kinds of people in other regions, without names: a taste, not a proposal.

Reads only what both sides wrote: topics one brings and the other seeks. The round decides with the whole score.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet, Value

from corridor.models import Consent, Member, Offer, Profile, Region, Seek, StackLayer, Topic
from corridor.queries import regions
from matchmaking.models import OptIn

MOST = 3


@dataclass(slots=True)
class Likely:
    """Somebody who fits, as far as may be told before they were asked: where they work and what fits."""

    home: Region
    layer: StackLayer | None
    seeks: list[Topic] = field(default_factory=list)  # what you bring
    brings: list[Topic] = field(default_factory=list)  # what you seek


def likely(member: Member, *, today: dt.date) -> list[Likely]:
    """At most three who would fit `member`, those who fit both ways first. Five queries, however many members.

    Empty while the member has no region, or when nobody in another region brings or seeks the same.
    """
    homes = regions.homes()
    own, brought, sought = _own(member, today)
    home = homes.get(own)
    if home is None:
        return []
    fits: dict[int, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    places: dict[int, tuple[int, int | None]] = {}
    wanting = _others(Seek, member, brought, today).union(_others(Offer, member, sought, today), all=True)
    for brings, other, topic, region, layer in wanting:
        if homes.get(region) not in (None, home):
            fits[other][brings].add(topic)
            places[other] = (homes[region].pk, layer)
    best = sorted(fits, key=lambda pk: (-min(map(len, fits[pk])), -sum(map(len, fits[pk])), pk))[:MOST]
    named = Topic.objects.in_bulk({topic for pk in best for side in fits[pk] for topic in side})
    layers = StackLayer.objects.in_bulk([places[pk][1] for pk in best])
    by_number = {region.pk: region for region in homes.values() if region}
    return [
        Likely(
            home=by_number[places[pk][0]],
            layer=layers.get(places[pk][1]),
            seeks=[named[topic] for topic in sorted(fits[pk][0])],
            brings=[named[topic] for topic in sorted(fits[pk][1])],
        )
        for pk in best
    ]


def _own(member: Member, today: dt.date) -> tuple[int | None, list[int], list[int]]:
    """The region of `member`, the topics they bring and those they seek today. One query."""
    rows = Profile.objects.filter(member=member).order_by().values_list(Value("region"), "region")
    for model in (Offer, Seek):
        held = model.objects.filter(member=member, valid_until__gte=today).order_by()
        rows = rows.union(held.values_list(Value(model.__name__), "topic"))
    found: dict[str, list[int]] = defaultdict(list)
    for what, number in rows:
        found[what].append(number)
    return next(iter(found["region"]), None), found["Offer"], found["Seek"]


def _others(model: type[Offer | Seek], member: Member, topics: list[int], today: dt.date) -> QuerySet:
    """Rows (brings it, member, topic, region, main layer) of those who can be introduced and are nobody's colleague."""
    mine = member.memberships.filter(ended_at=None).values("organisation")
    consented = Consent.objects.filter(purpose=Consent.Purpose.MATCHING, withdrawn_at=None).values("member")
    return (
        model.objects.filter(topic__in=topics, valid_until__gte=today, member__is_active=True)
        .filter(member__in=consented, member__profile__pace__gt=0)
        .filter(member__memberships__ended_at=None, member__memberships__organisation__verified_at__isnull=False)
        .filter(Q(member__profile__paused_until=None) | Q(member__profile__paused_until__lte=today))
        .exclude(member=member)
        .exclude(member__memberships__organisation__in=mine)
        .exclude(_known(member))
        .order_by()
        .values_list(
            Value(int(model is Offer)),
            "member",
            "topic",
            F("member__profile__region"),
            F("member__profile__primary_layer"),
        )
    )


def _known(member: Member) -> Q:
    """Those whom `member` was asked about: what one of them does, a pause for example, must not show here (F003)."""
    asked = OptIn.objects.filter(member=member)
    same = asked.filter(face=None)
    return (
        Q(member__in=asked.exclude(face=None).values("face"))
        | Q(member__in=same.values("introduction__member_a"))
        | Q(member__in=same.values("introduction__member_b"))
    )
