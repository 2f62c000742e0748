"""Do offers, reminders, doors and what is forgotten keep their hours in weeks in which the clocks jump? (R-19, S-56)"""

import datetime as dt

import pytest

from corridor.models import OutboxEmail
from events import rules, tasks
from events.actions import reminders, waitlist
from events.models import Event, Needs, Registration
from tests import make

pytestmark = pytest.mark.django_db

HOUR, DAY, MINUTE = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(minutes=1)
# Evenings as on the wall: the day the clocks go forward, back, a leap day, the day after one, and 2038 and beyond.
EVENINGS = (
    "2027-03-28 19:00",
    "2027-10-31 19:00",
    "2028-02-29 19:00",
    "2028-03-01 19:00",
    "2038-01-19 19:00",
    "2040-10-28 19:00",
)


def wall(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=Event.ZONE).astimezone(dt.UTC)


def on_the_wall(moment: dt.datetime) -> str:
    return f"{moment.astimezone(Event.ZONE):%Y-%m-%d %H:%M}"


@pytest.fixture
def at(monkeypatch):
    """at(moment): it is then, until it is said anew."""

    def to(moment: dt.datetime) -> dt.datetime:
        monkeypatch.setattr("corridor.clock.now", lambda: moment)
        return moment

    return to


def an_evening(begins: str, **fields) -> Event:
    starts_at = wall(begins)
    return make.event(starts_at=starts_at, state_since=starts_at - 60 * DAY, **fields)


def guest(event: Event, state: str = "confirmed") -> Registration:
    long_ago = event.starts_at - 50 * DAY
    return make.registration(event, state=state, state_since=long_ago, registered_at=long_ago)


def kinds() -> list[str]:
    return list(OutboxEmail.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("begins", EVENINGS)
def test_r19_an_offer_of_a_day_is_24_hours_and_one_of_two_hours_two(begins):
    """In UTC, since it is a duration: across the change the wall shows one hour more or less."""
    for early, stands in ((48 * HOUR, 24 * HOUR), (24 * HOUR + MINUTE, 24 * HOUR), (24 * HOUR, 2 * HOUR), (HOUR, HOUR)):
        event = an_evening(begins, capacity=1)
        waits = guest(event, "waitlisted")
        now = event.starts_at - early

        waitlist.fill_free_places(event=event, now=now)

        waits.refresh_from_db()
        assert waits.offer_until - now == stands


@pytest.mark.parametrize("begins", EVENINGS)
def test_r19_an_offer_passes_on_at_its_very_moment(begins, at):
    event = an_evening(begins, capacity=1)
    first, second = guest(event, "waitlisted"), guest(event, "waitlisted")
    now = at(event.starts_at - 30 * HOUR)
    waitlist.fill_free_places(event=event, now=now)
    at(now + 24 * HOUR - MINUTE)
    tasks.lapse_offers()
    before = Registration.objects.get(pk=first.pk).state
    at(now + 24 * HOUR)

    tasks.lapse_offers()

    after = [Registration.objects.get(pk=one.pk) for one in (first, second)]
    assert (before, [one.state for one in after]) == ("offered", ["lapsed", "offered"])
    assert after[1].offer_until == now + 26 * HOUR


@pytest.mark.parametrize("begins", EVENINGS)
def test_r19_reminders_the_question_and_the_list_come_at_their_minute(begins, at):
    event = an_evening(begins, organiser=make.organiser())
    guest(event)
    day = event.starts_at.astimezone(Event.ZONE).date()
    week, noon = wall(f"{day - 7 * DAY} 19:00"), wall(f"{day} 12:00")
    written = {}
    for moment in (week, noon - 18 * HOUR, noon):  # from the question to the list, a night of eighteen hours
        for early in (MINUTE, 0 * MINUTE):
            at(moment - early)
            tasks.remind_guests()
            written[moment - early] = kinds()

    assert list(written.values()) == [
        [],
        ["events.reminder"],
        ["events.reminder"],
        ["events.reminder", "events.still_coming"],
        ["events.reminder", "events.still_coming"],
        ["events.reminder", "events.still_coming", "events.at_risk"],
    ]


@pytest.mark.parametrize("begins", EVENINGS)
def test_r19_who_said_yes_in_the_odd_night_is_not_at_risk(begins, at):
    event = an_evening(begins, organiser=make.organiser())
    place = guest(event)
    at(event.starts_at - 25 * HOUR)
    tasks.remind_guests()
    place.refresh_from_db()
    reminders.still_come(registration=place, now=event.starts_at - 17 * HOUR)  # about two at night
    at(event.starts_at - HOUR)

    tasks.remind_guests()

    assert "events.still_coming" in kinds() and "events.at_risk" not in kinds()


@pytest.mark.parametrize("begins", ["2027-03-28 04:00", "2027-10-31 04:00", *EVENINGS])
def test_r19_the_door_opens_three_hours_before_and_lateness_begins_48_hours_before(begins):
    event = an_evening(begins)

    doors = [rules.is_door_open(event, event.starts_at - early) for early in (3 * HOUR + MINUTE, 3 * HOUR)]
    late = [rules.is_late(event, event.starts_at - early) for early in (48 * HOUR, 48 * HOUR - MINUTE)]

    assert (doors, late) == ([False, True], [False, True])


@pytest.mark.parametrize("begins", EVENINGS)
def test_r19_needs_go_fourteen_times_24_hours_after_the_end(begins, at):
    event = an_evening(begins)
    Event.objects.filter(pk=event.pk).update(state="held")
    said = event.starts_at - DAY
    Needs.objects.create(registration=guest(event), diet="x", access="", consented_at=said, text_version="x")
    at(event.ends_at + 14 * 24 * HOUR - MINUTE)
    tasks.forget_needs()
    before = Needs.objects.count()
    at(event.ends_at + 14 * 24 * HOUR)

    tasks.forget_needs()

    assert (before, Needs.objects.count()) == (1, 0)


@pytest.mark.parametrize("begins", EVENINGS)
def test_r19_what_is_stored_is_utc_and_comes_back_as_it_was(begins):
    event = Event.objects.get(pk=an_evening(begins).pk)

    assert event.starts_at.utcoffset() == dt.timedelta(0)
    assert on_the_wall(event.starts_at) == begins and event.ends_at - event.starts_at == 3 * HOUR
