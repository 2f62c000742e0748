"""What do two calendar programs read in a file, and do they agree? By icalendar and by vobject, which share no line."""

import datetime as dt
from dataclasses import dataclass

import vobject
from icalendar import Calendar


@dataclass(frozen=True, order=True)
class Read:
    """One entry, as both understood it."""

    uid: str
    sequence: int
    status: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    said_at: dt.datetime
    title: str
    place: str
    text: str
    organiser: str
    guests: tuple[str, ...]


def read(text: str) -> tuple[str, list[Read]]:
    """The method of the file ("" when it has none) and its entries; an error when the two readers differ."""
    one, other = _by_icalendar(text), _by_vobject(text)
    assert one == other
    return one


def _by_icalendar(text: str) -> tuple[str, list[Read]]:
    calendar = Calendar.from_ical(text)
    found = []
    for event in calendar.walk("VEVENT"):
        guests = event.get("ATTENDEE", [])
        found.append(
            Read(
                uid=str(event["UID"]),
                sequence=int(event["SEQUENCE"]),
                status=str(event["STATUS"]),
                starts_at=event.decoded("DTSTART"),
                ends_at=event.decoded("DTEND"),
                said_at=event.decoded("DTSTAMP"),
                title=str(event["SUMMARY"]),
                place=str(event.get("LOCATION", "")),
                text=str(event.get("DESCRIPTION", "")),
                organiser=str(event.get("ORGANIZER", "")),
                guests=tuple(map(str, guests if isinstance(guests, list) else [guests])),
            )
        )
    return str(calendar.get("METHOD", "")), found


def _by_vobject(text: str) -> tuple[str, list[Read]]:
    calendar = vobject.readOne(text, validate=True)
    found = []
    for event in getattr(calendar, "vevent_list", []):
        said = {key: lines[0].value for key, lines in event.contents.items() if key != "attendee"}
        found.append(
            Read(
                uid=said["uid"],
                sequence=int(said["sequence"]),
                status=said["status"],
                starts_at=said["dtstart"],
                ends_at=said["dtend"],
                said_at=said["dtstamp"],
                title=said["summary"],
                place=said.get("location", ""),
                text=said.get("description", ""),
                organiser=said.get("organizer", ""),
                guests=tuple(line.value for line in event.contents.get("attendee", [])),
            )
        )
    method = calendar.contents.get("method")
    return (method[0].value if method else ""), found
