"""What is coming, what may this person see, and where could two people meet?"""

import datetime as dt
from collections.abc import Collection

from django.db.models import QuerySet

from corridor.models import Member, Region, Transition
from corridor.queries import regions
from corridor.queries.scope import Scope
from events.models import Event, Registration
from events.queries import capacity

# Nobody rearranges a week for somebody they do not know yet.
NOTICE = dt.timedelta(days=3)
WITHIN = dt.timedelta(days=60)


def visible_to(member: Member | None) -> QuerySet[Event]:
    """Events that `member` (None: a visitor) may see: those announced, and what became of them. So far all the same."""
    return Event.objects.exclude(state__in=(Event.State.DRAFT, Event.State.ARCHIVED))


def coming(member: Member | None, *, now: dt.datetime, within: Region | None = None) -> QuerySet[Event]:
    """What is on the agenda: visible and not over, the next first, with places counted; a region holds what lies below.

    Cancelled ones stay until their day, for those who planned for them.
    """
    found = visible_to(member).exclude(state=Event.State.HELD).filter(ends_at__gt=now)
    if within:
        found = found.filter(region__in=regions.regions_below([within]))
    found = found.select_related("venue__region", "region").prefetch_related("layers")
    return capacity.with_places(found).order_by("starts_at", "pk")


def event(member: Member | None, slug: str) -> Event | None:
    """The event at that address with all that its page shows, if `member` may see it."""
    found = visible_to(member).select_related("venue__region", "region", "organiser").prefetch_related("layers")
    return capacity.with_places(found).filter(slug=slug).first()


def within(reach: Scope) -> QuerySet[Event]:
    """For the console: every event in the organiser's regions, drafts included, with places counted."""
    found = Event.objects.all() if reach.everything else Event.objects.filter(region__in=reach.regions)
    return capacity.with_places(found).select_related("region", "venue")


def why_cancelled(event: Event) -> str:
    """The reason that the organiser gave to the guests; empty when the event was not cancelled."""
    moves = Transition.objects.filter(subject_type=event._meta.label_lower, subject_id=event.pk, action="moved")
    return moves.filter(to=Event.State.CANCELLED).values_list("because", flat=True).first() or ""


def both_can_attend(members: Collection[Member], *, now: dt.datetime, within: dt.timedelta = WITHIN) -> Event | None:
    """The event in which these two could meet: open to register, starting in three days at least and `within` at most.

    Each of them either has a place or would get one at once; one who waits or gave up the place cannot come. The first
    in which one of them has a place already, else the first of all. Who hides being there is not given away: their
    place makes no event preferred. Two queries.
    """
    numbers = {member.pk for member in members}
    coming = Event.objects.filter(
        state=Event.State.PUBLISHED, starts_at__gte=now + NOTICE, starts_at__lte=now + within
    ).select_related("venue", "region")
    events = list(capacity.with_places(coming).order_by("starts_at", "pk"))
    last = {}  # (event, member) -> how they stand; the latest row counts
    rows = Registration.objects.filter(event__in=[event.pk for event in events], member__in=numbers)
    for row in rows.order_by("pk"):
        last[row.event_id, row.member_id] = row
    fitting = []
    for event in events:
        own = [last[event.pk, number] for number in numbers if (event.pk, number) in last]
        if any(row.state != Registration.State.CONFIRMED for row in own):
            continue
        if capacity.free(event) >= len(numbers) - len(own):
            fitting.append((not any(not row.hides_attendance for row in own), event))
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None
