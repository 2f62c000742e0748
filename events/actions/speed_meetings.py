"""How do agreed turns become facts? Handed down as they are, begun, prolonged and mended; what was held stays (F078).

Who should meet whom is not decided here. Every move locks the Event row first.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.errors import Refused, refuse_if
from corridor.lifecycle import record
from corridor.models import Member
from events import speed_rules
from events.actions import places
from events.models import Event, Registration, SpeedMeetings, SpeedSeat

FORGET_AFTER = dt.timedelta(days=1)
ONE_MORE = dt.timedelta(minutes=2)


class TurnBegan(Refused):
    """Meanwhile a turn began that these seats would have changed; nothing was changed."""


class GuestsChanged(Refused):
    """Meanwhile somebody gave their place back who would have a seat; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One guest at one table in one turn. because: language -> lines to talk about, {} for none."""

    turn: int
    table: int
    registration: int
    because: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def agree(
    *, event: Event, turns: int, minutes: int, pause_minutes: int, seats: Iterable[Seat], by: Member, now: dt.datetime
) -> SpeedMeetings:
    """Make these seats the turns of `event`, instead of those agreed before.

    Raises Refused when the first turn has begun or `by` may not, GuestsChanged when a guest is none any more.
    """
    event, seats = places.lock(event), list(seats)
    meetings = SpeedMeetings.objects.filter(event=event).first()
    refuse_if(speed_rules.why_not_agree(event, meetings, by))
    refuse_if(speed_rules.why_not_hours(turns, minutes, pause_minutes))
    facts = {"turns": turns, "minutes": minutes, "pause_minutes": pause_minutes, "agreed_at": now}
    facts["tables"] = max((seat.table for seat in seats), default=0)
    meetings, _new = SpeedMeetings.objects.update_or_create(event=event, defaults=facts)
    _seat(meetings, seats, after=0)
    record(event, action="speed meetings agreed", by=by, now=now)
    return meetings


@transaction.atomic
def mend(*, event: Event, held: int, seats: Iterable[Seat], by: Member | None, now: dt.datetime) -> SpeedMeetings:
    """Replace the turns after `held` by these seats; turns that have begun never change.

    Raises TurnBegan when the clock is further than `held`, GuestsChanged, or Refused when `by` may not.
    """
    event, seats = places.lock(event), list(seats)
    meetings = _agreed(event)
    refuse_if(speed_rules.why_not_run(event, by))
    if speed_rules.fixed(meetings, now) > held or any(seat.turn <= held for seat in seats):
        raise TurnBegan(_("A turn began meanwhile, and stays as it was. Look again, please."))
    _seat(meetings, seats, after=held)
    tables = meetings.seats.order_by().values_list("table", flat=True)
    meetings.tables = max(tables, default=0)
    meetings.save(update_fields=["tables"])
    record(event, action="speed meetings mended", by=by, now=now)
    return meetings


@transaction.atomic
def begin(*, event: Event, by: Member, now: dt.datetime) -> SpeedMeetings:
    """The bell of the first turn: from now on the clock says which turn runs. Raises Refused off the day, or twice."""
    event = places.lock(event)
    meetings = _agreed(event)
    refuse_if(speed_rules.why_not_begin(event, meetings, by, now))
    meetings.began_at = now
    meetings.save(update_fields=["began_at"])
    record(event, action="speed meetings begun", by=by, now=now)
    return meetings


@transaction.atomic
def prolong(*, event: Event, by: Member, now: dt.datetime, later: dt.timedelta = ONE_MORE) -> SpeedMeetings:
    """Give the turn that runs, or the pause before the next, two minutes more; what comes after moves with it.

    Raises Refused when none runs, or when it has only just begun.
    """
    event = places.lock(event)
    meetings = _agreed(event)
    refuse_if(speed_rules.why_not_run(event, by) or speed_rules.why_not_prolong(meetings, later, now))
    meetings.began_at += later
    meetings.save(update_fields=["began_at"])
    return meetings


@transaction.atomic
def forget_reasons(*, now: dt.datetime) -> int:
    """Forget what there was to talk about, a day after the event; who sat where stays. Out: how many seats."""
    told = SpeedSeat.objects.exclude(because={}).filter(meetings__event__ends_at__lt=now - FORGET_AFTER)
    return told.update(because={})


def forget_reasons_about(member: Member) -> None:
    """Forget what others were told to talk about with `member`, wherever they sat. In a transaction, when erasing."""
    for seat in SpeedSeat.objects.filter(registration__member=member):
        SpeedSeat.objects.filter(meetings=seat.meetings_id, turn=seat.turn, table=seat.table).update(because={})


def _agreed(event: Event) -> SpeedMeetings:
    found = SpeedMeetings.objects.filter(event=event).first()
    if found is None:
        raise Refused(_("No turns have been agreed for this event."))
    return found


def _seat(meetings: SpeedMeetings, seats: list[Seat], *, after: int) -> None:
    """Only confirmed guests of this event get a seat."""
    wanted = {seat.registration for seat in seats}
    confirmed = meetings.event.registrations.filter(state=Registration.State.CONFIRMED, pk__in=wanted)
    if confirmed.count() != len(wanted):
        raise GuestsChanged(_("Somebody gave their place back meanwhile. Propose again, please."))
    meetings.seats.filter(turn__gt=after).delete()
    SpeedSeat.objects.bulk_create(
        SpeedSeat(
            meetings=meetings,
            turn=seat.turn,
            table=seat.table,
            registration_id=seat.registration,
            because=dict(seat.because),
        )
        for seat in seats
    )
