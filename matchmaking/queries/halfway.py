"""Which venue lies between two members? One that exists, by the train minutes from their regions (F015)."""

from dataclasses import dataclass

from django.db.models import Q

from corridor.models import Profile, Region, TravelTime, Venue
from matchmaking.journeys import Journeys, Spot, half_way, minutes_by_distance
from matchmaking.models import Introduction

EXISTING = "existing"


@dataclass(frozen=True, slots=True)
class HalfWay:
    """A place between the two. `minutes`: member number -> by train; `estimated` unless the table is sure of both."""

    venue: Venue
    minutes: dict[int, int]
    estimated: bool


def between(introduction: Introduction) -> HalfWay | None:
    """The half-way place of the two members; None when a region or every venue is missing. Three queries."""
    profiles = Profile.objects.filter(member__in=introduction.numbers, region__isnull=False).select_related("region")
    homes = [profile.region for profile in profiles.order_by("member_id")]
    if len(homes) < len(introduction.numbers):
        return None
    # A place that is only planned, or whose address nobody knows yet, is no place to meet.
    standing = Venue.objects.filter(status__in=("", EXISTING)).exclude(coordinate_precision=Venue.Precision.CITY)
    venues = {venue.slug: venue for venue in standing.select_related("region")}
    known = _known(homes)
    there = {slug: [_journey(home, venue.region, known) for home in homes] for slug, venue in venues.items()}
    chosen = half_way(Journeys(slug, (first[0], second[0])) for slug, (first, second) in there.items())
    if chosen is None:
        return None
    return HalfWay(
        venues[chosen.key],
        dict(zip(introduction.numbers, chosen.minutes, strict=True)),
        any(estimated for _minutes, estimated in there[chosen.key]),
    )


def _known(homes: list[Region]) -> dict[str, TravelTime]:
    rows = TravelTime.objects.filter(Q(one__in=homes) | Q(other__in=homes))
    return {row.key: row for row in rows}


def _journey(one: Region, other: Region, known: dict[str, TravelTime]) -> tuple[int, bool]:
    """Minutes by train, and whether they are an estimate; by distance when nobody filled in that pair."""
    row = known.get(TravelTime.key_of(one.slug, other.slug))
    if row:
        return row.train_minutes, row.estimated
    return minutes_by_distance(_spot(one), _spot(other)), True


def _spot(region: Region) -> Spot:
    return Spot(region.slug, float(region.latitude), float(region.longitude))
