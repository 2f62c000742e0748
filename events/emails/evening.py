"""Which mails surround an evening? The reminder, "still coming?", who is at risk, what one thought (F033, F084).

Each question leads to one page where a pressed button answers; a link only shows it.
"""

import datetime as dt
import zlib
from collections.abc import Sequence

from corridor import letters, links, outbox
from corridor.models import Member, OutboxEmail
from events import evening_hours
from events.emails.places import facts
from events.models import Event, OpinionRoll, Registration

REMINDER = "events.reminder"
STILL_COMING = "events.still_coming"
AT_RISK = "events.at_risk"
OPINION = "events.opinion"

STILL_COMING_LINK = "still_coming"
OPINION_LINK = "opinion"


def reminder(*, registration: Registration, now: dt.datetime) -> OutboxEmail:
    """To a guest, a week before: what, when and where. Once for each day the event was planned for."""
    return outbox.enqueue(
        kind=REMINDER,
        key=f"event_reminder:{registration.pk}:{registration.event.sequence}",
        member=registration.member,
        context=facts(registration),
        about=registration,
        now=now,
        at_once=True,  # gathered it could come after the event
    )


def still_coming(*, registration: Registration, now: dt.datetime) -> OutboxEmail:
    """To a guest, a day before: still coming? Once for each day the event was planned for."""
    return outbox.enqueue(
        kind=STILL_COMING,
        key=f"still_coming:{registration.pk}:{now:%Y%m%d%H%M}",
        member=registration.member,
        context=facts(registration)
        | {
            "page_url": still_coming_url(registration, at=now),
            "until": evening_hours.host_reads_at(registration.event),
        },
        about=registration,
        now=now,
        at_once=True,
    )


def still_coming_url(registration: Registration, *, at: dt.datetime) -> str:
    """The address of the page where this guest answers whether they still come."""
    token = links.make(
        STILL_COMING_LINK,
        object_id=registration.pk,
        member_id=registration.member_id,
        version=zlib.crc32(still_coming_of(registration).encode()),
        now=at,
    )
    return letters.page("events:still_coming", registration.member.language, token)


def still_coming_of(registration: Registration) -> str:
    """What such a link holds for: the mailbox it went to, and the day the event was planned for."""
    return f"{registration.member.email} {registration.event.sequence}"


def at_risk(*, event: Event, guests: Sequence[Registration], host: Member, now: dt.datetime) -> OutboxEmail:
    """To a host, at noon: the names of who did not answer, nothing else of them. Once for each day and host."""
    return outbox.enqueue(
        kind=AT_RISK,
        key=f"at_risk:{event.pk}:{event.sequence}:{host.pk}",
        member=host,
        context={
            "event": event,
            "guests": guests,
            "event_url": letters.page("events:hosting", host.language, event.slug),
        },
        about=event,
        now=now,
        at_once=True,  # tomorrow it is too late to do anything
    )


def opinion(*, roll: OpinionRoll, now: dt.datetime) -> OutboxEmail:
    """To somebody who was there: what did you think of it? Once."""
    registration = roll.registration
    return outbox.enqueue(
        kind=OPINION,
        key=f"opinion:{registration.pk}",
        member=registration.member,
        context=facts(registration) | {"page_url": opinion_url(roll)},
        about=registration,
        now=now,
        at_once=True,  # a digest says subjects only, and the question needs its link
    )


def opinion_url(roll: OpinionRoll) -> str:
    """The address of the page where somebody who came says what they thought."""
    registration = roll.registration
    token = links.make(
        OPINION_LINK,
        object_id=registration.pk,
        member_id=registration.member_id,
        version=zlib.crc32(registration.member.email.encode()),
        now=roll.asked_at,
    )
    return letters.page("events:opinion", registration.member.language, token)
