"""Builders for events: an event, a place in it, an arrival."""

import datetime as dt
import itertools

from corridor.models import Member
from events.models import CheckIn, Event, EventStaff, Registration, Session, SpeedMeetings, SpeedSeat
from tests.make.corridor import NOW, member, region, venue

_numbers = itertools.count(1)


def event(state: str = "published", **fields) -> Event:
    """A meetup in Amsterdam in two weeks, with ten places."""
    number = next(_numbers)
    starts_at = fields.pop("starts_at", NOW + dt.timedelta(days=14))
    values = {
        "slug": f"event-{number}",
        "title_nl": f"Bijeenkomst {number}",
        "title_en": f"Meetup {number}",
        "summary_nl": "Twee korte verhalen en een lange pauze.",
        "summary_en": "Two short talks and a long break.",
        "region": fields.pop("region", None) or region("mra"),
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=3),
        "capacity": 10,
        "state": state,
        "state_since": NOW,
        **fields,
    }
    if "venue" not in values and not values.get("online_at"):
        values["venue"] = venue()
    return Event.objects.create(**values)


def registration(event: Event, person: Member | None = None, state: str = "confirmed", **fields) -> Registration:
    """A place in `event` (or a wait, or a place given up) of `person`, by default somebody new."""
    turn = event.registrations.count() + 1
    values = {"state_since": NOW, "registered_at": NOW, "turn": turn, **fields}
    return Registration.objects.create(event=event, member=person or member(), state=state, **values)


def staff(event: Event, person: Member | None = None, role: str = "door") -> EventStaff:
    """Somebody who works at `event`."""
    return EventStaff.objects.create(event=event, member=person or member(), role=role, added_at=NOW)


def table(number: int, *guests: Registration) -> SpeedMeetings:
    """A table at which these guests begin."""
    meetings, _new = SpeedMeetings.objects.get_or_create(
        event=guests[0].event, defaults={"turns": 1, "tables": number, "agreed_at": NOW}
    )
    for guest in guests:
        SpeedSeat.objects.create(meetings=meetings, turn=1, table=number, registration=guest)
    return meetings


def check_in(event: Event, person: Member | None = None, **fields) -> CheckIn:
    """An arrival at `event`, with the place that belongs to it."""
    return CheckIn.objects.create(registration=registration(event, person, **fields), at=event.starts_at)


def session(event: Event, minutes: int = 0, lasts: int = 30, room: str = "", speakers=(), **fields) -> Session:
    """A part of the programme of `event`, beginning so many minutes after it."""
    starts_at = event.starts_at + dt.timedelta(minutes=minutes)
    number = next(_numbers)
    values = {
        "title_nl": f"Onderdeel {number}",
        "title_en": f"Session {number}",
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(minutes=lasts),
        "room": room,
        **fields,
    }
    made = Session.objects.create(event=event, **values)
    for name in speakers:
        made.speakers.create(name=name)
    return made


def speed_meetings(event: Event, tables: dict[int, list[list[Registration]]] | None = None, **fields) -> SpeedMeetings:
    """Agreed turns of `event`: turn -> tables -> the guests there; tables are numbered from 1."""
    tables = tables or {}
    values = {"turns": max([1, *tables]), "tables": 9, "agreed_at": NOW, **fields}
    made = SpeedMeetings.objects.create(event=event, **values)
    for turn, found in tables.items():
        for number, guests in enumerate(found, start=1):
            for one in guests:
                SpeedSeat.objects.create(meetings=made, turn=turn, table=number, registration=one)
    return made
