"""What happens to a place? It is taken or waited for, given back, and passed on to whoever waits longest.

Every action locks the Event row first, so that places change hands one after another and none is given twice.
"""

import datetime as dt

from django.db import transaction

from corridor import outbox
from corridor import rules as ground_rules
from corridor.errors import refuse_if
from corridor.lifecycle import advance, record
from corridor.models import Member
from events import emails, rules
from events.actions import places, waitlist
from events.models import Event, Registration
from events.queries import programme

State = Registration.State


@transaction.atomic
def register(*, event: Event, by: Member, now: dt.datetime, hides_attendance: bool = False) -> Registration:
    """Give `by` a place, or a turn to wait when none is free or others wait already; told by mail either way.

    Who has a place or waits gets that same row back, unchanged: a second press is harmless. Raises Refused when the
    event is not open or the member has no name.
    """
    event = places.lock(event)
    standing = event.registrations.filter(member=by, state__in=Registration.STANDING).select_related("member").first()
    if standing:
        standing.event = event
        return standing
    refuse_if(rules.why_not_register(event, by, now) or ground_rules.why_not_any_more(by))
    rows = event.registrations
    full = rows.filter(state=State.CONFIRMED).count() >= event.capacity
    waits = full or rows.filter(state=State.WAITLISTED).exists()
    registration = Registration.objects.create(
        event=event,
        member=by,
        state=State.WAITLISTED if waits else State.CONFIRMED,
        state_since=now,
        registered_at=now,
        hides_attendance=hides_attendance,
    )
    record(registration, action="registered", to=registration.state, by=by, now=now)
    emails.registered(registration=registration, now=now)
    return registration


@transaction.atomic
def cancel(*, registration: Registration, by: Member, now: dt.datetime) -> Registration:
    """Give the place (or the wait) back; whoever waits longest gets it in the same moment.

    confirmed | waitlisted -> cancelled. Done already, it does nothing. A mail about it that has not left is stopped.
    Raises Refused once the event has begun.
    """
    registration = places.lock_of(registration)
    if registration.state == State.CANCELLED:
        return registration
    refuse_if(rules.why_not_give_up(registration.event, now))
    advance(registration, to=State.CANCELLED, by=by, now=now)
    outbox.stop(about=registration, now=now, because="place given back")
    waitlist.fill_free_places(event=registration.event, now=now)
    return registration


@transaction.atomic
def hide_attendance(*, registration: Registration, hides: bool, by: Member, now: dt.datetime) -> Registration:
    """Tell others that `by` was there, or never (F070). Whenever they like; the same again changes nothing."""
    registration = places.lock_of(registration)
    if registration.hides_attendance != hides:
        registration.hides_attendance = hides
        registration.save(update_fields=["hides_attendance"])
        record(registration, action="edited", by=by, now=now, because="hides" if hides else "tells")
    return registration


@transaction.atomic
def release(*, registration: Registration, now: dt.datetime) -> Registration:
    """Let go of a guest whose event was cancelled, and tell them, with the organiser's reason. Once; else nothing.

    confirmed | waitlisted -> cancelled. Other mails about the place that have not left are stopped.
    """
    registration = places.lock_of(registration)
    event = registration.event
    if event.state != Event.State.CANCELLED or registration.state == State.CANCELLED:
        return registration
    advance(registration, to=State.CANCELLED, by=None, now=now, because="event cancelled")
    outbox.stop(about=registration, now=now, because="event cancelled")
    emails.cancelled(registration=registration, because=programme.why_cancelled(event), now=now)
    return registration
