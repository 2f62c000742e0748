"""When are guests reminded and asked again, and until when does the host wait for their answer? (F033)

By the clock on the wall in Amsterdam, so that a reminder comes at the hour of the event, also when the clocks change.
"""

import datetime as dt

from events.models import Event

NOON = dt.time(12)
TO_ANSWER = dt.timedelta(hours=18)  # an evening and a night at least
TO_ACT = dt.timedelta(hours=2)  # what a host needs at least between the list at noon and the first guest


def week_before(event: Event) -> dt.datetime:
    """When guests are reminded: seven days before it begins, at the same hour."""
    return _days_before(event, 7)


def asks_at(event: Event) -> dt.datetime:
    """When guests are asked whether they still come: a day before, or earlier when the host's noon comes too soon."""
    return min(_days_before(event, 1), host_reads_at(event) - TO_ANSWER)


def host_reads_at(event: Event) -> dt.datetime:
    """When the host gets the list of who did not answer: noon of the day itself, or before it for an early event."""
    begins = event.starts_at.astimezone(Event.ZONE)
    noon = dt.datetime.combine(begins.date(), NOON, Event.ZONE)
    if begins < noon + TO_ACT:
        noon = dt.datetime.combine(begins.date() - dt.timedelta(days=1), NOON, Event.ZONE)
    return noon.astimezone(dt.UTC)


def _days_before(event: Event, days: int) -> dt.datetime:
    """The same hour on the wall, so many days earlier."""
    begins = event.starts_at.astimezone(Event.ZONE)
    return (begins - dt.timedelta(days=days)).astimezone(dt.UTC)
