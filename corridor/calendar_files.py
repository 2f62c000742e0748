"""What does a calendar program read? One plain event in an .ics file: no invitation, nobody's address, times in UTC."""

import datetime as dt

from django.conf import settings
from icalendar import Calendar, Event

MIME = "text/calendar"


def one_event(
    *, name: str, starts_at: dt.datetime, ends_at: dt.datetime, title: str, place: str, text: str, said_at: dt.datetime
) -> str:
    """The file. `name` makes its UID: the same name again is the same event, which a calendar then replaces.

    `said_at` is when this was last said to be so; with the same values the file is the same, byte for byte.
    """
    event = Event()
    event.add("uid", f"{name}@{settings.MAIL_DOMAIN}")
    event.add("dtstamp", said_at.astimezone(dt.UTC))
    event.add("dtstart", starts_at.astimezone(dt.UTC))
    event.add("dtend", ends_at.astimezone(dt.UTC))
    for field, value in (("summary", title), ("location", place), ("description", text)):
        if value:
            event.add(field, value)
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//{settings.MAIL_DOMAIN}//")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return calendar.to_ical().decode()
