"""What stands in a calendar about an event, and about somebody's place in it? In the language that is active.

Each place has an entry of its own, whose UID never changes: a move raises its version, and it ends when the place is
given back or the event called off (F032). Who registers again gets a new place, so a new entry.
"""

import datetime as dt
from dataclasses import replace

from django.utils import translation
from django.utils.translation import get_language

from corridor import letters
from corridor.calendar_files import Attendee, Entry, invitation
from events.models import Event, Registration, Session
from events.queries import attendance

OVER = (Registration.State.CANCELLED, Registration.State.DECLINED, Registration.State.LAPSED)


def of_event(event: Event, *, said_at: dt.datetime) -> Entry:
    """The event itself, as in a feed that everybody may read: nobody is named."""
    return _entry(f"event-{event.pk}", event, said_at, cancelled=event.state == Event.State.CANCELLED)


def of_place(registration: Registration, *, said_at: dt.datetime) -> Entry:
    """The entry of one place: version 0 when it was given, one more with every move, and one more when it ends."""
    event = registration.event
    called_off = event.state == Event.State.CANCELLED
    given_back = registration.state in OVER and not called_off
    entry = _entry(f"place-{registration.pk}", event, said_at, cancelled=called_off or given_back)
    return replace(entry, sequence=entry.sequence + 1) if given_back else entry


def of_session(session: Session) -> Entry:
    """One chosen part of a programme, in its own room; of its speakers nothing, since a feed asks nobody in (S-44)."""
    event = session.event
    entry = _entry(f"session-{session.pk}", event, session.said_at, cancelled=False)
    return replace(
        entry,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=session.title,
        place=where(event, session.room or event.room),
        text=f"{event.title}\n\n{entry.url}",
        sequence=session.edits,
    )


def mail_parts(registration: Registration, *, now: dt.datetime) -> list[tuple[str, str, str]]:
    """What a mail about this place carries for the calendar of its holder, in their language.

    A REQUEST while the place is theirs, a CANCEL once it was; nothing when they never had it.
    """
    had_place = registration.state in OVER and attendance.had_place(registration)
    if registration.state != Registration.State.CONFIRMED and not had_place:
        return []
    member = registration.member
    with translation.override(member.language):
        return invitation(of_place(registration, said_at=now), Attendee(member.name, member.email))


def where(event: Event, room: str | None = None) -> str:
    """The place with its room (or that other `room`) and its town, or where online."""
    if not event.venue:
        return event.online_at
    room = event.room if room is None else room
    venue, town = event.venue.name, event.venue.region.name
    return ", ".join(part for part in (room, venue, "" if town in venue else town) if part)


def _entry(name: str, event: Event, said_at: dt.datetime, *, cancelled: bool) -> Entry:
    page = letters.page("events:event", (get_language() or "nl")[:2], event.slug)
    return Entry(
        name=name,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        title=event.title,
        place=where(event),
        text=f"{event.summary}\n\n{page}",
        url=page,
        said_at=said_at,
        sequence=event.sequence,
        cancelled=cancelled,
    )
