"""How many places are taken and how many people wait? Counted in the database, beside the event."""

from django.db.models import Count, Q, QuerySet

from events.models import Event, Registration

State = Registration.State


def with_places(events: QuerySet[Event]) -> QuerySet[Event]:
    """`events` with `taken` (confirmed) and `waiting` counted on each; read what is left with `free`."""
    return events.annotate(
        taken=Count("registrations", filter=Q(registrations__state=State.CONFIRMED)),
        waiting=Count("registrations", filter=Q(registrations__state=State.WAITLISTED)),
    )


def free(event: Event) -> int:
    """Places that somebody new would get at once, of an event read through `with_places`.

    None while people wait, whatever the capacity: it is their turn first.
    """
    return 0 if event.waiting else max(event.capacity - event.taken, 0)
