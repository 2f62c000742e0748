"""What did a phone at the door do? Each report becomes one scan with one answer, however often it is sent (R-12).

Phones that had no network send what they did later, walk-ins too. A report that opens nothing is kept as well, so that
an organiser can see afterwards whom a phone without a network may have let in all the same.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from corridor import links
from corridor.errors import Refused, refuse_if
from corridor.models import Member
from events import rules, tickets
from events.actions import check_ins, places, walk_ins
from events.actions.check_ins import Report
from events.models import CheckIn, Event, Registration, Scan

Outcome = Scan.Outcome


@dataclass(frozen=True)
class Answer:
    """What the phone reads about one report: the outcome, which guest, since when they are in, and the sentence."""

    nonce: uuid.UUID
    outcome: str
    registration: int | None
    sentence: str
    at: dt.datetime | None


@transaction.atomic
def sync(
    *, event: Event, reports: Iterable[Report], by: Member, now: dt.datetime, device: str = "", gate: str = ""
) -> list[Answer]:
    """Take in what a phone did, each report once: one that comes again gets the same answer and leaves no trace.

    A guest whom the first phone let in was in already for the others. Raises Refused when the door is closed or `by`
    does not work here; a single ticket that opens nothing is an answer, not a refusal. Cancelled meanwhile, an event
    lets nobody in, and what the phones did before they knew is kept.
    """
    event = places.lock(event)
    refuse_if(rules.why_not_report(event, by, now))
    return [_take_in(event, report, by=by, device=device, gate=gate, now=now) for report in reports]


def _take_in(event: Event, report: Report, *, by: Member, device: str, gate: str, now: dt.datetime) -> Answer:
    known = Scan.objects.filter(nonce=report.nonce).select_related("registration").first()
    if known:
        if known.event_id != event.pk:
            return Answer(report.nonce, Outcome.REFUSED, None, _("This is no ticket of ours."), None)
        return _answer(known, "" if known.outcome != Outcome.REFUSED else _why_not(event, report, by, now)[1])
    registration, why_not = _why_not(event, report, by, now)
    given = {"by": by, "device": device, "gate": gate, "now": now}
    if registration and report.undoes and event.state != Event.State.CANCELLED:
        return _answer(check_ins.take_back(registration, report, **given))
    if why_not:
        return _answer(check_ins.note(event, registration, report, Outcome.REFUSED, **given), why_not)
    if not report.walks_in:
        return _answer(check_ins.let_in(registration, report, **given))
    guest = registration.member if registration else walk_ins.by_address(report.email)
    registration, walks_in = walk_ins.with_place(event=event, guest=guest, by=by, now=now)
    scan = check_ins.let_in(registration, report, **given)
    if walks_in:
        CheckIn.objects.filter(registration=registration).update(is_walk_in=True)
    return _answer(scan)


def _why_not(event: Event, report: Report, by: Member, now: dt.datetime) -> tuple[Registration | None, str]:
    """The place that `report` is about, as far as it is one of `event`; and why it opens nothing, if it does not."""
    found, why_not = _place_of(event, report, by, now)
    return found, _("This event was cancelled.") if event.state == Event.State.CANCELLED else why_not


def _place_of(event: Event, report: Report, by: Member, now: dt.datetime) -> tuple[Registration | None, str]:
    if report.walks_in and report.email:
        try:
            return None, walk_ins.why_not(event, walk_ins.by_address(report.email), by) or ""
        except Refused as no:
            return None, no.sentence
    number, member = report.registration, None
    if report.ticket:
        try:
            ticket = tickets.read(report.ticket, now=now)
        except links.BadLink:
            return None, _("This is no ticket of ours.")
        if ticket.event_id != event.pk:
            return None, _("This ticket is for another event.")
        number, member = ticket.registration_id, ticket.member_id
    found = Registration.objects.select_related("member").filter(event=event, pk=number).first()
    if found is None or member not in (None, found.member_id):
        return None, _("This is no ticket of ours.")
    found.event = event
    if report.walks_in:
        return found, walk_ins.why_not(event, found.member, by) or ""
    return found, rules.why_not_admit(found) or ""


def _answer(scan: Scan, why_not: str = "") -> Answer:
    arrived = CheckIn.objects.filter(registration=scan.registration_id).first() if scan.registration_id else None
    sentence = why_not or str(scan.get_outcome_display())
    if scan.outcome == Outcome.ALREADY_IN and arrived:
        at = time_format(timezone.localtime(arrived.at, Event.ZONE), "TIME_FORMAT")
        if arrived.gate:
            sentence = _("In already, at %(time)s at %(gate)s.") % {"time": at, "gate": arrived.gate}
        else:
            sentence = _("In already, at %(time)s.") % {"time": at}
    return Answer(scan.nonce, scan.outcome, scan.registration_id, sentence, arrived.at if arrived else None)
