"""How many turns may speed meetings have, and when may a proposal be agreed? `why_not_x` returns a sentence or None."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import speed_rules
from events.models import Event, SpeedMeetings
from matchmaking.models import SpeedPlan

FEWEST_GUESTS = 4
MOST_MET = 75  # percent of the others that one guest meets


def most_turns(guests: int, seats: int) -> int:
    """How many turns so many guests may have at tables of `seats`: each leaves a quarter of the others unmet.

    Who met nearly everybody would know whom they were kept from, and that is between that person and us (F003).
    """
    return min(speed_rules.MOST_TURNS, (guests - 1) * MOST_MET // 100 // max(1, seats - 1))


def why_not_turns(guests: int, turns: int, seats: int) -> str | None:
    """Why so many guests cannot have so many turns at tables of that size."""
    if guests < FEWEST_GUESTS:
        return _("Speed meetings need at least four guests.")
    if not SpeedPlan.FEWEST_SEATS <= seats <= SpeedPlan.MOST_SEATS:
        return _("A table has two to twelve seats.")
    most = most_turns(guests, seats)
    if most < 1:
        return _("So few guests do not fill tables of that size more than once; choose smaller tables.")
    if turns > most:
        words = ngettext(
            "With %(guests)s guests at tables of %(seats)s there is at most %(count)s turn.",
            "With %(guests)s guests at tables of %(seats)s there are at most %(count)s turns.",
            most,
        )
        return words % {"guests": guests, "seats": seats, "count": most}
    return None


def why_not_agree(plan: SpeedPlan) -> str | None:
    """Why this proposal may not become the turns of its event: it is not there yet, or agreed already."""
    if plan.agreed_at:
        return _("These turns have been agreed already.")
    if not plan.computed_at:
        return _("The turns are still being computed.")
    return None


def why_not_change(plan: SpeedPlan, event: Event, meetings: SpeedMeetings | None, by: object) -> str | None:
    """Why the guests of these speed meetings may not change: the turns are not agreed, or the event is not theirs."""
    if meetings is None or not plan.agreed_at:
        return _("No turns have been agreed for this event.")
    return speed_rules.why_not_run(event, by)
