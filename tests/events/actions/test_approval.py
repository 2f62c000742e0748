"""Who comes when the host chooses, and how does a guest stand? (F028)"""

import itertools

import pytest

from corridor.errors import Refused
from corridor.lifecycle import IllegalMove, advance
from corridor.models import OutboxEmail, Transition
from events.actions import registrations
from events.models import Event, EventStaff, Registration
from tests import make

pytestmark = pytest.mark.django_db

State = Registration.State
MOVES = list(itertools.product(State, State))


def keys() -> list[str]:
    return list(OutboxEmail.objects.order_by("pk").values_list("key", flat=True))


@pytest.fixture
def host(event):
    host = make.member()
    EventStaff.objects.create(event=event, member=host, role="host", added_at=event.state_since)
    return host


@pytest.fixture
def event(db):
    return make.event(approves=True, capacity=2)


@pytest.mark.parametrize(("was", "to"), MOVES, ids=lambda state: str(state))
def test_f028_a_registration_moves_as_its_table_says_and_no_other_way(was, to, now):
    own = make.registration(make.event(), state=was, offer_until=now if State.OFFERED in (was, to) else None)

    if to in Registration.TRANSITIONS[was]:
        advance(own, to=to, by=None, now=now)
    else:
        with pytest.raises(IllegalMove):
            advance(own, to=to, by=None, now=now)

    own.refresh_from_db()
    assert own.state == (to if to in Registration.TRANSITIONS[was] else was)


def test_f028_the_host_approves_and_the_guest_is_told(event, host, member, now):
    own = registrations.register(event=event, by=member, now=now)
    asked = own.state

    for _ in range(2):
        registrations.approve(registration=own, by=host, now=now)

    own.refresh_from_db()
    assert (asked, own.state) == ("pending", "confirmed")
    assert keys() == [f"registered:{own.pk}:pending", f"registered:{own.pk}:confirmed"]


def test_f028_asking_takes_no_place_and_the_approved_wait_in_the_order_in_which_they_asked(event, host, now):
    rows = [registrations.register(event=event, by=make.member(), now=now) for _ in range(4)]

    for row in reversed(rows):
        registrations.approve(registration=row, by=host, now=now)

    states = dict(event.registrations.values_list("pk", "state"))
    assert [states[row.pk] for row in rows] == ["waitlisted", "waitlisted", "confirmed", "confirmed"]
    assert list(event.registrations.filter(state="waitlisted").order_by("turn")) == rows[:2]


def test_f028_the_host_declines_and_who_was_declined_cannot_ask_again(event, host, member, now):
    own = registrations.register(event=event, by=member, now=now)

    for _ in range(2):
        registrations.decline(registration=own, by=host, now=now)
    with pytest.raises(Refused):
        registrations.register(event=event, by=member, now=now)

    own.refresh_from_db()
    assert own.state == "declined"
    assert keys() == [f"registered:{own.pk}:pending", f"declined:{own.pk}"]
    assert event.registrations.count() == 1


def test_f028_whoever_is_declined_may_be_invited_after_all(event, host, member, now):
    own = registrations.register(event=event, by=member, now=now)
    registrations.decline(registration=own, by=host, now=now)
    invited = registrations.invite(event=event, member=member, by=host, now=now)

    accepted = registrations.register(event=event, by=member, now=now)

    assert (accepted.pk, accepted.state) == (invited.pk, "confirmed")


@pytest.mark.parametrize("verb", ["approve", "decline"])
def test_f028_only_a_host_or_an_organiser_of_the_region_decides(verb, event, host, member, now):
    own = registrations.register(event=event, by=member, now=now)
    door = make.member()
    EventStaff.objects.create(event=event, member=door, role="door", added_at=now)
    act = getattr(registrations, verb)

    for nobody in (member, door, make.member(), make.organiser(region=make.region("brainport"))):
        with pytest.raises(Refused):
            act(registration=own, by=nobody, now=now)
    own.refresh_from_db()
    before = own.state
    act(registration=own, by=make.organiser(), now=now)

    own.refresh_from_db()
    assert (before, own.state) == ("pending", {"approve": "confirmed", "decline": "declined"}[verb])


def test_f028_an_invitation_holds_no_place_and_a_yes_gives_one_or_a_turn(now):
    event = make.event(capacity=1)
    host = make.organiser()
    first, second = (registrations.invite(event=event, member=make.member(), by=host, now=now) for _ in range(2))

    for invited in (first, second):
        registrations.accept(registration=invited, by=invited.member, now=now)

    for row in (first, second):
        row.refresh_from_db()
    assert (first.state, second.state) == ("confirmed", "waitlisted")
    assert keys()[:2] == [f"invited:{first.pk}", f"invited:{second.pk}"]


def test_f028_an_invitation_that_is_refused_is_declined_and_may_be_taken_up_after_all(member, now):
    event = make.event()
    invited = registrations.invite(event=event, member=member, by=make.organiser(), now=now)

    registrations.cancel(registration=invited, by=member, now=now)
    back = registrations.register(event=event, by=member, now=now)

    invited.refresh_from_db()
    assert (invited.state, back.state) == ("declined", "confirmed")


def test_f028_inviting_who_stands_already_changes_nothing(member, now):
    event = make.event()
    own = make.registration(event, member, "waitlisted")

    assert registrations.invite(event=event, member=member, by=make.organiser(), now=now) == own
    assert keys() == []


def test_f028_what_is_for_the_invited_is_for_nobody_else(member, now):
    event = make.event(audience=Event.Audience.INVITED)

    with pytest.raises(Refused):
        registrations.register(event=event, by=member, now=now)
    registrations.invite(event=event, member=member, by=make.organiser(), now=now)

    assert registrations.register(event=event, by=member, now=now).state == "confirmed"


@pytest.mark.parametrize("state", ["draft", "held", "cancelled"])
def test_f028_nobody_is_invited_or_approved_for_what_is_not_coming(state, member, now):
    event = make.event(state, approves=True)
    own = make.registration(event, state="pending")

    with pytest.raises(Refused):
        registrations.invite(event=event, member=member, by=make.organiser(), now=now)
    with pytest.raises(Refused):
        registrations.approve(registration=own, by=make.organiser(), now=now)

    own.refresh_from_db()
    assert own.state == "pending"


def test_f028_a_cancelled_event_lets_go_of_everybody_whatever_they_stood_for(now):
    event = make.event("cancelled")
    rows = [make.registration(event, state=state, offer_until=now) for state in Registration.STANDING]
    Transition.objects.create(subject_type="events.event", subject_id=event.pk, action="moved", to="cancelled", at=now)

    for row in rows:
        registrations.release(registration=row, now=now)

    assert set(event.registrations.values_list("state", flat=True)) == {"cancelled"}
    assert len(keys()) == len(rows)
