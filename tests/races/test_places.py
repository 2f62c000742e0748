"""What if places come free, are taken and are offered in the same instant? Each goes to one, in order (F029, R-10)."""

import contextlib
import datetime as dt
import threading

import pytest
from django.db import OperationalError, connections, transaction

from corridor.errors import Refused
from events.actions import hand_overs, places, registrations, waitlist
from events.models import Event, EventStaff, Registration
from tests import make
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def holding(event: Event) -> int:
    return Registration.objects.filter(event=event, state__in=Registration.HOLDING).count()


def states(*rows) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def someone_at(event: Event):
    host = make.member()
    EventStaff.objects.create(event=event, member=host, role="host", added_at=event.state_since)
    return host


def slow(monkeypatch, module, name: str) -> None:
    """Who asks this question waits a moment for others who ask it: they are there only when nobody holds them up."""
    meeting, asked = threading.Barrier(2), getattr(module, name)

    def slowly(*args, **options):
        found = asked(*args, **options)
        with contextlib.suppress(threading.BrokenBarrierError):
            meeting.wait(2)
        return found

    monkeypatch.setattr(module, name, slowly)


def without_lock(monkeypatch) -> None:
    monkeypatch.setattr(places, "lock", lambda one: Event.objects.select_related("region", "venue").get(pk=one.pk))


def test_r10_two_promotions_at_once_for_one_place(now):
    event = make.event(capacity=1)
    one, two = (make.registration(event, state="waitlisted") for _ in range(2))
    host = someone_at(event)

    results = together(
        *(lambda row=row: waitlist.promote(registration=row, by=host, because="Speaks", now=now) for row in (one, two))
    )

    assert holding(event) == 1
    assert sorted(type(result) for result in results if isinstance(result, Exception)) == [Refused]


def test_r10_control_who_promotes_by_what_was_counted_before_the_lock_calls_two(now):
    event = make.event(capacity=1)
    rows, looked = [make.registration(event, state="waitlisted") for _ in range(2)], threading.Barrier(2)

    def careless(row):
        free = event.capacity - holding(event)
        looked.wait(10)
        if free:
            with transaction.atomic():
                Registration.objects.filter(pk=row.pk).update(state="offered", offer_until=now)

    together(*(lambda row=row: careless(row) for row in rows))

    assert holding(event) == 2


def test_f029_the_last_place_is_given_back_and_asked_for_at_once(now):
    event, newcomer = make.event(capacity=1), make.member()
    own = make.registration(event)
    waits = make.registration(event, state="waitlisted")

    together(
        lambda: registrations.cancel(registration=own, by=own.member, now=now),
        lambda: registrations.register(event=event, by=newcomer, now=now),
    )

    assert states(own, waits) == ["cancelled", "offered"]
    assert event.registrations.get(member=newcomer).state == "waitlisted"


def test_f030_who_is_next_stops_waiting_while_a_place_is_given_back(now):
    """Whoever is first, the place goes to the second in line, and both who leave are gone."""
    event = make.event(capacity=1)
    own = make.registration(event)
    first, second = (make.registration(event, state="waitlisted") for _ in range(2))

    together(
        *(lambda row=row: registrations.cancel(registration=row, by=row.member, now=now) for row in (own, first)),
    )

    assert states(own, first, second) == ["cancelled", "cancelled", "offered"]


def test_f030_an_offer_is_accepted_and_given_back_at_once(now):
    event = make.event(capacity=1)
    own = make.registration(event, state="offered", offer_until=now + dt.timedelta(hours=1))
    waits = make.registration(event, state="waitlisted")

    together(
        lambda: registrations.accept(registration=own, by=own.member, now=now),
        lambda: registrations.cancel(registration=own, by=own.member, now=now),
    )

    assert states(own, waits) == ["cancelled", "offered"]
    assert holding(event) == 1


def test_f030_an_offer_is_accepted_at_the_instant_at_which_it_lapses(now):
    event = make.event(capacity=1)
    own = make.registration(event, state="offered", offer_until=now)
    waits = make.registration(event, state="waitlisted")
    early = now - dt.timedelta(hours=1)

    together(
        lambda: registrations.accept(registration=own, by=own.member, now=early),
        lambda: waitlist.lapse(registration=own, now=now),
    )

    assert (states(own), states(waits)) in ((["confirmed"], ["waitlisted"]), (["lapsed"], ["offered"]))


def test_f031_a_place_is_given_back_while_somebody_takes_it_over(now):
    event, taker = make.event(capacity=1), make.member()
    own = make.registration(event)
    waits = make.registration(event, state="waitlisted")

    together(
        lambda: registrations.cancel(registration=own, by=own.member, now=now),
        lambda: hand_overs.take(registration=own, by=taker, now=now),
    )

    taken = Registration.objects.filter(event=event, member=taker, state="confirmed").count()
    assert holding(event) == 1
    assert (taken, states(waits)) in ((0, ["offered"]), (1, ["waitlisted"]))


def test_f031_two_take_the_same_place_over(now):
    event, takers = make.event(capacity=1), [make.member() for _ in range(2)]
    own = make.registration(event)

    together(*(lambda one=one: hand_overs.take(registration=own, by=one, now=now) for one in takers))

    assert holding(event) == 1


def test_r10_a_small_storm_calls_the_first_in_line_each_once_and_oversells_nothing(now):
    event = make.event(capacity=4)
    guests = [make.registration(event) for _ in range(4)]
    line = [make.registration(event, state="waitlisted") for _ in range(6)]
    newcomers, host = [make.member() for _ in range(3)], someone_at(event)

    together(
        *(lambda row=row: registrations.cancel(registration=row, by=row.member, now=now) for row in guests[:3]),
        *(lambda one=one: registrations.register(event=event, by=one, now=now) for one in newcomers),
        *(lambda: waitlist.fill_free_places(event=event, now=now) for _ in range(2)),
        lambda: waitlist.promote(registration=line[5], by=host, because="Speaks", now=now),
    )

    assert holding(event) == 4
    called = [row for row, state in zip(line, states(*line), strict=True) if state == "offered"]
    assert called in (line[:3], [*line[:2], line[5]])
    assert len(set(event.registrations.values_list("turn", flat=True))) == 13


@pytest.mark.postgres
@pytest.mark.parametrize(("locked", "held"), [(True, 1), (False, 2)])
def test_r10_it_is_the_lock_that_keeps_two_promotions_apart(locked, held, now, monkeypatch):
    event = make.event(capacity=1)
    rows, host = [make.registration(event, state="waitlisted") for _ in range(2)], someone_at(event)
    slow(monkeypatch, waitlist.capacity, "taken")
    if not locked:
        without_lock(monkeypatch)

    together(*(lambda row=row: waitlist.promote(registration=row, by=host, because="Speaks", now=now) for row in rows))

    assert holding(event) == held


@pytest.mark.postgres
@pytest.mark.parametrize(("locked", "called"), [(True, 1), (False, 2)])
def test_r10_it_is_the_lock_that_keeps_one_place_from_two_offers(locked, called, now, monkeypatch):
    """Somebody gives a place back while the host promotes another: without the lock both offer it."""
    event = make.event(capacity=1)
    rows, host = [make.registration(event, state="waitlisted") for _ in range(2)], someone_at(event)
    slow(monkeypatch, waitlist.capacity, "taken")
    if not locked:
        without_lock(monkeypatch)

    together(
        lambda: waitlist.fill_free_places(event=event, now=now),
        lambda: waitlist.promote(registration=rows[1], by=host, because="Speaks", now=now),
    )

    assert holding(event) == called


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("locked", "became"),
    [(True, ["cancelled", "cancelled", "offered"]), (False, ["confirmed", "cancelled", "waitlisted"])],
)
def test_f030_it_is_the_lock_that_lets_a_place_pass_whoever_leaves_the_line(locked, became, now, monkeypatch):
    """Without it the place is meant for one who leaves at that moment; whoever gave it back is told to try again."""
    event = make.event(capacity=1)
    own = make.registration(event)
    first, second = (make.registration(event, state="waitlisted") for _ in range(2))
    slow(monkeypatch, waitlist.held, "next_calls")
    if not locked:
        without_lock(monkeypatch)

    together(
        *(lambda row=row: registrations.cancel(registration=row, by=row.member, now=now) for row in (own, first)),
    )

    assert states(own, first, second) == became


@pytest.mark.once
@pytest.mark.parametrize(("begins", "other"), [("IMMEDIATE", Refused), ("DEFERRED", OperationalError)])
def test_r10_on_sqlite_the_second_waits_because_transactions_take_the_write_lock_first(begins, other, now, monkeypatch):
    """SQLite locks no rows. Who looks first and writes later is stopped there too, but by an error, not an answer."""
    monkeypatch.setitem(connections.settings["default"]["OPTIONS"], "transaction_mode", begins)
    event = make.event(capacity=1)
    rows, host = [make.registration(event, state="waitlisted") for _ in range(2)], someone_at(event)
    slow(monkeypatch, waitlist.capacity, "taken")

    results = together(
        *(lambda row=row: waitlist.promote(registration=row, by=host, because="Speaks", now=now) for row in rows)
    )

    assert holding(event) == 1
    assert [type(result) for result in results if isinstance(result, Exception)] == [other]
