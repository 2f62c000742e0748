"""What happens when somebody does not want our mail, wants it again, or turns out not to exist?"""

import datetime as dt
import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from corridor import lifecycle, rules
from corridor.errors import Refused, refuse_if
from corridor.models import Member, Suppression
from corridor.models.suppression import fold
from corridor.queries import history

Reason = Suppression.Reason
REPORTED = "reported"


def unsubscribe(*, address: str, kind: str, now: dt.datetime) -> bool:
    """Write no mail of `kind` to `address` from now on (the empty kind: none at all); whether that is new.

    Mails that wait already stop too: the sender asks once more right before it sends.
    """
    return Suppression.objects.stand(address, kind=kind, reason=Reason.UNSUBSCRIBED, now=now)


@transaction.atomic
def resubscribe(*, address: str, kind: str, now: dt.datetime) -> bool:
    """Take back the person's own `unsubscribe`; whether anything stood. What bounced or an organiser stopped stays, and
    what had given way to that does not come back.
    """
    for row in Suppression.objects.filter(address=fold(address), kind=kind, lifted_at=None):
        Suppression.objects.that_gave_way_to(row).update(lifted_at=now)
    own = Suppression.objects.filter(reason=Reason.UNSUBSCRIBED, lifted_at=None, kind=kind, address=fold(address))
    return bool(own.update(lifted_at=now))


@transaction.atomic
def record_bounce(*, address: str, report: str, now: dt.datetime, complained: bool = False) -> bool:
    """The mail provider says that `address` does not exist, or that its owner calls us spam; whether that is new.

    `report` names the message: a report that comes again, also after an organiser lifted what it did, does nothing.
    The person's own wish to get no mail gives way to it, since they could take that back.
    """
    rows = Suppression.objects.select_for_update().filter(address=fold(address), kind="")
    name = hashlib.sha256(report.encode()).hexdigest()  # a provider's number may hold an address
    if history.has(rows, action=REPORTED, because=name):
        return False
    rows.filter(reason=Reason.UNSUBSCRIBED, lifted_at=None).update(lifted_at=now)
    reason = Reason.COMPLAINED if complained else Reason.BOUNCED
    new = Suppression.objects.stand(address, reason=reason, now=now)
    lifecycle.record(rows.get(lifted_at=None), action=REPORTED, by=None, now=now, because=name)
    return new


@transaction.atomic
def hold(*, member: Member, by: Member, because: str, now: dt.datetime) -> Suppression:
    """An organiser stops all mail to the address of `member`, with a reason. Raises Refused: not theirs, no reason.

    What stands already for a bounce or complaint, or by another organiser, comes back as it is; the member's own wish
    gives way, since they could take that back.
    """
    refuse_if(rules.why_not_hold_mail(by, member))
    _demand(because)
    rows = Suppression.objects.select_for_update().filter(address=fold(member.email), kind="", lifted_at=None)
    rows.filter(reason=Reason.UNSUBSCRIBED).update(lifted_at=now)
    new = Suppression.objects.stand(member.email, reason=Reason.ORGANISER, now=now)
    held = rows.get(lifted_at=None)
    if new:
        lifecycle.record(held, action="mail held", by=by, now=now, because=because)
    return held


@transaction.atomic
def lift(*, suppression: Suppression, by: Member, because: str, now: dt.datetime) -> None:
    """An organiser lets mail go to that address again, with a reason; twice is harmless. Raises Refused.

    What the person had stopped themselves before stays stopped. Refused: the address is nobody's within their reach,
    there is no reason, or the person stopped it themselves.
    """
    refuse_if(rules.why_not_lift(by, suppression))
    _demand(because)
    if Suppression.objects.lift(Suppression.objects.filter(pk=suppression.pk), now=now):
        suppression.lifted_at = now
        lifecycle.record(suppression, action="lifted", by=by, now=now, because=because)


def _demand(because: str) -> None:
    if not because.strip():
        raise Refused(_("Give a reason; it stays in the history."))
