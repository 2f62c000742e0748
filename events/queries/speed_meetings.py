"""Where does the clock of the speed meetings stand, and who sits where? Read from the agreed turns (F078).

A turn that has begun is a fact. Seats of guests who gave their place back since are not read any more.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from django.db.models import Prefetch, QuerySet

from corridor.models import Membership
from events.models import Event, Registration, SpeedMeetings, SpeedSeat


@dataclass(frozen=True, slots=True)
class Clock:
    """turn: the one that runs, or that comes next in a pause; 0 before the first was begun, the last when all is over.
    phase: before, turn, pause or over. until: when that ends, None where no clock runs."""

    turn: int
    phase: str
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """One turn of one guest. table None: a turn without a table. company: the others there. lines: what to talk about.
    begins, ends: by the clock, None before the first turn was begun."""

    turn: int
    table: int | None = None
    company: tuple[Registration, ...] = ()
    lines: tuple[str, ...] = ()
    begins: dt.datetime | None = None
    ends: dt.datetime | None = None


@dataclass(slots=True)
class Plan:
    """Everybody's tables. turns: (turn, [(table, guests)]); rows: (guest, table or None of every turn), by name."""

    turns: list[tuple[int, list[tuple[int, list[Registration]]]]] = field(default_factory=list)
    rows: list[tuple[Registration, list[int | None]]] = field(default_factory=list)


def of(event: Event) -> SpeedMeetings | None:
    """The agreed speed meetings of `event`, None when there are none. One query."""
    found = SpeedMeetings.objects.filter(event=event).first()
    if found:
        found.event = event
    return found


def begun(meetings: SpeedMeetings, now: dt.datetime) -> int:
    """How many turns have begun: from that moment on they are facts."""
    if meetings.began_at is None or now < meetings.began_at:
        return 0
    return min(meetings.turns, int((now - meetings.began_at) / _lap(meetings)) + 1)


def times(meetings: SpeedMeetings) -> list[tuple[int, dt.datetime, dt.datetime]]:
    """(turn, begins, ends) of every turn; [] before the first was begun."""
    if meetings.began_at is None:
        return []
    lap, length = _lap(meetings), dt.timedelta(minutes=meetings.minutes)
    starts = [(turn, meetings.began_at + (turn - 1) * lap) for turn in range(1, meetings.turns + 1)]
    return [(turn, start, start + length) for turn, start in starts]


def clock_of(meetings: SpeedMeetings, now: dt.datetime) -> Clock:
    """Where the evening stands at `now`."""
    for turn, begins, ends in times(meetings):
        if now < begins:
            return Clock(turn, "pause", begins)
        if now < ends:
            return Clock(turn, "turn", ends)
    return Clock(meetings.turns, "over") if meetings.began_at else Clock(0, "before")


def sheet(meetings: SpeedMeetings, registration: Registration, language: str) -> list[Sitting]:
    """Every turn of this guest: table, company, and what to talk about in `language`. Three queries."""
    mine = {seat.turn: seat for seat in _seats(meetings).filter(registration=registration)}
    company = defaultdict(list)
    for seat in _seats(meetings, with_people=True).exclude(registration=registration):
        if seat.turn in mine and mine[seat.turn].table == seat.table:
            company[seat.turn].append(seat.registration)
    hours = {turn: (begins, ends) for turn, begins, ends in times(meetings)}

    def sitting(turn: int) -> Sitting:
        begins, ends = hours.get(turn, (None, None))
        # Whose whole table gave up has nobody to sit with.
        if turn not in mine or not company[turn]:
            return Sitting(turn, begins=begins, ends=ends)
        told = mine[turn].because.get(language, "")
        return Sitting(turn, mine[turn].table, tuple(company[turn]), tuple(told.splitlines()), begins, ends)

    return [sitting(turn) for turn in range(1, meetings.turns + 1)]


def plan(meetings: SpeedMeetings) -> Plan:
    """Who sits where, turn by turn and guest by guest. Two queries."""
    tables: dict[int, dict[int, list[Registration]]] = {turn: {} for turn in range(1, meetings.turns + 1)}
    places: dict[int, dict[int, int]] = defaultdict(dict)
    guests: dict[int, Registration] = {}
    for seat in _seats(meetings, with_people=True):
        tables.setdefault(seat.turn, {}).setdefault(seat.table, []).append(seat.registration)
        places[seat.registration_id][seat.turn] = seat.table
        guests[seat.registration_id] = seat.registration
    by_name = sorted(guests.values(), key=lambda one: (one.member.label.casefold(), one.pk))
    return Plan(
        [(turn, sorted(found.items())) for turn, found in tables.items()],
        [(one, [places[one.pk].get(turn) for turn in range(1, meetings.turns + 1)]) for one in by_name],
    )


def seated(meetings: SpeedMeetings, turns: Iterable[int]) -> dict[int, dict[int, list[int]]]:
    """Turn -> table -> numbers of the registrations there, also of those who gave their place back since. One query."""
    found: dict[int, dict[int, list[int]]] = {turn: {} for turn in turns}
    rows = meetings.seats.filter(turn__in=found).order_by("turn", "table", "registration_id")
    for turn, table, registration in rows.values_list("turn", "table", "registration"):
        found[turn].setdefault(table, []).append(registration)
    return found


def met(meetings: SpeedMeetings, now: dt.datetime) -> set[tuple[int, int]]:
    """Pairs of members (a, b), a < b, who sat at one table in a turn that has begun, both seen inside. One query."""
    tables: dict[tuple[int, int], set[int]] = defaultdict(set)
    came = meetings.seats.filter(turn__lte=begun(meetings, now), registration__check_in__isnull=False).order_by()
    for turn, table, member in came.values_list("turn", "table", "registration__member"):
        tables[turn, table].add(member)
    return {pair for there in tables.values() for pair in combinations(sorted(there), 2)}


def _seats(meetings: SpeedMeetings, with_people: bool = False) -> QuerySet[SpeedSeat]:
    rows = meetings.seats.filter(registration__state=Registration.State.CONFIRMED).order_by("turn", "table", "pk")
    if with_people:
        bonds = Membership.objects.filter(ended_at=None).select_related("organisation")
        rows = rows.select_related("registration__member").defer("because")
        rows = rows.prefetch_related(Prefetch("registration__member__memberships", bonds, to_attr="present"))
    return rows


def _lap(meetings: SpeedMeetings) -> dt.timedelta:
    return dt.timedelta(minutes=meetings.minutes + meetings.pause_minutes)
