"""How does an organiser put somebody on the guest list by hand, or take them off? With a reason, and a mail."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.errors import Refused, refuse_if
from corridor.lifecycle import advance, record
from corridor.models import Member
from events import again_rules, emails, rules
from events.actions import places, registrations
from events.models import Event, Registration
from events.queries import capacity

State = Registration.State
BY_HAND = "by hand"


@transaction.atomic
def add(*, event: Event, member: Member, by: Member, because: str, now: dt.datetime) -> Registration:
    """Give `member` a free place of `event` out of turn, told by mail. `because` stays in the history.

    Who has a place keeps it, unchanged; who was invited, asks or waits gets it in the same row. Raises Refused without
    a reason or a free place (nobody is made to stand, F029), when nobody is called any more, or to whoever does not
    host the event.
    """
    event, because = places.lock(event), because.strip()
    refuse_if(rules.why_not_host(event, by) or again_rules.why_not_own(member, by) or rules.why_not_call(event, now))
    standing = event.registrations.filter(member=member, state__in=Registration.STANDING).first()
    if standing and standing.state == State.CONFIRMED:
        return standing
    if not because:
        raise Refused(_("Write down why: it stays in the history."))
    holds = standing is not None and standing.state in Registration.HOLDING
    needs = 0 if holds else standing.seats if standing else 1
    if event.capacity - capacity.taken(event) < needs:
        raise Refused(_("No place is free. Add one first."))
    places.hold_person(member)
    if standing is None:
        standing = Registration.objects.create(
            event=event,
            member=member,
            state=State.CONFIRMED,
            state_since=now,
            registered_at=now,
            turn=places.next_turn(event),
            promoted_by=BY_HAND,
        )
        record(standing, action="registered", to=State.CONFIRMED, by=by, now=now, because=because)
    else:
        standing.event = event
        also = {"promoted_by": BY_HAND, "offer_until": None}
        advance(standing, to=State.CONFIRMED, by=by, now=now, because=because, **also)
    emails.registered(registration=standing, now=now)
    return standing


@transaction.atomic
def let_go(*, registration: Registration, by: Member, because: str, now: dt.datetime) -> Registration:
    """Give the place (or the invitation) of a guest back for them, who said so by telephone. As registrations.cancel().

    `because` stays in the history. Done already, it does nothing. Raises Refused without a reason, for who neither has
    a place nor is invited, once the event has begun, or outside one's regions.
    """
    registration, because = places.lock_of(registration), because.strip()
    refuse_if(rules.why_not_organise(by, registration.event.region))
    if registration.state in (State.CANCELLED, State.DECLINED):
        return registration
    if registration.state not in (State.CONFIRMED, State.INVITED):
        raise Refused(_("This person has no place."))
    if not because:
        raise Refused(_("Write down why: it stays in the history."))
    record(registration, action="let go", by=by, now=now, because=because)
    return registrations.cancel(registration=registration, by=by, now=now, because=because)
