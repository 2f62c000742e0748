"""What do phones at the door report, and who is in?"""

import datetime as dt
import itertools
import uuid

import pytest

from corridor.errors import Refused
from events import tickets
from events.actions import check_ins, scans
from events.actions.check_ins import Report
from events.models import CheckIn, Registration, Scan
from tests import make

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def event(now):
    return make.event(starts_at=now)


@pytest.fixture
def guest(event):
    return make.registration(event)


def scan(guest: Registration, at: dt.datetime, **facts) -> Report:
    return Report(uuid.uuid4(), at, ticket=tickets.make(guest), **facts)


def sync(event, by, now, *reports, device="one", gate=""):
    return scans.sync(event=event, reports=reports, by=by, now=now, device=device, gate=gate)


def outcomes(answers) -> list[str]:
    return [answer.outcome for answer in answers]


def test_r12_the_first_scan_lets_in_and_the_second_hears_when_and_where(event, guest, organiser, now):
    first = sync(event, organiser, now, scan(guest, now, waits=True), gate="Noord")
    again = sync(event, organiser, now + MINUTE, scan(guest, now + MINUTE, waits=True), device="two", gate="Zuid")

    assert outcomes(first + again) == ["admitted", "already_in"]
    assert "Noord" in again[0].sentence
    assert again[0].at == now == CheckIn.objects.get().at


def test_r12_the_same_report_sent_again_gets_the_same_answer_and_is_one_record(event, guest, organiser, now):
    reports = [scan(guest, now), scan(guest, now + MINUTE)]
    first = sync(event, organiser, now + 2 * MINUTE, *reports)

    again = sync(event, organiser, now + 3 * MINUTE, *reports)
    alone = sync(event, organiser, now + 4 * MINUTE, reports[1])

    assert again == first
    assert alone == first[1:]
    assert Scan.objects.count() == 2


def test_r12_a_nonce_of_another_event_tells_nothing(event, guest, organiser, now):
    report = scan(guest, now)
    sync(event, organiser, now, report)

    answer = sync(make.event(starts_at=now), organiser, now, report)[0]

    assert (answer.outcome, answer.registration, answer.at) == ("refused", None, None)


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_f035_whatever_the_order_of_syncing_the_first_scan_wins(order, event, guest, organiser, now):
    """Four phones without a network; each told of its own scan only, at 4, 1, 3 and 2 minutes past."""
    phones = [("a", 4), ("b", 1), ("c", 3), ("d", 2)]

    for number in order:
        device, minutes = phones[number]
        report = scan(guest, now + minutes * MINUTE)
        sync(event, organiser, now + dt.timedelta(hours=2), report, device=device, gate=device)

    arrived = CheckIn.objects.get()
    assert (arrived.at, arrived.gate) == (now + MINUTE, "b")
    assert Scan.objects.count() == 4


def test_r12_who_waits_for_the_answer_is_never_before_whoever_had_one(event, guest, organiser, now):
    """Two phones at once: the clock of the second is behind, and still it was second."""
    sync(event, organiser, now + MINUTE, scan(guest, now + MINUTE, waits=True))

    late = sync(event, organiser, now + MINUTE, scan(guest, now, waits=True), device="two")

    assert outcomes(late) == ["already_in"]
    assert CheckIn.objects.get().at == now + MINUTE


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_f035_an_undo_takes_back_nothing_that_it_could_not_have_seen(order, event, guest, organiser, now):
    """Phone b lets in by mistake and takes it back; meanwhile a, without a network, really let this guest in."""
    mistake, undo = scan(guest, now + MINUTE), Report(uuid.uuid4(), now + 2 * MINUTE, True, guest.pk)
    batches = [("a", [scan(guest, now)]), ("b", [mistake, undo])]

    for number in order:
        device, reports = batches[number]
        sync(event, organiser, now + dt.timedelta(hours=1), *reports, device=device)

    assert CheckIn.objects.get().at == now


def test_f034_an_undo_takes_back_what_everybody_saw(event, guest, organiser, now):
    sync(event, organiser, now, scan(guest, now, waits=True), device="a")

    sync(event, organiser, now + MINUTE, Report(uuid.uuid4(), now + MINUTE, True, guest.pk, waits=True), device="b")

    assert not CheckIn.objects.exists()


def test_r12_a_ticket_of_another_event_opens_nothing(event, organiser, now):
    other = make.registration(make.event(starts_at=now))

    answer = sync(event, organiser, now, scan(other, now))[0]

    assert (answer.outcome, answer.registration) == ("refused", None)
    assert not CheckIn.objects.exists()
    assert Scan.objects.get().registration is None


@pytest.mark.parametrize("state", ["cancelled", "waitlisted", "pending", "declined"])
def test_r12_a_ticket_without_a_place_opens_nothing(state, event, organiser, now):
    answer = sync(event, organiser, now, scan(make.registration(event, state=state), now))[0]

    assert answer.outcome == "refused"
    assert not CheckIn.objects.exists()


def test_r12_a_ticket_that_was_handed_on_names_who_comes_instead(event, guest, organiser, now):
    code = tickets.make(guest)
    Registration.objects.filter(pk=guest.pk).update(state="cancelled")
    make.registration(event, make.member("Tess Taker"), taken_over_from=guest)

    answer = sync(event, organiser, now, Report(uuid.uuid4(), now, ticket=code))[0]

    assert answer.outcome == "refused"
    assert "Tess Taker" in answer.sentence


def test_r12_a_ticket_of_who_had_the_place_before_opens_nothing(event, guest, organiser, now):
    code = tickets.make(guest)
    Registration.objects.filter(pk=guest.pk).update(member=make.member())

    assert outcomes(sync(event, organiser, now, Report(uuid.uuid4(), now, ticket=code))) == ["refused"]


@pytest.mark.parametrize("text", ["", "no-ticket", "https://example.org/nl/t/x/"])
def test_r12_what_is_no_ticket_opens_nothing(text, event, guest, organiser, now):
    assert outcomes(sync(event, organiser, now, Report(uuid.uuid4(), now, ticket=text or " "))) == ["refused"]


def test_a_phone_is_believed_neither_about_the_future_nor_before_the_door_opened(event, guest, organiser, now):
    other = make.registration(event)
    sync(event, organiser, now, scan(guest, now + 9 * MINUTE), scan(other, now - dt.timedelta(days=2)))

    assert CheckIn.objects.get(registration=guest).at == now
    assert CheckIn.objects.get(registration=other).at == now - dt.timedelta(hours=3)


def test_an_arrival_without_a_scan_stands_until_it_is_taken_back(event, organiser, now):
    guest = make.check_in(event).registration
    sync(event, organiser, now + MINUTE, scan(guest, now + MINUTE))
    assert CheckIn.objects.get().at == event.starts_at

    check_ins.undo(registration=guest, by=organiser, now=now + 2 * MINUTE)
    assert not CheckIn.objects.exists()


def test_only_who_works_there_and_only_while_the_door_is_open(event, guest, now):
    door, host = make.staff(event).member, make.staff(event, role="host").member
    strangers = [make.member(), make.staff(make.event(starts_at=now)).member, make.organiser(region=make.region("x"))]

    for by in (door, host):
        assert outcomes(sync(event, by, now, scan(guest, now)))[0] in ("admitted", "already_in")
    for by in strangers:
        with pytest.raises(Refused):
            sync(event, by, now, scan(guest, now))
    for moment in (now - dt.timedelta(hours=3, seconds=1), event.ends_at + dt.timedelta(days=2, seconds=1)):
        with pytest.raises(Refused):
            sync(event, door, moment, scan(guest, moment))
