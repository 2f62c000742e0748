"""When are guests reminded and asked, and when does the host read who did not answer? (F033, R-19)"""

import datetime as dt

import pytest

from events import evening_hours
from events.models import Event

pytestmark = pytest.mark.nodb


def on_the_wall(moment: dt.datetime) -> str:
    return f"{moment.astimezone(Event.ZONE):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("begins", "week_before", "asked", "host_reads"),
    [
        # An evening: the question leaves at six the day before, so that there are eighteen hours until noon.
        ("2026-12-08 19:00", "2026-12-01 19:00", "2026-12-07 18:00", "2026-12-08 12:00"),
        ("2026-12-08 17:00", "2026-12-01 17:00", "2026-12-07 17:00", "2026-12-08 12:00"),
        ("2026-12-08 14:00", "2026-12-01 14:00", "2026-12-07 14:00", "2026-12-08 12:00"),
        # Too early for a list at noon of the same day.
        ("2026-12-08 13:59", "2026-12-01 13:59", "2026-12-06 18:00", "2026-12-07 12:00"),
        ("2026-12-08 09:00", "2026-12-01 09:00", "2026-12-06 18:00", "2026-12-07 12:00"),
        # The clocks go forward on 28 March 2027 and back on 31 October 2027.
        ("2027-03-28 17:00", "2027-03-21 17:00", "2027-03-27 17:00", "2027-03-28 12:00"),
        ("2027-10-31 17:00", "2027-10-24 17:00", "2027-10-30 17:00", "2027-10-31 12:00"),
        ("2028-03-01 17:00", "2028-02-23 17:00", "2028-02-29 17:00", "2028-03-01 12:00"),
    ],
)
def test_f033_the_hours_are_those_on_the_wall(begins, week_before, asked, host_reads):
    event = Event(starts_at=dt.datetime.fromisoformat(begins).replace(tzinfo=Event.ZONE).astimezone(dt.UTC))

    assert on_the_wall(evening_hours.week_before(event)) == week_before
    assert on_the_wall(evening_hours.asks_at(event)) == asked
    assert on_the_wall(evening_hours.host_reads_at(event)) == host_reads


def test_f033_there_is_always_a_night_to_answer_and_time_to_act():
    first = dt.datetime(2027, 3, 26, tzinfo=dt.UTC)
    for hours in range(24 * 5):
        event = Event(starts_at=first + dt.timedelta(hours=hours))
        asked, reads = evening_hours.asks_at(event), evening_hours.host_reads_at(event)

        assert reads - asked >= dt.timedelta(hours=18)
        assert event.starts_at - reads >= dt.timedelta(hours=2)
        assert dt.timedelta(hours=23) <= event.starts_at - asked <= dt.timedelta(hours=45)
