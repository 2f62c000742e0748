"""Builders for events: an event, a place in it, an arrival."""

import datetime as dt
import itertools

from corridor.models import Member
from events.models import CheckIn, Event, Registration
from tests.make.corridor import NOW, member, region, venue

_numbers = itertools.count(1)


def event(state: str = "published", **fields) -> Event:
    """A meetup in Amsterdam in two weeks, with ten places."""
    number = next(_numbers)
    starts_at = fields.pop("starts_at", NOW + dt.timedelta(days=14))
    values = {
        "slug": f"event-{number}",
        "title_nl": f"Bijeenkomst {number}",
        "title_en": f"Meetup {number}",
        "summary_nl": "Twee korte verhalen en een lange pauze.",
        "summary_en": "Two short talks and a long break.",
        "region": fields.pop("region", None) or region("mra"),
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=3),
        "capacity": 10,
        "state": state,
        "state_since": NOW,
        **fields,
    }
    if "venue" not in values and not values.get("online_at"):
        values["venue"] = venue()
    return Event.objects.create(**values)


def registration(event: Event, person: Member | None = None, state: str = "confirmed", **fields) -> Registration:
    """A place in `event` (or a wait, or a place given up) of `person`, by default somebody new."""
    values = {"state_since": NOW, "registered_at": NOW, **fields}
    return Registration.objects.create(event=event, member=person or member(), state=state, **values)


def check_in(event: Event, person: Member | None = None, **fields) -> CheckIn:
    """An arrival at `event`, with the place that belongs to it."""
    return CheckIn.objects.create(registration=registration(event, person, **fields), at=event.starts_at)
