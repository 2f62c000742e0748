"""When is what? Periods, deadlines, working days and months, as plain functions of a date.

The local day is Amsterdam's. A working day is none of a weekend and no Dutch public holiday, Good Friday and Liberation
Day included: nobody is asked, reminded or told of an end on any other day (F014).
"""

import calendar
import datetime as dt
import hashlib
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

# After the second yes the joint mails wait this long; until then either side may take its yes back.
UNDO = dt.timedelta(minutes=10)
ANSWER_WITHIN = dt.timedelta(days=7)
# The deadline is moved by up to this much, either way, so that the moment of closing tells nobody anything.
JITTER = dt.timedelta(hours=9)
REMIND_AFTER = dt.timedelta(days=4)
# A colleague to whom a proposal is handed over gets at least this long to answer.
LEAST_FOR_A_COLLEAGUE = dt.timedelta(days=2)
SILENCE_PAUSES_MONTHS = 3
EXPIRED_BARS_MONTHS = 6
NOT_NOW_MONTHS = 3
MONTHS_TO_CHOOSE = 12

ROUND_AT = dt.time(7, 30)
MORNING = dt.time(8, 30)
TUESDAY, SATURDAY = 1, 5


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


def is_working_day(day: dt.date) -> bool:
    """Whether people may be written to on that day."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def working_moment(moment: dt.datetime) -> dt.datetime:
    """When what is decided at `moment` may be mailed: at once, or else on the next working morning."""
    day = local_day(moment)
    return moment if is_working_day(day) else _morning_from(day, moment.tzinfo)


def reminder_at(asked_at: dt.datetime) -> dt.datetime:
    """When somebody asked at `asked_at` is reminded, if they said nothing: four days after the mail, in the morning."""
    return _morning_from(local_day(working_moment(asked_at) + REMIND_AFTER), asked_at.tzinfo)


def deadline(*, offered_at: dt.datetime, seed: int, number: int) -> dt.datetime:
    """Until when both may answer: a week from the mail, moved by a jitter that only the round's seed and the number
    decide; then on by whole days, at the same hour, until deadline and end both lie on a working day."""
    digest = hashlib.sha256(f"{seed}:{number}".encode()).digest()
    share = int.from_bytes(digest[:8], "big") / 2**64
    jitter = dt.timedelta(seconds=round((2 * share - 1) * JITTER.total_seconds()))
    moment = (working_moment(offered_at) + ANSWER_WITHIN + jitter).astimezone(AMSTERDAM)
    while not (is_working_day(moment.date()) and is_working_day(local_day(settles_at(moment)))):
        moment += dt.timedelta(days=1)  # of the calendar: the hour stays, whatever the clocks do
    return moment.astimezone(offered_at.tzinfo)


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


def _morning_from(day: dt.date, zone: dt.tzinfo | None) -> dt.datetime:
    """The morning of that day, or of the first working day after it."""
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, MORNING, tzinfo=AMSTERDAM).astimezone(zone)


@lru_cache(maxsize=32)
def _holidays(year: int) -> frozenset[dt.date]:
    """Of one year, as a whole: the library's own table fills itself while it is read, which two threads must not do."""
    kinds = (holidays.PUBLIC, holidays.OPTIONAL)
    return frozenset(holidays.country_holidays("NL", years=year, categories=kinds))
