"""What happens when an announced event moves? (F032)"""

import datetime as dt

import pytest

from corridor.errors import Refused
from corridor.models import OutboxEmail, Transition
from events import tasks
from events.actions import events, registrations
from events.models import Move, Session
from tests import make

pytestmark = pytest.mark.django_db

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


def later(event, days: int = 1) -> dict:
    return {"starts_at": event.starts_at + days * DAY, "ends_at": event.ends_at + days * DAY}


def keys() -> list[str]:
    return sorted(OutboxEmail.objects.filter(kind="events.moved", state="queued").values_list("key", flat=True))


@pytest.mark.parametrize("state", ["published", "closed"])
def test_f032_reschedule_moves_it_and_remembers_where_it_was(state, organiser, now):
    event = make.event(state)
    was = event.starts_at, event.ends_at

    events.reschedule(event=event, facts=later(event), because=" The hall leaks ", by=organiser, now=now)

    event.refresh_from_db()
    assert (event.starts_at, event.sequence, event.state) == (was[0] + DAY, 1, state)
    move = Move.objects.get()
    assert (move.starts_at, move.ends_at, move.sequence, move.because) == (*was, 1, "The hall leaks")
    assert move.place == f"{event.venue.name}, {event.venue.region.name}"
    history = Transition.objects.get(subject_type="events.event", action="rescheduled")
    assert (history.by, history.because) == (organiser, "The hall leaks")


def test_f032_each_move_is_one_version_more(organiser, now):
    event = make.event()

    for _ in range(3):
        event = events.reschedule(event=event, facts=later(event), because="x", by=organiser, now=now)

    assert list(Move.objects.values_list("sequence", flat=True)) == [1, 2, 3]


def test_f082_the_programme_moves_with_its_evening(organiser, now):
    event = make.event()
    talk = make.session(event, minutes=45, lasts=30)
    other = make.session(make.event())

    event = events.reschedule(event=event, facts=later(event, 2), because="x", by=organiser, now=now)

    moved = Session.objects.get(pk=talk.pk)
    assert (moved.starts_at - event.starts_at, moved.ends_at - moved.starts_at) == (45 * MINUTE, 30 * MINUTE)
    assert Session.objects.get(pk=other.pk).starts_at == other.starts_at


def test_f032_nothing_that_changes_is_no_move(organiser, now):
    event = make.event()

    events.reschedule(event=event, facts={"starts_at": event.starts_at}, because="", by=organiser, now=now)

    event.refresh_from_db()
    assert (event.sequence, Move.objects.count()) == (0, 0)


def test_f032_only_when_and_where_can_move(organiser, now):
    with pytest.raises(ValueError, match="Only when and where"):
        events.reschedule(event=make.event(), facts={"kind": "gala"}, because="x", by=organiser, now=now)


@pytest.mark.parametrize("state", ["draft", "held", "cancelled", "archived"])
def test_f032_only_what_is_announced_can_be_moved(state, organiser, now):
    event = make.event(state)

    with pytest.raises(Refused):
        events.reschedule(event=event, facts=later(event), because="x", by=organiser, now=now)


@pytest.mark.parametrize("because", ["", "  "])
def test_f032_a_move_without_a_reason_is_refused(because, organiser, now):
    event = make.event()

    with pytest.raises(Refused):
        events.reschedule(event=event, facts=later(event), because=because, by=organiser, now=now)

    event.refresh_from_db()
    assert (event.sequence, Move.objects.count()) == (0, 0)


def test_f032_what_has_begun_stays(organiser, now):
    begun, entered = make.event(starts_at=now), make.event()
    make.check_in(entered)

    for event in (begun, entered):
        with pytest.raises(Refused, match="begonnen|begun"):
            events.reschedule(event=event, facts=later(event), because="x", by=organiser, now=now)


def test_f032_it_never_moves_to_where_it_could_not_be(organiser, now):
    event = make.event()
    impossible = [
        {"starts_at": now, "ends_at": now + DAY},
        {"ends_at": event.starts_at},
        {"venue": None},
    ]

    for facts in impossible:
        with pytest.raises(Refused):
            events.reschedule(event=event, facts=facts, because="x", by=organiser, now=now)

    event.refresh_from_db()
    assert (event.sequence, event.venue is None) == (0, False)


def test_f032_an_organiser_of_another_region_moves_nothing(now):
    event = make.event()

    with pytest.raises(Refused, match="regio"):
        events.reschedule(
            event=event,
            facts=later(event),
            because="x",
            by=make.organiser(region=make.region("groningen")),
            now=now,
        )


def test_f032_every_guest_reads_of_the_move_once_and_others_do_not(organiser, now):
    event, other = make.event(), make.event()
    stands = [make.registration(event, state=state) for state in ("confirmed", "waitlisted", "pending", "invited")]
    make.registration(event, state="cancelled")
    make.registration(other)
    events.reschedule(event=event, facts=later(event), because="x", by=organiser, now=now)
    make.registration(event, registered_at=now + DAY)  # after the move: they knew

    for _ in range(2):
        tasks.tell_of_moves()

    assert keys() == sorted(f"event_moved:{one.pk}:1" for one in stands)


def test_f032_the_mail_says_what_it_was_and_what_it_is(organiser, now):
    event = make.event(starts_at=dt.datetime(2026, 12, 4, 16, 0, tzinfo=dt.UTC))
    make.registration(event, make.member(language="en"))
    make.registration(event, make.member(language="en"), "waitlisted")
    facts = {**later(event), "venue": make.venue("klokgebouw", name="Klokgebouw")}

    events.reschedule(event=event, facts=facts, because="The <b>hall</b> leaks", by=organiser, now=now)
    tasks.tell_of_moves()

    placed, waits = OutboxEmail.objects.filter(kind="events.moved").order_by("pk")
    for mail in (placed, waits):
        assert "Saturday 5 December 2026, 17:00–20:00 (it was Friday 4 December 2026, 17:00–20:00)" in mail.text
        assert "Klokgebouw" in mail.text and "The <b>hall</b> leaks" in mail.text
        assert "The &lt;b&gt;hall&lt;/b&gt; leaks" in mail.html
    assert [mime for _name, mime, _text in placed.attachments] == ["text/calendar; method=REQUEST", "application/ics"]
    assert waits.attachments == []


def test_f032_a_second_move_before_the_first_was_told_is_told_alone(organiser, now):
    event = make.event()
    place = make.registration(event)
    events.reschedule(event=event, facts=later(event), because="x", by=organiser, now=now)
    tasks.tell_of_moves()
    events.reschedule(event=event, facts=later(event, 2), because="y", by=organiser, now=now)

    tasks.tell_of_moves()

    assert keys() == [f"event_moved:{place.pk}:2"]


def test_f032_told_by_two_workers_at_once_it_is_one_mail_that_stands(organiser, now):
    event = make.event()
    place = make.registration(event)
    events.reschedule(event=event, facts=later(event), because="x", by=organiser, now=now)

    for _ in range(2):
        registrations.tell_of_move(registration=place, now=now)

    assert keys() == [f"event_moved:{place.pk}:1"]


def test_f032_cancelled_meanwhile_it_is_no_longer_said_to_have_moved(organiser, now):
    event = make.event()
    make.registration(event)
    events.reschedule(event=event, facts=later(event), because="x", by=organiser, now=now)
    events.cancel(event=event, because="y", by=organiser, now=now)

    tasks.tell_of_moves()

    assert keys() == []
