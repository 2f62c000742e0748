"""What if a phone tells late: of who walked in, or of an event that was cancelled meanwhile? (F034, F035, R-12)"""

import datetime as dt
import random
import uuid

import pytest

from corridor.errors import Refused
from corridor.models import Member
from events import tickets
from events.actions import scans
from events.actions.check_ins import Report
from events.models import CheckIn, Registration, Scan
from events.queries import door as door_queries
from tests import make
from tests.needs import sized

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def event(now):
    return make.event(starts_at=now, capacity=2)


@pytest.fixture
def door(event):
    return make.staff(event).member


def walks_in(at: dt.datetime, **who) -> Report:
    return Report(uuid.uuid4(), at, walks_in=True, **who)


def sync(event, by, now, *reports):
    return scans.sync(event=event, reports=reports, by=by, now=now, device="one")


def outcomes(answers) -> list[str]:
    return [answer.outcome for answer in answers]


def test_f034_f035_who_walked_in_without_a_network_gets_their_place_and_came_when_they_came(event, door, now):
    guest, waits = make.member(), make.registration(event, state="waitlisted")
    reports = walks_in(now + HOUR, email=guest.email.upper()), walks_in(now + HOUR, registration=waits.pk)

    answers = sync(event, door, now + 2 * HOUR, *reports)
    again = sync(event, door, now + 3 * HOUR, *reports)

    assert outcomes(answers) == ["admitted", "admitted"]
    assert answers == again
    assert list(CheckIn.objects.values_list("at", "is_walk_in")) == [(now + HOUR, True)] * 2
    assert set(event.registrations.values_list("member", "state")) == {
        (guest.pk, "confirmed"),
        (waits.member_id, "confirmed"),
    }
    assert Scan.objects.count() == 2


def test_f034_a_walk_in_who_has_a_place_is_let_in_as_any_guest(event, door, now):
    guest = make.registration(event)

    answers = sync(event, door, now, walks_in(now, registration=guest.pk), walks_in(now, email=guest.member.email))

    assert outcomes(answers) == ["admitted", "already_in"]
    assert not CheckIn.objects.get().is_walk_in


def test_f034_when_it_is_full_a_walk_in_told_later_is_kept_and_refused_and_only_a_host_lets_in_more(event, door, now):
    for _ in range(2):
        make.registration(event)
    guest = make.member()
    report = walks_in(now, email=guest.email)

    answers = sync(event, door, now, report)
    again = sync(event, door, now, report)

    assert outcomes(answers) == ["refused"]
    assert "Elke plaats is bezet" in answers[0].sentence
    assert answers == again
    assert not event.registrations.filter(member=guest).exists()
    assert Scan.objects.get().outcome == "refused"
    host = make.staff(event, role="host").member
    assert outcomes(sync(event, host, now, walks_in(now, email=guest.email))) == ["admitted"]


@pytest.mark.parametrize("email", ["nobody@example.org", "no address"])
def test_f034_an_address_of_nobody_is_refused_and_kept(email, event, door, now):
    assert outcomes(sync(event, door, now, walks_in(now, email=email))) == ["refused"]
    assert Scan.objects.get().registration is None


def test_f034_a_walk_in_of_another_event_is_nobody_here(event, door, now):
    other = make.registration(make.event(starts_at=now), state="waitlisted")

    assert outcomes(sync(event, door, now, walks_in(now, registration=other.pk))) == ["refused"]
    assert Registration.objects.get(pk=other.pk).state == "waitlisted"


def test_r12_a_cancelled_event_lets_nobody_in_and_keeps_what_the_phones_did(event, door, now):
    guest = make.registration(event)
    reports = (
        Report(uuid.uuid4(), now, registration=guest.pk),
        Report(uuid.uuid4(), now, registration=guest.pk, undoes=True),
        walks_in(now, email=make.member().email),
    )
    type(event).objects.filter(pk=event.pk).update(state="cancelled")

    answers = sync(event, door, now, *reports)

    assert outcomes(answers) == ["refused"] * 3
    assert {answer.sentence for answer in answers} == {"Deze bijeenkomst is afgelast."}
    assert (CheckIn.objects.count(), Scan.objects.count()) == (0, 3)
    assert sync(event, door, now, *reports) == answers


def test_r12_of_a_cancelled_event_nobody_else_and_nothing_later_is_heard(event, door, now):
    type(event).objects.filter(pk=event.pk).update(state="cancelled")

    for by, at in ((make.member(), now), (door, event.ends_at + 49 * HOUR)):
        with pytest.raises(Refused):
            sync(event, by, at, walks_in(now, email="x@example.org"))
    assert Scan.objects.count() == 0


@pytest.mark.long
def test_r12_two_phones_two_hours_without_a_network_and_every_guest_is_in_once_at_the_first_time(now):
    scanned, rng = sized(small=12, full=500), random.Random(5)
    event = make.event(starts_at=now, capacity=2 * scanned)
    by = make.staff(event).member
    members = Member.objects.bulk_create(
        Member(email=f"guest{number}@example.org", name=f"Guest {number}") for number in range(scanned * 3 // 2)
    )
    guests = Registration.objects.bulk_create(
        Registration(event=event, member=one, state="confirmed", state_since=now, registered_at=now, turn=turn)
        for turn, one in enumerate(members, start=1)
    )
    after = {phone: [dt.timedelta(seconds=rng.random() * 7200) for _ in range(scanned)] for phone in "ab"}
    told = {
        phone: [
            Report(uuid.uuid4(), now + later, ticket=tickets.make(guest))
            for guest, later in zip(some, after[phone], strict=True)
        ]
        for phone, some in (("a", guests[:scanned]), ("b", guests[-scanned:]))
    }
    first: dict[int, dt.datetime] = {}
    for phone, some in (("a", guests[:scanned]), ("b", guests[-scanned:])):
        for guest, report in zip(some, told[phone], strict=True):
            first[guest.pk] = min(report.at, first.get(guest.pk, report.at))
    batches = [(phone, told[phone][start : start + 50]) for phone in "ab" for start in range(0, scanned, 50)]
    rng.shuffle(batches)

    for phone, batch in [*batches, batches[0]]:  # one of them once more, its answer was lost
        scans.sync(event=event, reports=batch, by=by, now=now + 2 * HOUR, device=phone, gate=phone)

    assert dict(CheckIn.objects.values_list("registration", "at")) == first
    assert Scan.objects.count() == 2 * scanned
    assert len(door_queries.doubles(event)) == 2 * scanned - len(guests)
