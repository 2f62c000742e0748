"""When is what? Periods, deadlines and months, as plain functions of a date. The local day is Amsterdam's."""

import calendar
import datetime as dt
import hashlib
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

# After the second yes the joint mails wait this long; until then either side may take its yes back.
UNDO = dt.timedelta(minutes=10)
ANSWER_WITHIN = dt.timedelta(days=7)
# The deadline is moved by up to this much, either way, so that the moment of closing tells nobody anything.
JITTER = dt.timedelta(hours=9)
EXPIRED_BARS_MONTHS = 6
NOT_NOW_MONTHS = 3
MONTHS_TO_CHOOSE = 12

ROUND_AT = dt.time(7, 30)
TUESDAY = 1


def local_day(now: dt.datetime) -> dt.date:
    """The day it is in Amsterdam."""
    return now.astimezone(AMSTERDAM).date()


def period_of(day: dt.date) -> str:
    """The period a day belongs to: its month, for example 2026-12."""
    return f"{day:%Y-%m}"


def round_moment(year: int, month: int) -> dt.datetime:
    """When the monthly round runs: the first Tuesday, before work. Tuesdays leave the whole week to answer."""
    first = dt.date(year, month, 1)
    day = first + dt.timedelta(days=(TUESDAY - first.weekday()) % 7)
    return dt.datetime.combine(day, ROUND_AT, tzinfo=AMSTERDAM)


def coming_round(now: dt.datetime) -> dt.datetime:
    """The first round moment that is not yet past."""
    today = local_day(now)
    this = round_moment(today.year, today.month)
    if this >= now:
        return this
    following = add_months(today.replace(day=1), 1)
    return round_moment(following.year, following.month)


def deadline(*, offered_at: dt.datetime, seed: int, number: int) -> dt.datetime:
    """Until when both may answer: a week, moved by a jitter that only the round's seed and the number decide."""
    digest = hashlib.sha256(f"{seed}:{number}".encode()).digest()
    share = int.from_bytes(digest[:8], "big") / 2**64
    jitter = dt.timedelta(seconds=round((2 * share - 1) * JITTER.total_seconds()))
    return offered_at + ANSWER_WITHIN + jitter


def settles_at(closes_at: dt.datetime) -> dt.datetime:
    """When the end shows: an undo window after the deadline, so that a last-minute yes, undone, ends like the rest."""
    return closes_at + UNDO


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last day of the month when that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    _, last = calendar.monthrange(year, month + 1)
    return dt.date(year, month + 1, min(day.day, last))


def first_of_month(day: dt.date, months: int) -> dt.date:
    """The first day of the month so many months later."""
    return add_months(day.replace(day=1), months)


def months_to_choose(today: dt.date) -> list[dt.date]:
    """The months a "not now" may name, as their first days."""
    return [first_of_month(today, months) for months in range(1, MONTHS_TO_CHOOSE + 1)]
