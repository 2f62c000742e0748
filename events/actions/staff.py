"""Who works at an event? Hosts and people at the door are added and let go by its organiser."""

import datetime as dt

from django.db import transaction

from corridor.errors import refuse_if
from corridor.lifecycle import record
from corridor.models import Member
from events import emails, rules
from events.actions import places
from events.models import Event, EventStaff

ACTIONS = ADDED, REMOVED = ("staff added", "staff removed")  # in the history, with the name


@transaction.atomic
def add(*, event: Event, member: Member, role: str, by: Member, now: dt.datetime) -> EventStaff:
    """Let `member` host or stand at the door of `event`, told by mail with the way to the door.

    Who works there already changes role; the same again changes nothing. Raises Refused outside one's regions, when the
    event is over, and for oneself.
    """
    event = places.lock(event)
    refuse_if(rules.why_not_staff(event, member, by))
    places.hold_person(member)
    row, new = EventStaff.objects.get_or_create(
        event=event, member=member, defaults={"role": role, "added_by": by, "added_at": now}
    )
    if not new and row.role == role:
        return row
    if not new:
        row.role, row.added_by, row.added_at = role, by, now
        row.save(update_fields=["role", "added_by", "added_at"])
    record(event, action=ADDED, to=role, by=by, now=now, because=member.label)
    if event.state in Event.COMING:
        emails.staff_added(staff=row, now=now)
    return row


@transaction.atomic
def remove(*, staff: EventStaff, by: Member, now: dt.datetime) -> None:
    """Take the role away, from the next request on. Gone already, it does nothing. Raises Refused as add() does."""
    event = places.lock(staff.event)
    refuse_if(rules.why_not_staff(event, staff.member, by))
    gone, _rows = EventStaff.objects.filter(pk=staff.pk).delete()
    if gone:
        record(event, action=REMOVED, was=staff.role, by=by, now=now, because=staff.member.label)
