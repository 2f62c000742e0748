"""When is what was gathered sent? Thursdays at eight; for who wants it monthly on the Thursday after the round.

Rounds go out on the first Tuesday of the month and questions stay open for a week, so that Thursday is the one of the
month on which a question of the round can still be answered at ease; a week later most of them would be over. A
Thursday that is a holiday gives way to the next working morning (F014).
"""

import datetime as dt
from dataclasses import dataclass

from corridor.queries.mail_choices import Pace
from matchmaking.dates import AMSTERDAM, working_moment

THURSDAY = 3
SENT_AT = dt.time(8)
AFTER_THE_ROUND = dt.timedelta(days=2)  # from its Tuesday
LATEST = dt.timedelta(hours=12)  # a worker that was down sends until the evening; what is left waits a week
AT_EASE = dt.timedelta(days=2)  # that much time a question leaves to its reader, or it is not gathered
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """One digest day: what was known by `moment` goes into it. Its name is part of the key of each mail."""

    thursday: dt.date

    @property
    def moment(self) -> dt.datetime:
        return working_moment(dt.datetime.combine(self.thursday, SENT_AT, tzinfo=AMSTERDAM))

    @property
    def day(self) -> dt.date:
        return self.moment.astimezone(AMSTERDAM).date()

    @property
    def name(self) -> str:
        return self.thursday.isoformat()

    @property
    def monthly(self) -> bool:
        """Whether it is the day for those who want one a month as well."""
        return (self.thursday - AFTER_THE_ROUND).day <= 7

    def is_for(self, pace: str) -> bool:
        """Whether what is wanted at this pace is sent on this day."""
        return pace == Pace.WEEKLY or (pace == Pace.MONTHLY and self.monthly)


def of(name: str) -> Period:
    """The period with that name."""
    return Period(dt.date.fromisoformat(name))


def last(now: dt.datetime) -> Period:
    """The latest period whose moment is not ahead."""
    here = now.astimezone(AMSTERDAM)
    found = Period(here.date() - dt.timedelta(days=(here.weekday() - THURSDAY) % 7))
    return found if found.moment <= now else Period(found.thursday - _WEEK)


def due(now: dt.datetime) -> Period | None:
    """The period whose mails go out now, if any does."""
    found = last(now)
    return found if now < found.moment + LATEST else None


def next_moment(now: dt.datetime, pace: str) -> dt.datetime:
    """When what is gathered now at this pace is sent."""
    found = Period(last(now).thursday + _WEEK)
    while not found.is_for(pace):
        found = Period(found.thursday + _WEEK)
    return found.moment


def can_wait(closes_at: dt.datetime, pace: str, now: dt.datetime) -> bool:
    """Whether a question that closes then leaves its reader two days, if the next digest asks it."""
    return closes_at >= next_moment(now, pace) + AT_EASE
