"""What stands in a calendar to which somebody subscribes: of a region, for everybody, or of one member's places?"""

import datetime as dt

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from corridor.models import Member, Region
from corridor.queries import regions
from events.models import CalendarFeed, Event, Move, Registration
from events.queries import programme

# A calendar forgets what a feed leaves out; what was last month stays, what was called off stays until then as well.
BEHIND = dt.timedelta(days=30)
MOST = 300
PAST = 30

# Events and the days on which they moved, oldest first; a subquery, so that nothing else is counted twice.
_MOVES = Move.objects.filter(event=OuterRef("pk")).order_by("-sequence").values("at")[:1]


def of_region(region: Region | None, *, now: dt.datetime) -> list[Event]:
    """What everybody may know of `region` and what lies below it (None: of the whole corridor), the first first.

    Each carries `said_at`, when it was last announced, moved or called off. At most three queries.
    """
    found = programme.visible_to(None).filter(ends_at__gt=now - BEHIND)
    if region:
        found = found.filter(region__in=regions.regions_below([region]))
    return list(_dated(found).select_related("venue__region", "region").order_by("starts_at", "pk")[:MOST])


def feed_of(member_id: int, version: int, made_at: dt.datetime) -> CalendarFeed | None:
    """The private feed at that address: of a member who is still here, in this version (S-44)."""
    rows = CalendarFeed.objects.filter(member=member_id, version=version, member__is_active=True)
    feed = rows.select_related("member").first()
    return feed if feed and int(feed.made_at.timestamp()) == int(made_at.timestamp()) else None


def places_of(member: Member, *, now: dt.datetime) -> list[Registration]:
    """The places of `member`, also in what was called off while they had one; each with its event. Two queries.

    Somebody who gave a place back is not in it: it is gone from the calendar.
    """
    called_off = Q(event__state=Event.State.CANCELLED, state_since__gte=F("event__state_since"))
    mine = Registration.objects.filter(member=member, event__ends_at__gt=now - BEHIND)
    mine = mine.filter(Q(state=Registration.State.CONFIRMED) | called_off & Q(state=Registration.State.CANCELLED))
    rows = list(mine.order_by("event__starts_at", "pk")[:MOST])
    events = _dated(Event.objects.filter(pk__in=[row.event_id for row in rows])).select_related("venue__region")
    found = events.in_bulk()
    for row in rows:
        row.event = found[row.event_id]
    return rows


def past_of(member: Member, *, now: dt.datetime) -> QuerySet[Registration]:
    """Where `member` had a place and what is over, the latest first; with whether they arrived."""
    rows = Registration.objects.filter(member=member, state=Registration.State.CONFIRMED, event__ends_at__lte=now)
    rows = rows.exclude(event__state__in=(Event.State.DRAFT, Event.State.CANCELLED))
    return rows.select_related("event__region", "event__venue", "check_in").order_by("-event__starts_at", "-pk")[:PAST]


def _dated(events: QuerySet[Event]) -> QuerySet[Event]:
    moved = Coalesce(Subquery(_MOVES), F("state_since"))
    return events.annotate(said_at=Greatest(F("state_since"), moved))
