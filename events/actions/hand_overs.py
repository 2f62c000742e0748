"""How does a place pass from one to another? Its holder names somebody; the place is theirs once that one says yes.

Until then nothing changes, so that nobody loses a place by a wrong address. Nobody learns whether an address belongs to
a member: what the holder reads is the same either way, and takes as long.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from corridor import outbox
from corridor.errors import Refused, refuse_if
from corridor.lifecycle import advance, record
from corridor.models import Member, Transition
from events import emails, rules
from events.actions import places, waitlist
from events.models import Needs, Registration
from events.queries import programme

State = Registration.State
PROPOSED = "hand-over proposed"


@transaction.atomic
def propose(*, registration: Registration, to: str, by: Member, now: dt.datetime) -> None:
    """Ask whoever reads mail at `to` whether they take the place over, when that is a member who may come.

    Raises Refused without a place, when the host chooses the guests, after three times, or for one's own address.
    """
    registration = places.lock_of(registration)
    refuse_if(rules.why_not_hand_over(registration, now, times=_times(registration)))
    if to == registration.member.email:
        raise Refused(_("That is your own address."))
    record(registration, action=PROPOSED, by=by, now=now)
    taker = Member.objects.filter(email=to, is_active=True).first()
    sees = programme.visible_to(taker or by).filter(pk=registration.event_id).exists()
    with transaction.atomic():
        emails.hand_over(registration=registration, taker=taker or by, now=now)
        if not (taker and sees):
            transaction.set_rollback(True)  # nobody is asked; the same was done, so that no clock tells (S-19)


@transaction.atomic
def take(*, registration: Registration, by: Member, now: dt.datetime) -> Registration:
    """`by` takes over the place of `registration`, whose row is over with it; both are told. The row of `by`.

    confirmed -> cancelled, and a new row (or the one that waits) -> confirmed. Taken already by `by`, it gives that
    row. Raises Refused when the place is gone, or `by` has one.
    """
    registration = places.lock_of(registration)
    event = registration.event
    own = event.registrations.filter(member=by, state__in=Registration.STANDING).select_related("member").first()
    if own and own.taken_over_from_id == registration.pk:
        own.event = event
        return own
    if own and own.state in Registration.HOLDING:
        raise Refused(_("You have a place of your own already."))
    if registration.state != State.CONFIRMED:
        raise Refused(_("This place is no longer there to take over."))
    refuse_if(rules.why_not_hand_over(registration, now, times=0) or rules.why_not_call(event, now))
    if not by.is_active or not by.name:
        raise Refused(_("Write your name in your profile first, so that the host knows who comes."))
    places.hold_person(by)
    advance(registration, to=State.CANCELLED, by=registration.member, now=now, because="handed over")
    Needs.objects.filter(registration=registration).delete()
    outbox.stop(about=registration, now=now, because="handed over")
    own = _stand(own, registration, by, now)
    emails.registered(registration=own, now=now)
    emails.given_up(registration=registration, now=now, taker=by)
    waitlist.fill_free_places(event=event, now=now)  # who came along with the giver does not come
    return own


def _stand(own: Registration | None, given: Registration, taker: Member, now: dt.datetime) -> Registration:
    """The taker's row, confirmed: the one in which they waited, or a new one."""
    if own:
        own.event = given.event
        advance(own, to=State.CONFIRMED, by=taker, now=now, because="taken over", taken_over_from=given, companion="")
        return own
    own = Registration.objects.create(
        event=given.event,
        member=taker,
        state=State.CONFIRMED,
        state_since=now,
        registered_at=now,
        turn=places.next_turn(given.event),
        taken_over_from=given,
    )
    record(own, action="registered", to=own.state, by=taker, now=now, because="taken over")
    return own


def _times(registration: Registration) -> int:
    """How often their holder asked somebody, with this place or one they had here before."""
    own = registration.event.registrations.filter(member=registration.member_id).order_by().values("pk")
    rows = Transition.objects.filter(subject_type=registration._meta.label_lower, subject_id__in=own)
    return rows.filter(action=PROPOSED).count()
