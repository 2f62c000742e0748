"""How does somebody without a place come in?"""

import pytest

from corridor.errors import Refused
from corridor.models import Member
from events.actions import walk_ins
from events.models import CheckIn, Registration
from events.queries import capacity
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(now):
    return make.event(starts_at=now, capacity=2)


@pytest.fixture
def door(event):
    return make.staff(event).member


def test_f034_a_member_who_walks_in_gets_a_place_and_is_in(event, door, now):
    ada = make.member()

    arrived = walk_ins.admit(event=event, guest=ada, by=door, now=now)

    assert (arrived.registration.member, arrived.registration.state) == (ada, "confirmed")
    assert CheckIn.objects.get().is_walk_in
    assert capacity.taken(event) == 1


@pytest.mark.parametrize("state", ["waitlisted", "pending", "invited"])
def test_f034_who_waited_or_was_invited_comes_in_on_the_same_row(state, event, door, now):
    guest = make.registration(event, state=state)

    walk_ins.admit(event=event, guest=guest.member, by=door, now=now)

    assert Registration.objects.get().state == "confirmed"


def test_f034_who_gave_up_and_comes_all_the_same_gets_a_new_row(event, door, now):
    guest = make.registration(event, state="cancelled")

    walk_ins.admit(event=event, guest=guest.member, by=door, now=now)

    assert sorted(event.registrations.values_list("state", flat=True)) == ["cancelled", "confirmed"]


def test_f034_when_it_is_full_only_the_host_lets_in_more(event, door, now):
    for _ in range(2):
        make.registration(event)
    ada, host = make.member(), make.staff(event, role="host").member

    with pytest.raises(Refused, match="host|gastheer"):
        walk_ins.admit(event=event, guest=ada, by=door, now=now)
    assert capacity.taken(event) == 2
    walk_ins.admit(event=event, guest=ada, by=host, now=now)

    assert capacity.taken(event) == 3


def test_f034_an_offered_place_is_free_for_whom_it_is_offered(event, door, now):
    make.registration(event)
    guest = make.registration(event, state="offered", offer_until=now)

    walk_ins.admit(event=event, guest=guest.member, by=door, now=now)

    assert capacity.taken(event) == 2


def test_who_has_a_place_is_simply_let_in(event, door, now):
    guest = make.registration(event)

    arrived = walk_ins.admit(event=event, guest=guest.member, by=door, now=now)

    assert (arrived.registration, arrived.is_walk_in) == (guest, False)


def test_nobody_else_lets_anybody_in(event, now):
    with pytest.raises(Refused):
        walk_ins.admit(event=event, guest=make.member(), by=make.member(), now=now)


def test_an_address_finds_a_member_with_a_name_and_nobody_else():
    ada, nameless = make.member("Ada Aarts"), make.member()
    Member.objects.filter(pk=nameless.pk).update(name="")

    assert walk_ins.by_address(ada.email.upper()) == ada
    for address in ("nobody@example.org", nameless.email, make.member(is_active=False).email):
        with pytest.raises(Refused):
            walk_ins.by_address(address)


@pytest.mark.parametrize("chosen", [{"approves": True}, {"audience": "invited"}])
@pytest.mark.parametrize("state", ["declined", "pending", None])
def test_f034_where_the_host_chooses_the_door_lets_in_nobody_of_its_own_accord(chosen, state, now):
    event = make.event(starts_at=now, **chosen)
    door, host = (make.staff(event, role=role).member for role in ("door", "host"))
    guest = make.registration(event, state=state).member if state else make.member()

    with pytest.raises(Refused, match="host|gastheer"):
        walk_ins.admit(event=event, guest=guest, by=door, now=now)
    before = capacity.taken(event)
    walk_ins.admit(event=event, guest=guest, by=host, now=now)

    assert (before, capacity.taken(event)) == (0, 1)


@pytest.mark.parametrize("state", ["invited", "waitlisted", "offered"])
def test_f034_whom_the_host_chose_the_door_lets_in_while_there_is_a_place(state, now):
    event = make.event(starts_at=now, approves=True)
    guest = make.registration(event, state=state, offer_until=now)

    arrived = walk_ins.admit(event=event, guest=guest.member, by=make.staff(event).member, now=now)

    assert arrived.registration == guest
