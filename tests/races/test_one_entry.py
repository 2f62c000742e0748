"""What if ten scanners read one ticket in the same instant? One lets in, nine say since when they are in (R-12)."""

import contextlib
import threading
import uuid

import pytest
from django.db import transaction

from events import tickets
from events.actions import check_ins, places, scans
from events.actions.check_ins import Report
from events.models import CheckIn, Event, Scan
from tests import make
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)

SCANNERS = 10


def at_once(event: Event, by, now, nonces) -> list[str]:
    code = tickets.make(event.registrations.get())

    def scan(number: int, nonce: uuid.UUID) -> str:
        report = Report(nonce, now, ticket=code, waits=True)
        given = {"by": by, "now": now, "device": f"phone {number}", "gate": f"gate {number}"}
        return scans.sync(event=event, reports=[report], **given)[0].outcome

    return together(*(lambda one=one: scan(*one) for one in enumerate(nonces)))


def test_r12_ten_scanners_and_one_ticket_make_one_entry(now):
    event = make.event(starts_at=now)
    make.registration(event)

    results = at_once(event, make.organiser(), now, [uuid.uuid4() for _ in range(SCANNERS)])

    assert sorted(results) == ["admitted", *["already_in"] * (SCANNERS - 1)]
    assert (CheckIn.objects.count(), Scan.objects.count()) == (1, SCANNERS)
    assert CheckIn.objects.get().gate == Scan.objects.get(outcome="admitted").gate


def test_r12_one_report_that_is_sent_ten_times_at_once_is_one_record(now):
    event = make.event(starts_at=now)
    make.registration(event)

    results = at_once(event, make.organiser(), now, [uuid.uuid4()] * SCANNERS)

    assert results == ["admitted"] * SCANNERS
    assert (CheckIn.objects.count(), Scan.objects.count()) == (1, 1)


def test_r12_control_who_looks_before_locking_lets_in_twice(now):
    event = make.event(starts_at=now)
    guest, by, looked = make.registration(event), make.organiser(), threading.Barrier(2)

    def careless(number: int) -> None:
        new = not CheckIn.objects.filter(registration=guest).exists()
        looked.wait(10)
        with transaction.atomic():
            outcome = "admitted" if new else "already_in"
            facts = {"at": now, "received_at": now, "by": by, "device": str(number), "outcome": outcome}
            Scan.objects.create(event=event, registration=guest, nonce=uuid.uuid4(), **facts)

    together(*(lambda one=one: careless(one) for one in range(2)))

    assert Scan.objects.filter(outcome="admitted").count() == 2


@pytest.mark.postgres
@pytest.mark.parametrize(("locked", "answers"), [(True, ["admitted", "already_in"]), (False, ["admitted", "error"])])
def test_r12_it_is_the_lock_on_the_event_that_gives_the_second_scanner_its_answer(locked, answers, now, monkeypatch):
    """On PostgreSQL transactions overlap: without the lock both find nobody inside, and one of them breaks."""
    event, meeting, why_not = make.event(starts_at=now), threading.Barrier(2), check_ins.rules.why_not_admit
    make.registration(event)

    def slowly(registration):
        because = why_not(registration)
        with contextlib.suppress(threading.BrokenBarrierError):
            meeting.wait(3)  # both are here only when nobody waits for a lock
        return because

    monkeypatch.setattr(check_ins.rules, "why_not_admit", slowly)
    if not locked:
        monkeypatch.setattr(places, "lock", lambda one: Event.objects.select_related("region", "venue").get(pk=one.pk))

    results = at_once(event, make.organiser(), now, [uuid.uuid4() for _ in range(2)])

    assert sorted("error" if isinstance(one, Exception) else one for one in results) == answers
