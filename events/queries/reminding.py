"""Whom do we remind, whom do we ask again, and who has not answered? (F033)"""

import datetime as dt

from django.db.models import CharField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from corridor.models import Member, Membership, OutboxEmail
from events import evening_hours
from events.models import Event, EventStaff, Registration

AHEAD = dt.timedelta(days=8)
LATE = dt.timedelta(days=2)  # a reminder of a week before says nothing true any more after that


def coming_soon(now: dt.datetime) -> QuerySet[Event]:
    """The announced events of the next eight days, the first one first."""
    found = Event.objects.filter(state__in=Event.COMING, starts_at__gt=now, starts_at__lte=now + AHEAD)
    return found.select_related("venue", "region", "organiser").order_by("starts_at", "pk")


def to_remind(event: Event, *, now: dt.datetime) -> QuerySet[Registration]:
    """Guests of `event` whose reminder of a week before is due and not written yet.

    Nobody who got their place later than that: they know.
    """
    due = evening_hours.week_before(event)
    if not due <= now < min(due + LATE, evening_hours.asks_at(event)):
        return Registration.objects.none()
    guests = _with_a_place(event).filter(state_since__lte=due, member__is_active=True)
    own_key = Concat(Value("event_reminder:"), Cast(OuterRef("pk"), CharField()), Value(f":{event.sequence}"))
    return guests.filter(~Exists(OutboxEmail.objects.filter(key=own_key)))


def to_ask(event: Event, *, now: dt.datetime) -> QuerySet[Registration]:
    """Guests of `event` who are to be asked whether they still come, and were not asked about this day yet."""
    due = evening_hours.asks_at(event)
    if not due <= now < event.starts_at:
        return Registration.objects.none()
    guests = _with_a_place(event).filter(state_since__lte=due, member__is_active=True)
    return guests.filter(Q(asked_again_at=None) | Q(asked_again_at__lt=due)).order_by("turn", "pk")


def unanswered(event: Event) -> QuerySet[Registration]:
    """Guests of `event` who were asked whether they still come and have not said so; by name, with where they work.

    From evening_hours.host_reads_at on they are at risk.
    """
    guests = _with_a_place(event).filter(asked_again_at__gte=evening_hours.asks_at(event))
    guests = guests.filter(Q(still_comes_at=None) | Q(still_comes_at__lt=F("asked_again_at")))
    bonds = Membership.objects.filter(ended_at=None).select_related("organisation")
    return guests.prefetch_related(Prefetch("member__memberships", bonds, to_attr="present")).order_by(
        "member__name", "pk"
    )


def answered(event: Event) -> int:
    """How many guests of `event` were asked about this day and said that they still come."""
    asked = _with_a_place(event).filter(asked_again_at__gte=evening_hours.asks_at(event))
    return asked.filter(still_comes_at__gte=F("asked_again_at")).count()


def hosts(event: Event) -> list[Member]:
    """Who runs `event`: its organiser and its hosts, each once."""
    helpers = event.staff.filter(role=EventStaff.Role.HOST, member__is_active=True).select_related("member")
    found = [event.organiser] if event.organiser and event.organiser.is_active else []
    return found + [one.member for one in helpers if one.member_id != event.organiser_id]


def _with_a_place(event: Event) -> QuerySet[Registration]:
    return event.registrations.filter(state=Registration.State.CONFIRMED).select_related("member")
