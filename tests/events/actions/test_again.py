"""Can somebody write to others without end by beginning anew? (S-18)"""

import datetime as dt

import pytest

from corridor.errors import Refused
from corridor.models import OutboxEmail
from events import again_rules
from events.actions import guests, hand_overs, registrations, waitlist
from events.models import Registration
from tests import make

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def written(kind: str) -> int:
    return OutboxEmail.objects.filter(kind=f"events.{kind}").count()


def test_s18_who_registers_and_gives_back_again_and_again_does_not_write_to_the_host_each_time(member, now):
    event = make.event(starts_at=now + HOUR, organiser=make.organiser())

    with pytest.raises(Refused):
        for _ in range(again_rules.TIMES + 1):
            own = registrations.register(event=event, by=member, now=now)
            registrations.cancel(registration=own, by=member, now=now, because="Click https://evil.example")

    assert written("late_cancel") == again_rules.TIMES == event.registrations.count()


def test_s18_the_host_may_still_give_them_a_place(organiser, member, now):
    event = make.event(organiser=organiser)
    for _ in range(again_rules.TIMES):
        make.registration(event, member, "cancelled")

    given = guests.add(event=event, member=member, by=organiser, because="they called", now=now)

    assert given.state == "confirmed"


def test_s18_a_new_place_is_no_way_to_ask_three_others_more(member, now):
    event = make.event()
    own = registrations.register(event=event, by=member, now=now)
    for _ in range(3):
        hand_overs.propose(registration=own, to=make.member().email, by=member, now=now)
    registrations.cancel(registration=own, by=member, now=now)
    again = registrations.register(event=event, by=member, now=now)

    with pytest.raises(Refused):
        hand_overs.propose(registration=again, to=make.member().email, by=member, now=now)

    assert written("hand_over") == 3


def test_s18_the_places_of_others_do_not_count(member, now):
    event = make.event()
    for _ in range(3):
        hand_overs.propose(registration=make.registration(event), to="a@example.org", by=member, now=now)

    hand_overs.propose(registration=make.registration(event, member), to=make.member().email, by=member, now=now)

    assert written("hand_over") == 1


def test_f028_who_said_no_to_an_invitation_is_not_invited_again(organiser, member, now):
    event = make.event()
    own = registrations.invite(event=event, member=member, by=organiser, now=now)
    registrations.cancel(registration=own, by=member, now=now)

    with pytest.raises(Refused):
        registrations.invite(event=event, member=member, by=organiser, now=now)

    assert (written("invited"), Registration.objects.count()) == (1, 1)


def test_f028_whom_the_host_declined_may_be_invited(organiser, member, now):
    event = make.event(approves=True)
    own = registrations.register(event=event, by=member, now=now)
    registrations.decline(registration=own, by=organiser, now=now)

    assert registrations.invite(event=event, member=member, by=organiser, now=now).state == "invited"


@pytest.mark.parametrize(
    ("state", "do"),
    [
        ("pending", lambda own, by, now: registrations.approve(registration=own, by=by, now=now)),
        ("waitlisted", lambda own, by, now: waitlist.promote(registration=own, by=by, because="me", now=now)),
        ("waitlisted", lambda own, by, now: waitlist.move(registration=own, to=1, by=by, because="me", now=now)),
        ("waitlisted", lambda own, by, now: guests.add(event=own.event, member=by, by=by, because="me", now=now)),
    ],
    ids=["approve", "promote", "move", "add"],
)
def test_s15_nobody_gives_themselves_a_place_or_a_better_turn(state, do, now):
    event = make.event()
    make.registration(event, state="waitlisted")
    own = make.registration(event, make.organiser(), state)

    with pytest.raises(Refused, match="own|eigen"):
        do(own, own.member, now)

    before = (own.state, own.turn)
    own.refresh_from_db()
    assert (own.state, own.turn) == before
