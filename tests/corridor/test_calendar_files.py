"""What does a calendar program read? (S-43)"""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from corridor import calendar_files
from corridor.calendar_files import Attendee, Entry
from tests import rfc5545

pytestmark = pytest.mark.nodb

AT = dt.datetime(2026, 12, 4, 16, 0, tzinfo=dt.UTC)
ENTRY = Entry(name="place-7", starts_at=AT, ends_at=AT + dt.timedelta(hours=3), title="Evening", said_at=AT)
ADA = Attendee("Ada Amstel", "ada@example.org")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=200)


def file_of(entry: Entry, attendee: Attendee = ADA) -> str:
    return calendar_files.invitation(entry, attendee)[1][2]


def test_f032_an_invitation_is_a_part_of_the_mail_and_a_file_to_open():
    shown, attached = calendar_files.invitation(ENTRY, ADA)

    assert shown[:2] == ("", "text/calendar; method=REQUEST")
    assert attached[:2] == ("invite.ics", "application/ics")
    assert shown[2] == attached[2]


def test_f032_what_is_cancelled_is_taken_back():
    shown, _attached = calendar_files.invitation(replace(ENTRY, cancelled=True, sequence=3), ADA)
    calendar, (event,) = rfc5545.read(shown[2])

    assert (shown[1], calendar["METHOD"]) == ("text/calendar; method=CANCEL", "CANCEL")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", "3")


def test_f032_nothing_is_ever_published_to_a_person():
    files = [file_of(ENTRY), file_of(replace(ENTRY, cancelled=True)), calendar_files.feed(name="x", entries=[ENTRY])]

    assert [rfc5545.read(file)[0].get("METHOD") for file in files] == ["REQUEST", "CANCEL", None]


@given(title=TEXTS, place=TEXTS, text=TEXTS, name=TEXTS)
def test_s43_no_text_breaks_a_line_or_adds_one(title, place, text, name):
    entry = replace(ENTRY, title=f"T{title}", place=place, text=text)

    _calendar, (event,) = rfc5545.read(file_of(entry, Attendee(f"N{name}", "ada@example.org")))

    assert event["UID"] == "place-7@localhost"
    assert event["SUMMARY"] == calendar_files._clean(f"T{title}")
    assert event["ATTENDEE"] == "mailto:ada@example.org"
    assert set(event) - {"LOCATION", "DESCRIPTION"} == {
        *("SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "STATUS"),
        *("ORGANIZER", "ORGANIZER;CN", "ATTENDEE"),
        *(f"ATTENDEE;{name}" for name in ("CN", "PARTSTAT", "ROLE", "RSVP")),
    }


def test_s43_long_lines_are_folded_between_characters():
    file = file_of(replace(ENTRY, title="é" * 80 + "😀" * 40, place="語" * 70))

    assert max(len(line.encode()) for line in file.split("\r\n")) <= 75
    assert rfc5545.read(file)[1][0]["SUMMARY"] == "é" * 80 + "😀" * 40


@pytest.mark.parametrize("nasty", ["a\r\nATTENDEE:mailto:eve@example.org", "a\nEND:VEVENT", "a\x07b", "a\u2028b\x85"])
def test_s43_controls_and_lines_of_others_stay_text(nasty):
    file = file_of(replace(ENTRY, title=nasty), Attendee(nasty, "ada@example.org"))

    assert rfc5545.read(file)[1][0]["ATTENDEE"] == "mailto:ada@example.org"
    assert file.count("BEGIN:VEVENT") == file.count("\r\nEND:VEVENT") == 1


def test_s43_a_feed_keeps_what_is_cancelled_and_escapes_its_name():
    entries = [ENTRY, replace(ENTRY, name="place-8", cancelled=True, sequence=1)]

    calendar, events = rfc5545.read(calendar_files.feed(name="Mine, all; of\r\nit", entries=entries))

    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Mine, all; of\nit"
    assert [(event["STATUS"], event["SEQUENCE"]) for event in events] == [("CONFIRMED", "0"), ("CANCELLED", "1")]


def test_s43_an_empty_feed_is_a_calendar():
    assert rfc5545.read(calendar_files.feed(name="x", entries=[]))[1] == []


@pytest.mark.parametrize(
    ("hour", "utc"),
    [
        (dt.datetime(2027, 3, 28, 0, 59), "20270328T005900Z"),  # the last minute of winter
        (dt.datetime(2027, 3, 28, 1, 0), "20270328T010000Z"),
        (dt.datetime(2027, 10, 31, 0, 30), "20271031T003000Z"),  # half past two, the first time
        (dt.datetime(2027, 10, 31, 1, 30), "20271031T013000Z"),  # and the second
        (dt.datetime(2028, 2, 29, 22, 0), "20280229T220000Z"),
        (dt.datetime(2038, 1, 19, 3, 14, 8), "20380119T031408Z"),
    ],
)
def test_r19_an_entry_is_at_its_instant_whatever_the_clock_does(hour, utc):
    starts = hour.replace(tzinfo=dt.UTC)
    zone = dt.timezone(dt.timedelta(hours=13, minutes=45))

    for given_in in (starts, starts.astimezone(zone)):
        file = file_of(replace(ENTRY, starts_at=given_in, ends_at=given_in + dt.timedelta(hours=2)))
        (event,) = Calendar.from_ical(file).walk("VEVENT")
        assert rfc5545.read(file)[1][0]["DTSTART"] == utc
        assert (event.decoded("dtstart"), event.decoded("dtend") - event.decoded("dtstart")) == (
            starts,
            dt.timedelta(hours=2),
        )


@pytest.mark.parametrize(
    ("was", "becomes", "rule"),
    [
        ("\r\n", "\n", "CRLF"),
        ("SUMMARY:Evening", "SUMMARY:" + "x" * 90, "75 octets"),
        ("SUMMARY:Evening", "SUMMARY:a;b", "not escaped"),
        ("SUMMARY:Evening", "SUMMARY:a\\xb", "escape that is none"),
        ("DTSTART:20261204T160000Z", "DTSTART:20261204T160000", "UTC"),
        ("DTEND:20261204T190000Z", "DTEND:20261204T150000Z", "ends before"),
        ("UID:place-7@localhost\r\n", "", "UID"),
        ("END:VEVENT\r\n", "", "ends what did not begin"),
        ("SEQUENCE:0\r\n", "", "which version"),
        ("STATUS:CONFIRMED", "STATUS:CANCELLED", "nobody is invited"),
        ("VERSION:2.0", "VERSION:1.0", "version"),
        ("SUMMARY:Evening", "SUMMARY:a\x07b", "control"),
    ],
)
def test_s43_the_reader_of_these_tests_sees_what_is_wrong(was, becomes, rule):
    file = file_of(ENTRY)
    assert was in file

    with pytest.raises(rfc5545.Wrong, match=rule):
        rfc5545.read(file.replace(was, becomes))
