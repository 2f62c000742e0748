"""Where may one try something, where can one meet, and who answers for a site?"""

import datetime as dt

from django.db.models import QuerySet

from corridor.models import ExperimentSite, Member, Region, Venue
from corridor.queries import regions
from corridor.queries.scope import Scope
from events.models import Event, SiteRequest
from events.queries import programme


def sites() -> QuerySet[ExperimentSite]:
    """Every experiment site with its place and what it touches."""
    rows = ExperimentSite.objects.select_related("region", "venue__region", "synergy")
    return rows.prefetch_related("layers").order_by("pk")


def venues() -> QuerySet[Venue]:
    """Every place to meet, by name, with its region and who runs it."""
    return Venue.objects.select_related("region", "organisation").order_by("name", "pk")


def coming_at(venue: Venue, member: Member | None, *, now: dt.datetime) -> QuerySet[Event]:
    """What `member` (None: a visitor) may see of what is coming there, the next first."""
    return programme.coming(member, now=now).filter(venue=venue)


def organisers_of(region: Region) -> list[Member]:
    """Who answers for `region`: its organisers, else those of the nearest region above it, else the superusers."""
    tree = regions.whole_tree()
    place: int | None = region.pk
    active = Member.objects.filter(is_active=True)
    while place is not None:
        found = active.filter(region_roles__region=place, region_roles__ended_at=None).distinct().order_by("pk")
        if found:
            return list(found)
        place = tree[place].parent_id
    return list(active.filter(is_superuser=True).order_by("pk"))


def open_request(member: Member, site: ExperimentSite) -> SiteRequest | None:
    """What `member` asked about `site` and nobody has answered yet."""
    return SiteRequest.objects.filter(member=member, site=site, state=SiteRequest.State.ASKED).first()


def requests_within(reach: Scope) -> QuerySet[SiteRequest]:
    """For the console: what was asked about sites in the organiser's regions."""
    rows = SiteRequest.objects.select_related("site__region", "member")
    return rows if reach.everything else rows.filter(site__region__in=reach.regions)
