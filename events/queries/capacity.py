"""How many places are taken and how many people wait? Counted in the database, beside the event."""

import datetime as dt

from django.db.models import Count, Q, QuerySet

from corridor.models import Member
from events.models import Event, Registration
from events.queries import kept

State = Registration.State


HOLDS = Q(registrations__state__in=Registration.HOLDING)
BRINGS_SOMEBODY = HOLDS & ~Q(registrations__companion="")


def with_places(events: QuerySet[Event], member: Member | None = None) -> QuerySet[Event]:
    """`events` with `taken` (places held, companions too) and `waiting` counted on each; `free` reads what is left.

    With `kept` (places that wait for somebody who is missing, F081), and how many of these for somebody like `member`.
    """
    return events.annotate(
        taken=Count("registrations", filter=HOLDS) + Count("registrations", filter=BRINGS_SOMEBODY),
        waiting=Count("registrations", filter=Q(registrations__state=State.WAITLISTED)),
        kept=kept.places(),
        kept_for_reader=kept.places_for(member),
    )


def taken(event: Event) -> int:
    """How many places of `event` are held: confirmed or offered, one more for each companion. One query."""
    held = event.registrations.filter(state__in=Registration.HOLDING)
    found = held.aggregate(guests=Count("pk"), companions=Count("pk", filter=~Q(companion="")))
    return found["guests"] + found["companions"]


def free(event: Event, now: dt.datetime) -> int:
    """Places that whoever reads would get at once, of an event read through `with_places` for them.

    None while people wait, whatever the capacity: it is their turn first. What is kept for others is not free; what is
    kept for somebody like the reader is theirs, though others wait (as `held.rule_for_newcomer` decides).
    """
    left = max(event.capacity - event.taken, 0)
    others = kept_now(event, now) and event.kept - event.kept_for_reader
    mine = kept_now(event, now) and min(event.kept_for_reader, left)
    return mine if event.waiting else max(left - others, mine)


def kept_now(event: Event, now: dt.datetime) -> int:
    """Places of `event` that wait for somebody who is missing; none from 72 hours before (F081)."""
    return min(event.kept, max(event.capacity - event.taken, 0)) if event.starts_at - now > kept.FLOATS else 0
