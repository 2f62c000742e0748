"""What does somebody read who works at an event? Which role they have, and the way to its page and its door."""

import datetime as dt

from corridor import letters, outbox
from corridor.models import OutboxEmail
from events.models import EventStaff

STAFF_ADDED = "events.staff_added"


def staff_added(*, staff: EventStaff, now: dt.datetime) -> OutboxEmail:
    """To whoever was made host or put at the door: when, where, by whom, and the way in. Once for each time."""
    language, hosts = staff.member.language, staff.role == EventStaff.Role.HOST
    return outbox.enqueue(
        kind=STAFF_ADDED,
        key=f"staff_added:{staff.pk}:{staff.role}:{staff.added_at:%Y%m%dT%H%M%S}",
        member=staff.member,
        context={
            "event": staff.event,
            "hosts": hosts,
            "organiser": staff.added_by.label if staff.added_by else "",
            "event_url": letters.page("events:hosting" if hosts else "events:event", language, staff.event.slug),
        },
        about=staff,
        now=now,
        at_once=True,  # whoever opens the door cannot read so next Thursday
    )
