"""How are guests reminded, how do they say that they still come, and what does the host read? (F033)"""

import datetime as dt

import pytest

from corridor.errors import Refused
from corridor.models import OutboxEmail
from events import tasks
from events.actions import registrations, reminders
from events.models import EventStaff
from events.queries import reminding
from tests import make

pytestmark = pytest.mark.django_db

BEGINS = dt.datetime(2026, 12, 8, 16, 0, tzinfo=dt.UTC)  # 17:00 on the wall
LONG_AGO = dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC)
WEEK_BEFORE = dt.datetime(2026, 12, 1, 16, 0, tzinfo=dt.UTC)
DAY_BEFORE = dt.datetime(2026, 12, 7, 16, 0, tzinfo=dt.UTC)
NOON = dt.datetime(2026, 12, 8, 11, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def clock(monkeypatch):
    """clock(moment): what the tasks take for now; they run at once."""

    def run_at(moment: dt.datetime) -> None:
        monkeypatch.setattr("corridor.clock.now", lambda: moment)
        tasks.remind_guests()

    return run_at


@pytest.fixture
def evening(db):
    return make.event(starts_at=BEGINS, organiser=make.organiser("Olga Oost"))


def guest(event, name="Gea Graaf", state="confirmed", since=LONG_AGO, **fields):
    return make.registration(event, make.member(name), state, state_since=since, **fields)


def keys(kind: str) -> list[str]:
    return list(OutboxEmail.objects.filter(kind=kind).order_by("pk").values_list("key", flat=True))


def test_f033_a_guest_is_reminded_once_seven_days_before(evening, clock):
    own = guest(evening)
    guest(evening, "Wim Wacht", "waitlisted")
    guest(evening, "Late Lies", since=WEEK_BEFORE + MINUTE)
    guest(evening, "Weg Wiek", "cancelled")

    clock(WEEK_BEFORE - MINUTE)
    before = keys("events.reminder")
    clock(WEEK_BEFORE)
    clock(WEEK_BEFORE + MINUTE)

    assert before == []
    assert keys("events.reminder") == [f"event_reminder:{own.pk}:0"]
    assert list(reminding.to_remind(evening, now=WEEK_BEFORE)) == []


def test_f033_a_reminder_that_comes_days_late_is_not_sent(evening, clock):
    guest(evening)

    clock(WEEK_BEFORE + dt.timedelta(days=2))

    assert keys("events.reminder") == []


def test_f033_an_event_that_is_cancelled_reminds_and_asks_nobody(clock):
    event = make.event("cancelled", starts_at=BEGINS)
    guest(event)

    clock(WEEK_BEFORE)
    clock(DAY_BEFORE)

    assert OutboxEmail.objects.count() == 0


def test_f033_a_guest_is_asked_once_a_day_before_whether_they_still_come(evening, clock):
    own = guest(evening)
    guest(evening, "Late Lies", since=DAY_BEFORE + MINUTE)

    clock(DAY_BEFORE - MINUTE)
    before = keys("events.still_coming")
    clock(DAY_BEFORE)
    clock(DAY_BEFORE + MINUTE)

    own.refresh_from_db()
    assert before == []
    assert [key.split(":")[1] for key in keys("events.still_coming")] == [str(own.pk)]
    assert (own.asked_again_at, own.still_comes_at) == (DAY_BEFORE, None)


def test_f033_who_does_not_answer_is_listed_for_the_host_at_noon_and_keeps_the_place(evening, clock):
    silent, sure = guest(evening, "Stille Stan"), guest(evening, "Zekere Zoë")
    EventStaff.objects.create(event=evening, member=make.member("Hanna Host"), role="host", added_at=LONG_AGO)
    EventStaff.objects.create(event=evening, member=make.member("Door Deur"), role="door", added_at=LONG_AGO)
    clock(DAY_BEFORE)
    reminders.still_come(registration=sure, now=DAY_BEFORE + MINUTE)

    clock(NOON - MINUTE)
    before = keys("events.at_risk")
    clock(NOON)
    clock(NOON + MINUTE)

    mails = OutboxEmail.objects.filter(kind="events.at_risk").order_by("pk")
    silent.refresh_from_db()
    assert before == []
    assert [mail.member.name for mail in mails] == ["Olga Oost", "Hanna Host"]
    assert all("Stille Stan" in mail.text and "Zekere" not in mail.text for mail in mails)
    assert list(reminding.unanswered(evening)) == [silent]
    assert silent.state == "confirmed"


def test_f033_when_everybody_answered_the_host_gets_no_mail(evening, clock):
    own = guest(evening)
    clock(DAY_BEFORE)
    reminders.still_come(registration=own, now=DAY_BEFORE + MINUTE)

    clock(NOON)

    assert keys("events.at_risk") == []
    assert reminding.answered(evening) == 1


def test_f033_giving_the_place_back_takes_one_off_the_list(evening, clock):
    own = guest(evening)
    clock(DAY_BEFORE)
    assert list(reminding.unanswered(evening)) == [own]

    registrations.cancel(registration=own, by=own.member, now=DAY_BEFORE + MINUTE, because="Ill")

    assert list(reminding.unanswered(evening)) == []


def test_f033_after_a_move_guests_are_asked_about_the_new_day(evening, clock):
    own, silent = guest(evening), guest(evening, "Stille Stan")
    clock(DAY_BEFORE)
    reminders.still_come(registration=own, now=DAY_BEFORE + MINUTE)
    assert list(reminding.unanswered(evening)) == [silent]
    week = dt.timedelta(days=7)
    type(evening).objects.filter(pk=evening.pk).update(starts_at=BEGINS + week, ends_at=BEGINS + 2 * week, sequence=1)
    evening.refresh_from_db()

    in_between = list(reminding.unanswered(evening))
    clock(DAY_BEFORE + week)

    own.refresh_from_db()
    assert in_between == []
    assert (own.asked_again_at, own.still_comes_at) == (DAY_BEFORE + week, None)
    assert len(keys("events.still_coming")) == 4


def test_f033_saying_yes_twice_is_once(evening):
    own = guest(evening, asked_again_at=DAY_BEFORE)

    reminders.still_come(registration=own, now=DAY_BEFORE + MINUTE)
    again = reminders.still_come(registration=own, now=NOON)

    assert again.still_comes_at == DAY_BEFORE + MINUTE


@pytest.mark.parametrize(("state", "moment"), [("cancelled", DAY_BEFORE), ("confirmed", BEGINS)])
def test_f033_without_a_place_or_once_it_begun_nobody_says_yes(evening, state, moment):
    own = guest(evening, state=state, asked_again_at=DAY_BEFORE)

    with pytest.raises(Refused):
        reminders.still_come(registration=own, now=moment)

    own.refresh_from_db()
    assert own.still_comes_at is None


def test_f033_somebody_without_an_account_any_more_is_not_written_to(evening, clock):
    own = guest(evening)
    type(own.member).objects.filter(pk=own.member_id).update(is_active=False)

    clock(WEEK_BEFORE)
    clock(DAY_BEFORE)

    assert OutboxEmail.objects.count() == 0
