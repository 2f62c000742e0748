"""Who is asked what they thought of it, and what do organisers read? Nothing before five people answered (F084)."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from events.models import Event, Opinion, Registration

MARKS = range(1, 6)
AFTER = dt.timedelta(hours=12)  # one has slept on it
ASKED_WITHIN = dt.timedelta(days=7)
ANSWERABLE = dt.timedelta(days=14)  # from the question on
HELD = (Event.State.HELD, Event.State.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Shown:
    """What all of them together said: how many, the mean, (marks, how many gave them) from 5 down, and the lines."""

    answers: int
    mean: float
    marks: list[tuple[int, int]]
    lines: list[str]


def to_ask(*, now: dt.datetime) -> QuerySet[Registration]:
    """Guests who were let in at an event that was held, half a day ago or more, and are on no roll yet."""
    came = Registration.objects.filter(
        check_in__isnull=False,
        opinion_roll=None,
        member__is_active=True,
        event__state__in=HELD,
        event__ends_at__lte=now - AFTER,
        event__ends_at__gt=now - ASKED_WITHIN,
    )
    return came.select_related("event", "member").order_by("pk")


def shown(event: Event) -> Shown | None:
    """What organisers may read of `event`: everything from five answers on, before that not even how many there are."""
    rows = list(Opinion.objects.filter(event=event).order_by("pk").values_list("marks", "line"))
    if len(rows) < Opinion.SHOWN_FROM:
        return None
    given = Counter(marks for marks, _line in rows)
    return Shown(
        answers=len(rows),
        mean=sum(marks for marks, _line in rows) / len(rows),
        marks=[(mark, given[mark]) for mark in reversed(MARKS)],
        lines=[line for _marks, line in rows if line],
    )
