"""When is what asked after an introduction? Moments counted from the joint mail, moved to a working morning."""

import datetime as dt

from matchmaking.dates import AMSTERDAM, MORNING, add_months, is_working_day, local_day, working_moment

# "Did you meet?" so long after the joint mail left; once more so long after the question.
MET_AFTER = dt.timedelta(days=14)
AGAIN_AFTER = dt.timedelta(days=7)
# What was overdue for longer (the clock stood still) is not asked any more: it would come out of the blue.
LATEST = dt.timedelta(days=30)
# Promises lie at most so far ahead.
PROMISE_MONTHS = 6


def met_due(left_at: dt.datetime) -> dt.datetime:
    """When both are asked whether they met; `left_at` is when the first joint mail left."""
    return _morning(local_day(left_at + MET_AFTER))


def again_due(asked_at: dt.datetime) -> dt.datetime:
    """When whoever said nothing is asked once more."""
    return _morning(local_day(asked_at + AGAIN_AFTER))


def outcome_due(made_at: dt.datetime, months: int) -> dt.datetime:
    """When both are asked what came of it, so many months after they were introduced."""
    return _morning(add_months(local_day(made_at), months))


def promise_due(day: dt.date) -> dt.datetime:
    """When the promiser is reminded of a promise for that day."""
    return _morning(day)


def has_come(moment: dt.datetime, now: dt.datetime) -> bool:
    """Whether what was due at `moment` may be mailed now: also when it is late, not before a working day (F014)."""
    return now >= moment and is_working_day(local_day(now))


def _morning(day: dt.date) -> dt.datetime:
    """The first working morning from that day on."""
    return working_moment(dt.datetime.combine(day, MORNING, tzinfo=AMSTERDAM))
