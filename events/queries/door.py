"""What does the door need to know, and what does an organiser look at afterwards?

The door reads names, organisations and tables, and nothing else about anybody (F034).
"""

import datetime as dt
import unicodedata
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from corridor.models import Member, Membership
from corridor.queries import scope
from events import tickets
from events.models import Event, EventStaff, Registration, Scan, SpeedSeat

ABSENT_AFTER = dt.timedelta(hours=12)
State = Registration.State
NOES = (State.DECLINED, State.LAPSED)


@dataclass(frozen=True)
class Guest:
    """One line of the door's list. `mark` recognises the ticket; `standing` is expected, in or out."""

    id: int
    name: str
    organisation: str
    table: int | None
    companion: str
    photo: str
    mark: str
    standing: str
    words: str
    at: dt.datetime | None
    gate: str


def guests(event: Event) -> list[Guest]:
    """Everybody with a place in `event`, and after them who waits, asked or gave up; by name. Four queries.

    A no - the host's, or a guest's to an invitation or an offer - is not the door's business.
    """
    bonds = Membership.objects.filter(ended_at=None).select_related("organisation")
    rows = event.registrations.filter(member__erased_at=None).exclude(state__in=NOES)
    rows = rows.select_related("member", "check_in")
    rows = rows.prefetch_related(Prefetch("member__memberships", bonds, to_attr="present")).order_by("pk")
    latest = {row.member_id: row for row in rows}  # who gave up and came back is there once
    tables = tables_of(event)
    found = [_guest(row, tables.get(row.pk)) for row in latest.values()]
    return sorted(found, key=lambda one: (one.standing == "out", _folded(one.name), one.id))


def tables_of(event: Event) -> dict[int, int]:
    """Registration -> the table at which that guest begins, as far as tables were agreed. One query."""
    seats = SpeedSeat.objects.filter(meetings__event=event).order_by("-turn")
    return dict(seats.values_list("registration_id", "table"))


def standing_at(person: Member, *, since: dt.datetime, until: dt.datetime) -> QuerySet[Event]:
    """The events that begin and end about now at whose door `person` may stand, the first to begin first."""
    reach = scope.organised_by(person)
    works = Q(pk__in=EventStaff.objects.filter(member=person).values("event"))
    mine = Q() if person.is_superuser else works | Q(region__in=reach.regions)
    about_now = Event.objects.filter(state__in=(*Event.COMING, Event.State.HELD))
    about_now = about_now.filter(starts_at__lte=until, ends_at__gte=since)
    return about_now.filter(mine).select_related("venue", "region").order_by("starts_at", "pk")


def works_of(person: Member, *, since: dt.datetime) -> QuerySet[EventStaff]:
    """Where `person` hosts or stands at the door, of what is announced and did not end before `since`; the next first.

    One query.
    """
    rows = EventStaff.objects.filter(member=person, event__ends_at__gte=since)
    rows = rows.filter(event__state__in=(*Event.COMING, Event.State.HELD))
    return rows.select_related("event__venue__region", "event__region").order_by("event__starts_at", "pk")


def doubles(event: Event) -> list[tuple[Registration, list[Scan]]]:
    """Guests whom more than one phone let in, as far as nobody took it back, with each of their scans (R-12).

    Shown twice to the same phone is no double entry: it had said "in already". One query.
    """
    scans = Scan.objects.filter(event=event, registration__isnull=False).select_related("registration__member", "by")
    found: dict[Registration, list[Scan]] = {}
    for scan in scans.order_by("at", "pk"):
        found.setdefault(scan.registration, []).append(scan)
    return [(registration, rows) for registration, rows in found.items() if _let_in_twice(rows)]


def turned_away(event: Event) -> QuerySet[Scan]:
    """Tickets and names that opened nothing. A phone without a network may have let them in all the same."""
    rows = Scan.objects.filter(event=event, outcome=Scan.Outcome.REFUSED)
    return rows.select_related("registration__member", "by").order_by("at", "pk")


def absent(event: Event, *, now: dt.datetime) -> QuerySet[Registration]:
    """Who had a place and did not come, from twelve hours after the end on; the excused too, with why (F034)."""
    rows = event.registrations.filter(state=State.CONFIRMED, check_in=None).select_related("member")
    if now < event.ends_at + ABSENT_AFTER or event.state not in (Event.State.HELD, Event.State.ARCHIVED):
        return rows.none()
    return rows.order_by("member__name", "pk")


def _let_in_twice(scans: list[Scan]) -> bool:
    entries = [scan for scan in scans if scan.outcome in (Scan.Outcome.ADMITTED, Scan.Outcome.ALREADY_IN)]
    undone = sum(scan.outcome == Scan.Outcome.UNDONE for scan in scans)
    return len({scan.device for scan in entries}) > 1 and len(entries) - undone > 1


def _folded(name: str) -> str:
    """As one looks for it on a list: Łucja among the L, Özlem among the O."""
    plain = unicodedata.normalize("NFD", name.casefold()).replace("ł", "l")
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _guest(row: Registration, table: int | None) -> Guest:
    arrived = getattr(row, "check_in", None)
    standing = "in" if arrived else "expected" if row.state == State.CONFIRMED else "out"
    return Guest(
        id=row.pk,
        name=row.member.label,
        organisation=", ".join(bond.organisation.name for bond in row.member.present),
        table=table,
        companion=row.companion if row.state == State.CONFIRMED else "",
        photo=row.photo,
        mark=tickets.mark(tickets.make(row)),
        standing=standing,
        words="" if row.state == State.CONFIRMED else row.get_state_display(),
        at=arrived.at if arrived else None,
        gate=arrived.gate if arrived else "",
    )
