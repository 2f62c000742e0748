"""Which mails say how somebody stands for an event, and with what in them?

Each carries the link with which its reader accepts, gives back or passes on without signing in (F031).
"""

import datetime as dt
import zlib

from corridor import letters, links, outbox
from corridor.models import Member, OutboxEmail
from events import calendar_entries
from events.models import EventStaff, Registration

REGISTERED = "events.registered"
CANCELLED = "events.cancelled"
INVITED = "events.invited"
OFFERED = "events.offered"
OFFER_LAPSED = "events.offer_lapsed"
DECLINED = "events.declined"
GIVEN_UP = "events.given_up"
HAND_OVER = "events.hand_over"
LATE_CANCEL = "events.late_cancel"

PLACE_LINK = "place"
TAKE_LINK = "take_place"


def registered(*, registration: Registration, now: dt.datetime) -> OutboxEmail:
    """To whoever registered: the place is theirs, they wait, or the host decides. Once for each of these."""
    standing = {
        "waits": registration.state == Registration.State.WAITLISTED,
        "pending": registration.state == Registration.State.PENDING,
        "more": registration.state == Registration.State.CONFIRMED and registration.event.asks_needs,
    }
    return _write(REGISTERED, registration, f"registered:{registration.pk}:{registration.state}", now, **standing)


def invited(*, registration: Registration, now: dt.datetime) -> OutboxEmail:
    """To a member whom a host would like to see there. Once for each invitation."""
    return _write(INVITED, registration, f"invited:{registration.pk}", now, at_once=False)


def offered(*, registration: Registration, now: dt.datetime) -> OutboxEmail:
    """To whoever waited: there is a place, and until when it is kept (F030). Once."""
    return _write(OFFERED, registration, f"offered:{registration.pk}", now, until=registration.offer_until)


def offer_lapsed(*, registration: Registration, now: dt.datetime) -> OutboxEmail:
    """To whoever let an offer pass: the place went on. Once."""
    return _write(OFFER_LAPSED, registration, f"offer_lapsed:{registration.pk}", now)


def declined(*, registration: Registration, now: dt.datetime) -> OutboxEmail:
    """To whoever asked: the host has no place for them this time. Once."""
    return _write(DECLINED, registration, f"declined:{registration.pk}", now)


def given_up(*, registration: Registration, now: dt.datetime, taker: Member | None = None) -> OutboxEmail:
    """To whoever gave a place back: it is done, and how to come after all. `taker`: who took it over. Once."""
    return _write(GIVEN_UP, registration, f"given_up:{registration.pk}", now, taker=taker)


def cancelled(*, registration: Registration, because: str, now: dt.datetime) -> OutboxEmail:
    """To whoever had a place or waited: the event does not take place, in the organiser's own words. Once each."""
    return _write(CANCELLED, registration, f"event_cancelled:{registration.pk}", now, because=because)


def hand_over(*, registration: Registration, taker: Member, now: dt.datetime) -> OutboxEmail:
    """To `taker`: whether they take over the place that its holder cannot use. Once for each of the two."""
    token = links.make(
        TAKE_LINK, object_id=registration.pk, member_id=taker.pk, version=zlib.crc32(taker.email.encode()), now=now
    )
    return outbox.enqueue(
        kind=HAND_OVER,
        key=f"hand_over:{registration.pk}:{taker.pk}",
        member=taker,
        context=facts(registration, taker)
        | {"giver": registration.member, "take_url": letters.page("events:take_by_link", taker.language, token)},
        about=registration,
        now=now,
        at_once=True,  # the place is wanted for a day that is near
    )


def late_cancel(*, registration: Registration, now: dt.datetime) -> list[OutboxEmail]:
    """To each host: a place was given up within two days of the event, and why (F031). Once each."""
    event = registration.event
    rows = EventStaff.objects.filter(event=event, role=EventStaff.Role.HOST, member__is_active=True)
    hosts = {row.member_id: row.member for row in rows.select_related("member")}
    if event.organiser and event.organiser.is_active:
        hosts[event.organiser_id] = event.organiser
    return [
        outbox.enqueue(
            kind=LATE_CANCEL,
            key=f"late_cancel:{registration.pk}:{host.pk}",
            member=host,
            context=facts(registration, host) | {"guest": registration.member, "because": registration.late_because},
            about=registration,
            now=now,
            at_once=True,  # there is a chair to fill the day after tomorrow
        )
        for host in hosts.values()
    ]


def place_url(registration: Registration) -> str:
    """Where its holder sees and changes a place without signing in; the same in every mail about it."""
    member = registration.member
    token = links.make(
        PLACE_LINK,
        object_id=registration.pk,
        member_id=member.pk,
        version=zlib.crc32(member.email.encode()),
        now=registration.registered_at,
    )
    return letters.page("events:place_by_link", member.language, token)


def facts(registration: Registration, reader: Member | None = None) -> dict[str, object]:
    """What every mail about a place says: the event and its pages; to its holder also the way to change it."""
    event, language = registration.event, (reader or registration.member).language
    found = {
        "event": event,
        "event_url": letters.page("events:event", language, event.slug),
        "agenda_url": letters.page("events:events", language),
    }
    if reader is None:
        found |= {
            "place_url": place_url(registration),
            "details_url": letters.page("events:my_place", language, event.slug),
            "registration": registration,
        }
    return found


def _write(
    kind: str, registration: Registration, key: str, now: dt.datetime, *, at_once: bool = True, **more: object
) -> OutboxEmail:
    """To the holder. At once, since a place, or the loss of one, is no news for next Thursday."""
    return outbox.enqueue(
        kind=kind,
        key=key,
        member=registration.member,
        context=facts(registration) | more,
        about=registration,
        now=now,
        at_once=at_once,
        attachments=calendar_entries.mail_parts(registration, now=now),
    )
