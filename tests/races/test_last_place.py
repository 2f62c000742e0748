"""What if many press in the same instant for the last places? As many get one as there are; the others wait (F029)."""

import contextlib
import itertools
import threading

import pytest
from django.db import OperationalError, transaction

from events.actions import places, registrations
from events.models import Event, Registration
from tests import make
from tests.needs import sized
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def standing(event: Event) -> tuple[int, int]:
    rows = Registration.objects.filter(event=event)
    return rows.filter(state__in=Registration.HOLDING).count(), rows.filter(state="waitlisted").count()


def test_f029_six_press_at_once_for_two_places(now):
    event, people = make.event(capacity=2), [make.member() for _ in range(6)]

    together(*(lambda one=one: registrations.register(event=event, by=one, now=now) for one in people))

    assert standing(event) == (2, 4)


@pytest.mark.postgres
@pytest.mark.long
@pytest.mark.parametrize("time", range(sized(small=2, full=20)))
def test_f029_fifty_press_at_once_for_ten_places(time, now):
    event, people = make.event(capacity=10), [make.member() for _ in range(50)]

    def press(one):
        """Again when every connection was taken for ten seconds, as somebody does who reads that it is busy."""
        while True:
            try:
                return registrations.register(event=event, by=one, now=now)
            except OperationalError as error:
                if "get a connection" not in str(error):
                    raise

    results = together(*(lambda one=one: press(one) for one in people))

    assert [one for one in results if isinstance(one, Exception)] == []
    assert standing(event) == (10, 40)
    assert sorted(event.registrations.values_list("turn", flat=True)) == list(range(1, 51))


def test_f029_one_who_presses_twice_at_once_has_one_place(now):
    event, ada = make.event(capacity=2), make.member()

    results = together(*[lambda: registrations.register(event=event, by=ada, now=now)] * 2)

    assert [result.state for result in results] == ["confirmed", "confirmed"]
    assert standing(event) == (1, 0)


def test_f029_two_who_give_up_at_once_call_two(now):
    event = make.event(capacity=2)
    own = [make.registration(event) for _ in range(2)]
    for _ in range(3):
        make.registration(event, state="waitlisted")

    together(*(lambda one=one: registrations.cancel(registration=one, by=one.member, now=now) for one in own))

    assert standing(event) == (2, 1)


def test_f029_control_who_counts_before_locking_oversells(now):
    event, people, looked = make.event(capacity=1), [make.member() for _ in range(2)], threading.Barrier(2)

    def careless(turn, one):
        taken = event.registrations.filter(state="confirmed").count()
        looked.wait(10)
        with transaction.atomic():
            make.registration(event, one, "confirmed" if taken < event.capacity else "waitlisted", turn=turn)

    together(*(lambda turn=turn, one=one: careless(turn, one) for turn, one in enumerate(people)))

    assert standing(event) == (2, 0)


@pytest.mark.postgres
@pytest.mark.parametrize(("locked", "confirmed"), [(True, 1), (False, 2)])
def test_f029_it_is_the_lock_on_the_event_that_keeps_the_last_place(locked, confirmed, now, monkeypatch):
    """On PostgreSQL transactions overlap: with the lock the second waits, without it both find the place free."""
    event, people = make.event(capacity=1), [make.member() for _ in range(2)]
    meeting, why_not = threading.Barrier(2), registrations.rules.why_not_register

    def slowly(*asked):
        because = why_not(*asked)
        with contextlib.suppress(threading.BrokenBarrierError):
            meeting.wait(3)  # both are here only when nobody waits for a lock
        return because

    monkeypatch.setattr(registrations.rules, "why_not_register", slowly)
    if not locked:
        # Two with the same turn would be stopped by its constraint; here it is the count that is looked at.
        turns = itertools.count(1)
        monkeypatch.setattr(places, "next_turn", lambda event: next(turns))
        monkeypatch.setattr(places, "lock", lambda one: Event.objects.select_related("region", "venue").get(pk=one.pk))

    together(*(lambda one=one: registrations.register(event=event, by=one, now=now) for one in people))

    assert standing(event)[0] == confirmed
