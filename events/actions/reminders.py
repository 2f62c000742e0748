"""How are guests reminded, and how do they say that they still come? (F033)

A week before, each guest is reminded; a day before, each is asked. Who does not answer is at risk, and the host reads
their names at noon. Nothing is taken from them: a place is only ever given back by the guest.
"""

import datetime as dt

from django.db import transaction

from corridor.errors import refuse_if
from corridor.lifecycle import record
from events import emails, evening_hours, evening_rules
from events.actions import places
from events.models import Event, Registration
from events.queries import reminding

State = Registration.State


@transaction.atomic
def remind(*, registration: Registration, now: dt.datetime) -> None:
    """Write the reminder of a week before, once for each day the event was planned for; else nothing."""
    registration = places.lock_of(registration)
    if reminding.to_remind(registration.event, now=now).filter(pk=registration.pk).exists():
        emails.reminder(registration=registration, now=now)


@transaction.atomic
def ask_again(*, registration: Registration, now: dt.datetime) -> None:
    """Ask the guest whether they still come, once for each day the event was planned for; else nothing."""
    registration = places.lock_of(registration)
    if not reminding.to_ask(registration.event, now=now).filter(pk=registration.pk).exists():
        return
    registration.asked_again_at, registration.still_comes_at = now, None
    registration.save(update_fields=["asked_again_at", "still_comes_at"])
    emails.still_coming(registration=registration, now=now)


@transaction.atomic
def still_come(*, registration: Registration, now: dt.datetime) -> Registration:
    """The guest says that they still come. Said already, it does nothing.

    Raises Refused when they have no place any more or the event has begun.
    """
    registration = places.lock_of(registration)
    refuse_if(evening_rules.why_not_still_come(registration, now))
    asked = registration.asked_again_at
    if registration.still_comes_at is None or asked and registration.still_comes_at < asked:
        registration.still_comes_at = now
        registration.save(update_fields=["still_comes_at"])
        record(registration, action="still comes", by=registration.member, now=now)
    return registration


@transaction.atomic
def tell_hosts(*, event: Event, now: dt.datetime) -> int:
    """At noon, write to the hosts who did not answer; each host once for each day. How many guests are at risk."""
    event = places.lock(event)
    if event.state not in Event.COMING or not evening_hours.host_reads_at(event) <= now < event.starts_at:
        return 0
    at_risk = list(reminding.unanswered(event))
    if at_risk:
        for host in reminding.hosts(event):
            emails.at_risk(event=event, guests=at_risk, host=host, now=now)
    return len(at_risk)
