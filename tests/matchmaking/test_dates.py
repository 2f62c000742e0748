"""Are months, rounds and deadlines where people expect them, also around the change of the clocks?"""

import datetime as dt

import pytest

from matchmaking import dates

pytestmark = pytest.mark.nodb


@pytest.mark.parametrize(
    ("year", "month", "utc"),
    [
        (2026, 12, dt.datetime(2026, 12, 1, 6, 30)),
        (2027, 1, dt.datetime(2027, 1, 5, 6, 30)),
        (2027, 4, dt.datetime(2027, 4, 6, 5, 30)),  # summer time
        (2027, 6, dt.datetime(2027, 6, 1, 5, 30)),
    ],
)
def test_the_round_runs_on_the_first_tuesday_at_half_past_seven_in_amsterdam(year, month, utc):
    moment = dates.round_moment(year, month)

    assert moment.astimezone(dt.UTC).replace(tzinfo=None) == utc
    assert moment.weekday() == 1


@pytest.mark.parametrize(
    ("now", "period"),
    [
        (dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC), "2026-12"),
        (dt.datetime(2026, 12, 1, 6, 30, tzinfo=dt.UTC), "2026-12"),
        (dt.datetime(2026, 12, 1, 6, 31, tzinfo=dt.UTC), "2027-01"),
        (dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC), "2027-01"),  # already January in Amsterdam
    ],
)
def test_the_coming_round_is_the_first_that_is_not_past(now, period):
    assert dates.period_of(dates.local_day(dates.coming_round(now))) == period


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (dt.date(2026, 11, 24), 3, dt.date(2027, 2, 24)),
        (dt.date(2027, 8, 31), 6, dt.date(2028, 2, 29)),
        (dt.date(2026, 12, 31), 2, dt.date(2027, 2, 28)),
        (dt.date(2026, 12, 15), 12, dt.date(2027, 12, 15)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_one(day, months, result):
    assert dates.add_months(day, months) == result


def test_twelve_months_can_be_chosen():
    months = dates.months_to_choose(dt.date(2026, 11, 24))

    assert (months[0], months[-1], len(months)) == (dt.date(2026, 12, 1), dt.date(2027, 11, 1), 12)
