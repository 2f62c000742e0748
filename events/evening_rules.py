"""Who may say, choose, tell or judge something around an evening? `why_not_x` returns a sentence or None."""

import datetime as dt

from django.utils.translation import gettext as _

from corridor.models import Member
from events.models import Event, OpinionRoll, Registration, Session
from events.queries import opinions
from events.rules import why_not_organise


def why_not_still_come(registration: Registration, now: dt.datetime) -> str | None:
    """Why a guest may not say that they still come: they have no place, or it is too late to say so."""
    if registration.state != Registration.State.CONFIRMED:
        return _("You have no place in this event any more.")
    if registration.event.state not in Event.COMING or registration.event.starts_at <= now:
        return _("This event is not to come any more.")
    return None


def why_not_choose(registration: Registration, session: Session) -> str | None:
    """Why a guest may not put `session` on their agenda: it is another event's, or they have no place."""
    if registration.state != Registration.State.CONFIRMED or session.event_id != registration.event_id:
        return _("Sessions are chosen by whoever has a place in the event.")
    return None


def why_not_announce(event: Event, by: Member) -> str | None:
    """Why nothing can be told to the guests of `event`: it has none yet, or it is put away or cancelled."""
    if event.state not in (*Event.COMING, Event.State.HELD):
        return _("Only the guests of an event that is announced can be written to.")
    return why_not_organise(by, event.region)


def why_not_answer(roll: OpinionRoll, now: dt.datetime) -> str | None:
    """Why somebody who came may not say (again) what they thought of it."""
    if roll.has_answered:
        return _("You have answered already. Thank you.")
    if now > roll.asked_at + opinions.ANSWERABLE:
        return _("The answers to this question have been counted.")
    return None
