"""How do the mails around an evening come to be written, for test_emails.py? (F033, F083, F084)"""

from collections.abc import Callable

from corridor.models import Member, OutboxEmail
from events import emails as events_emails
from events.models import Announcement, OpinionRoll, Registration
from tests import make


def _of_a_place(write: Callable) -> Callable[[Member, object], OutboxEmail]:
    """A mail to `reader` about their place in an event whose title is as nasty as their name."""

    def written(reader: Member, now) -> OutboxEmail:
        event = make.event(title_nl=f"Avond {reader.name}"[:120], title_en=f"Evening {reader.name}"[:120])
        return write(make.registration(event, reader), now)

    return written


def _announcement(place: Registration, now) -> OutboxEmail:
    """From a host who writes links and more than one line."""
    words = {f"{part}_{code}": place.event.title for part in ("subject", "text") for code in ("nl", "en")}
    words |= {"text_nl": f"{place.event.title}\nZie www.evil.example", "text_en": f"{place.event.title}\nhttps://a.nl"}
    announcement = Announcement.objects.create(event=place.event, state_since=now, **words)
    return events_emails.announcement(announcement=announcement, registration=place, now=now)


def _at_risk(place: Registration, now) -> OutboxEmail:
    place.member.present = []
    return events_emails.at_risk(event=place.event, guests=[place], host=place.member, now=now)


KINDS = {
    "events.reminder": _of_a_place(lambda place, now: events_emails.reminder(registration=place, now=now)),
    "events.still_coming": _of_a_place(
        lambda place, now: events_emails.still_coming(registration=place, now=now),
    ),
    "events.at_risk": _of_a_place(_at_risk),
    "events.opinion": _of_a_place(
        lambda place, now: events_emails.opinion(
            roll=OpinionRoll.objects.create(registration=place, asked_at=now), now=now
        )
    ),
    "events.announcement": _of_a_place(_announcement),
}
