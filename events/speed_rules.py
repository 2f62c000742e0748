"""Who may run speed meetings, and when may their turns change? `why_not_x` returns a sentence or None."""

import datetime as dt

from django.utils.translation import gettext as _

from corridor.models import Member
from events import rules
from events.models import Event, EventStaff, SpeedMeetings
from events.queries import speed_meetings

# People walk to their next table before the bell: a turn that begins so soon stays as it is.
MARGIN = dt.timedelta(seconds=20)
MOST_TURNS, MOST_MINUTES, MOST_PAUSE = 30, 60, 60


def fixed(meetings: SpeedMeetings, now: dt.datetime) -> int:
    """How many turns may not change any more: those that have begun, and the one that is about to."""
    return speed_meetings.begun(meetings, now + MARGIN)


def why_not_run(event: Event, by: Member | None) -> str | None:
    """Why `by` may not begin, prolong or mend the turns of `event`: hosts may, and whoever organises its region."""
    if event.state not in (*Event.COMING, Event.State.HELD):
        return _("Speed meetings belong to an event that is announced and not yet put away.")
    if by and by.is_active and event.staff.filter(member=by, role=EventStaff.Role.HOST).exists():
        return None
    return rules.why_not_organise(by, event.region)


def why_not_agree(event: Event, meetings: SpeedMeetings | None, by: Member) -> str | None:
    """Why these turns may not be agreed: the ones before have begun, or the event is not theirs."""
    if meetings and meetings.began_at:
        return _("The first turn has begun; the turns can be mended, but not begun anew.")
    return why_not_run(event, by)


def why_not_hours(turns: int, minutes: int, pause: int) -> str | None:
    """Why an evening cannot have so many turns of that length."""
    if 1 <= turns <= MOST_TURNS and 1 <= minutes <= MOST_MINUTES and 0 <= pause <= MOST_PAUSE:
        return None
    return _("That is no evening of speed meetings: one to thirty turns, of one minute to an hour.")


def why_not_begin(event: Event, meetings: SpeedMeetings, by: Member, now: dt.datetime) -> str | None:
    """Why the first turn may not begin now: it has, or it is not the day."""
    if meetings.began_at:
        return _("The first turn has begun already.")
    if not rules.is_door_open(event, now):
        return _("The first turn begins on the day itself.")
    return why_not_run(event, by)


def why_not_prolong(meetings: SpeedMeetings, later: dt.timedelta, now: dt.datetime) -> str | None:
    """Why this turn may not take longer: none runs, or so short a time that the clock would fall back before it."""
    turn = speed_meetings.begun(meetings, now)
    if not turn or speed_meetings.clock_of(meetings, now).phase == "over":
        return _("No turn is running.")
    if speed_meetings.begun(meetings, now - later) != turn:
        return _("This turn has only just begun; give it more time later.")
    return None


def may_see_plan(event: Event, person: Member) -> bool:
    """Whether `person` may see everybody's tables: who organises the region of `event`, its hosts, and its door."""
    return event.staff.filter(member=person).exists() or rules.why_not_organise(person, event.region) is None
