"""Who has a place, who came, and who was in one room with whom?"""

import datetime as dt
from collections.abc import Collection
from itertools import combinations

from django.db.models import Prefetch, Q, QuerySet

from corridor.models import Member, Membership
from events.models import CheckIn, Event, Registration

HELD = (Event.State.HELD, Event.State.ARCHIVED)
MONTHS = 12
DAYS_OF_A_MONTH = 365 / 12


def standing_of(member: Member, event: Event) -> Registration | None:
    """How `member` stands for `event`: with a place, waiting, or not at all (a place given up is gone)."""
    rows = Registration.objects.filter(member=member, event=event, state__in=Registration.STANDING)
    return rows.select_related("check_in").first()


def coming_of(member: Member, *, now: dt.datetime) -> QuerySet[Registration]:
    """The places and waits of `member` in events that are not over, the next first."""
    rows = Registration.objects.filter(member=member, state__in=Registration.STANDING, event__ends_at__gt=now)
    rows = rows.filter(event__state__in=Event.COMING)
    return rows.select_related("event__venue__region", "event__region").order_by("event__starts_at", "pk")


def turn(registration: Registration) -> int:
    """Which turn somebody who waits has: 1 is next. One query."""
    before = Registration.objects.filter(event=registration.event_id, state=Registration.State.WAITLISTED)
    earlier = Q(registered_at__lt=registration.registered_at)
    tie = Q(registered_at=registration.registered_at, pk__lte=registration.pk)
    return before.filter(earlier | tie).count()


def guests(event: Event) -> QuerySet[Registration]:
    """Everybody with a place in `event` or waiting, by name, those with a place first; with their arrival.

    Each member carries `present`: the bond with where they work now.
    """
    bonds = Membership.objects.filter(ended_at=None).select_related("organisation")
    rows = event.registrations.filter(state__in=Registration.STANDING).select_related("member", "check_in")
    rows = rows.prefetch_related(Prefetch("member__memberships", bonds, to_attr="present"))
    return rows.order_by("state", "member__name", "pk")


def shared(ids: Collection[int] | None, *, now: dt.datetime, months: int = MONTHS) -> dict[tuple[int, int], Event]:
    """(a, b), a < b -> the latest event held in the last `months` at which both arrived, neither hiding it (F070).

    `ids`: the members to look among; None is everybody. One query, and one for the events.
    """
    arrived = _arrived(now, months)
    if ids is not None:
        arrived = arrived.filter(registration__member__in=ids)
    guests: dict[int, list[int]] = {}
    for event, member in arrived.order_by("registration__event__starts_at", "registration__event_id").values_list(
        "registration__event", "registration__member"
    ):
        guests.setdefault(event, []).append(member)
    events = Event.objects.select_related("venue", "region").in_bulk(guests)
    return {pair: events[event] for event, there in guests.items() for pair in combinations(sorted(there), 2)}


def attended(*, now: dt.datetime, months: int = MONTHS) -> dict[int, set[int]]:
    """Member -> the numbers of events held in the last `months` where they arrived and do not hide it. One query."""
    found: dict[int, set[int]] = {}
    for member, event in _arrived(now, months).order_by().values_list("registration__member", "registration__event"):
        found.setdefault(member, set()).add(event)
    return found


def hidden(events: Collection[int]) -> QuerySet[Registration]:
    """The standings for these events of those who hide having been there."""
    return Registration.objects.filter(event__in=events, hides_attendance=True)


def _arrived(now: dt.datetime, months: int) -> QuerySet[CheckIn]:
    """Arrivals that may be told, at what was held in the last `months`."""
    return CheckIn.objects.filter(
        registration__hides_attendance=False,
        registration__event__state__in=HELD,
        registration__event__ends_at__gte=now - dt.timedelta(days=round(months * DAYS_OF_A_MONTH)),
        registration__event__ends_at__lte=now,
    )
