"""How do the speed meetings of the demo's day begin? Asked for, worked out by the worker, agreed, and the bell rung."""

import contextlib

from corridor import clock
from corridor.errors import Refused
from events.actions import speed_meetings as facts
from events.models import Event, SpeedMeetings
from matchmaking.actions import speed_meetings
from matchmaking.demo import rounds
from matchmaking.models import SpeedPlan

TURNS, SEATS, MINUTES, PAUSE = 7, 2, 8, 2
WORK = "matchmaking.work_out_due_speed_meetings"


def run(*, event: Event) -> None:
    """Turns for whoever is inside, begun now; nothing where they are, or where too few came. Raises Stuck."""
    by = event.organiser
    if by is None or SpeedMeetings.objects.filter(event=event).exists():
        return
    hours = {"turns": TURNS, "seats": SEATS, "minutes": MINUTES, "pause_minutes": PAUSE}
    with contextlib.suppress(Refused):
        plan = speed_meetings.propose(event=event, **hours, only_arrived=True, by=by, now=clock.now())
        mine = SpeedPlan.objects.filter(pk=plan.pk)
        rounds.ask(WORK, until=lambda: mine.exclude(computed_at=None).exists(), what="work out the speed meetings")
        speed_meetings.agree(plan=mine.get(), by=by, now=clock.now())
        facts.begin(event=event, by=by, now=clock.now())
