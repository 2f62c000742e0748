"""Which venue lies between two members? One that exists, by the coordinates of their regions (F015)."""

from corridor.models import Profile, Region, Venue
from matchmaking.excuse import Spot, half_way
from matchmaking.models import Introduction

EXISTING = "existing"


def venue_between(introduction: Introduction) -> Venue | None:
    """The half-way place of the two members; None when a region or every venue is missing. Two queries."""
    pair = (introduction.member_a_id, introduction.member_b_id)
    profiles = Profile.objects.filter(member__in=pair, region__isnull=False).select_related("region")
    regions = [profile.region for profile in profiles.order_by("member")]
    if len(regions) < len(pair):
        return None
    # A place that is only planned, or whose address nobody knows yet, is no place to meet.
    venues = {
        venue.slug: venue
        for venue in Venue.objects.filter(status__in=("", EXISTING)).exclude(coordinate_precision=Venue.Precision.CITY)
    }
    chosen = half_way(*map(_spot, regions), map(_spot, venues.values()))
    return venues[chosen.key] if chosen else None


def _spot(place: Region | Venue) -> Spot:
    return Spot(place.slug, float(place.latitude), float(place.longitude))
