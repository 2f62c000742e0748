"""Who comes next? A place that is free is offered to those who wait, in order, for a while; then it passes on (F030).

Every action locks the Event row first, as registrations.py does.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.errors import Refused, refuse_if
from corridor.lifecycle import advance, record
from corridor.models import Member
from events import again_rules, emails, rules
from events.actions import places
from events.models import Event, Needs, Registration
from events.queries import capacity, held

State = Registration.State
OFFER, LAST_DAY = dt.timedelta(hours=24), dt.timedelta(hours=24)
OFFER_ON_THE_LAST_DAY = dt.timedelta(hours=2)
BY_HAND = "by hand"


def offer_until(event: Event, now: dt.datetime) -> dt.datetime:
    """Until when a place that is offered now stands: a day, two hours on the last day, never beyond the beginning."""
    long = OFFER_ON_THE_LAST_DAY if event.starts_at - now <= LAST_DAY else OFFER
    return min(now + long, event.starts_at)


@transaction.atomic
def fill_free_places(*, event: Event, now: dt.datetime) -> list[Registration]:
    """Offer the free places of `event` to those who wait; who got an offer, each told by mail. waitlisted -> offered.

    Missing roles first as long as places are kept for them (F081), then by turn; the rule is written beside each. Once
    the event has begun, or when it is not to be held, nobody is called any more.
    """
    event = places.lock(event)
    if event.state not in Event.COMING or event.starts_at <= now:
        return []
    called = []
    for registration, rule in held.next_calls(event, now):
        registration.event = event
        _offer(registration, rule=rule, by=None, because=rule, now=now)
        called.append(registration)
    return called


@transaction.atomic
def lapse(*, registration: Registration, now: dt.datetime) -> Registration:
    """The time of an offer is over, or an invitation was left until the event began: offered | invited -> lapsed.

    The place of an offer passes on, and whoever let it pass is told. Before its time, or done already, it does nothing.
    """
    registration = places.lock_of(registration)
    event = registration.event
    due = registration.offer_until if registration.state == State.OFFERED else event.starts_at
    if registration.state not in (State.OFFERED, State.INVITED) or due > now:
        return registration
    was = registration.state
    advance(registration, to=State.LAPSED, by=None, now=now, offer_until=None)
    Needs.objects.filter(registration=registration).delete()  # nobody needs to know what somebody eats who stays away
    if was == State.OFFERED and event.state in Event.COMING and event.starts_at > now:
        emails.offer_lapsed(registration=registration, now=now)
        fill_free_places(event=event, now=now)
    return registration


@transaction.atomic
def move(*, registration: Registration, to: int, by: Member, because: str, now: dt.datetime) -> Registration:
    """Give somebody who waits place number `to` in the line (1 is next), with a reason that stays in the history.

    Raises Refused without a reason, when they do not wait, or to whoever does not host the event.
    """
    registration = places.lock_of(registration)
    refuse_if(rules.why_not_host(registration.event, by) or again_rules.why_not_own(registration.member, by))
    _refuse_without_reason(because)
    if registration.state != State.WAITLISTED:
        raise Refused(_("This person does not wait for a place."))
    line = list(registration.event.registrations.filter(state=State.WAITLISTED).order_by("turn"))
    turns = [one.turn for one in line]
    order = [one for one in line if one.pk != registration.pk]
    order.insert(min(max(to, 1), len(line)) - 1, registration)
    moved = [(one, turn) for one, turn in zip(order, turns, strict=True) if one.turn != turn]
    # No two may ever have the same turn, so all step aside first.
    aside = places.next_turn(registration.event)
    for number, (one, _turn) in enumerate(moved):
        Registration.objects.filter(pk=one.pk).update(turn=aside + number)
    for one, turn in moved:
        Registration.objects.filter(pk=one.pk).update(turn=turn)
        one.turn = turn
    record(registration, action="moved in line", by=by, now=now, because=because.strip())
    return registration


@transaction.atomic
def promote(*, registration: Registration, by: Member, because: str, now: dt.datetime) -> Registration:
    """Offer a free place to this one who waits, out of turn, with a reason that stays in the history (F030, F081).

    waitlisted -> offered. Raises Refused without a reason, without a free place (nobody is made to stand, F029), when
    they do not wait, or to whoever does not host the event.
    """
    registration = places.lock_of(registration)
    event = registration.event
    refuse_if(rules.why_not_host(event, by) or again_rules.why_not_own(registration.member, by))
    refuse_if(rules.why_not_call(event, now))
    _refuse_without_reason(because)
    if registration.state != State.WAITLISTED:
        raise Refused(_("This person does not wait for a place."))
    if event.capacity - capacity.taken(event) < registration.seats:
        raise Refused(_("No place is free. Add one first, or move this person to the front of the line."))
    _offer(registration, rule=BY_HAND, by=by, because=because.strip(), now=now)
    return registration


def _offer(registration: Registration, *, rule: str, by: Member | None, because: str, now: dt.datetime) -> None:
    until = offer_until(registration.event, now)
    advance(registration, to=State.OFFERED, by=by, now=now, because=because, offer_until=until, promoted_by=rule[:200])
    emails.offered(registration=registration, now=now)


def _refuse_without_reason(because: str) -> None:
    if not because.strip():
        raise Refused(_("Write down why: it stays in the history."))
