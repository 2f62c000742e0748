"""Which rows are held while places change hands? The Event first, always; then a member; then what belongs to them."""

from django.db.models import Max
from django.utils.translation import gettext as _

from corridor.errors import Refused
from corridor.models import Member
from events.models import Event, Registration


def lock(event: Event) -> Event:
    """The event's row, locked until the transaction ends, read anew: places change one after another (F029)."""
    return Event.objects.select_for_update(of=("self",)).select_related("region", "venue").get(pk=event.pk)


def lock_of(registration: Registration) -> Registration:
    """`registration` read anew, with its event locked and attached."""
    event = lock(registration.event)
    found = Registration.objects.select_related("member").get(pk=registration.pk)
    found.event = event
    return found


def hold_person(member: Member) -> None:
    """Keep `member` from erasing themselves until the transaction ends: what is written about them now is theirs.

    After the event, as erasing does (actions/erasing.hold). Raises Refused when they have left already.
    """
    here = Member.objects.select_for_update(of=("self",), no_key=True).filter(pk=member.pk, erased_at=None)
    if not list(here.values_list("pk")):
        raise Refused(_("This account was erased."))


def next_turn(event: Event) -> int:
    """The turn of whoever registers now, one after the last ever given. Call with the event locked (R-10)."""
    return (event.registrations.aggregate(last=Max("turn"))["last"] or 0) + 1
