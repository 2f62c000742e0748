"""What stands in the QR of a ticket? A signed code for one registration, and how the door reads it back (R-12).

The code says who and for which event; whether that place still stands is looked up at the door. It stays the same for
as long as the registration lives, so a ticket that was printed, mailed and shown on a phone is one ticket.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from corridor import letters, links
from events.models import Registration

PURPOSE = "ticket"
# Longer than anybody registers ahead; the day itself is guarded by rules.is_door_open.
LIFE = dt.timedelta(days=3 * 365)
MARK_LENGTH = 20


@dataclass(frozen=True)
class Ticket:
    """What a code says."""

    registration_id: int
    member_id: int
    event_id: int


def make(registration: Registration) -> str:
    """The code of this registration's ticket; the same whenever it is asked for."""
    return links.make(
        PURPOSE,
        object_id=registration.pk,
        member_id=registration.member_id,
        version=registration.event_id,
        now=registration.registered_at,
    )


def address(registration: Registration, language: str) -> str:
    """What the QR holds: a page of ours with the code at its end, so that any phone's own camera can open it."""
    return letters.page("events:ticket_code", language, make(registration))


def read(text: str, *, now: dt.datetime) -> Ticket:
    """What a scanned `text` (the code, or the address that ends in it) says. Raises links.BadLink when not ours."""
    link = links.read(PURPOSE, code_in(text), lifetime=LIFE, now=now)
    return Ticket(link.object_id, link.member_id, link.version)


def code_in(text: str) -> str:
    """The code in what a camera read or somebody pasted: the last part of an address, or all of it."""
    return text.strip().rstrip("/").rpartition("/")[2]


def mark(code: str) -> str:
    """What a phone at the door knows of a code: enough to recognise a ticket without the network, not to make one."""
    return hashlib.sha256(code.encode()).hexdigest()[:MARK_LENGTH]
