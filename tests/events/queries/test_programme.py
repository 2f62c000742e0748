"""Where could two people meet?"""

import datetime as dt

import pytest

from events.queries import programme
from tests import make

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def two():
    return make.pair()


def test_both_can_attend_is_none_when_nothing_is_coming(two, now):
    assert programme.both_can_attend(two, now=now) is None


def test_both_can_attend_names_the_first_that_is_far_enough_away(two, now):
    make.event(starts_at=now + 3 * DAY - dt.timedelta(minutes=1))
    later = make.event(starts_at=now + 9 * DAY)
    first = make.event(starts_at=now + 3 * DAY)
    make.event(starts_at=now + 60 * DAY + dt.timedelta(minutes=1))

    assert programme.both_can_attend(two, now=now) == first
    assert programme.both_can_attend(two, now=now + DAY) == later


@pytest.mark.parametrize("state", ["draft", "closed", "cancelled", "held", "archived"])
def test_both_can_attend_knows_only_what_is_open_to_register(state, two, now):
    make.event(state)

    assert programme.both_can_attend(two, now=now) is None


@pytest.mark.parametrize(
    ("taken", "own", "fits"), [(0, 0, True), (1, 0, False), (1, 1, True), (2, 1, False), (0, 2, True), (2, 0, False)]
)
def test_both_can_attend_needs_a_place_for_each_who_has_none(taken, own, fits, two, now):
    event = make.event(capacity=2)
    for person in [*two[:own], *(make.member() for _ in range(taken - own))]:
        make.registration(event, person)
    if own == 2:
        assert event.registrations.count() == 2

    assert (programme.both_can_attend(two, now=now) == event) is fits


def test_both_can_attend_leaves_free_places_to_those_who_wait(two, now):
    event = make.event(capacity=5)
    make.registration(event, state="waitlisted")

    assert programme.both_can_attend(two, now=now) is None


@pytest.mark.parametrize("state", ["waitlisted", "cancelled"])
def test_both_can_attend_passes_over_where_one_waits_or_gave_up(state, two, now):
    make.registration(make.event(), two[0], state)

    assert programme.both_can_attend(two, now=now) is None


def test_both_can_attend_counts_who_registered_again(two, now):
    event = make.event()
    make.registration(event, two[0], "cancelled")
    make.registration(event, two[0], "confirmed")

    assert programme.both_can_attend(two, now=now) == event


def test_both_can_attend_prefers_where_one_of_them_goes_already(two, now):
    first = make.event(starts_at=now + 5 * DAY)
    theirs = make.event(starts_at=now + 20 * DAY)
    place = make.registration(theirs, two[1])

    assert programme.both_can_attend(two, now=now) == theirs

    place.hides_attendance = True
    place.save()
    assert programme.both_can_attend(two, now=now) == first


def test_both_can_attend_takes_two_queries_whatever_there_is(two, now, django_assert_num_queries):
    for number in range(4):
        make.registration(make.event(starts_at=now + (5 + number) * DAY))

    with django_assert_num_queries(2):
        event = programme.both_can_attend(two, now=now)
        assert (event.venue.name, event.region.name) == ("Half way", "Mra")
