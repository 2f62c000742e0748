"""Which mails do events send, with what in them? One function each; their only callers are actions.

What they say is in templates/emails/events/<kind>/. Everything is worded there in the reader's own language.
"""

import datetime as dt

from corridor import letters, outbox
from corridor.models import OutboxEmail
from events.models import Registration

REGISTERED = "events.registered"
CANCELLED = "events.cancelled"


def registered(*, registration: Registration, now: dt.datetime) -> OutboxEmail:
    """To whoever registered: the place is theirs, or they wait; with the event's facts. Once for each of the two."""
    return outbox.enqueue(
        kind=REGISTERED,
        key=f"registered:{registration.pk}:{registration.state}",
        member=registration.member,
        context=_facts(registration) | {"waits": registration.state == Registration.State.WAITLISTED},
        about=registration,
        now=now,
        at_once=True,  # a place, or the loss of one, is no news for next Thursday
    )


def cancelled(*, registration: Registration, because: str, now: dt.datetime) -> OutboxEmail:
    """To whoever had a place or waited: the event does not take place, in the organiser's own words. Once each."""
    return outbox.enqueue(
        kind=CANCELLED,
        key=f"event_cancelled:{registration.pk}",
        member=registration.member,
        context=_facts(registration) | {"because": because},
        about=registration,
        now=now,
        at_once=True,  # a place, or the loss of one, is no news for next Thursday
    )


def _facts(registration: Registration) -> dict[str, object]:
    event, language = registration.event, registration.member.language
    return {
        "event": event,
        "event_url": letters.page("events:event", language, event.slug),
        "agenda_url": letters.page("events:events", language),
    }
