"""How does a host tell some guests something? Drafted, tried on oneself, sent or scheduled, recalled in time (F083).

Sent, the mails wait in the outbox for ten minutes (emails/announcing.py). A recall within them stops every one of them,
or, once the first has left, none.
"""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from corridor import nudge, outbox
from corridor.errors import Refused, refuse_if
from corridor.lifecycle import advance, record
from corridor.models import Member
from events import emails, evening_rules, rules
from events.models import Announcement, Event
from events.queries import segments

State = Announcement.State
SEND = "events.send_announcements"


@transaction.atomic
def draft(*, event: Event, facts: Mapping[str, object], by: Member, now: dt.datetime) -> Announcement:
    """A new announcement that goes to nobody yet. `facts`: words in both languages, and `segment`.

    Raises Refused outside one's regions, and for an event that nobody was told of or that was put away.
    """
    refuse_if(evening_rules.why_not_announce(event, by))
    announcement = Announcement.objects.create(event=event, by=by, state_since=now, **facts)
    record(announcement, action="added", to=announcement.state, by=by, now=now)
    return announcement


@transaction.atomic
def edit(*, announcement: Announcement, facts: Mapping[str, object], by: Member, now: dt.datetime) -> Announcement:
    """Change the words or the segment of a draft. Raises Refused once it is scheduled: recall it and write another."""
    announcement = _lock(announcement, by)
    _refuse_unless(announcement, State.DRAFT)
    for name, value in facts.items():
        setattr(announcement, name, value)
    announcement.save(update_fields=[*facts])
    record(announcement, action="edited", by=by, now=now)
    return announcement


@transaction.atomic
def send_test(*, announcement: Announcement, by: Member, now: dt.datetime) -> None:
    """Send it to `by` alone, at once, marked as a test. Raises Refused outside one's regions."""
    announcement = _lock(announcement, by)
    emails.announcement_test(announcement=announcement, to=by, now=now)


@transaction.atomic
def schedule(
    *, announcement: Announcement, by: Member, now: dt.datetime, send_at: dt.datetime | None = None
) -> Announcement:
    """Let it go at `send_at`, by default now. draft -> scheduled; the worker sends it within a minute of that.

    Raises Refused for a moment that is over, and for sending now to nobody.
    """
    announcement = _lock(announcement, by)
    _refuse_unless(announcement, State.DRAFT)
    if send_at is not None and send_at <= now:
        raise Refused(_("That moment is over; choose a later one."))
    if send_at is None and not segments.recipients(announcement.event, announcement.segment).exists():
        raise Refused(_("Nobody would read this: no guest is in this segment."))
    advance(announcement, to=State.SCHEDULED, by=by, now=now, send_at=send_at or now)
    if send_at is None:
        nudge.after_commit(SEND)
    return announcement


@transaction.atomic
def send(*, announcement: Announcement, now: dt.datetime) -> int:
    """Write to everybody who is in its segment now; how many. scheduled -> sent, when it is due; else nothing.

    The mails leave in ten minutes. When the event was cancelled meanwhile it is recalled: guests read of that instead.
    """
    announcement = _locked(announcement)
    if announcement.state != State.SCHEDULED or announcement.send_at > now:
        return 0
    if announcement.event.state == Event.State.CANCELLED:
        advance(announcement, to=State.RECALLED, by=None, now=now, because="event cancelled")
        return 0
    advance(announcement, to=State.SENT, by=None, now=now)
    guests = list(segments.recipients(announcement.event, announcement.segment))
    for registration in guests:
        emails.announcement(announcement=announcement, registration=registration, now=now)
    return len(guests)


@transaction.atomic
def recall(*, announcement: Announcement, by: Member, now: dt.datetime) -> Announcement:
    """Take it back: nobody gets it. draft | scheduled | sent -> recalled. Done already, it does nothing.

    Raises Refused once a mail has left, which is ten minutes after it was sent.
    """
    announcement = _lock(announcement, by)
    if announcement.state == State.RECALLED:
        return announcement
    late = announcement.state == State.SENT and now >= announcement.state_since + emails.RECALL
    if late or not outbox.withdraw(about=announcement, now=now, because="recalled"):
        raise Refused(_("It has left already and can no longer be recalled."))
    advance(announcement, to=State.RECALLED, by=by, now=now)
    return announcement


def _lock(announcement: Announcement, by: Member) -> Announcement:
    found = _locked(announcement)
    refuse_if(rules.why_not_organise(by, found.event.region))
    return found


def _locked(announcement: Announcement) -> Announcement:
    rows = Announcement.objects.select_for_update(of=("self",))
    return rows.select_related("event__region", "event__venue").get(pk=announcement.pk)


def _refuse_unless(announcement: Announcement, state: str) -> None:
    if announcement.state != state:
        raise Refused(_("This has been scheduled or sent; it stays as it was."))
