"""What does an organiser read of proposed speed meetings? How good they are, and the tables of one turn.

Nothing about single pairs but what two would read of each other: who is kept from whom is in no number here.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from corridor.models import Member
from corridor.queries.scope import Scope
from events.models import Registration
from matchmaking.models import SpeedPlan

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the whole evening. share: percent of a bound no plan exceeds (tables of two; for larger ones the bound is
    loose). settled: no exchange of two guests improves it. crossing: percent of the encounters between regions.
    repeats: encounters of two who met before this evening's turn; unavoidable: how many no plan can spare. changed:
    guests with other company than before it was mended."""

    guests: int
    encounters: int
    share: float
    settled: bool
    crossing: int
    repeats: int
    unavoidable: int
    waits: int
    changed: int


@dataclass(frozen=True, slots=True)
class Guest:
    """Who takes part. here: in the turns to come, as it was asked."""

    registration: Registration
    here: bool


def plans(scope: Scope) -> QuerySet[SpeedPlan]:
    """Speed meetings of events in the organiser's regions."""
    found = SpeedPlan.objects.select_related("event__region")
    return found if scope.everything else found.filter(event__region__in=scope.regions)


def figures(plan: SpeedPlan) -> Figures | None:
    """How good the answer is; None before there is one."""
    found = plan.schedule
    if not found:
        return None
    bound = found["bound"]
    return Figures(
        guests=sum(row["last"] > 0 for row in plan.guests),
        encounters=found["encounters"],
        share=PERCENT * found["value"] / bound if bound else PERCENT,
        settled=found["exchange_optimal"],
        crossing=round(PERCENT * found["crossings"] / found["encounters"]) if found["encounters"] else 0,
        repeats=found["repeats"],
        unavoidable=found["unavoidable"],
        waits=found["waits"],
        changed=found["changes"],
    )


def tables(plan: SpeedPlan, turn: int) -> tuple[list[tuple[int, list[Member]]], list[Member]]:
    """In: a turn from 1. Out: its tables with their members by name, and who has no table. One query."""
    found: dict[str, Any] = next((one for one in plan.schedule.get("turns", ()) if one["number"] == turn), {})
    at = found.get("tables", [])
    waiting = found.get("waiting", [])
    people = Member.objects.in_bulk({*waiting, *(one for table in at for one in table["members"])})

    def named(numbers: list[int]) -> list[Member]:
        return sorted((people[one] for one in numbers if one in people), key=lambda one: one.label.casefold())

    return [(table["number"], named(table["members"])) for table in at], named(waiting)


def guests(plan: SpeedPlan) -> list[Guest]:
    """Everybody who takes part or took part, by name. One query."""
    last = {row["registration"]: row["last"] for row in plan.guests}
    rows = Registration.objects.filter(pk__in=last).select_related("member").order_by("member__name", "pk")
    with_place = Registration.State.CONFIRMED
    return [Guest(one, last[one.pk] == plan.turns and one.state == with_place) for one in rows]
