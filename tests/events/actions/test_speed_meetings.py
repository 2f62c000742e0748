"""Do agreed turns become facts that stay? And who may begin, prolong and mend them? (F078)"""

import datetime as dt

import pytest
from django.utils import translation

from corridor.errors import Refused
from events import tasks
from events.actions import erasing, speed_meetings
from events.actions.speed_meetings import GuestsChanged, Seat, TurnBegan
from events.models import EventStaff, SpeedSeat
from events.queries import speed_meetings as read
from tests import make

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)
HOURS = {"turns": 3, "minutes": 8, "pause_minutes": 2}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def event(now):
    return make.event(starts_at=now)


@pytest.fixture
def guests(event):
    return [make.registration(event) for _ in range(4)]


def pairs(turn: int, *tables: tuple) -> list[Seat]:
    """Seats of one turn: a table a pair, numbered from 1."""
    told = {"en": "You both name chips."}
    return [Seat(turn, number, one.pk, told) for number, table in enumerate(tables, 1) for one in table]


def three_turns(a, b, c, d) -> list[Seat]:
    return [*pairs(1, (a, b), (c, d)), *pairs(2, (a, c), (b, d)), *pairs(3, (a, d), (b, c))]


def agreed(event, guests, by, now):
    return speed_meetings.agree(event=event, **HOURS, seats=three_turns(*guests), by=by, now=now)


def test_f078_agreed_turns_are_kept_and_replaced_as_long_as_none_has_begun(event, guests, organiser, now):
    agreed(event, guests, organiser, now)
    meetings = speed_meetings.agree(
        event=event, turns=1, minutes=5, pause_minutes=0, seats=pairs(1, guests), by=organiser, now=now
    )

    assert (meetings.turns, meetings.tables, meetings.agreed_at) == (1, 1, now)
    assert meetings.seats.count() == 4
    speed_meetings.begin(event=event, by=organiser, now=now)
    with pytest.raises(Refused, match="has begun"):
        agreed(event, guests, organiser, now)


def test_f078_only_guests_with_a_place_in_this_event_are_seated(event, guests, organiser, now):
    waiting, elsewhere = make.registration(event, state="waitlisted"), make.registration(make.event())

    for one in (waiting, elsewhere):
        with pytest.raises(GuestsChanged):
            agreed(event, [*guests[:3], one], organiser, now)
    assert not SpeedSeat.objects.exists()


def test_f078_organisers_of_the_region_and_hosts_run_the_turns_and_nobody_else(event, guests, organiser, now):
    elsewhere, door, host = make.organiser(region=make.region("brainport")), make.member(), make.member()
    for person, role in ((door, "door"), (host, "host")):
        EventStaff.objects.create(event=event, member=person, role=role, added_at=now)
    agreed(event, guests, organiser, now)

    for person in (elsewhere, door, guests[0].member):
        with pytest.raises(Refused):
            speed_meetings.begin(event=event, by=person, now=now)
    assert speed_meetings.begin(event=event, by=host, now=now).began_at == now


def test_f078_the_first_turn_begins_once_and_on_the_day(event, guests, organiser, now):
    agreed(event, guests, organiser, now)

    with pytest.raises(Refused, match="on the day"):
        speed_meetings.begin(event=event, by=organiser, now=now - dt.timedelta(days=1))
    speed_meetings.begin(event=event, by=organiser, now=now)
    with pytest.raises(Refused, match="already"):
        speed_meetings.begin(event=event, by=organiser, now=now + MINUTE)


@pytest.mark.parametrize(
    ("minutes", "held", "turn", "phase", "until"),
    [
        (0, 1, 1, "turn", 8),
        (7.99, 1, 1, "turn", 8),
        (8, 1, 2, "pause", 10),
        (10, 2, 2, "turn", 18),
        (19.9, 2, 3, "pause", 20),
        (27.9, 3, 3, "turn", 28),
        (28, 3, 3, "over", None),
        (500, 3, 3, "over", None),
    ],
)
def test_f078_the_clock_says_which_turn_runs_and_how_many_have_begun(event, now, minutes, held, turn, phase, until):
    meetings = make.speed_meetings(event, turns=3, minutes=8, pause_minutes=2, began_at=now)

    at = read.clock_of(meetings, now + minutes * MINUTE)

    assert read.begun(meetings, now + minutes * MINUTE) == held
    assert (at.turn, at.phase, at.until) == (turn, phase, now + until * MINUTE if until else None)


def test_f078_before_the_first_bell_no_clock_runs(event, now):
    meetings = make.speed_meetings(event, turns=3)

    assert read.begun(meetings, now) == 0
    assert (read.clock_of(meetings, now).phase, read.times(meetings)) == ("before", [])


def test_f078_a_turn_that_has_begun_or_is_about_to_never_changes(event, guests, organiser, now):
    agreed(event, guests, organiser, now)
    speed_meetings.begin(event=event, by=organiser, now=now)
    a, b, c, _ = guests
    before = list(SpeedSeat.objects.filter(turn__lte=2).order_by("pk").values_list("pk", "table", "registration"))
    late = [Seat(3, 7, one.pk) for one in (a, b, c)]

    for held, at in ((1, now + 10 * MINUTE), (1, now + 9.9 * MINUTE), (0, now + MINUTE)):
        with pytest.raises(TurnBegan):
            speed_meetings.mend(event=event, held=held, seats=late, by=organiser, now=at)
    with pytest.raises(TurnBegan):
        speed_meetings.mend(event=event, held=2, seats=pairs(2, (a, b)), by=organiser, now=now + 12 * MINUTE)
    speed_meetings.mend(event=event, held=2, seats=late, by=organiser, now=now + 12 * MINUTE)

    after = list(SpeedSeat.objects.filter(turn__lte=2).order_by("pk").values_list("pk", "table", "registration"))
    assert after == before
    assert set(SpeedSeat.objects.filter(turn=3).values_list("table", "registration")) == {
        (7, a.pk),
        (7, b.pk),
        (7, c.pk),
    }
    assert read.of(event).tables == 7


def test_f078_a_turn_is_prolonged_and_what_comes_after_moves_but_never_back_before_it(event, guests, organiser, now):
    agreed(event, guests, organiser, now)
    with pytest.raises(Refused, match="No turn"):
        speed_meetings.prolong(event=event, by=organiser, now=now)
    speed_meetings.begin(event=event, by=organiser, now=now)

    with pytest.raises(Refused, match="only just begun"):
        speed_meetings.prolong(event=event, by=organiser, now=now + 11 * MINUTE)
    meetings = speed_meetings.prolong(event=event, by=organiser, now=now + 17 * MINUTE)

    assert read.clock_of(meetings, now + 17 * MINUTE).until == now + 20 * MINUTE
    assert read.begun(meetings, now + 17 * MINUTE) == 2
    with pytest.raises(Refused, match="No turn"):
        speed_meetings.prolong(event=event, by=organiser, now=now + 31 * MINUTE)


def test_f078_what_there_was_to_talk_about_is_forgotten_a_day_later_and_who_sat_where_stays(
    event, guests, organiser, now, monkeypatch
):
    agreed(event, guests, organiser, now)
    monkeypatch.setattr("corridor.clock.now", lambda: event.ends_at + dt.timedelta(hours=23))
    tasks.forget_reasons_to_talk()
    told = SpeedSeat.objects.exclude(because={}).count()
    monkeypatch.setattr("corridor.clock.now", lambda: event.ends_at + dt.timedelta(hours=25))
    tasks.forget_reasons_to_talk()

    assert told == 12
    assert (SpeedSeat.objects.exclude(because={}).count(), SpeedSeat.objects.count()) == (0, 12)


def test_f050_f078_who_erases_themselves_is_named_in_no_sentence_of_their_company(event, guests, organiser, now):
    agreed(event, guests, organiser, now)
    a, b, c, d = guests

    erasing.erase(member=a.member, by=a.member, now=now)

    told = set(SpeedSeat.objects.exclude(because={}).values_list("turn", "registration"))
    assert told == {(1, c.pk), (1, d.pk), (2, b.pk), (2, d.pk), (3, b.pk), (3, c.pk)}
