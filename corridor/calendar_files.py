"""What does a calendar program read? Files of plain entries, invitations that follow what changes, and feeds.

An invitation is METHOD:REQUEST to one person, taking it back METHOD:CANCEL; plain files and feeds name no method, and
no file to a person is ever a publication (F032). Times are in UTC, so no zone has to be explained (S-43).
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

MIME = "text/calendar"
REQUEST, CANCEL = "REQUEST", "CANCEL"
ATTACHED = "invite.ics"
REFRESH = dt.timedelta(hours=1)
# Controls, the separators of U+2028, and halves of surrogate pairs have no place in a line of a calendar.
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar. `name` makes its UID, `sequence` its version; `said_at` is when it was last said so."""

    name: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str
    said_at: dt.datetime
    place: str = ""
    text: str = ""
    url: str = ""
    sequence: int = 0
    cancelled: bool = False


@dataclass(frozen=True)
class Attendee:
    """Whom an invitation is for."""

    name: str
    address: str


def one_event(
    *, name: str, starts_at: dt.datetime, ends_at: dt.datetime, title: str, place: str, text: str, said_at: dt.datetime
) -> str:
    """The file. `name` makes its UID: the same name again is the same event, which a calendar then replaces.

    `said_at` is when this was last said to be so; with the same values the file is the same, byte for byte.
    """
    entry = Entry(name=name, starts_at=starts_at, ends_at=ends_at, title=title, place=place, text=text, said_at=said_at)
    calendar = _calendar()
    calendar.add_component(_event(entry, plain=True))
    return calendar.to_ical().decode()


def invitation(entry: Entry, attendee: Attendee) -> list[tuple[str, str, str]]:
    """The two parts of a mail that put `entry` into the calendar of `attendee`: or take it out when it is cancelled.

    The first, without a file name, is read by mail programs and shown as a button; the second can be opened by hand.
    """
    method = CANCEL if entry.cancelled else REQUEST
    calendar = _calendar()
    calendar.add("method", method)
    event = _event(entry)
    event.add("organizer", _person(settings.SITE_NAME, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    who = _person(attendee.name, attendee.address)
    who.params["PARTSTAT"] = vText("ACCEPTED")  # they said so here; no calendar needs to answer
    who.params["ROLE"] = vText("REQ-PARTICIPANT")
    who.params["RSVP"] = vText("FALSE")
    event.add("attendee", who)
    calendar.add_component(event)
    text = calendar.to_ical().decode()
    return [("", f"{MIME}; method={method}", text), (ATTACHED, "application/ics", text)]


def feed(*, name: str, entries: Iterable[Entry]) -> str:
    """A calendar to subscribe to, called `name`; what is cancelled stays in it and says so."""
    calendar = _calendar()
    calendar.add("name", vText(_clean(name)))
    calendar.add("x-wr-calname", vText(_clean(name)))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical().decode()


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//{settings.MAIL_DOMAIN}//")
    calendar.add("version", "2.0")
    return calendar


def _event(entry: Entry, *, plain: bool = False) -> Event:
    event = Event()
    event.add("uid", f"{entry.name}@{settings.MAIL_DOMAIN}")
    event.add("dtstamp", entry.said_at.astimezone(dt.UTC).replace(microsecond=0))
    event.add("dtstart", entry.starts_at.astimezone(dt.UTC))
    event.add("dtend", entry.ends_at.astimezone(dt.UTC))
    for field, value in (("summary", entry.title), ("location", entry.place), ("description", entry.text)):
        if value:
            event.add(field, _clean(value))
    if entry.url:
        event.add("url", entry.url)
    if not plain:
        event.add("sequence", entry.sequence)
        event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event


def _person(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    person.params["CN"] = vText(_clean(name).replace('"', "'").replace("\n", " ") or address)
    return person


def _clean(text: str) -> str:
    """`text` without what would break a line or a reader."""
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
