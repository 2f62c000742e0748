"""Does the machine's time zone, or a day on which clocks jump, change anything? (R-19)"""

import datetime as dt
import json
import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest

from matchmaking import dates
from tests.house import tree

pytestmark = pytest.mark.nodb

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = ["UTC", "Europe/Amsterdam", "Pacific/Chatham", "America/St_Johns"]
# The nights in which clocks jump, a leap day, the end of 32-bit time.
ODD_DAYS = [dt.date(2027, 3, 28), dt.date(2027, 10, 31), dt.date(2028, 2, 29), dt.date(2038, 1, 19)]
DECIDE = """
import datetime as dt, json, sys
import django
django.setup()
from django.utils import timezone
from django.utils.formats import date_format
from corridor import clock
from matchmaking import dates
found = [str(timezone.localtime(dt.datetime(2027, 7, 1, tzinfo=dt.UTC)))]
for text in json.loads(sys.argv[1]):
    for hour in (0, 1, 2, 22, 23):
        now = dt.datetime.fromisoformat(text).replace(hour=hour, tzinfo=dt.UTC)
        found += [str(dates.local_day(now)), str(dates.coming_round(now).astimezone(dt.UTC)), date_format(now, "c")]
        found += [str(dates.deadline(offered_at=now, seed=7, number=7)), str(dates.months_to_choose(now.date())[0])]
print(json.dumps(found))
"""


def decided_in(zone: str) -> list[str]:
    """What a process that was started in `zone` decides on each odd day."""
    environment = {"TZ": zone, "MODE": "test", "PATH": "", "LANG": "C.UTF-8"}
    environment["DJANGO_SETTINGS_MODULE"] = "corridor.settings"
    days = json.dumps([day.isoformat() for day in ODD_DAYS])
    run = subprocess.run(
        [sys.executable, "-c", DECIDE, days], cwd=tree.ROOT, capture_output=True, text=True, env=environment, timeout=60
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout)


def test_r19_the_machines_zone_changes_nothing():
    everywhere = {zone: decided_in(zone) for zone in ZONES}

    assert everywhere["UTC"][0] == "2027-07-01 02:00:00+02:00"
    assert all(found == everywhere["UTC"] for found in everywhere.values())


def test_r19_a_monthly_round_runs_once_in_every_month_at_the_same_time_of_day():
    """Asked every hour for three years, jumping clocks included."""
    start = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    moments = {dates.coming_round(start + dt.timedelta(hours=hour)) for hour in range(3 * 365 * 24)}

    local = sorted(moment.astimezone(AMSTERDAM) for moment in moments)
    assert [(moment.year, moment.month) for moment in local][:36] == [
        (year, month) for year in (2027, 2028, 2029) for month in range(1, 13)
    ]
    assert {(moment.hour, moment.minute, moment.weekday()) for moment in local} == {(7, 30, 1)}


@pytest.mark.parametrize("day", ODD_DAYS)
def test_r19_ten_minutes_of_undo_are_ten_minutes_on_any_day(day):
    for hour in range(24):
        closes_at = dt.datetime.combine(day, dt.time(hour, 55), tzinfo=dt.UTC)

        assert dates.settles_at(closes_at) - closes_at == dt.timedelta(minutes=10)
        assert dates.deadline(offered_at=closes_at, seed=1, number=1).utcoffset() == dt.timedelta(0)
