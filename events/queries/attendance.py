"""Who has a place, who came, and who was in one room with whom?"""

import datetime as dt
from collections.abc import Collection
from itertools import combinations

from events.models import CheckIn, Event

HELD = (Event.State.HELD, Event.State.ARCHIVED)
MONTHS = 12
DAYS_OF_A_MONTH = 365 / 12


def shared(ids: Collection[int] | None, *, now: dt.datetime, months: int = MONTHS) -> dict[tuple[int, int], Event]:
    """(a, b), a < b -> the latest event held in the last `months` at which both arrived, neither hiding it (F070).

    `ids`: the members to look among; None is everybody. One query, and one for the events.
    """
    since = now - dt.timedelta(days=round(months * DAYS_OF_A_MONTH))
    arrived = CheckIn.objects.filter(
        registration__hides_attendance=False,
        registration__event__state__in=HELD,
        registration__event__ends_at__gte=since,
        registration__event__ends_at__lte=now,
    )
    if ids is not None:
        arrived = arrived.filter(registration__member__in=ids)
    guests: dict[int, list[int]] = {}
    for event, member in arrived.order_by("registration__event__starts_at", "registration__event").values_list(
        "registration__event", "registration__member"
    ):
        guests.setdefault(event, []).append(member)
    events = Event.objects.select_related("venue", "region").in_bulk(guests)
    return {pair: events[event] for event, there in guests.items() for pair in combinations(sorted(there), 2)}
