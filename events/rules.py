"""Who may, and which sentence do they read when they may not? `why_not_x` returns a sentence or None."""

import datetime as dt

from django.utils.translation import gettext as _

from corridor.models import Member, Region
from corridor.queries import scope
from events.models import CheckIn, Event, Registration

# The door opens so long before the first word; lists from paper may be typed in for so long afterwards.
DOORS_OPEN = dt.timedelta(hours=3)
LISTS_CLOSE = dt.timedelta(days=2)


def why_not_organise(person: Member | None, region: Region) -> str | None:
    """Why `person` may not run events in `region`. None is the clock, which may."""
    if person is None or person.is_active and person.is_superuser:
        return None
    if person.is_active and region.pk in scope.organised_by(person).regions:
        return None
    return _("You do not organise the region of this event.")


def why_not_publish(event: Event, by: Member, now: dt.datetime) -> str | None:
    """Why `event` may not be announced: it is no draft, it lies behind us, or nobody could find it."""
    if event.state != Event.State.DRAFT:
        return _("Only a draft can be published.")
    if event.starts_at <= now:
        return _("This event would have begun already; change its date first.")
    if not event.place:
        return _("Say where it is: choose a venue, or write where online.")
    return why_not_organise(by, event.region)


def why_not_move(event: Event, by: Member) -> str | None:
    """Why the when, where and what kind of `event` may not change: guests have planned for it."""
    if event.state != Event.State.DRAFT:
        return _("This event has been announced; its date, place and kind stay as they are.")
    return why_not_organise(by, event.region)


def why_not_capacity(event: Event, capacity: int, taken: int) -> str | None:
    """Why `event` may not have so many places: nobody's place is taken away by a number."""
    if capacity < taken:
        return _("%(taken)s people have a place already; it cannot have fewer places than that.") % {"taken": taken}
    return None


def why_not_edit(event: Event, by: Member) -> str | None:
    """Why the words and the places of `event` may not change any more."""
    if event.state not in (Event.State.DRAFT, *Event.COMING):
        return _("This event is over; it stays as it was.")
    return why_not_organise(by, event.region)


def why_not_cancel(event: Event, by: Member, now: dt.datetime) -> str | None:
    """Why `event` may not be called off: it has begun, or guests are inside."""
    if event.starts_at <= now or CheckIn.objects.filter(registration__event=event).exists():
        return _("This event has begun; it can no longer be cancelled.")
    return why_not_organise(by, event.region)


def why_not_hold(event: Event, by: Member | None, now: dt.datetime) -> str | None:
    """Why `event` may not be put behind us: the clock waits for its end, an organiser for its beginning."""
    if now < (event.ends_at if by is None else event.starts_at):
        return _("This event has not been held yet.")
    return why_not_organise(by, event.region)


def why_not_register(event: Event, member: Member, now: dt.datetime) -> str | None:
    """Why `member` may not register: not open, begun, or nobody would know who comes."""
    if event.state == Event.State.CANCELLED:
        return _("This event was cancelled.")
    if event.state != Event.State.PUBLISHED or event.starts_at <= now:
        return _("Registration for this event is closed.")
    if not member.is_active or not member.name:
        return _("Write your name in your profile first, so that the host knows who comes.")
    return None


def why_not_give_up(event: Event, now: dt.datetime) -> str | None:
    """Why a place may not be given back: the event has begun."""
    if event.starts_at <= now:
        return _("This event has begun; your place can no longer be given back.")
    return None


def is_door_open(event: Event, now: dt.datetime) -> bool:
    """Whether guests can be let in now: announced or held, and about the day itself."""
    about_now = event.starts_at - DOORS_OPEN <= now <= event.ends_at + LISTS_CLOSE
    return about_now and event.state in (*Event.COMING, Event.State.HELD)


def why_not_check_in(registration: Registration, by: Member, now: dt.datetime) -> str | None:
    """Why this guest may not be let in, or that not be taken back: no place, not the day, or not this organiser's."""
    event = registration.event
    if registration.state != Registration.State.CONFIRMED:
        return _("This person has no place.")
    if not is_door_open(event, now):
        return _("Guests are checked in from three hours before the start until two days after the end.")
    return why_not_organise(by, event.region)
