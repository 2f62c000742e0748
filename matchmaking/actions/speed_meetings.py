"""How do speed meetings come about? Asked for, worked out by the engine, agreed, and mended while they run (F078).

The engine's answer is an opinion until an organiser agrees; then the seats are handed down to events, which keeps them
as facts. Who leaves or comes late is noted here, and what is left of the evening is worked out anew: the organiser who
noted it has agreed to that. Working out happens in the worker, outside every transaction.
"""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from corridor import nudge
from corridor.errors import Refused, refuse_if
from corridor.models import Member
from events import speed_rules as facts_rules
from events.actions import places
from events.actions import speed_meetings as facts
from events.models import Event, Registration
from events.queries import speed_meetings as agreed
from matchmaking import speed_rules, speed_words
from matchmaking.engine import meetings as engine
from matchmaking.engine.meetings.shapes import Meeting, Schedule, Table, Turn
from matchmaking.engine.shapes import MICRO
from matchmaking.models import SpeedPlan, Tie
from matchmaking.queries import speed_guests

WORK = "matchmaking.work_out_speed_meetings"
# What another region is worth beyond the score: as much as the best pair there could be, so that regions are crossed as
# often as can be. Sixty guests of two regions at tables of six met 450 times across (the most there is) instead of 432,
# for 1.1 % of the value.
CROSSING = MICRO
Row = dict[str, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine found, for the question asked at `asked_at`; the turns up to `held` stay as they are."""

    asked_at: dt.datetime
    held: int
    schedule: dict[str, Any]


@transaction.atomic
def propose(
    *,
    event: Event,
    turns: int,
    seats: int,
    minutes: int,
    pause_minutes: int,
    only_arrived: bool,
    by: Member,
    now: dt.datetime,
) -> SpeedPlan:
    """Ask for turns for whoever has a place now, instead of what was asked before; what was agreed stays till then.

    Raises Refused once the first turn has begun, outside one's regions, with too few guests or too many turns.
    """
    event = places.lock(event)
    refuse_if(facts_rules.why_not_agree(event, agreed.of(event), by))
    refuse_if(facts_rules.why_not_hours(turns, minutes, pause_minutes))
    guests = speed_guests.rows(event, turns=turns, only_arrived=only_arrived)
    refuse_if(speed_rules.why_not_turns(len(guests), turns, seats))
    wanted = {"turns": turns, "seats": seats, "minutes": minutes, "pause_minutes": pause_minutes}
    asked = {"only_arrived": only_arrived, "guests": guests, "asked_at": now, "asked_by": by}
    empty = {"schedule": {}, "computed_at": None, "agreed_at": None}
    plan, _new = SpeedPlan.objects.update_or_create(event=event, defaults=wanted | asked | empty)
    nudge.after_commit(WORK, plan.pk)
    return plan


def work_out(*, plan: SpeedPlan, now: dt.datetime) -> Answer | None:
    """Have the engine answer what `plan` asks: turns for an evening, or what is left of one that changed. None when
    nothing is asked. Writes nothing, takes seconds; keep() keeps the answer."""
    plan = SpeedPlan.objects.select_related("event").get(pk=plan.pk)
    meetings = agreed.of(plan.event) if plan.agreed_at else None
    if plan.computed_at or plan.agreed_at and meetings is None:
        return None
    if meetings is None:
        pool = speed_guests.pool_of(plan.event, [row["member"] for row in plan.guests], now)
        return Answer(plan.asked_at, 0, engine.schedule(_meeting(plan, pool, plan.guests)).to_json())
    held = facts_rules.fixed(meetings, now)
    so_far = _so_far(plan, agreed.seated(meetings, range(1, plan.turns + 1)))
    with_place = set(speed_guests.confirmed(plan.event).values_list("pk", flat=True))
    # Who gave their place back leaves; who sat in a turn that was held stays in the pool for its sake.
    here = [row if row["registration"] in with_place else row | {"last": min(row["last"], held)} for row in plan.guests]
    everybody = {row["member"] for row in here} | {
        one for turn in so_far.turns for t in turn.tables for one in t.members
    }
    pool = speed_guests.pool_of(plan.event, everybody, now)
    told = {row["member"] for row in here}
    strangers = [{"member": one, "first": 1, "last": held} for one in sorted(everybody - told)]
    mended = engine.repair(_meeting(plan, pool, [*here, *strangers]), so_far, held)
    return Answer(plan.asked_at, held, mended.to_json())


@transaction.atomic
def keep(*, plan: SpeedPlan, answer: Answer, now: dt.datetime) -> bool:
    """Keep what the engine found; mended turns become the event's at once. Out: False when something else was asked
    meanwhile, or it was kept already.

    Raises TurnBegan or GuestsChanged (events) when the evening went on meanwhile: then it has to be worked out again.
    """
    places.lock(plan.event)
    plan = SpeedPlan.objects.select_related("event", "asked_by").get(pk=plan.pk)
    if plan.computed_at or plan.asked_at != answer.asked_at:
        return False
    plan.schedule, plan.computed_at = answer.schedule, now
    plan.save(update_fields=["schedule", "computed_at"])
    if plan.agreed_at:
        seats = _seats(plan, after=answer.held)
        facts.mend(event=plan.event, held=answer.held, seats=seats, by=None, now=now)
    return True


@transaction.atomic
def agree(*, plan: SpeedPlan, by: Member, now: dt.datetime) -> SpeedPlan:
    """Hand the proposed turns down to the event: from now on every guest reads their tables.

    Raises Refused while nothing is proposed, when it was agreed, when a turn has begun or `by` may not; GuestsChanged
    when somebody in it gave their place back.
    """
    event = places.lock(plan.event)
    plan = SpeedPlan.objects.get(pk=plan.pk)
    plan.event = event
    refuse_if(speed_rules.why_not_agree(plan))
    hours = {"turns": plan.turns, "minutes": plan.minutes, "pause_minutes": plan.pause_minutes}
    facts.agree(event=event, **hours, seats=_seats(plan, after=0), by=by, now=now)
    plan.agreed_at = now
    plan.save(update_fields=["agreed_at"])
    return plan


def leave(*, plan: SpeedPlan, registration: Registration, by: Member, now: dt.datetime) -> SpeedPlan:
    """Somebody went home: mend the turns that are still to come. Raises Refused when `by` may not."""

    def gone_home(rows: list[Row], held: int) -> list[Row]:
        left = _without(rows, {registration.pk}, held)
        return [row | {"home": 1} if row["registration"] == registration.pk else row for row in left]

    return _change(plan, by, now, gone_home)


def join(*, plan: SpeedPlan, registration: Registration, by: Member, now: dt.datetime) -> SpeedPlan:
    """Somebody came late, or came back: seat them from the next turn on. Raises Refused without a place."""
    if registration.state != Registration.State.CONFIRMED or registration.event_id != plan.event_id:
        raise Refused(_("This person has no place."))
    return _change(plan, by, now, lambda rows, held: _with(rows, [registration], held, plan.turns))


def follow_the_door(*, plan: SpeedPlan, by: Member, now: dt.datetime) -> SpeedPlan:
    """Whoever is inside takes part, whoever is not does not, from the next turn on."""

    def as_at_the_door(rows: list[Row], held: int) -> list[Row]:
        heard = speed_guests.news(plan)
        return _with(_without(rows, {one.pk for one in heard.missing}, held), heard.came, held, plan.turns)

    return _change(plan, by, now, as_at_the_door)


@transaction.atomic
def put_away(*, plan: SpeedPlan, now: dt.datetime) -> int:
    """A day after the event: remember who sat with whom, so that no round introduces them, and forget what was
    proposed; the agreed turns are the event's. Out: how many pairs sat together.

    Only turns that began count, and only guests who were seen inside.
    """
    meetings = agreed.of(plan.event)
    pairs = agreed.met(meetings, now) if meetings else set()
    source = {"source_type": plan.event._meta.label_lower, "source_id": plan.event_id}
    Tie.objects.bulk_create(
        (
            Tie(member_a_id=a, member_b_id=b, kind=Tie.Kind.SAT_TOGETHER, at=plan.event.ends_at, **source)
            for a, b in pairs
        ),
        ignore_conflicts=True,
    )
    plan.delete()
    return len(pairs)


@transaction.atomic
def _change(plan: SpeedPlan, by: Member, now: dt.datetime, changed: Callable[[list[Row], int], list[Row]]) -> SpeedPlan:
    event = places.lock(plan.event)
    plan.refresh_from_db()
    plan.event = event
    meetings = agreed.of(event)
    refuse_if(speed_rules.why_not_change(plan, event, meetings, by))
    held = facts_rules.fixed(meetings, now)
    gave_up = {one.pk for one in speed_guests.news(plan).gave_up}
    rows = changed(_without(plan.guests, gave_up, held), held)
    if rows != plan.guests:
        plan.guests, plan.asked_at, plan.asked_by, plan.computed_at = rows, now, by, None
        plan.save(update_fields=["guests", "asked_at", "asked_by", "computed_at"])
        nudge.after_commit(WORK, plan.pk)
    return plan


def _without(rows: list[Row], gone: Collection[int], held: int) -> list[Row]:
    return [row | {"last": min(row["last"], held)} if row["registration"] in gone else row for row in rows]


def _with(rows: list[Row], came: Collection[Registration], held: int, turns: int) -> list[Row]:
    """By member: who gave their place back and registered again has a new registration, and is one person."""
    there = {"first": held + 1, "last": turns}
    new = {one.member_id: {"registration": one.pk, "member": one.member_id, **there} for one in came}
    taking_part = {row["member"] for row in rows if row["last"] == turns}
    stay = [row for row in rows if row["member"] not in new or row["member"] in taking_part]
    return [*stay, *(row for member, row in new.items() if member not in taking_part)]


def _meeting(plan: SpeedPlan, pool: Any, rows: Collection[Row]) -> Meeting:
    return Meeting(
        pool=pool,
        turns=plan.turns,
        seats=plan.seats,
        arrives=tuple((row["member"], row["first"]) for row in rows if row["first"] > 1),
        leaves=tuple((row["member"], row["last"]) for row in rows if row["last"] < plan.turns),
        crossing=CROSSING,
    )


def _so_far(plan: SpeedPlan, seated: dict[int, dict[int, list[int]]]) -> Schedule:
    """The agreed turns as the engine knows them: tables of members."""
    numbers = {one for tables in seated.values() for table in tables.values() for one in table}
    member = dict(Registration.objects.filter(pk__in=numbers).values_list("pk", "member"))
    turns = []
    for turn, found in sorted(seated.items()):
        tables = [Table(number, tuple(sorted(member[one] for one in at)), 0, ()) for number, at in found.items()]
        turns.append(Turn(turn, tuple(tables), (), held=False))
    nothing = dict.fromkeys(("value", "bound", "repeats", "unavoidable", "known", "encounters", "crossings"), 0)
    return Schedule(turns=tuple(turns), **nothing, exchange_optimal=False)


def _seats(plan: SpeedPlan, *, after: int) -> list[facts.Seat]:
    """The proposed seats of the turns after `after`, each with what there is to talk about."""
    turns = [turn for turn in plan.schedule["turns"] if turn["number"] > after]
    members = {one for turn in turns for table in turn["tables"] for one in table["members"]}
    people = Member.objects.in_bulk(members)
    told = speed_words.because(turns, people)
    registration = {row["member"]: row["registration"] for row in plan.guests}
    return [
        facts.Seat(turn["number"], table["number"], registration[one], told.get((turn["number"], one), {}))
        for turn in turns
        for table in turn["tables"]
        for one in table["members"]
    ]
