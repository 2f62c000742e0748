"""Do ticked half-days stand, meet, make one mail to each, and disappear after thirty days? (F107)"""

import datetime as dt

import pytest
from icalendar import Calendar

from corridor.errors import Refused
from corridor.models import OutboxEmail, Transition
from matchmaking import halfdays, tasks
from matchmaking.actions import moments
from matchmaking.errors import NotYours
from matchmaking.halfdays import HalfDay
from matchmaking.models import Moment
from matchmaking.queries import moments as reading
from tests import make
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
WEDNESDAY, THURSDAY, FRIDAY = (dt.date(2026, 11, day) for day in (25, 26, 27))
A, B, C, D = (
    HalfDay(WEDNESDAY, "morning"),
    HalfDay(WEDNESDAY, "afternoon"),
    HalfDay(THURSDAY, "morning"),
    HalfDay(FRIDAY, "afternoon"),
)


@pytest.fixture
def introduction():
    return make.introduction("made", venue=make.venue())


def tick(introduction, member, *half_days, now=NOW):
    moments.tick(introduction=introduction, member=member, half_days=half_days, now=now)


def agreed(introduction) -> list[OutboxEmail]:
    mails = OutboxEmail.objects.filter(kind="matchmaking.moment_agreed", about_id=introduction.pk)
    return list(mails.order_by("pk"))


def ticked(introduction, member) -> list[str]:
    return [HalfDay(row.day, row.part).slug for row in Moment.objects.filter(introduction=introduction, member=member)]


# --- Which there are --------------------------------------------------------------------------------------------------


@pytest.mark.nodb
def test_f107_there_are_three_working_weeks_without_weekends_and_holidays():
    whole = halfdays.to_choose(dt.date(2026, 11, 24))
    assert [half.slug for half in whole[:2]] == ["2026-11-25-morning", "2026-11-25-afternoon"]
    assert (len(whole), whole[-1].day) == (30, dt.date(2026, 12, 15))
    assert {half.day.weekday() for half in whole} == set(range(5))
    christmas = {half.day for half in halfdays.to_choose(dt.date(2026, 12, 18))}
    assert dt.date(2026, 12, 25) not in christmas and dt.date(2027, 1, 1) not in christmas


@pytest.mark.nodb
@pytest.mark.parametrize(
    "slug", ["", "x", "2026-02-31-morning", "2026-11-25-evening", "2026-11-25-morning ", "٢٠٢٦-11-25-morning"]
)
def test_f107_what_names_no_half_day_is_none(slug):
    assert halfdays.read(slug) is None


@pytest.mark.nodb
def test_f107_half_days_are_those_of_the_clock_in_amsterdam_summer_and_winter():
    winter, summer = HalfDay(dt.date(2026, 12, 1), "morning"), HalfDay(dt.date(2027, 7, 1), "afternoon")

    assert halfdays.read(winter.slug) == winter
    assert winter.starts_at.astimezone(dt.UTC).hour == 8
    assert (summer.starts_at.astimezone(dt.UTC).hour, summer.ends_at.astimezone(dt.UTC).hour) == (11, 15)


# --- Ticking ----------------------------------------------------------------------------------------------------------


def test_f107_what_one_ticks_stands_instead_of_what_was_before_and_makes_no_mail(introduction):
    ada = introduction.member_a
    tick(introduction, ada, A, B)
    tick(introduction, ada, B, C, now=NOW + DAY / 4)

    assert ticked(introduction, ada) == [B.slug, C.slug]
    assert Moment.objects.get(day=B.day, part=B.part).ticked_at == NOW  # what stood already keeps its term
    assert agreed(introduction) == []
    assert not Transition.objects.filter(subject_type="matchmaking.introduction").exists()
    tick(introduction, ada)
    assert ticked(introduction, ada) == []


def test_f107_three_are_the_most(introduction):
    with pytest.raises(Refused, match="Three half-days are the most"):
        tick(introduction, introduction.member_a, A, B, C, D)

    assert ticked(introduction, introduction.member_a) == []


@pytest.mark.parametrize(
    "half",
    [
        HalfDay(NOW.date(), "afternoon"),
        HalfDay(dt.date(2026, 11, 28), "morning"),
        HalfDay(dt.date(2026, 12, 16), "morning"),
    ],
)
def test_f107_only_half_days_of_the_page_count(introduction, half):
    with pytest.raises(Refused, match="Choose from"):
        tick(introduction, introduction.member_a, half)

    assert not Moment.objects.exists()


def test_f107_nobody_else_ticks_and_nobody_before_the_joint_mail_left(introduction):
    with pytest.raises(NotYours):
        tick(introduction, make.member(), A)
    OutboxEmail.objects.filter(about_id=introduction.pk).update(state="queued", sent_at=None)
    with pytest.raises(Refused, match="not been introduced"):
        tick(introduction, introduction.member_a, A)
    asked = make.introduction("offered")
    with pytest.raises(Refused, match="not been introduced"):
        tick(asked, asked.member_a, A)

    assert not Moment.objects.exists()


# --- Both can ---------------------------------------------------------------------------------------------------------


def test_f107_the_first_half_day_in_common_is_mailed_to_both_once(introduction):
    ada, bob = introduction.members
    tick(introduction, ada, D, A, C)
    tick(introduction, bob, C, D)

    mails = agreed(introduction)
    assert [mail.member for mail in mails] == [ada, bob]
    assert reading.common(introduction) == [C, D]
    for mail in mails:
        assert mail.reply_to == f"{ada.email}, {bob.email}"
        assert "26 november" in mail.text and "Half way, Utrecht" in mail.text
        # Keys and subjects are kept for good; the day is not in them.
        assert "26" not in mail.subject and C.slug not in mail.key and "2026" not in mail.key

    tick(introduction, bob, C, A)
    tick(introduction, bob)
    tick(introduction, bob, C)
    assert len(agreed(introduction)) == 2  # the same half-day again is no news


def test_f107_another_half_day_after_none_was_left_is_news(introduction):
    ada, bob = introduction.members
    tick(introduction, ada, A)
    tick(introduction, bob, A)
    tick(introduction, ada, B)
    assert len(agreed(introduction)) == 2

    tick(introduction, bob, B)

    assert len(agreed(introduction)) == 4


def test_f107_the_file_is_a_plain_event_at_the_place_in_utc_and_the_same_for_both_every_time(introduction):
    ada, bob = introduction.members
    tick(introduction, ada, C)
    tick(introduction, bob, C)
    files = []
    for mail in agreed(introduction):
        ((name, mime, text),) = mail.attachments
        assert (name, mime) == ("2026-11-26-morning.ics", "text/calendar")
        assert "METHOD" not in text and "ATTENDEE" not in text and "@example.nl" not in text.replace("UID:", "")
        (event,) = Calendar.from_ical(text).walk("VEVENT")
        assert event["LOCATION"] == "Half way, Utrecht"
        assert (event.start, event.end) == (C.starts_at, C.ends_at)
        assert "DTSTART:20261126T080000Z" in text and "DTEND:20261126T110000Z" in text
        files.append(event)

    assert files[0]["UID"] == files[1]["UID"]
    assert [str(event["SUMMARY"]) for event in files] == ["Ada Amstel × Bob Brabant", "Bob Brabant × Ada Amstel"]


def test_f107_on_a_day_one_of_them_is_near_anyway_that_is_the_place(introduction):
    ada, bob = introduction.members
    facts = {"kind": "visit", "visit": 1, "who": ada.pk, "region": "brainport"}
    type(introduction).objects.update(excuse=facts | {"first": "2026-11-26", "last": "2026-11-26"})
    for member in (ada, bob):
        tick(introduction, member, C, D)

    assert all("Brainport" in mail.attachments[0][2] for mail in agreed(introduction))


def test_f107_what_is_in_an_agreed_file_is_escaped(introduction):
    ada, bob = introduction.members
    type(bob).objects.filter(pk=bob.pk).update(name="Bob; Brabant, jr\\n")
    for member in (ada, bob):
        tick(introduction, member, C)

    (event,) = Calendar.from_ical(agreed(introduction)[0].attachments[0][2]).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Ada Amstel × Bob; Brabant, jr\\n"


# --- Forgetting -------------------------------------------------------------------------------------------------------


def test_f107_after_thirty_days_nothing_of_it_is_stored(introduction, monkeypatch):
    tick(introduction, introduction.member_a, A)
    tick(introduction, introduction.member_b, A, now=NOW + DAY / 4)

    assert moments.forget_old(now=NOW + 30 * DAY - dt.timedelta(seconds=1)) == 0
    monkeypatch.setattr("corridor.clock.now", lambda: NOW + 31 * DAY)
    tasks.forget_old_moments()

    assert not Moment.objects.exists()
