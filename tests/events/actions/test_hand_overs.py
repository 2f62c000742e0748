"""How does a place go back or pass on, and who reads about it? (F031)"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corridor import letters, outbox
from corridor.actions import erasing
from corridor.errors import Refused
from corridor.models import OutboxEmail
from events.actions import hand_overs, registrations
from events.models import EventStaff, Needs, Registration
from tests import make

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def mails(*kinds: str) -> list[tuple[str, str]]:
    rows = OutboxEmail.objects.filter(kind__in=[f"events.{kind}" for kind in kinds]).order_by("pk")
    return list(rows.values_list("kind", "to"))


def states(*rows) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def test_f031_a_place_given_up_within_two_days_needs_a_reason_that_the_hosts_read(member, now):
    organiser, host, door = make.organiser(), make.member(), make.member()
    event = make.event(starts_at=now + 47 * HOUR, organiser=organiser)
    for person, role in ((host, "host"), (door, "door")):
        EventStaff.objects.create(event=event, member=person, role=role, added_at=now)
    own = make.registration(event, member)

    with pytest.raises(Refused):
        registrations.cancel(registration=own, by=member, now=now, because="  ")
    before = states(own)
    for _ in range(2):
        registrations.cancel(registration=own, by=member, now=now, because="My train does not run")

    assert (before, states(own), own.late_because) == (["confirmed"], ["cancelled"], "My train does not run")
    assert sorted(mails("late_cancel")) == sorted(("events.late_cancel", one.email) for one in (host, organiser))
    texts = OutboxEmail.objects.filter(kind="events.late_cancel").values_list("text", flat=True)
    assert all("My train does not run" in text and member.name in text for text in texts)


def test_f031_two_days_ahead_nobody_owes_a_reason_and_no_host_is_written_to(member, now):
    own = make.registration(make.event(starts_at=now + 48 * HOUR, organiser=make.organiser()), member)

    registrations.cancel(registration=own, by=member, now=now)

    assert (states(own), mails("late_cancel")) == (["cancelled"], [])


@pytest.mark.parametrize("state", ["waitlisted", "offered", "pending", "invited"])
def test_f031_who_has_no_place_yet_owes_no_reason_however_late(state, member, now):
    event = make.event(starts_at=now + HOUR, organiser=make.organiser())
    own = make.registration(event, member, state, offer_until=now + HOUR)

    registrations.cancel(registration=own, by=member, now=now)

    assert states(own) == ["declined" if state == "invited" else "cancelled"]
    assert mails("late_cancel", "given_up") == []


def test_f031_giving_back_can_be_undone_until_it_begins(member, now):
    event = make.event(starts_at=now + 60 * HOUR)
    own = make.registration(event, member)
    registrations.cancel(registration=own, by=member, now=now)

    back = registrations.register(event=event, by=member, now=now + 59 * HOUR)

    assert (back.state, back.pk != own.pk) == ("confirmed", True)


def test_f031_a_place_passes_on_only_once_the_other_says_yes(member, now):
    event = make.event(capacity=1)
    own, taker = make.registration(event, member), make.member()
    waits = make.registration(event, state="waitlisted")
    Needs.objects.create(registration=own, diet="vegan", consented_at=now, text_version="1")

    hand_overs.propose(registration=own, to=taker.email, by=member, now=now)
    proposed = states(own), mails("hand_over")
    for _ in range(2):
        taken = hand_overs.take(registration=own, by=taker, now=now)

    assert proposed == (["confirmed"], [("events.hand_over", taker.email)])
    assert (states(own, waits), taken.state, taken.member, taken.taken_over_from) == (
        ["cancelled", "waitlisted"],
        "confirmed",
        taker,
        own,
    )
    assert mails("registered", "given_up") == [("events.registered", taker.email), ("events.given_up", member.email)]
    assert (Registration.objects.filter(member=taker).count(), Needs.objects.count()) == (1, 0)


def test_f031_the_taker_who_waited_keeps_their_row_and_who_came_along_frees_a_place(now):
    event = make.event(capacity=2, allows_companion=True)
    own = make.registration(event, companion="Kim Kist")
    first, second = (make.registration(event, state="waitlisted") for _ in range(2))

    taken = hand_overs.take(registration=own, by=second.member, now=now)

    assert (taken.pk, states(own, first, second)) == (second.pk, ["cancelled", "offered", "confirmed"])


@pytest.mark.parametrize("address", ["nobody@example.org", "closed"])
def test_f031_nobody_learns_whether_an_address_is_a_members(address, member, now):
    event = make.event()
    own, closed = make.registration(event, member), make.member(is_active=False)

    said = hand_overs.propose(registration=own, to=closed.email if address == "closed" else address, by=member, now=now)

    assert (said, mails("hand_over"), states(own)) == (None, [], ["confirmed"])


def test_s19_asking_a_member_takes_no_longer_than_asking_nobody(member, now, monkeypatch):
    """The work is the mail: its words, and the questions around it. Whoever is asked, it is done once."""
    own, written, write = make.registration(make.event(), member), [], letters.write
    monkeypatch.setattr(letters, "write", lambda *args, **more: written.append(args) or write(*args, **more))
    asked = []
    for address in (make.member().email, "nobody@example.org", make.member(is_active=False).email):
        with CaptureQueriesContext(connection) as queries:
            hand_overs.propose(registration=own, to=address, by=member, now=now)
        asked.append(len(queries))

    assert len(written) == 3 and len(mails("hand_over")) == 1
    assert max(asked) - min(asked) <= 1


def test_f031_three_are_asked_at_most_whoever_they_are(member, now):
    own = make.registration(make.event(), member)
    for address in ("a@example.org", make.member().email, "b@example.org"):
        hand_overs.propose(registration=own, to=address, by=member, now=now)

    with pytest.raises(Refused):
        hand_overs.propose(registration=own, to=make.member().email, by=member, now=now)

    assert len(mails("hand_over")) == 1


@pytest.mark.parametrize(
    ("event", "state"),
    [
        ({"approves": True}, "confirmed"),
        ({"audience": "invited"}, "confirmed"),
        ({"begun": True}, "confirmed"),
        ({}, "waitlisted"),
        ({}, "offered"),
        ({}, "cancelled"),
    ],
)
def test_f031_a_place_that_is_none_or_that_the_host_gives_is_not_passed_on(event, state, member, now):
    begins = {"starts_at": now} if event.pop("begun", False) else {}
    own = make.registration(make.event(**event, **begins), member, state, offer_until=now)
    taker = make.member()

    with pytest.raises(Refused):
        hand_overs.propose(registration=own, to=taker.email, by=member, now=now)
    with pytest.raises(Refused):
        hand_overs.take(registration=own, by=taker, now=now)

    assert (states(own), mails("hand_over")) == ([state], [])
    assert not Registration.objects.filter(member=taker).exists()


@pytest.mark.parametrize("state", ["confirmed", "offered"])
def test_f031_who_holds_a_place_takes_no_other(state, member, now):
    event = make.event()
    own, other = make.registration(event, member), make.registration(event, state=state, offer_until=now + HOUR)

    with pytest.raises(Refused):
        hand_overs.take(registration=own, by=other.member, now=now)

    assert states(own, other) == ["confirmed", state]


def test_f031_a_question_to_take_over_is_stopped_once_the_place_is_given_back(member, now):
    own, taker = make.registration(make.event(), member), make.member()
    hand_overs.propose(registration=own, to=taker.email, by=member, now=now)

    registrations.cancel(registration=own, by=member, now=now)

    assert OutboxEmail.objects.get(kind="events.hand_over").state == "withdrawn"


def test_f050_who_erases_themselves_owes_no_reason_and_the_mails_that_name_them_are_known(member, now):
    organiser = make.organiser()
    event = make.event(starts_at=now + HOUR, organiser=organiser)
    other = make.event()
    late, given = make.registration(event, member), make.registration(other, member)
    hand_overs.propose(registration=given, to=make.member().email, by=member, now=now)

    erasing.erase(member=member, by=member, now=now)

    assert states(late, given) == ["cancelled", "cancelled"]
    assert mails("late_cancel", "given_up") == []
    left = OutboxEmail.objects.get(kind="events.hand_over")
    assert (left.state, member.name in left.text + left.subject + left.html) == ("withdrawn", False)


def test_f050_a_late_reason_goes_from_the_mail_to_the_host_as_well(now):
    member = make.member("An")  # too short a name to look for
    own = make.registration(make.event(starts_at=now + HOUR, organiser=make.organiser()), member)
    registrations.cancel(registration=own, by=member, now=now, because="My knee hurts")
    outbox.deliver_due(now=now)

    erasing.erase(member=member, by=member, now=now)

    mail = OutboxEmail.objects.get(kind="events.late_cancel")
    assert "knee" not in mail.text + mail.html and "An" not in mail.subject.split()
