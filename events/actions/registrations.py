"""What happens to a place? It is asked or waited for, taken, given back; the host invites, approves and declines.

Every action locks the Event row first, so that places change hands one after another and none is given twice.
"""

import datetime as dt

from django.db import transaction

from corridor import outbox
from corridor.errors import refuse_if
from corridor.lifecycle import advance, record
from corridor.models import Member
from events import again_rules, emails, rules
from events.actions import details as said
from events.actions import places, waitlist
from events.models import Event, Needs, Registration
from events.queries import held, moves, programme

State = Registration.State


@transaction.atomic
def register(
    *,
    event: Event,
    by: Member,
    now: dt.datetime,
    hides_attendance: bool = False,
    details: said.Details | None = None,
) -> Registration:
    """Give `by` a place, or a turn to wait when none is free or others wait already; told by mail either way.

    Where the host approves, they ask first. Who was invited says yes with it. Who stands already gets that same row
    back, unchanged: a second press is harmless. Raises Refused when the event is not open, not for them, the host
    declined already, the member has no name, or gave a place back too often.
    """
    event = places.lock(event)
    standing = event.registrations.filter(member=by, state__in=Registration.STANDING).select_related("member").first()
    if standing and standing.state != State.INVITED:
        standing.event = event
        return standing
    if standing:
        return accept(registration=standing, by=by, now=now, details=details)
    refuse_if(
        rules.why_not_register(event, by, now)
        or rules.why_not_uninvited(event, by)
        or again_rules.why_not_again(event, by)
    )
    places.hold_person(by)
    facts = {
        "event": event,
        "member": by,
        "state_since": now,
        "registered_at": now,
        "turn": places.next_turn(event),
        "hides_attendance": hides_attendance,
        "companion": details.companion if details and event.allows_companion else "",
    }
    if event.approves:
        new = Registration.objects.create(**facts, state=State.PENDING)
    else:
        state, rule = _state_of_newcomer(Registration(**facts), now)
        new = Registration.objects.create(**facts, state=state, promoted_by=rule)
    if details:
        said.write(new, details, by=by, now=now)
    record(new, action="registered", to=new.state, by=by, now=now)
    emails.registered(registration=new, now=now)
    return new


@transaction.atomic
def invite(*, event: Event, member: Member, by: Member, now: dt.datetime) -> Registration:
    """Invite `member`, by mail; an invitation holds no place. Who stands already keeps how they stand.

    Raises Refused to whoever does not host the event, when nobody is called to it any more, or when they said no to an
    invitation before.
    """
    event = places.lock(event)
    refuse_if(rules.why_not_host(event, by) or rules.why_not_call(event, now))
    standing = event.registrations.filter(member=member, state__in=Registration.STANDING).first()
    if standing:
        return standing
    refuse_if(again_rules.why_not_invite(event, member))
    places.hold_person(member)
    invited = Registration.objects.create(
        event=event,
        member=member,
        state=State.INVITED,
        state_since=now,
        registered_at=now,
        turn=places.next_turn(event),
    )
    record(invited, action="invited", to=State.INVITED, by=by, now=now)
    emails.invited(registration=invited, now=now)
    return invited


@transaction.atomic
def accept(
    *, registration: Registration, by: Member, now: dt.datetime, details: said.Details | None = None
) -> Registration:
    """Say yes to a place that was offered, or to an invitation. Done already, it does nothing.

    offered -> confirmed. invited -> confirmed | waitlisted. Raises Refused once the offer has passed on, or when there
    is nothing to accept.
    """
    registration = places.lock_of(registration)
    if registration.state == State.CONFIRMED:
        return registration
    refuse_if(rules.why_not_accept(registration, now))
    if details:
        said.write(registration, details, by=by, now=now)
    to, rule = State.CONFIRMED, registration.promoted_by
    if registration.state == State.INVITED:
        to, rule = _state_of_newcomer(registration, now)
    advance(registration, to=to, by=by, now=now, offer_until=None, promoted_by=rule)
    emails.registered(registration=registration, now=now)
    return registration


@transaction.atomic
def approve(*, registration: Registration, by: Member, now: dt.datetime) -> Registration:
    """The host says yes: pending -> confirmed, or waitlisted in the order in which they asked when none is free.

    Approved already, it does nothing. Raises Refused to whoever does not host the event, and for oneself.
    """
    registration = places.lock_of(registration)
    refuse_if(rules.why_not_host(registration.event, by) or again_rules.why_not_own(registration.member, by))
    if registration.state in (State.CONFIRMED, State.WAITLISTED, State.OFFERED):
        return registration
    refuse_if(rules.why_not_call(registration.event, now))
    to, rule = _state_of_newcomer(registration, now)
    advance(registration, to=to, by=by, now=now, promoted_by=rule)
    outbox.stop(about=registration, now=now, because="approved")
    emails.registered(registration=registration, now=now)
    return registration


@transaction.atomic
def decline(*, registration: Registration, by: Member, now: dt.datetime) -> Registration:
    """The host says no, and it is told kindly: pending -> declined. Done already, it does nothing.

    Raises Refused to whoever does not host the event.
    """
    registration = places.lock_of(registration)
    refuse_if(rules.why_not_host(registration.event, by))
    if registration.state == State.DECLINED:
        return registration
    advance(registration, to=State.DECLINED, by=by, now=now)
    _forget(registration)
    outbox.stop(about=registration, now=now, because="declined")
    emails.declined(registration=registration, now=now)
    return registration


@transaction.atomic
def cancel(
    *, registration: Registration, by: Member, now: dt.datetime, because: str = "", tell: bool = True
) -> Registration:
    """Give the place (or the wait, or an offer) back; it is offered on in the same moment (F031).

    Anything standing -> cancelled; an invitation -> declined. Done already, it does nothing. Mails about it that have
    not left are stopped. Within two days of the beginning a place needs a reason, which the hosts read at once; who
    erases themselves owes none, and nobody is written to (`tell` False). Raises Refused without it, or once the event
    has begun.
    """
    registration = places.lock_of(registration)
    if registration.state not in Registration.STANDING:
        return registration
    event, because, had = registration.event, because.strip()[:200], registration.state
    refuse_if(rules.why_not_give_up(event, now))
    late = tell and had == State.CONFIRMED and rules.is_late(event, now)
    if late:
        refuse_if(rules.why_not_so_late(because))
    to = State.DECLINED if had == State.INVITED else State.CANCELLED
    advance(registration, to=to, by=by, now=now, offer_until=None, late_because=because if late else "")
    _forget(registration)
    outbox.stop(about=registration, now=now, because="place given back")
    if tell and had == State.CONFIRMED:
        emails.given_up(registration=registration, now=now)
    if late:
        emails.late_cancel(registration=registration, now=now)
    waitlist.fill_free_places(event=event, now=now)
    return registration


@transaction.atomic
def hide_attendance(*, registration: Registration, hides: bool, by: Member, now: dt.datetime) -> Registration:
    """Tell others that `by` was there, or never (F070). Whenever they like; the same again changes nothing."""
    registration = places.lock_of(registration)
    if registration.hides_attendance != hides:
        registration.hides_attendance = hides
        registration.save(update_fields=["hides_attendance"])
        record(registration, action="edited", by=by, now=now, because="hides" if hides else "tells")
    return registration


@transaction.atomic
def release(*, registration: Registration, now: dt.datetime) -> Registration:
    """Let go of a guest whose event was cancelled, and tell them, with the organiser's reason. Once; else nothing.

    Anything standing -> cancelled. Other mails about the place that have not left are stopped.
    """
    registration = places.lock_of(registration)
    event = registration.event
    if event.state != Event.State.CANCELLED or registration.state not in Registration.STANDING:
        return registration
    advance(registration, to=State.CANCELLED, by=None, now=now, because="event cancelled", offer_until=None)
    _forget(registration)
    outbox.stop(about=registration, now=now, because="event cancelled")
    emails.cancelled(registration=registration, because=programme.why_cancelled(event), now=now)
    return registration


@transaction.atomic
def tell_of_move(*, registration: Registration, now: dt.datetime) -> None:
    """Write to somebody who stands for an event that it moved, with the new entry for their calendar. Once a move.

    What was still to leave about an earlier move is stopped. Who stands for it no longer is not written to.
    """
    registration = places.lock_of(registration)
    if moves.untold().filter(pk=registration.pk).exists():
        outbox.stop(about=registration, now=now, because="moved again", kinds=[emails.MOVED])
        emails.moved(registration=registration, move=moves.latest(registration.event), now=now)


def _state_of_newcomer(registration: Registration, now: dt.datetime) -> tuple[str, str]:
    """Whether there is a place at once, and by which rule; an ordinary turn is not worth a note."""
    rule = held.rule_for_newcomer(registration, now)
    return State.CONFIRMED if rule else State.WAITLISTED, "" if rule == held.IN_TURN else rule


def _forget(registration: Registration) -> None:
    """Nobody needs to know what somebody eats who does not come."""
    Needs.objects.filter(registration=registration).delete()
