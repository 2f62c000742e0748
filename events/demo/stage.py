"""What happens around the demo's day? Every scene of every event, in the order in which it was lived.

A scene acts at its own moment, by the product's own actions, and does nothing where that was done before.
"""

import contextlib
import datetime as dt
from collections.abc import Iterator

from corridor.errors import Refused
from events.demo import asking, breakfast, past, rest, robots
from events.demo.telling import Scene
from events.models import Event, Registration

WHO = "as whom to see which side of them: /demo/#events"
SCENES: tuple[Scene, ...] = (*past.SCENES, *breakfast.SCENES, *robots.SCENES, *rest.SCENES, *asking.SCENES)


class Stage:
    """The scenes around `day`, each played once."""

    def __init__(self, day: dt.datetime):
        self.day = day
        self._left = sorted(SCENES, key=lambda scene: scene[0])

    def play(self, *, until: dt.datetime) -> int:
        """Play what lies before `until` and was not played yet; how many scenes."""
        played = 0
        while self._left and self.day + self._left[0][0] <= until:
            away, scene = self._left.pop(0)
            with contextlib.suppress(Refused):  # hardly anybody lives there, or somebody played along and was faster
                scene(self.day, self.day + away)
            played += 1
        return played


def lines(day: dt.datetime) -> Iterator[str]:
    """What there is to see of events, in English, for whoever started the demo."""
    today, coming = breakfast.on(day), Event.objects.filter(state__in=Event.COMING, starts_at__gt=day)
    if today:
        inside = today.registrations.filter(check_in__isnull=False).count()
        places = today.registrations.filter(state=Registration.State.CONFIRMED).count()
        yield f"Today: {today.title_en}, {inside} of {places} guests inside, its door open at /door/{today.slug}/"
    yield f"Coming: {coming.count()} events at /events/; {WHO}"
