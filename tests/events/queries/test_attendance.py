"""Who was in one room with whom?"""

import datetime as dt

import pytest

from events.queries import attendance
from tests import make

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def test_f070_shared_names_the_event_of_each_pair_that_arrived(now):
    event = make.event("held", starts_at=now - 30 * DAY)
    cleo, ada, bob = sorted((make.check_in(event).registration.member for _ in range(3)), key=lambda one: one.pk)
    make.registration(event)  # has a place and never came

    found = attendance.shared(None, now=now)

    assert found == {(cleo.pk, ada.pk): event, (cleo.pk, bob.pk): event, (ada.pk, bob.pk): event}
    assert attendance.shared([ada.pk, bob.pk], now=now) == {(ada.pk, bob.pk): event}
    assert attendance.shared([ada.pk], now=now) == {}


def test_f070_shared_names_the_latest_of_several(now):
    ada, bob = make.pair()
    latest = make.event("archived", starts_at=now - 10 * DAY)
    first = make.event("held", starts_at=now - 100 * DAY)
    for event in (latest, first):
        make.check_in(event, ada)
        make.check_in(event, bob)

    assert attendance.shared(None, now=now) == {(ada.pk, bob.pk): latest}


def test_f070_shared_never_names_an_event_where_one_of_the_two_hides(now):
    event = make.event("held", starts_at=now - 30 * DAY)
    ada, bob = make.pair()
    make.check_in(event, ada, hides_attendance=True)
    make.check_in(event, bob)

    assert attendance.shared(None, now=now) == {}


@pytest.mark.parametrize(("state", "ago"), [("held", 400), ("published", 1), ("closed", 1), ("held", -1)])
def test_f070_shared_knows_only_what_was_held_within_a_year(state, ago, now):
    event = make.event(state, starts_at=now - ago * DAY)
    make.check_in(event)
    make.check_in(event)

    assert attendance.shared(None, now=now) == {}


def test_f070_shared_takes_two_queries_whatever_there_is(now, django_assert_num_queries):
    for number in range(3):
        event = make.event("held", starts_at=now - (10 + number) * DAY)
        make.check_in(event)
        make.check_in(event)

    with django_assert_num_queries(2):
        assert {event.venue.name for event in attendance.shared(None, now=now).values()} == {"Half way"}
