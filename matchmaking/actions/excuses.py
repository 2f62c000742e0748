"""When is an excuse forgotten? The day after a visit that it proposed (F063)."""

import datetime as dt

from matchmaking.dates import local_day
from matchmaking.models import Introduction
from matchmaking.queries import excuses


def forget_past_visits(*, now: dt.datetime) -> int:
    """Empty every excuse that names a visit which is over; how many there were. The half-way place stays."""
    today = local_day(now)
    named = Introduction.objects.filter(excuse__kind=excuses.VISIT).values_list("pk", "excuse")
    past = [pk for pk, facts in named if dt.date.fromisoformat(facts["last"]) < today]
    return Introduction.objects.filter(pk__in=past).update(excuse={})
