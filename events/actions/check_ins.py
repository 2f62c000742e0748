"""Who came in? What every phone did is kept as a scan; who is in follows from all scans together, whatever their order.

An arrival is the earliest scan that nobody took back. Phones without a network report later, so a scan may arrive after
one that happened after it: the first by the clock wins, and nobody is lost (F035, R-12). scans.py reads what they send.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction

from corridor.errors import refuse_if
from corridor.lifecycle import record
from corridor.models import Member
from events import rules
from events.actions import places
from events.models import CheckIn, Event, Registration, Scan

Outcome = Scan.Outcome
LET_IN = (Outcome.ADMITTED, Outcome.ALREADY_IN)


@dataclass(frozen=True)
class Report:
    """What a phone did once: `nonce` is its number for ever, `ticket` what the camera read or else `registration`.

    `waits`: the phone shows nothing before it hears the answer; otherwise it decided by itself, `at` that moment.
    `walks_in`: somebody without a place, by `registration` or by the `email` they said.
    """

    nonce: uuid.UUID
    at: dt.datetime
    undoes: bool = False
    registration: int | None = None
    ticket: str = ""
    waits: bool = False
    walks_in: bool = False
    email: str = ""


@transaction.atomic
def check_in(*, registration: Registration, by: Member, now: dt.datetime) -> CheckIn:
    """Let this guest in. Scanned twice, the first one stands (F034).

    Raises Refused: no place, not the day, or not somebody who works there.
    """
    registration = places.lock_of(registration)
    refuse_if(rules.why_not_check_in(registration, by, now))
    report = Report(uuid.uuid4(), now, registration=registration.pk, waits=True)
    let_in(registration, report, by=by, device="", gate="", now=now)
    return CheckIn.objects.select_related("by").get(registration=registration)


@transaction.atomic
def undo(*, registration: Registration, by: Member, now: dt.datetime) -> None:
    """Take a check-in back, as if it had not been. Where there is none it does nothing. Raises Refused as check_in."""
    registration = places.lock_of(registration)
    refuse_if(rules.why_not_check_in(registration, by, now))
    take_back(registration, Report(uuid.uuid4(), now, undoes=True), by=by, device="", gate="", now=now)


@transaction.atomic
def excuse(*, registration: Registration, because: str, by: Member, now: dt.datetime) -> Registration:
    """Note why a guest did not come, so that they do not count as absent; an empty reason takes it back (F034).

    The words may be about somebody's health, so the history says only that it was done. Raises Refused when `by` does
    not organise the region.
    """
    registration = places.lock_of(registration)
    refuse_if(rules.why_not_organise(by, registration.event.region))
    registration.excused_because = because
    registration.save(update_fields=["excused_because"])
    record(registration, action="excused", by=by, now=now)
    return registration


def let_in(registration: Registration, report: Report, *, by: Member, device: str, gate: str, now: dt.datetime) -> Scan:
    """Note that `registration`, whose event is locked, was let in as `report` says, and settle who came first."""
    arrived = CheckIn.objects.filter(registration=registration).first()
    given = {"by": by, "device": device, "gate": gate, "now": now}
    at = _believed(report, registration.event, now)
    if arrived and report.waits:
        # Who waits for us is after whoever was answered before, whatever the two clocks say.
        at = max(at, arrived.at)
    first = arrived is None or (not report.waits and at < arrived.at)
    outcome = Outcome.ADMITTED if first else Outcome.ALREADY_IN
    scan = note(registration.event, registration, report, outcome, **given, at=at)
    _settle(registration, by=by, now=now)
    return scan


def take_back(
    registration: Registration, report: Report, *, by: Member, device: str, gate: str, now: dt.datetime
) -> Scan:
    """Note that an arrival was taken back, and settle what stands then. The event is locked."""
    given = {"by": by, "device": device, "gate": gate, "now": now}
    scan = note(registration.event, registration, report, Outcome.UNDONE, **given)
    _settle(registration, by=by, now=now)
    return scan


def note(
    event: Event,
    registration: Registration | None,
    report: Report,
    outcome: str,
    *,
    by: Member,
    device: str,
    gate: str,
    now: dt.datetime,
    at: dt.datetime | None = None,
) -> Scan:
    """Keep what a phone did, once."""
    return Scan.objects.create(
        event=event,
        registration=registration,
        nonce=report.nonce,
        at=at or _believed(report, event, now),
        received_at=now,
        by=by,
        device=device,
        gate=gate,
        outcome=outcome,
    )


def _believed(report: Report, event: Event, now: dt.datetime) -> dt.datetime:
    """When it happened: as the phone says, but neither in the future nor before the door opened."""
    return min(max(report.at, event.starts_at - rules.DOORS_OPEN), now)


def _settle(registration: Registration, *, by: Member, now: dt.datetime) -> None:
    """Make the arrival what all scans of this guest together say: the earliest that nobody took back, or none."""
    was = CheckIn.objects.filter(registration=registration).first()
    scans = list(registration.scans.order_by("at", "pk"))
    entries = [scan for scan in scans if scan.outcome in LET_IN]
    if was and all(scan.at != was.at for scan in entries):
        # An arrival that no scan tells of, such as one of before scans were kept.
        entries.append(Scan(at=was.at, received_at=was.at, by_id=was.by_id, gate=was.gate, device="?"))
    undone = [scan for scan in scans if scan.outcome == Outcome.UNDONE]
    standing = [entry for entry in entries if not any(_takes_back(undo, entry) for undo in undone)]
    if not standing:
        if was:
            was.delete()
            record(registration, action="arrival undone", by=by, now=now)
        return
    first = min(standing, key=lambda entry: entry.at)
    facts = {"at": first.at, "by_id": first.by_id, "gate": first.gate}
    if was is None:
        CheckIn.objects.create(registration=registration, **facts)
        record(registration, action="arrived", by=by, now=now)
    elif was.at != first.at:
        CheckIn.objects.filter(pk=was.pk).update(**facts)
        record(registration, action="arrived", by=by, now=now, because="another phone was first")


def _takes_back(undo: Scan, entry: Scan) -> bool:
    """Whether `undo` means `entry`: the same phone's own, or one that had reached us by then.

    What another phone did meanwhile without a network nobody could see, so nobody took it back: no guest is lost.
    """
    seen_at = entry.at if entry.device == undo.device else entry.received_at
    return seen_at <= undo.at
