"""How does what a host announces reach a guest? As a mail of its own, in the guest's language (F083)."""

import datetime as dt

from corridor import letters, outbox
from corridor.models import Member, OutboxEmail
from events.emails.places import place_url
from events.models import Announcement, Event, Registration

ANNOUNCEMENT = "events.announcement"
RECALL = dt.timedelta(minutes=10)


def announcement(*, announcement: Announcement, registration: Registration, now: dt.datetime) -> OutboxEmail:
    """To one guest; it leaves ten minutes from `now`, and waits in the outbox until then, where a recall finds it."""
    return outbox.enqueue(
        kind=ANNOUNCEMENT,
        key=f"announcement:{announcement.pk}:{registration.pk}",
        member=registration.member,
        context=_words(announcement, registration.member) | _way_out(registration) | {"is_test": False},
        about=announcement,
        now=now,
        due_at=now + RECALL,
        at_once=True,  # the room that changed tonight is no news for next Thursday
    )


def announcement_test(*, announcement: Announcement, to: Member, now: dt.datetime) -> OutboxEmail:
    """To whoever writes it, at once and marked as a test. It is about nothing, so no recall meets it."""
    return outbox.enqueue(
        kind=ANNOUNCEMENT,
        key=f"announcement_test:{announcement.pk}:{to.pk}:{now.timestamp()}",
        member=to,
        context=_words(announcement, to) | {"is_test": True},
        now=now,
        at_once=True,
    )


def _way_out(registration: Registration) -> dict[str, object]:
    """To whoever has something to give back, the link for it; an event that was held has nothing to give back."""
    return {"place_url": place_url(registration)} if registration.event.state in Event.COMING else {}


def _words(announcement: Announcement, reader: Member) -> dict[str, object]:
    event, language = announcement.event, reader.language
    text = announcement.in_language("text", language)
    return {
        "event": event,
        "event_url": letters.page("events:event", language, event.slug),
        "says": announcement.in_language("subject", language),
        "lines": [line.strip() for line in text.splitlines() if line.strip()],
    }
