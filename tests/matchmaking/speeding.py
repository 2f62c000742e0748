"""Builders for speed meetings: guests of two regions with something to tell each other, and the worker's part."""

import datetime as dt
from collections import defaultdict

from corridor.models import Member
from events.models import Event, Registration, SpeedSeat
from matchmaking import tasks
from matchmaking.actions import speed_meetings
from matchmaking.models import SpeedPlan
from tests import make
from tests.make.corridor import NOW

DOOR = NOW + dt.timedelta(hours=1)  # when the event begins


def evening(guests: int = 12, *, arrived: bool = True, **fields) -> Event:
    """An event in an hour with so many guests, by turns of the MRA and Brainport, each of an organisation of their
    own."""
    made = make.event(starts_at=DOOR, capacity=200, **fields)
    for number in range(guests):
        person = guest(number)
        make.check_in(made, person) if arrived else make.registration(made, person)
    return made


def guest(number: int, **fields) -> Member:
    """One who seeks what the next ones bring."""
    there = {"region": make.region(("mra", "brainport")[number % 2]), "layers": ((2, 5)[number % 2],)}
    gives, wants = f"theme-{number % 5}", f"theme-{(number + 1) % 5}"
    return make.member(f"Guest{number} Nr{number}", offers=(gives,), seeks=(wants,), **{**there, **fields})


def proposed(event: Event, by: Member, now: dt.datetime, **changes) -> SpeedPlan:
    """A proposal, worked out by the worker."""
    asked = {"turns": 4, "seats": 2, "minutes": 8, "pause_minutes": 2, "only_arrived": False, **changes}
    plan = speed_meetings.propose(event=event, by=by, now=now, **asked)
    tasks.work_out_speed_meetings(plan.pk)
    plan.refresh_from_db()
    return plan


def running(event: Event, by: Member, now: dt.datetime, **changes) -> SpeedPlan:
    """Proposed, agreed and begun at `now`."""
    plan = proposed(event, by, now, **changes)
    speed_meetings.agree(plan=plan, by=by, now=now)
    speed_meetings.facts.begin(event=event, by=by, now=now)
    plan.refresh_from_db()
    return plan


def tables(event: Event) -> dict[int, dict[int, set[int]]]:
    """The facts: turn -> table -> numbers of the members there."""
    found = defaultdict(lambda: defaultdict(set))
    for seat in SpeedSeat.objects.filter(meetings__event=event).select_related("registration"):
        found[seat.turn][seat.table].add(seat.registration.member_id)
    return {turn: dict(at) for turn, at in sorted(found.items())}


def meetings_of(event: Event) -> list[frozenset[int]]:
    """Every two who share a table, once a turn."""
    return [
        frozenset((one, other))
        for at in tables(event).values()
        for table in at.values()
        for one in table
        for other in table
        if one < other
    ]


def seats_of(event: Event, registration: Registration) -> list[tuple[int, int]]:
    """(turn, table) of one guest."""
    rows = SpeedSeat.objects.filter(meetings__event=event, registration=registration).order_by("turn")
    return list(rows.values_list("turn", "table"))
