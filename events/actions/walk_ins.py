"""How does somebody without a place come in? The door gives them one, and lets them in, in the same moment (F034)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.errors import Refused, refuse_if
from corridor.lifecycle import advance, record
from corridor.models import Member
from corridor.models.address import normalise_email
from events import rules
from events.actions import check_ins, places
from events.models import CheckIn, Event, Registration
from events.queries import capacity

State = Registration.State


@transaction.atomic
def admit(*, event: Event, guest: Member, by: Member, now: dt.datetime) -> CheckIn:
    """Let `guest` in, who has no place: a wait, an invitation or an offer becomes one, or a new place is made.

    While there are places anybody at the door may, unless the host chooses who comes and has not chosen them; that,
    and more than there are places, only a host or an organiser may (it is written down). Who has a place already is
    simply let in. Raises Refused: door closed, not of the staff, full, not chosen, or closed account.
    """
    event = places.lock(event)
    refuse_if(rules.why_not_scan(event, by, now))
    standing, walks_in = with_place(event=event, guest=guest, by=by, now=now)
    arrived = check_ins.check_in(registration=standing, by=by, now=now)
    if walks_in:
        arrived.is_walk_in = True
        arrived.save(update_fields=["is_walk_in"])
    return arrived


def with_place(*, event: Event, guest: Member, by: Member, now: dt.datetime) -> tuple[Registration, bool]:
    """The place of `guest` in `event`, which is locked, and whether it was given to them just now. Raises Refused."""
    standing = _standing(event, guest)
    if standing and standing.state == State.CONFIRMED:
        standing.event = event
        return standing, False
    refuse_if(why_not(event, guest, by))
    return _give_place(event, guest, standing, by=by, now=now), True


def why_not(event: Event, guest: Member, by: Member) -> str | None:
    """Why `by` cannot let in `guest`, who may have no place, to `event`, which is locked."""
    standing = _standing(event, guest)
    if standing and standing.state == State.CONFIRMED:
        return None
    return rules.why_not_walk_in(event, by, _free(event, standing), standing)


def by_address(address: str) -> Member:
    """The member with this e-mail address, as a guest says it at the door. Raises Refused when there is none."""
    found = Member.objects.filter(email__iexact=normalise_email(address), is_active=True).exclude(name="").first()
    if found is None:
        raise Refused(
            _("No member with a name has this address. Write them on the printed list, or let them join first.")
        )
    return found


def _give_place(
    event: Event, guest: Member, standing: Registration | None, *, by: Member, now: dt.datetime
) -> Registration:
    because = "at the door" if _free(event, standing) > 0 else "at the door, above the number of places"
    if standing:
        standing.event = event
        advance(standing, to=State.CONFIRMED, by=by, now=now, because=because, offer_until=None)
        return standing
    places.hold_person(guest)
    made = Registration.objects.create(
        event=event,
        member=guest,
        state=State.CONFIRMED,
        state_since=now,
        registered_at=now,
        turn=places.next_turn(event),
    )
    record(made, action="registered", to=made.state, by=by, now=now, because=because)
    return made


def _standing(event: Event, guest: Member) -> Registration | None:
    return event.registrations.filter(member=guest, state__in=Registration.STANDING).first()


def _free(event: Event, standing: Registration | None) -> int:
    """How many places are free for whoever has this standing: what is offered to them is."""
    kept = standing.seats if standing and standing.state == State.OFFERED else 0
    return event.capacity - capacity.taken(event) + kept
