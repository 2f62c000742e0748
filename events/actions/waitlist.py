"""Who comes next? Places that are free go to those who wait, in the order in which they came."""

import datetime as dt

from corridor.lifecycle import advance
from events import emails
from events.models import Event, Registration

State = Registration.State


def fill_free_places(*, event: Event, now: dt.datetime) -> list[Registration]:
    """Give free places of `event` to those who wait, first come first served; who got one, each told by mail.

    Call with the event locked (places.lock), inside its transaction. Once the event has begun, or when it is not to be
    held, nobody is called any more. waitlisted -> confirmed.
    """
    if event.state not in Event.COMING or event.starts_at <= now:
        return []
    taken = event.registrations.filter(state=State.CONFIRMED).count()
    waiting = event.registrations.filter(state=State.WAITLISTED).select_related("member")
    called = list(waiting.order_by("registered_at", "pk")[: max(event.capacity - taken, 0)])
    for registration in called:
        registration.event = event
        advance(registration, to=State.CONFIRMED, by=None, now=now, because="place free")
        emails.registered(registration=registration, now=now)
    return called
