"""What does one process say of evenings on odd days? As JSON, so that processes in other time zones can be compared.

Needs no database: nothing here is saved. Run as a program, with TZ as it may be.
"""

import datetime as dt
import json

import django

django.setup()

# ruff: noqa: E402 models can be read only now
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format

from corridor import calendar_files, letters
from corridor.models import Member, Region, Venue
from events import calendar_entries, emails, evening_hours, rules
from events.actions import waitlist
from events.emails.places import OFFERED, facts
from events.forms.event import WallClock
from events.models import Event, Registration, Session
from events.queries import forgetting
from events.templatetags import event_words
from events.views.calendar import _news

# As on the wall: evenings around the nights in which the clocks jump, a leap day, and the end of 32-bit time.
BEGINS = (
    "2027-03-27T23:30",
    "2027-03-28T17:00",
    "2027-10-30T23:30",
    "2027-10-31T17:00",
    "2028-02-29T19:00",
    "2028-03-01T00:30",
    "2038-01-19T04:00",
    "2050-07-02T19:00",
)
TYPED = ("2027-03-28T02:30", "2027-10-31T02:30", "2028-02-29T19:00", "2027-02-29T19:00", "2038-01-19T04:14")
PAGE = Template(
    "{% load event_words %}{{ event|when }} {{ event|hours }} {{ event.starts_at|date:'DATETIME_FORMAT' }} "
    "{{ event.starts_at|date:'c' }} {% linked_data event '/x/' %}"
)


def evening(begins: str) -> Registration:
    """A place in an evening that begins then, on no disk."""
    region = Region(pk=1, name="MRA", slug="mra")
    starts_at = dt.datetime.fromisoformat(begins).replace(tzinfo=Event.ZONE).astimezone(dt.UTC)
    event = Event(
        pk=1,
        slug="evening",
        title_nl="Avond",
        title_en="Evening",
        region=region,
        venue=Venue(pk=1, name="Pakhuis", region=region, latitude="52.37", longitude="4.93"),
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=4),
        capacity=10,
        state="published",
        state_since=starts_at - dt.timedelta(days=30),
        sequence=1,
    )
    ada = Member(pk=1, name="Ada Amstel", email="ada@example.org", language="en")
    return Registration(
        pk=1, event=event, member=ada, state="confirmed", registered_at=starts_at - dt.timedelta(days=20), turn=1
    )


def said_of(begins: str) -> dict[str, object]:
    """Everything that names a moment of that evening, in both languages."""
    place = evening(begins)
    event, starts_at = place.event, place.event.starts_at
    event.said_at = starts_at - dt.timedelta(days=30)
    now, found = starts_at - dt.timedelta(days=3), {}
    session = Session(event=event, starts_at=starts_at, ends_at=starts_at + dt.timedelta(minutes=90))
    for language in ("nl", "en"):
        place.member.language = language
        with translation.override(language):
            found[f"page {language}"] = PAGE.render(Context({"event": event}))
            found[f"session {language}"] = event_words.hours(session)
            found[f"calendar {language}"] = calendar_files.feed(
                name="x", entries=[calendar_entries.of_event(event, said_at=now)]
            )
            found[f"news {language}"] = _news(None, [event])
            found[f"list {language}"] = date_format(starts_at.astimezone(Event.ZONE), "DATETIME_FORMAT")
        found[f"invitation {language}"] = calendar_entries.mail_parts(place, now=now)[0][2]
        until = {"until": evening_hours.host_reads_at(event), "page_url": "", "waits": False, "pending": False}
        for kind in (emails.REGISTERED, emails.REMINDER, emails.STILL_COMING, OFFERED):
            mail = letters.write(
                kind, facts(place) | until, language=language, to="ada@example.org", member=place.member, now=now
            )
            found[f"{kind} {language}"] = [mail.subject, mail.text]
    found["offer"] = [
        waitlist.offer_until(event, starts_at - dt.timedelta(hours=hours)).isoformat() for hours in (49, 25, 24, 3, 1)
    ]
    found["asks"] = [
        one(event).isoformat()
        for one in (evening_hours.week_before, evening_hours.asks_at, evening_hours.host_reads_at)
    ]
    hours = (dt.timedelta(hours=3), dt.timedelta(hours=3, seconds=1))
    found["door"] = [rules.is_door_open(event, starts_at - early) for early in hours]
    found["late"] = [rules.is_late(event, starts_at - dt.timedelta(hours=48, seconds=more)) for more in (-1, 0)]
    found["kept"] = [
        (event.ends_at + age).isoformat() for age in (forgetting.LISTED, forgetting.TOLD, forgetting.KNOWN)
    ]
    return found


def typed(text: str) -> str:
    """What becomes of a moment that somebody typed: an instant, or a question."""
    try:
        moment = WallClock().clean(text)
    except ValidationError as error:
        return " ".join(error.messages)
    return moment.astimezone(dt.UTC).isoformat()


if __name__ == "__main__":
    with translation.override("en"):
        questions = {text: typed(text) for text in TYPED}
    print(json.dumps({"evenings": {one: said_of(one) for one in BEGINS}, "typed": questions}))
