"""What happens to a place?"""

import datetime as dt

import pytest

from corridor.errors import Refused
from corridor.models import OutboxEmail, Transition
from events.actions import registrations
from tests import make

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def keys() -> list[str]:
    return list(OutboxEmail.objects.order_by("pk").values_list("key", flat=True))


def test_register_gives_a_place_and_says_so(member, now):
    event = make.event()

    own = registrations.register(event=event, by=member, now=now)

    assert (own.member, own.event, own.state, own.registered_at, own.hides_attendance) == (
        member,
        event,
        "confirmed",
        now,
        False,
    )
    assert keys() == [f"registered:{own.pk}:confirmed"]
    assert list(Transition.objects.values_list("subject_type", "action", "to", "by")) == [
        ("events.registration", "registered", "confirmed", member.pk)
    ]


def test_register_pressed_twice_is_one_place_and_one_mail(member, now):
    event = make.event()
    own = registrations.register(event=event, by=member, now=now)

    again = registrations.register(event=event, by=member, now=now + DAY, hides_attendance=True)

    assert (again, again.registered_at, again.hides_attendance) == (own, now, False)
    assert event.registrations.count() == 1
    assert keys() == [f"registered:{own.pk}:confirmed"]


def test_f029_register_for_a_full_event_waits(member, now):
    event = make.event(capacity=1)
    make.registration(event)

    own = registrations.register(event=event, by=member, now=now)

    assert own.state == "waitlisted"
    assert keys() == [f"registered:{own.pk}:waitlisted"]


def test_register_does_not_pass_those_who_wait(member, now):
    event = make.event(capacity=5)
    make.registration(event, state="waitlisted")

    assert registrations.register(event=event, by=member, now=now).state == "waitlisted"


@pytest.mark.parametrize("state", ["draft", "closed", "held", "cancelled", "archived"])
def test_register_for_what_is_not_open_is_refused(state, member, now):
    event = make.event(state)

    with pytest.raises(Refused):
        registrations.register(event=event, by=member, now=now)

    assert event.registrations.count() == 0
    assert keys() == []


def test_register_once_it_has_begun_is_refused(member, now):
    with pytest.raises(Refused, match="gesloten|closed"):
        registrations.register(event=make.event(starts_at=now), by=member, now=now)


def test_register_without_a_name_is_refused(member, now):
    member.name = ""

    with pytest.raises(Refused, match="naam|name"):
        registrations.register(event=make.event(), by=member, now=now)


def test_f030_cancel_offers_the_place_to_whoever_waits_longest(member, now):
    event = make.event(capacity=1)
    own = registrations.register(event=event, by=member, now=now)
    later = make.registration(event, state="waitlisted", registered_at=now, turn=9)
    first = make.registration(event, state="waitlisted", registered_at=now + DAY, turn=8)

    given_up = registrations.cancel(registration=own, by=member, now=now + 2 * DAY)

    assert given_up.state == "cancelled"
    for row, state in ((first, "offered"), (later, "waitlisted")):
        row.refresh_from_db()
        assert row.state == state
    assert keys() == [f"registered:{own.pk}:confirmed", f"given_up:{own.pk}", f"offered:{first.pk}"]
    assert OutboxEmail.objects.get(key=f"registered:{own.pk}:confirmed").state == "withdrawn"


def test_cancel_pressed_twice_frees_one_place(member, now):
    event = make.event(capacity=1)
    own = make.registration(event, member)
    waiting = [make.registration(event, state="waitlisted") for _ in range(2)]

    for _ in range(2):
        registrations.cancel(registration=own, by=member, now=now)

    assert [event.registrations.get(pk=row.pk).state for row in waiting] == ["offered", "waitlisted"]


def test_cancel_of_a_wait_calls_nobody(member, now):
    event = make.event(capacity=1)
    make.registration(event)
    own = make.registration(event, member, "waitlisted")
    other = make.registration(event, state="waitlisted")

    registrations.cancel(registration=own, by=member, now=now)

    other.refresh_from_db()
    assert other.state == "waitlisted"
    assert keys() == []


def test_cancel_once_it_has_begun_is_refused(member, now):
    own = make.registration(make.event(starts_at=now), member)

    with pytest.raises(Refused):
        registrations.cancel(registration=own, by=member, now=now)

    own.refresh_from_db()
    assert own.state == "confirmed"


def test_who_gave_up_and_comes_back_stands_at_the_end(member, now):
    event = make.event(capacity=1)
    own = make.registration(event, member)
    waiting = make.registration(event, state="waitlisted")
    registrations.cancel(registration=own, by=member, now=now)

    back = registrations.register(event=event, by=member, now=now + DAY)

    waiting.refresh_from_db()
    assert (waiting.state, back.state, back.pk != own.pk) == ("offered", "waitlisted", True)


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_nobody_is_called_for_what_is_not_coming(state, member, now):
    event = make.event(state, capacity=1)
    own = make.registration(event, member)
    waiting = make.registration(event, state="waitlisted")

    registrations.cancel(registration=own, by=member, now=now)

    waiting.refresh_from_db()
    assert waiting.state == "waitlisted"


def test_hide_attendance_is_kept_and_told_once(member, now):
    own = make.registration(make.event(), member)

    for _ in range(2):
        registrations.hide_attendance(registration=own, hides=True, by=member, now=now)

    own.refresh_from_db()
    assert own.hides_attendance is True
    assert Transition.objects.filter(subject_type="events.registration").count() == 1


def test_release_lets_go_of_a_guest_of_a_cancelled_event_once(member, now):
    event = make.event("cancelled")
    own = make.registration(event, member)
    Transition.objects.create(
        subject_type="events.event", subject_id=event.pk, action="moved", to="cancelled", because="De zaal lekt", at=now
    )

    for _ in range(2):
        registrations.release(registration=own, now=now)

    own.refresh_from_db()
    assert own.state == "cancelled"
    assert keys() == [f"event_cancelled:{own.pk}"]
    assert "De zaal lekt" in OutboxEmail.objects.get().text


def test_release_leaves_guests_of_what_is_held_alone(member, now):
    own = make.registration(make.event(), member)

    registrations.release(registration=own, now=now)

    own.refresh_from_db()
    assert (own.state, keys()) == ("confirmed", [])
