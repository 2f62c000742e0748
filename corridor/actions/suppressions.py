"""What happens when somebody does not want our mail, wants it again, or turns out not to exist?"""

import datetime as dt

from django.db import transaction

from corridor.models import Suppression
from corridor.models.suppression import fold

Reason = Suppression.Reason


def unsubscribe(*, address: str, kind: str, now: dt.datetime) -> bool:
    """Write no mail of `kind` to `address` from now on (the empty kind: none at all); whether that is new.

    Mails that wait already stop too: the sender asks once more right before it sends.
    """
    return Suppression.objects.stand(address, kind=kind, reason=Reason.UNSUBSCRIBED, now=now)


@transaction.atomic
def resubscribe(*, address: str, kind: str, now: dt.datetime) -> bool:
    """Take back the person's own `unsubscribe`; whether anything stood. What bounced or an organiser stopped stays."""
    own = Suppression.objects.filter(reason=Reason.UNSUBSCRIBED, lifted_at=None, kind=kind, address=fold(address))
    return bool(own.update(lifted_at=now))


def record_bounce(*, address: str, now: dt.datetime, complained: bool = False) -> bool:
    """The mail server or provider says that `address` does not exist, or that its owner calls us spam; whether new."""
    reason = Reason.COMPLAINED if complained else Reason.BOUNCED
    return Suppression.objects.stand(address, reason=reason, now=now)
