"""As whom does one see which side of an event in the demo? The page that signs people in asks this."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from corridor.models import Member
from events import rules
from events.models import CheckIn, Event, EventStaff, Registration, SpeedSeat

MOST_STAFF = 8
State = Registration.State


@dataclass(frozen=True)
class Part:
    """Somebody, what they are at which event, and the page to look at as them."""

    person: Member
    what: str
    url: str


def parts(now: dt.datetime) -> Iterator[Part]:
    """Who works at what is on or coming, the next event first, then one guest of each sort. Two queries."""
    near = Q(event__state__in=(*Event.COMING, Event.State.HELD), event__ends_at__gt=now, member__is_demo=True)
    staff = EventStaff.objects.filter(near, member__is_active=True).select_related("event", "member")
    known = set()
    for one in staff.order_by("event__starts_at", "-role", "pk"):
        if one.member_id in known or len(known) == MOST_STAFF:
            continue
        known.add(one.member_id)
        words = _("Host of %(event)s") if one.role == EventStaff.Role.HOST else _("At the door of %(event)s")
        page = "events:door" if rules.is_door_open(one.event, now) else "events:event"
        yield Part(one.member, words % {"event": one.event.title}, reverse(page, args=[one.event.slug]))
    yield from _guests(near)


def _guests(near: Q) -> Iterator[Part]:
    seen = set()
    rows = Registration.objects.filter(near, member__is_active=True).select_related("event", "member")
    rows = rows.annotate(
        is_in=Exists(CheckIn.objects.filter(registration=OuterRef("pk"))),
        meets=Exists(SpeedSeat.objects.filter(registration=OuterRef("pk"))),
    )
    for one in rows.order_by("event__starts_at", "turn", "pk"):
        sort = _sort(one)
        if sort and sort[0] not in seen:
            seen.add(sort[0])
            yield Part(one.member, sort[0] % {"event": one.event.title}, reverse(sort[1], args=[one.event.slug]))


def _sort(one: Registration) -> tuple[str, str] | None:
    """In words, and the page that shows it."""
    if one.is_in and one.meets:
        return _("Inside, with speed meetings: %(event)s"), "events:speed_meetings"
    if one.state == State.CONFIRMED and not one.is_in:
        return _("Expected, with a ticket: %(event)s"), "events:ticket"
    words = {
        State.OFFERED: _("Offered a place: %(event)s"),
        State.WAITLISTED: _("Waits for a place: %(event)s"),
        State.INVITED: _("Invited: %(event)s"),
        State.PENDING: _("Asked the host: %(event)s"),
    }.get(one.state)
    return (words, "events:event") if words else None
