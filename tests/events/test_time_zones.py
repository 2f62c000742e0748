"""Is an evening at the same moment whatever the machine's time zone, and on days on which clocks jump? (R-19, S-56)"""

import json
import subprocess
import sys

import pytest

from tests.events import in_a_zone
from tests.house import tree

pytestmark = pytest.mark.nodb

ZONES = ("UTC", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati")


def told_in(zone: str) -> str:
    """What a process that was started in `zone` says of every evening, byte for byte."""
    environment = {"TZ": zone, "MODE": "test", "PATH": "", "LANG": "C.UTF-8", "PYTHONPATH": str(tree.ROOT)}
    environment["DJANGO_SETTINGS_MODULE"] = "corridor.settings"
    run = subprocess.run(
        [sys.executable, in_a_zone.__file__],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    return {zone: told_in(zone) for zone in ZONES}


def test_r19_mails_pages_calendars_and_feeds_are_the_same_bytes_in_every_process(told):
    assert len(told["UTC"]) > 50_000
    assert [zone for zone in ZONES if told[zone] != told["UTC"]] == []


@pytest.mark.parametrize(
    ("begins", "utc", "starts", "ends", "english", "dutch"),
    [
        (
            "2027-03-27T23:30",
            "20270327T223000Z",
            "2027-03-27T23:30:00+01:00",
            "2027-03-28T04:30:00+02:00",  # four hours later
            "27 March 2027, 23:30 – 28 March 2027, 04:30",
            "27 maart 2027, 23.30 uur – 28 maart 2027, 4.30 uur",
        ),
        (
            "2027-10-30T23:30",
            "20271030T213000Z",
            "2027-10-30T23:30:00+02:00",
            "2027-10-31T02:30:00+01:00",  # the second half past two
            "30 October 2027, 23:30 – 31 October 2027, 02:30",
            "30 oktober 2027, 23.30 uur – 31 oktober 2027, 2.30 uur",
        ),
        (
            "2028-02-29T19:00",
            "20280229T180000Z",
            "2028-02-29T19:00:00+01:00",
            "2028-02-29T23:00:00+01:00",
            "Tuesday 29 February 2028, 19:00–23:00",
            "dinsdag 29 februari 2028, 19.00–23.00 uur",
        ),
        (
            "2038-01-19T04:00",
            "20380119T030000Z",
            "2038-01-19T04:00:00+01:00",
            "2038-01-19T08:00:00+01:00",
            "Tuesday 19 January 2038, 04:00–08:00",
            "dinsdag 19 januari 2038, 4.00–8.00 uur",
        ),
        (
            "2050-07-02T19:00",
            "20500702T170000Z",
            "2050-07-02T19:00:00+02:00",
            "2050-07-02T23:00:00+02:00",
            "Saturday 2 July 2050, 19:00–23:00",
            "zaterdag 2 juli 2050, 19.00–23.00 uur",
        ),
    ],
)
def test_r19_every_word_about_an_evening_names_its_own_hour(begins, utc, starts, ends, english, dutch, told):
    said = json.loads(told["Pacific/Kiritimati"])["evenings"][begins]

    for language, words in (("en", english), ("nl", dutch)):
        assert said[f"page {language}"].startswith(words)
        assert f'"startDate": "{starts}"' in said[f"page {language}"]
        assert f'"endDate": "{ends}"' in said[f"page {language}"]
        assert f"DTSTART:{utc}" in said[f"calendar {language}"] and f"DTSTART:{utc}" in said[f"invitation {language}"]
        assert words in said[f"news {language}"]
        for kind in ("registered", "reminder", "still_coming", "offered"):
            assert words in said[f"events.{kind} {language}"][1], kind


@pytest.mark.parametrize("zone", ZONES)
def test_s56_a_missing_or_doubled_hour_is_asked_again_in_every_process(zone, told):
    assert json.loads(told[zone])["typed"] == {
        "2027-03-28T02:30": "That night the clock skips this hour. Choose 01:30 or 03:30.",
        "2027-10-31T02:30": "That night the clock has this hour twice. Choose 01:30 or 03:30.",
        "2028-02-29T19:00": "2028-02-29T18:00:00+00:00",
        "2027-02-29T19:00": "Write a day and an hour like 2027-03-21 17:00.",
        "2038-01-19T04:14": "2038-01-19T03:14:00+00:00",
    }
