"""What of an evening is kept how long, and does the schedule forget it in time? (F050, F085)"""

import datetime as dt

import pytest

from corridor.celery import app
from corridor.models import Transition
from events import tasks
from events.models import (
    Answer,
    CheckIn,
    EventStaff,
    Headcount,
    Needs,
    OpinionRoll,
    Registration,
    Scan,
    SiteRequest,
    Speaker,
    SpeedSeat,
)
from tests import make
from tests.entering import at, enter, text
from tests.events import whole_guest
from tests.events.whole_guest import MARK

pytestmark = pytest.mark.django_db

DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)
FORGET = {
    "events.forget_needs": tasks.forget_needs,
    "events.forget_lists": tasks.forget_lists,
    "events.forget_details": tasks.forget_details,
    "events.forget_guests": tasks.forget_guests,
    "events.forget_reasons_to_talk": tasks.forget_reasons_to_talk,
}


@pytest.fixture
def ada():
    return make.member("Ada Amstel")


@pytest.fixture
def event(now):
    return make.event("held", starts_at=now)


@pytest.fixture
def place(event, ada, now):
    return whole_guest.of(event, ada, now)


@pytest.fixture
def it_is(monkeypatch):
    """it_is(moment): everything that forgets runs then, twice."""

    def run(moment: dt.datetime) -> None:
        monkeypatch.setattr("corridor.clock.now", lambda: moment)
        for _twice in range(2):
            for forget in FORGET.values():
                forget()

    return run


def test_f050_everything_that_forgets_is_run_by_the_schedule():
    assert set(FORGET) <= {entry["task"] for entry in app.conf.beat_schedule.values()}


def test_f050_what_there_was_to_talk_about_is_forgotten_after_a_day(event, place, it_is):
    it_is(event.ends_at + DAY)
    before = SpeedSeat.objects.get().because

    it_is(event.ends_at + DAY + SECOND)

    assert before and SpeedSeat.objects.get().because == {}


def test_f039_needs_are_forgotten_after_two_weeks(event, place, it_is):
    it_is(event.ends_at + 14 * DAY - SECOND)
    before = Needs.objects.count()

    it_is(event.ends_at + 14 * DAY)

    assert (before, Needs.objects.count()) == (1, 0)


def test_f085_guests_show_one_another_for_thirty_days(event, place, it_is):
    it_is(event.ends_at + 30 * DAY - SECOND)
    before = Registration.objects.get(pk=place.pk).is_listed

    it_is(event.ends_at + 30 * DAY)

    assert (before, Registration.objects.get(pk=place.pk).is_listed) == (True, False)


def test_f050_what_guests_said_and_how_they_came_in_is_forgotten_after_ninety_days(event, place, it_is):
    Scan.objects.create(
        event=event, nonce="0" * 32, at=event.starts_at, received_at=event.starts_at, outcome="refused", device="x"
    )
    it_is(event.ends_at + 90 * DAY - SECOND)
    kept = (Answer.objects.count(), Scan.objects.count(), OpinionRoll.objects.count(), CheckIn.objects.get().gate)
    assert kept == (1, 2, 1, f"{MARK} gate")
    assert Registration.objects.get(pk=place.pk).companion == f"{MARK} companion"

    it_is(event.ends_at + 90 * DAY)

    assert (Answer.objects.count(), Scan.objects.count(), OpinionRoll.objects.count()) == (0, 0, 0)
    left = Registration.objects.get(pk=place.pk)
    assert (left.companion, left.seats, left.photo, left.excused_because, left.late_because) == ("1", 2, "", "", "")
    assert (left.state, left.member, left.promoted_by, left.still_comes_at) == ("confirmed", place.member, "", None)
    assert CheckIn.objects.values_list("at", "gate", "by").get() == (event.starts_at, "", None)
    about = Transition.objects.filter(subject_type="events.registration")
    assert about.exists() and not about.exclude(because="").exists()


def test_f050_what_is_forgotten_the_console_and_its_file_say_as_numbers_or_not_at_all(event, place, it_is, organiser):
    it_is(event.ends_at + 90 * DAY)
    console = enter(organiser)
    guests = console.get(at("events/event", event.pk, "guests")).content.decode()
    whole = console.get(at("events/event", event.pk, "change")).content.decode()
    file = console.post(at("events/event", event.pk, "guests", "csv")).content.decode()
    it_is(event.ends_at + 730 * DAY)

    after = text(enter(organiser).get(at("events/event", event.pk, "change")))

    assert ">came<" in whole and "10:07" not in guests + whole
    assert '"1","2026-11-24 10:00","came"' in file
    assert "Registered: 2. Had a place: 1. Came: 1." in after


def test_f050_who_came_is_counted_and_forgotten_after_two_years(event, place, it_is, ada):
    make.registration(event)
    make.registration(event, state="waitlisted")
    Registration.objects.filter(event=event, state="waitlisted").update(state="cancelled")
    it_is(event.ends_at + 730 * DAY - SECOND)
    before = (Registration.objects.filter(event=event).count(), Headcount.objects.count())

    it_is(event.ends_at + 730 * DAY)

    assert before == (4, 0)
    assert Registration.objects.count() == CheckIn.objects.count() == SpeedSeat.objects.count() == 0
    assert EventStaff.objects.count() == Speaker.objects.count() == 0
    count = Headcount.objects.get()
    assert (count.event, count.registered, count.confirmed, count.came) == (event, 4, 2, 1)
    assert not Transition.objects.filter(subject_type="events.registration").exists()
    assert not Transition.objects.filter(because__contains="Ada").exists()


def test_f050_a_question_about_a_site_is_forgotten_a_year_after_its_last_word(place, now, it_is):
    it_is(now + 365 * DAY - SECOND)
    before = SiteRequest.objects.count()

    it_is(now + 365 * DAY)

    assert (before, SiteRequest.objects.count()) == (1, 0)
    assert not Transition.objects.filter(subject_type="events.siterequest").exists()


def test_f050_another_evening_keeps_what_it_knows(event, place, now, it_is):
    later = make.event("held", starts_at=now + 61 * DAY)
    other = make.registration(later, companion="Cato", is_listed=True)

    it_is(event.ends_at + 90 * DAY)

    left = Registration.objects.get(pk=other.pk)
    assert (left.companion, left.is_listed) == ("Cato", True)
