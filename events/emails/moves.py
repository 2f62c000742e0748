"""Which mail says that an event is held at another time or place, and puts the new entry into the calendar?"""

import datetime as dt

from corridor import outbox
from corridor.models import OutboxEmail
from events import calendar_entries
from events.emails.places import facts
from events.models import Move, Registration

MOVED = "events.moved"


def moved(*, registration: Registration, move: Move, now: dt.datetime) -> OutboxEmail:
    """To whoever stands for the event: where and when it is now, what it was, and the organiser's reason. Once a move.

    Who has a place gets the entry for their calendar again, one version higher.
    """
    event, has_place = registration.event, registration.state == Registration.State.CONFIRMED
    where = calendar_entries.where(event)
    return outbox.enqueue(
        kind=MOVED,
        key=f"event_moved:{registration.pk}:{move.sequence}",
        member=registration.member,
        context=facts(registration)
        | {
            "move": move,
            "where": where,
            "has_place": has_place,
            "because": move.because,
            "other_time": (event.starts_at, event.ends_at) != (move.starts_at, move.ends_at),
            "other_place": where != move.place,
        },
        about=registration,
        now=now,
        at_once=True,  # whoever travels to the old place has no use for next Thursday
        attachments=calendar_entries.mail_parts(registration, now=now),
    )
