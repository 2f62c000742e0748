"""What of an event goes when somebody erases themselves? Their places, so that others get them; that they came stays.

A registration and a check-in say nothing of anybody once the member is an empty row, and the counts are made of them.
"""

import datetime as dt

from django.db.models import Q

from corridor.models import Member
from events import rules
from events.actions import registrations
from events.models import Event, Registration


def hold(member: Member) -> None:
    """Before everything else: lock the events in which `member` has a place or waits, as whoever gives places does."""
    places = Registration.objects.filter(member=member, state__in=Registration.STANDING).order_by()
    events = Event.objects.filter(pk__in=places.values("event")).order_by("pk")
    list(events.select_for_update(of=("self",)).values_list("pk"))


def erase(*, member: Member, by: Member | None, now: dt.datetime) -> None:
    """At once, in the transaction of corridor.actions.erasing: give back every place in what is still to come."""
    Event.objects.filter(organiser=member).update(organiser=None)
    for place in Registration.objects.filter(member=member, state__in=Registration.STANDING).select_related("event"):
        if not rules.why_not_give_up(place.event, now):
            registrations.cancel(registration=place, by=by, now=now)


def held_until(member: Member) -> dt.datetime | None:
    """Until when others read who `member` is because of us: never."""
    return None


def mails_about(member: Member) -> Q:
    """Mails to others that name `member`: none of ours do."""
    return Q(pk__in=())


def fade(*, member: Member, now: dt.datetime) -> None:
    """Once nobody reads who `member` is any more: nothing is left to do."""
