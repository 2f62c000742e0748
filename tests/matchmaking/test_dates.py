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


# --- Working days -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day",
    [
        dt.date(2026, 11, 28),  # Saturday
        dt.date(2026, 11, 29),  # Sunday
        dt.date(2026, 12, 25),
        dt.date(2027, 1, 1),
        dt.date(2027, 3, 26),  # Good Friday
        dt.date(2027, 3, 29),  # Easter Monday
        dt.date(2027, 4, 27),  # King's Day
        dt.date(2027, 5, 5),  # Liberation Day, also in a year in which not everybody is free
        dt.date(2027, 5, 6),  # Ascension
        dt.date(2027, 5, 17),  # Whit Monday
    ],
)
def test_f014_weekends_and_dutch_holidays_are_no_working_days(day):
    assert not dates.is_working_day(day)


@pytest.mark.parametrize("day", [dt.date(2026, 11, 24), dt.date(2026, 12, 24), dt.date(2026, 12, 31)])
def test_f014_other_days_are(day):
    assert dates.is_working_day(day)


def at(*moment: int) -> dt.datetime:
    return dt.datetime(*moment, tzinfo=dates.AMSTERDAM).astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("asked", "mailed", "reminded"),
    [
        (at(2026, 11, 23, 12), at(2026, 11, 23, 12), at(2026, 11, 27, 8, 30)),  # Monday: Friday
        (at(2026, 11, 24, 12), at(2026, 11, 24, 12), at(2026, 11, 30, 8, 30)),  # Tuesday: not Saturday but Monday
        (at(2026, 11, 27, 17), at(2026, 11, 27, 17), at(2026, 12, 1, 8, 30)),  # Friday
        (at(2026, 11, 28, 12), at(2026, 11, 30, 8, 30), at(2026, 12, 4, 8, 30)),  # Saturday: mailed on Monday
        (at(2026, 12, 24, 16), at(2026, 12, 24, 16), at(2026, 12, 28, 8, 30)),  # before Christmas
        (at(2026, 12, 25, 9), at(2026, 12, 28, 8, 30), at(2027, 1, 4, 8, 30)),  # at Christmas: not New Year's Day
    ],
)
def test_f014_a_question_is_mailed_and_its_reminder_sent_on_working_mornings(asked, mailed, reminded):
    assert dates.working_moment(asked) == mailed
    assert dates.reminder_at(asked) == reminded


def test_f014_no_deadline_and_no_end_falls_on_a_day_off_in_twelve_years():
    """For every day, in the small hours and late at night, before and after both changes of the clocks."""
    for day in range(12 * 366):
        for hour in (0, 9, 22):
            asked = dt.datetime(2026, 1, 1, hour, 30, tzinfo=dt.UTC) + dt.timedelta(days=day)
            closes_at = dates.deadline(offered_at=asked, seed=7, number=day)
            for moment in (closes_at, dates.settles_at(closes_at), dates.reminder_at(asked)):
                assert dates.is_working_day(dates.local_day(moment)), (asked, moment)
            least = dates.working_moment(asked) + dates.ANSWER_WITHIN - dates.JITTER
            assert least <= closes_at < asked + dt.timedelta(days=12), asked  # the link in the mail lives for 14


def test_f014_a_deadline_that_moves_keeps_its_hour():
    """Saturday, Sunday and Easter Monday are passed over; the jitter goes on deciding the hour, also in summer time."""
    asked = at(2027, 3, 19, 12)  # a Friday; a week on is Good Friday
    for number in range(50):
        week, moved = asked + dates.ANSWER_WITHIN, dates.deadline(offered_at=asked, seed=7, number=number)
        jitter = _jitter(number)
        planned = (week + jitter).astimezone(dates.AMSTERDAM)
        assert moved.astimezone(dates.AMSTERDAM).time() == planned.time()
        assert dates.local_day(moved) == dt.date(2027, 3, 30)


def _jitter(number: int) -> dt.timedelta:
    """What a deadline that need not move is moved by."""
    tuesday = at(2026, 11, 24, 10)
    return dates.deadline(offered_at=tuesday, seed=7, number=number) - tuesday - dates.ANSWER_WITHIN
